"""The log as a reader asks for it: by act, user, time, object and word; and where a chain of entries is broken."""

from datetime import timedelta

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.domain.audit import Act, AuditFilter
from desktop_app.vault import chain
from desktop_app.vault.store import Vault
from tests.support import vaults


@pytest.fixture
def told(vault: Vault, fixed_clock: FixedClock) -> Vault:
    """A founded vault in which three people were entered, an hour apart."""
    for serial in range(1, 4):
        fixed_clock.advance(hours=1)
        vaults.entered(vault, vaults.filing("申报人", serial))
    return vault


def numbers(vault: Vault, **wanted: object) -> list[int]:
    """What a filter lets through; the page and the count must agree."""
    asked = AuditFilter(**wanted)  # type: ignore[arg-type]
    found = [entry.sequence for entry in vault.audit.page(asked)]
    assert found == sorted(found, reverse=True)
    if asked.before is None:
        assert vault.audit.found(asked) == len(found)
    return found


def test_each_question_narrows_the_log(told: Vault) -> None:
    everything = numbers(told)
    entered = numbers(told, acts=(Act.APPLICATION_CREATED,))
    entries = {entry.sequence: entry for entry in told.audit.export()}
    assert everything == sorted(entries, reverse=True)
    assert len(entered) == told.audit.count(Act.APPLICATION_CREATED) == 3
    assert [entry.sequence for entry in told.audit.entries(act=Act.APPLICATION_CREATED)] == entered
    middle = entries[entered[1]]
    assert numbers(told, objects=(middle.objects["application"],)) == [middle.sequence]
    assert numbers(told, objects=()) == []
    assert numbers(told, since=middle.at)[-1] == middle.sequence
    assert numbers(told, until=middle.at)[0] == middle.sequence - 1
    assert numbers(told, since=middle.at, until=middle.at + timedelta(seconds=1)) == [middle.sequence]
    assert numbers(told, before=middle.sequence)[0] == middle.sequence - 1
    assert numbers(told, text=middle.objects["application"][:20]) == [middle.sequence]
    assert numbers(told, text="苏日娜") == numbers(told, user="苏日娜") == everything
    assert numbers(told, text="x" * 9, text_acts=(Act.APPLICATION_CREATED,)) == entered
    assert numbers(told, user="谁也不是") == []
    assert told.audit.users() == ["苏日娜"]
    assert told.audit.count() == len(everything)


def test_the_first_page_ends_where_the_second_begins(told: Vault) -> None:
    first = told.audit.page(AuditFilter(limit=2))
    second = told.audit.page(AuditFilter(limit=2, before=first[-1].sequence))
    assert [entry.sequence for entry in (*first, *second)] == numbers(told)[:4]
    head = told.audit.head()
    assert head is not None
    assert head.sequence == first[0].sequence


def test_a_walk_says_where_a_chain_is_broken() -> None:
    walk = chain.Walk()
    assert walk.step(1, chain.BEGINNING, "a", sound=True) == []
    assert walk.step(2, "a", "b", sound=True) == []
    assert walk.step(4, "b", "d", sound=True) == ["missing"]
    assert walk.step(4, "d", "e", sound=True) == ["order"]
    assert walk.step(5, "e", "f", sound=False) == ["altered"]
    assert walk.step(6, "another", "g", sound=True) == ["unlinked"]
    assert walk.step(9, "another", "h", sound=False) == ["missing", "altered"]
