"""Acts: one transaction and one entry each, nested or not, and nothing outside them."""

from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.status import Status
from desktop_app.vault.chain import BEGINNING, entry_digest
from desktop_app.vault.store import Vault
from tests.support import vaults


class Stop(Exception):
    pass


def test_an_act_leaves_one_entry_that_follows_the_one_before(vault: Vault, fixed_clock: FixedClock) -> None:
    before = vault.audit.head()
    fixed_clock.advance(hours=1, microseconds=123_456)
    with vault.act(Act.SETTINGS_CHANGED, {"setting": "idle"}) as scope:
        vault.settings.put("idle", 3)
        scope.note(second="x")
    entry = vault.audit.head()
    assert before
    assert entry
    assert entry.sequence == before.sequence + 1
    assert entry.previous == before.digest
    assert entry.objects == {"setting": "idle", "second": "x"}
    assert entry.user == "苏日娜"
    assert entry.at == fixed_clock.now().replace(microsecond=0)
    assert entry.digest == entry_digest(entry)


def test_the_first_entry_follows_the_beginning(vault: Vault) -> None:
    first = vault.audit.entries()[-1]
    assert (first.sequence, first.previous, first.act) == (1, BEGINNING, Act.VAULT_CREATED)


def test_an_exception_undoes_the_act_and_its_entry(vault: Vault) -> None:
    before = vault.audit.head()
    with pytest.raises(Stop), vault.act(Act.SETTINGS_CHANGED, {}):  # noqa: PT012
        vault.settings.put("idle", 3)
        raise Stop
    assert vault.settings.get("idle") is None
    assert vault.audit.head() == before
    assert vault.check(Progress()).sound


def test_nested_acts_join_and_keep_their_order(vault: Vault) -> None:
    with vault.act(Act.APPLICATION_EDITED, {}):
        vault.settings.put("a", 1)
        with vault.act(Act.ATTACHMENT_ADDED, {}):
            vault.settings.put("b", 2)
            with vault.act(Act.MARKING_CHANGED, {}):
                vault.settings.put("c", 3)
        vault.settings.put("d", 4)
    acts = [entry.act for entry in reversed(vault.audit.entries(limit=3))]
    assert acts == [Act.APPLICATION_EDITED, Act.ATTACHMENT_ADDED, Act.MARKING_CHANGED]
    assert vault.check(Progress()).sound


def test_a_nested_failure_that_is_caught_undoes_only_itself(vault: Vault) -> None:
    with vault.act(Act.APPLICATION_EDITED, {}):
        vault.settings.put("kept", 1)
        with pytest.raises(Stop), vault.act(Act.ATTACHMENT_ADDED, {}):  # noqa: PT012
            vault.settings.put("kept", 2)
            vault.settings.put("lost", 1)
            raise Stop
        with vault.act(Act.MARKING_CHANGED, {}):
            vault.settings.put("later", 1)
    assert [vault.settings.get(name) for name in ("kept", "lost", "later")] == [1, None, 1]
    assert [entry.act for entry in vault.audit.entries(limit=2)] == [Act.MARKING_CHANGED, Act.APPLICATION_EDITED]
    assert vault.check(Progress()).sound


def test_an_outer_failure_undoes_the_nested_acts(vault: Vault) -> None:
    before = vault.audit.head()
    with pytest.raises(Stop), vault.act(Act.APPLICATION_EDITED, {}):  # noqa: PT012
        with vault.act(Act.ATTACHMENT_ADDED, {}):
            vault.settings.put("a", 1)
        raise Stop
    assert vault.audit.head() == before
    assert vault.settings.get("a") is None


def test_writing_outside_an_act_is_a_mistake_of_ours(vault: Vault) -> None:
    where = vaults.entered(vault, vaults.filing("云曦"))
    draft = vaults.filing("云曦 ")
    for write in (
        lambda: vault.applications.create(draft, Status.DRAFT),
        lambda: vault.applications.save_draft(where, draft),
        lambda: vault.applications.set_status(where, Status.SUBMITTED),
        lambda: vault.applications.delete_draft(where),
        lambda: vault.versions.add(where, draft, "x"),
        lambda: vault.settings.put("a", 1),
        lambda: vault.secrets.put("a", b"1"),
        lambda: vault.packages.next_sequence("0123456789abcdef"),
    ):
        with pytest.raises(AssertionError, match="inside an act"):
            write()
    assert vault.check(Progress()).sound


def test_closing_in_the_middle_of_an_act_commits_nothing(vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
    with vault.act(Act.SETTINGS_CHANGED, {}):
        vault.settings.put("kept", 1)
    with pytest.raises(Exception, match=r"vault\.locked"), vault.act(Act.SETTINGS_CHANGED, {}):  # noqa: PT012
        vault.settings.put("lost", 1)
        vault.close()
    with Vault.open(folder, vaults.PASSPHRASE, clock=fixed_clock) as again:
        assert (again.settings.get("kept"), again.settings.get("lost")) == (1, None)
        assert again.check(Progress()).sound


def test_entries_come_newest_first_in_pages_and_by_act(vault: Vault) -> None:
    for number in range(5):
        with vault.act(Act.SETTINGS_CHANGED, {"n": str(number)}):
            pass
    assert [e.objects["n"] for e in vault.audit.entries(limit=2, offset=1)] == ["3", "2"]
    assert [e.act for e in vault.audit.entries(act=Act.VAULT_CREATED)] == [Act.VAULT_CREATED]
    assert vault.audit.count() == 6
    assert vault.audit.count(Act.SETTINGS_CHANGED) == 5
    assert [e.sequence for e in vault.audit.export()] == list(range(1, 7))
