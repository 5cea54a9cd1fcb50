"""A vault from creation to closing: identity, passphrases, acts, and what is refused at the door."""

import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.crypto.kdf import KdfCost
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.audit import Act
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.queries import RowFilter
from desktop_app.vault import keyslots
from desktop_app.vault.migrations import LATEST
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.vaults import PASSPHRASE

ROOT = Path(__file__).resolve().parents[3]


def code_of_opening(folder: Path, clock: FixedClock, passphrase: str = PASSPHRASE) -> Code:
    with pytest.raises(Fault) as caught:
        Vault.open(folder, passphrase, clock=clock)
    return caught.value.code


def test_what_is_told_at_creation_is_there_at_opening(vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
    known = vault.vault_id
    vault.close()
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as again:
        assert (again.vault_id, again.office, again.machine, again.user) == (
            known,
            vaults.OFFICE,
            vaults.MACHINE,
            "苏日娜",
        )
        acts = [entry.act for entry in again.audit.entries()]
    assert acts == [Act.UNLOCKED, Act.LOCKED, Act.VAULT_CREATED]


def test_a_closed_vault_says_that_it_is_locked(vault: Vault) -> None:
    vault.close()
    vault.close()
    with pytest.raises(Fault) as caught:
        vault.applications.rows(RowFilter())
    assert caught.value.code is Code.VAULT_LOCKED


def test_the_callers_own_lock_entry_is_not_doubled(vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
    with vault.act(Act.LOCKED, {"reason": "idle"}):
        pass
    vault.close()
    with Vault.open(folder, PASSPHRASE, clock=fixed_clock) as again:
        assert [entry.act for entry in again.audit.entries(limit=3)] == [Act.UNLOCKED, Act.LOCKED, Act.VAULT_CREATED]


def test_creation_refuses_weak_cheap_and_taken(folder: Path, fixed_clock: FixedClock) -> None:
    for passphrase in ("short", "苏日娜苏日娜苏日娜苏日娜"):
        with pytest.raises(Fault) as caught:
            vaults.made(folder, fixed_clock, passphrase=passphrase)
        assert caught.value.code is Code.PASSPHRASE_WEAK
    with pytest.raises(ValueError, match="floor"):
        Vault.create(
            folder,
            PASSPHRASE,
            office=vaults.OFFICE,
            machine=vaults.MACHINE,
            user="x",
            clock=fixed_clock,
            cost=KdfCost(1024, 1),
        )
    top = msgspec.structs.replace(vaults.MACHINE, level=SecrecyLevel.TOP_SECRET)
    with pytest.raises(Fault) as caught:
        vaults.made(folder, fixed_clock, machine=top)
    assert caught.value.code is Code.MARKING_TOP_SECRET
    assert not folder.exists()
    vaults.made(folder, fixed_clock).close()
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(Fault) as caught:
        vaults.made(folder, fixed_clock)
    assert caught.value.code is Code.VAULT_EXISTS
    assert (folder / "vault.db").read_bytes() == before


def test_an_interrupted_creation_is_no_vault_and_can_be_made_again(folder: Path, fixed_clock: FixedClock) -> None:
    vaults.made(folder, fixed_clock).close()
    (folder / "vault.db").rename(folder / "vault.db.new")  # the state just before the last step
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_NOT_FOUND
    vaults.made(folder, fixed_clock).close()
    Vault.open(folder, PASSPHRASE, clock=fixed_clock).close()


def test_a_missing_database_beside_its_keys_is_not_made_anew(folder: Path, fixed_clock: FixedClock) -> None:
    vaults.made(folder, fixed_clock).close()
    (folder / "vault.db").unlink()
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_DAMAGED
    with pytest.raises(Fault) as caught:
        vaults.made(folder, fixed_clock)
    assert caught.value.code is Code.VAULT_EXISTS


def test_what_is_not_a_vault(folder: Path, fixed_clock: FixedClock, tmp_path: Path) -> None:
    assert code_of_opening(tmp_path / "nowhere", fixed_clock) is Code.VAULT_NOT_FOUND
    vaults.made(folder, fixed_clock).close()
    database = folder / "vault.db"
    good = database.read_bytes()
    database.write_bytes(b"")
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_NOT_A_VAULT
    database.unlink()
    plain = sqlite3.connect(database)
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_NOT_A_VAULT
    database.write_bytes(bytes(range(256)) * 64)
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_DAMAGED
    database.write_bytes(good)
    slots = (folder / "keyslots.json").read_bytes()
    (folder / "keyslots.json").write_bytes(b"not json")
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_NOT_A_VAULT
    for length in (14, len(slots) // 2, len(slots) - 1):
        (folder / "keyslots.json").write_bytes(slots[:length])
        assert code_of_opening(folder, fixed_clock) is Code.VAULT_DAMAGED  # what is damaged is named
    (folder / "keyslots.json").unlink()
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_DAMAGED
    (folder / "keyslots.json").write_bytes(slots)
    Vault.open(folder, PASSPHRASE, clock=fixed_clock).close()


def test_nothing_is_written_where_no_vault_is(tmp_path: Path, fixed_clock: FixedClock) -> None:
    (tmp_path / "vault.db").write_bytes(b"somebody else's file")
    assert code_of_opening(tmp_path, fixed_clock) is Code.VAULT_NOT_A_VAULT
    assert [path.name for path in tmp_path.iterdir()] == ["vault.db"]


def test_a_database_of_another_vault_is_not_read(folder: Path, fixed_clock: FixedClock, tmp_path: Path) -> None:
    vaults.made(folder, fixed_clock).close()
    vaults.made(tmp_path / "other", fixed_clock).close()
    (folder / "vault.db").write_bytes((tmp_path / "other" / "vault.db").read_bytes())
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_DAMAGED


def test_a_newer_vault_is_refused_by_its_number_and_left_alone(folder: Path, fixed_clock: FixedClock) -> None:
    vaults.made(folder, fixed_clock).close()
    with vaults.raw(folder) as database:
        database.execute("PRAGMA user_version = 99")
    before = (folder / "vault.db").read_bytes()
    with pytest.raises(Fault) as caught:
        Vault.open(folder, PASSPHRASE, clock=fixed_clock)
    assert caught.value.code is Code.VAULT_TOO_NEW
    assert caught.value.fields == {"found": 99, "known": LATEST}
    assert (folder / "vault.db").read_bytes() == before


def test_a_keyed_database_of_another_program_is_no_vault(folder: Path, fixed_clock: FixedClock) -> None:
    vaults.made(folder, fixed_clock).close()
    with vaults.raw(folder) as database:
        database.execute("PRAGMA application_id = 1")
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_NOT_A_VAULT


def test_two_openings_of_one_vault(vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
    assert code_of_opening(folder, fixed_clock) is Code.VAULT_IN_USE
    vault.close()
    Vault.open(folder, PASSPHRASE, clock=fixed_clock).close()


def test_a_failed_opening_leaves_no_lock(vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
    vault.close()
    assert code_of_opening(folder, fixed_clock, "wrong horse battery") is Code.VAULT_WRONG_PASSPHRASE
    Vault.open(folder, PASSPHRASE, clock=fixed_clock).close()


def test_a_wrong_passphrase_and_an_altered_slot_read_the_same(folder: Path, fixed_clock: FixedClock) -> None:
    """Nobody learns from the sentence whether the passphrase, the user or the file was wrong."""
    vaults.made(folder, fixed_clock).close()
    sentences = set()
    good = keyslots.read(folder)
    assert isinstance(good, keyslots.KeySlots)
    for slot in ({}, {"user": new_id(fixed_clock.now())}, {"named": True}, {"salt": "00" * 16}):
        changed = msgspec.structs.replace(good.slots[0], **slot)
        forged = keyslots.sealed_bytes(msgspec.structs.replace(good, slots=(changed,)), LockedBytes(32))
        (folder / "keyslots.json").write_bytes(forged)
        with pytest.raises(Fault) as caught:
            Vault.open(folder, PASSPHRASE if slot else "wrong horse battery", clock=fixed_clock)
        sentences |= {sentence(caught.value, language) for language in Language}
    assert len(sentences) == 2


def test_nothing_heavy_is_loaded_before_a_passphrase_is_typed() -> None:
    code = (
        "import sys, desktop_app.vault.store\n"
        "print([m for m in ('cryptography', 'pypinyin', 'zxcvbn', 'PySide6', 'reportlab') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


class TestPassphraseChange:
    NEW = "蓝月 orchard 58 velvet 石"

    def test_the_new_one_opens_and_the_old_one_does_not(
        self, vault: Vault, folder: Path, fixed_clock: FixedClock
    ) -> None:
        where = vaults.entered(vault, vaults.filing("云曦"))
        vault.change_passphrase(PASSPHRASE, self.NEW)
        assert vault.audit.entries(limit=1)[0].act is Act.PASSPHRASE_CHANGED
        vault.close()
        assert code_of_opening(folder, fixed_clock) is Code.VAULT_WRONG_PASSPHRASE
        with Vault.open(folder, self.NEW, clock=fixed_clock) as again:
            assert again.applications.get(where).draft.person.name == "云曦"
            assert again.check(Progress()).sound

    def test_a_wrong_old_or_a_weak_new_one_changes_nothing(self, vault: Vault, folder: Path) -> None:
        before = (folder / "keyslots.json").read_bytes()
        for old, new, code in (
            ("not the old one", self.NEW, Code.VAULT_WRONG_PASSPHRASE),
            (PASSPHRASE, "aaaaaaaaaaaaaa", Code.PASSPHRASE_WEAK),
            (PASSPHRASE, PASSPHRASE, Code.PASSPHRASE_REUSED),
        ):
            with pytest.raises(Fault) as caught:
                vault.change_passphrase(old, new)
            assert caught.value.code is code
        assert (folder / "keyslots.json").read_bytes() == before

    def test_the_last_five_do_not_come_back_and_the_sixth_may(self, vault: Vault) -> None:
        chain = [PASSPHRASE, *(f"{self.NEW} {n}" for n in range(5))]
        for old, new in pairwise(chain):
            vault.change_passphrase(old, new)
        for recent in chain[1:]:
            with pytest.raises(Fault) as caught:
                vault.change_passphrase(chain[-1], recent)
            assert caught.value.code is Code.PASSPHRASE_REUSED
        vault.change_passphrase(chain[-1], PASSPHRASE)
        assert vault.check(Progress()).sound

    def test_a_key_file_that_cannot_be_written_leaves_log_and_keys_as_they_were(
        self, vault: Vault, folder: Path
    ) -> None:
        before, head = (folder / "keyslots.json").read_bytes(), vault.audit.head()
        (folder / "keyslots.json.new").mkdir()
        with pytest.raises(Fault):
            vault.change_passphrase(PASSPHRASE, self.NEW)
        assert (folder / "keyslots.json").read_bytes() == before
        assert vault.audit.head() == head
