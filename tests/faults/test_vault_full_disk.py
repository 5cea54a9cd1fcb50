"""A full disk in the middle of a step: one clear fault, the step undone, everything before it kept."""

import io
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import MaterialKind
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.vaults import PASSPHRASE, entered, filing


def limit_pages(vault: Vault, spare: int) -> None:
    """Let the database grow by `spare` pages and no more: SQLite then reports a full disk."""
    ((pages,),) = vault._database.rows("PRAGMA page_count")
    vault._database.rows(f"PRAGMA max_page_count = {pages + spare}")


def full(session: Session) -> None:
    """From now on the desk's vault takes no page more."""
    limit_pages(session.vault, 0)


@pytest.mark.parametrize("spare", [0, 1, 5, 30, 300])
def test_nothing_is_lost(tmp_path: Path, fixed_clock: FixedClock, spare: int) -> None:
    folder = tmp_path / "vault"
    with vaults.made(folder, fixed_clock) as vault:
        where = entered(vault, filing("云曦"))
        head = vault.audit.head()
        limit_pages(vault, spare)
        with pytest.raises(Fault) as caught, vault.act(Act.ATTACHMENT_ADDED, {"application": where}):
            vault.attachments.add(where, MaterialKind.OTHER, "a", "x", io.BytesIO(bytes(5_000_000)), Progress())
        assert caught.value.code is Code.VAULT_FULL
        assert vault.attachments.of(where) == []
        assert vault.audit.head() == head
        limit_pages(vault, 100_000)
        with vault.act(Act.ATTACHMENT_ADDED, {"application": where}):
            vault.attachments.add(where, MaterialKind.OTHER, "a", "x", io.BytesIO(bytes(5_000_000)), Progress())
        assert vault.check(Progress()).sound
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as again:
        assert [row.name for row in again.applications.rows()] == ["云曦"]
        assert again.check(Progress()).sound


def test_a_fault_swallowed_inside_an_act_does_not_let_half_of_it_through(
    tmp_path: Path, fixed_clock: FixedClock
) -> None:
    with vaults.made(tmp_path / "vault", fixed_clock) as vault:
        where = entered(vault, filing("云曦"))
        head = vault.audit.head()

        def careless() -> None:
            with vault.act(Act.APPLICATION_EDITED, {}):
                vault.settings.put("first", 1)
                with pytest.raises(Fault), vault.act(Act.ATTACHMENT_ADDED, {}):
                    vault.attachments.add(where, MaterialKind.OTHER, "a", "x", io.BytesIO(bytes(9**7)), Progress())
                limit_pages(vault, 100_000)
                vault.settings.put("second", 2)

        limit_pages(vault, 3)
        try:
            careless()
        except Fault as fault:
            # SQLite gave the whole transaction up: then nothing of it may stand
            assert fault.code is Code.VAULT_FULL  # noqa: PT017
            assert (vault.settings.get("first"), vault.settings.get("second")) == (None, None)
            assert vault.audit.head() == head
        else:
            assert (vault.settings.get("first"), vault.settings.get("second")) == (1, 2)
        limit_pages(vault, 100_000)
        assert vault.check(Progress()).sound


def test_locking_works_on_a_full_disk(tmp_path: Path, fixed_clock: FixedClock) -> None:
    folder = tmp_path / "vault"
    vault = vaults.made(folder, fixed_clock)
    with pytest.raises(Fault), vault.act(Act.SETTINGS_CHANGED, {}):  # noqa: PT012
        limit_pages(vault, 0)
        vault.settings.put("long", "x" * 50_000)
    vault.close()
    assert not vault.is_open
    Vault.open(folder, PASSPHRASE, clock=fixed_clock).close()
