"""Users, passphrases and the database key; and a key file that somebody else touched."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.clock import FixedClock, office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.users import UserRole
from desktop_app.vault import files, keyslots
from desktop_app.vault.keyslots import KeySlots
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.vaults import PASSPHRASE

SECOND = "蓝月 orchard 58 velvet 石"
THIRD = "青草 kettle 77 marble 河"
SUE, OTHER = "苏日娜", "额尔敦"


def code_of(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def opening(folder: Path, clock: FixedClock, passphrase: str = PASSPHRASE, name: str = "") -> Callable[[], Vault]:
    return lambda: Vault.open(folder, passphrase, clock=clock, name=name)


@pytest.fixture
def second(vault: Vault) -> str:
    return vault.access.add_user(PASSPHRASE, OTHER, (UserRole.REVIEWER, UserRole.AUDITOR), SECOND)


def test_two_users_open_one_vault_each_under_an_own_name(
    vault: Vault, second: str, folder: Path, fixed_clock: FixedClock
) -> None:
    assert [(user.name, user.roles) for user in vault.access.users()] == [
        (SUE, (UserRole.OPERATOR, UserRole.SECURITY_KEEPER, UserRole.SYSTEM_KEEPER)),
        (OTHER, (UserRole.REVIEWER, UserRole.AUDITOR)),
    ]
    where = vaults.entered(vault, vaults.filing("云曦"))
    vault.close()
    for passphrase, name in ((PASSPHRASE, SUE), (SECOND, OTHER), (SECOND, f" {OTHER} ")):
        with Vault.open(folder, passphrase, clock=fixed_clock, name=name) as again:
            assert again.user == name.strip()
            assert again.applications.get(where).draft.person.name == "云曦"
            assert again.audit.entries(limit=1)[0].user == name.strip()
            assert again.check(Progress()).sound
    wrong = {code_of(opening(folder, fixed_clock, *pair)) for pair in ((SECOND, SUE), (PASSPHRASE, "nobody"))}
    assert wrong == {Code.VAULT_WRONG_PASSPHRASE}


@pytest.mark.parametrize(
    ("name", "roles", "passphrase", "code"),
    [
        (SUE, (UserRole.REVIEWER,), SECOND, Code.USER_EXISTS),
        ("苏 日 娜", (UserRole.REVIEWER,), SECOND, Code.USER_EXISTS),
        ("", (UserRole.REVIEWER,), SECOND, Code.USER_NAME),
        (OTHER, (), SECOND, Code.ROLES_NONE),
        (OTHER, (UserRole.OWNER,), SECOND, Code.ROLES_NONE),
        (OTHER, (UserRole.AUDITOR, UserRole.SYSTEM_KEEPER), SECOND, Code.ROLES_APART),
        (OTHER, (UserRole.OPERATOR, UserRole.REVIEWER), SECOND, Code.ROLES_APART),
        (OTHER, (UserRole.REVIEWER,), "123456789012", Code.PASSPHRASE_WEAK),
        (OTHER, (UserRole.REVIEWER,), "额尔敦额尔敦额尔敦额尔敦", Code.PASSPHRASE_WEAK),
    ],
)
def test_a_user_who_may_not_be_added_changes_nothing(
    vault: Vault, folder: Path, name: str, roles: tuple[UserRole, ...], passphrase: str, code: Code
) -> None:
    before = (folder / "keyslots.json").read_bytes()
    assert code_of(lambda: vault.access.add_user(PASSPHRASE, name, roles, passphrase)) is code
    assert (folder / "keyslots.json").read_bytes() == before
    assert [user.roles for user in vault.access.users()] == [(UserRole.OWNER,)]
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith("key")) == ["keyslots.json"]


def test_adding_asks_for_the_own_passphrase(vault: Vault) -> None:
    assert (
        code_of(lambda: vault.access.add_user(SECOND, OTHER, (UserRole.REVIEWER,), SECOND))
        is Code.VAULT_WRONG_PASSPHRASE
    )


def test_a_personal_vault_keeps_to_its_owner(tmp_path: Path, fixed_clock: FixedClock) -> None:
    office = msgspec.structs.replace(vaults.OFFICE, desk=Desk.APPLICANT)
    with Vault.create(
        tmp_path / "own",
        PASSPHRASE,
        office=office,
        machine=vaults.MACHINE,
        user=SUE,
        clock=fixed_clock,
        cost=keyslots.KdfCost.unsafe_small(),
    ) as own:
        assert (
            code_of(lambda: own.access.add_user(PASSPHRASE, OTHER, (UserRole.REVIEWER,), SECOND)) is Code.USERS_PERSONAL
        )


def test_the_other_ones_passphrase_is_reset_and_the_old_one_is_gone(
    vault: Vault, second: str, folder: Path, fixed_clock: FixedClock
) -> None:
    assert code_of(lambda: vault.access.reset_passphrase(PASSPHRASE, second, SECOND)) is Code.PASSPHRASE_REUSED
    vault.access.reset_passphrase(PASSPHRASE, second, THIRD)
    assert vault.audit.entries(limit=1)[0].act is Act.PASSPHRASE_RESET
    vault.close()
    assert code_of(opening(folder, fixed_clock, SECOND, OTHER)) is Code.VAULT_WRONG_PASSPHRASE
    opening(folder, fixed_clock, THIRD, OTHER)().close()
    opening(folder, fixed_clock, PASSPHRASE, SUE)().close()


def test_nobodys_passphrase_is_reset_before_anything_is_asked(vault: Vault, second: str) -> None:
    assert code_of(lambda: vault.access.reset_passphrase("not the right one", "nobody", THIRD)) is Code.USER_UNKNOWN


def test_users_are_told_with_their_day_and_their_machine_and_found_by_name(
    folder: Path, vault: Vault, second: str, fixed_clock: FixedClock
) -> None:
    me = vault.access.users()[0].id
    assert {user.passphrase_on for user in vault.access.users()} == {office_day(fixed_clock)}
    assert vault.access.rows.named(f" {OTHER}") == second
    assert code_of(lambda: vault.access.rows.named("")) is Code.USER_UNKNOWN  # there are two
    vault.close()
    here = {"01KWDFKD00R2JK7HHEJHQX99KD": b"s" * 32}
    with Vault.open(folder, SECOND, clock=fixed_clock, name=OTHER, device_secrets=here.get) as bound:
        bound.access.bind(SECOND, next(iter(here)))
        assert [(user.id, user.device) for user in bound.access.users()] == [(me, False), (second, True)]
    # their passphrase goes with a machine that is not this one
    with opening(folder, fixed_clock, PASSPHRASE, SUE)() as elsewhere:
        assert (
            code_of(lambda: elsewhere.access.reset_passphrase(PASSPHRASE, second, THIRD)) is Code.VAULT_DEVICE_MISSING
        )


def test_the_only_user_is_found_without_a_name(vault: Vault) -> None:
    assert vault.access.rows.named("") == vault.access.users()[0].id


@pytest.mark.parametrize(
    ("name", "code"), [("某" * 60, None), ("某" * 61, Code.USER_NAME), ("额\u202e尔敦", Code.USER_NAME)]
)
def test_how_long_and_of_what_a_name_may_be(vault: Vault, name: str, code: Code | None) -> None:
    if code is None:
        assert vault.access.rows.require_new(name) == name
    else:
        assert code_of(lambda: vault.access.rows.require_new(name)) is code


def test_who_is_left_must_be_two_with_one_who_keeps_security(vault: Vault, second: str) -> None:
    me = vault.access.users()[0].id
    assert code_of(lambda: vault.access.remove_user(PASSPHRASE, second)) is Code.USERS_TWO_NEEDED
    assert code_of(lambda: vault.access.remove_user(PASSPHRASE, me)) is Code.USER_SELF
    assert code_of(lambda: vault.access.set_roles(me, (UserRole.OPERATOR,))) is Code.KEEPER_NEEDED
    assert code_of(lambda: vault.access.set_roles("nobody", (UserRole.OPERATOR,))) is Code.USER_UNKNOWN
    third = vault.access.add_user(PASSPHRASE, "白云", (UserRole.OPERATOR,), THIRD)
    vault.access.remove_user(PASSPHRASE, second)
    assert [user.id for user in vault.access.users()] == [me, third]
    assert vault.check(Progress()).sound


def test_a_removed_users_old_key_file_is_noticed_and_the_right_one_is_put_back(
    vault: Vault, second: str, folder: Path, fixed_clock: FixedClock
) -> None:
    vault.access.add_user(PASSPHRASE, "白云", (UserRole.OPERATOR,), THIRD)
    old = (folder / "keyslots.json").read_bytes()
    vault.access.remove_user(PASSPHRASE, second)
    right = (folder / "keyslots.json").read_bytes()
    vault.close()
    (folder / "keyslots.json").write_bytes(old)
    assert code_of(opening(folder, fixed_clock, SECOND, OTHER)) is Code.VAULT_KEYS_ALTERED
    assert (folder / "keyslots.json").read_bytes() == right
    assert code_of(opening(folder, fixed_clock, SECOND, OTHER)) is Code.VAULT_WRONG_PASSPHRASE
    with opening(folder, fixed_clock, PASSPHRASE, SUE)() as again:
        assert again.audit.count(Act.KEY_FILE_RESTORED) == 1
        assert again.check(Progress()).sound


def test_a_key_file_of_another_copy_is_no_newer_one(
    vault: Vault, folder: Path, fixed_clock: FixedClock, tmp_path: Path
) -> None:
    """Both are genuine and both are the second: the one that the database does not know was put there."""
    vault.close()
    shutil.copytree(folder, tmp_path / "copy")
    with opening(folder, fixed_clock)() as here, opening(tmp_path / "copy", fixed_clock)() as there:
        here.change_passphrase(PASSPHRASE, SECOND)
        there.change_passphrase(PASSPHRASE, THIRD)
    right = (folder / "keyslots.json").read_bytes()
    shutil.copy(tmp_path / "copy" / "keyslots.json", folder)
    assert code_of(opening(folder, fixed_clock, THIRD)) is Code.VAULT_KEYS_ALTERED
    assert (folder / "keyslots.json").read_bytes() == right


def test_a_database_without_its_copy_of_the_key_file_is_damaged(vault: Vault) -> None:
    vault._database.run("DELETE FROM key_file")
    assert code_of(vault.access.users) is Code.VAULT_DAMAGED


def test_a_copy_made_before_opens_for_a_removed_user_and_only_a_new_key_shuts_the_vault_to_its_key_file(
    vault: Vault, second: str, folder: Path, fixed_clock: FixedClock, tmp_path: Path
) -> None:
    vault.close()
    shutil.copytree(folder, tmp_path / "copy")
    with opening(folder, fixed_clock, PASSPHRASE, SUE)() as again:
        again.access.add_user(PASSPHRASE, "白云", (UserRole.OPERATOR,), THIRD)
        again.access.remove_user(PASSPHRASE, second)
        again.access.rekey(PASSPHRASE)
    with opening(tmp_path / "copy", fixed_clock, SECOND, OTHER)() as copy:
        old = bytes(copy.access.key.view)
    with opening(folder, fixed_clock, PASSPHRASE, SUE)() as again:
        assert bytes(again.access.key.view) != old
    old_file = (tmp_path / "copy" / "keyslots.json").read_bytes()
    (folder / "keyslots.json").write_bytes(old_file)
    with pytest.raises(Fault):
        opening(folder, fixed_clock, SECOND, OTHER)()


def test_the_database_key_is_random_and_comes_from_no_passphrase(tmp_path: Path, fixed_clock: FixedClock) -> None:
    found = []
    for name in ("one", "two"):
        with vaults.made(tmp_path / name, fixed_clock) as made:
            found.append(bytes(made.access.key.view))
            made.access.change_passphrase(PASSPHRASE, THIRD)
            assert bytes(made.access.key.view) == found[-1]
    assert [len(key) for key in found] == [32, 32]
    assert found[0] != found[1]
    for folder in tmp_path.iterdir():
        raw = (folder / "vault.db").read_bytes() + (folder / "keyslots.json").read_bytes()
        assert not raw.startswith(b"SQLite format 3")
        assert not any(key in raw or key.hex().encode() in raw for key in found)


def edits(slots: KeySlots) -> dict[str, KeySlots]:
    one, two = slots.slots
    replaced = msgspec.structs.replace
    return {
        "removed": replaced(slots, slots=(one,)),
        "order": replaced(slots, slots=(two, one)),
        "added": replaced(slots, slots=(one, two, replaced(two, user="01KWDFKD00R2JK7HHEJHQX99KD"))),
        "newer": replaced(slots, generation=slots.generation + 1),
        "other": replaced(slots, slots=(one, replaced(two, sealed=one.sealed))),
    }


@pytest.mark.parametrize("edit", ["removed", "order", "added", "newer", "other"])
def test_no_edit_of_the_key_file_goes_unnoticed(
    vault: Vault, second: str, folder: Path, fixed_clock: FixedClock, edit: str
) -> None:
    """By somebody without the database key: its checksum is mended, its mac cannot be."""
    vault.close()
    right = (folder / "keyslots.json").read_bytes()
    slots = keyslots.read(folder)
    assert isinstance(slots, KeySlots)
    forged = json.loads(keyslots.sealed_bytes(edits(slots)[edit], LockedBytes(32)))
    (folder / "keyslots.json").write_bytes(keyslots.sealed_bytes(msgspec.convert(forged, KeySlots), LockedBytes(32)))
    assert code_of(opening(folder, fixed_clock, PASSPHRASE, SUE)) is Code.VAULT_KEYS_ALTERED
    assert (folder / "keyslots.json").read_bytes() == right
    with opening(folder, fixed_clock, PASSPHRASE, SUE)() as again:
        assert again.audit.count(Act.KEY_FILE_RESTORED) == 1


def test_a_database_older_than_its_key_file_is_told_apart_and_left_alone(
    vault: Vault, folder: Path, fixed_clock: FixedClock
) -> None:
    vault.close()
    old = (folder / "vault.db").read_bytes()
    with opening(folder, fixed_clock)() as again:
        again.change_passphrase(PASSPHRASE, SECOND)
    newer = (folder / "keyslots.json").read_bytes()
    (folder / "vault.db").write_bytes(old)
    assert code_of(opening(folder, fixed_clock, SECOND)) is Code.VAULT_OLDER_THAN_KEYS
    assert (folder / "keyslots.json").read_bytes() == newer


def test_a_change_interrupted_before_the_rename_is_finished_at_the_next_opening(
    vault: Vault, folder: Path, fixed_clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    promote = files.promote

    def power_cut(path: Path) -> None:
        if path.name == "keyslots.json":
            raise KeyboardInterrupt
        promote(path)

    before = (folder / "keyslots.json").read_bytes()
    monkeypatch.setattr(files, "promote", power_cut)
    with pytest.raises(KeyboardInterrupt):
        vault.change_passphrase(PASSPHRASE, SECOND)
    monkeypatch.undo()
    vault.close()
    assert code_of(opening(folder, fixed_clock)) is Code.VAULT_CHANGE_FINISHED
    # what was finished is over: the file from before, put back, is an altered one
    (folder / "keyslots.json").write_bytes(before)
    assert code_of(opening(folder, fixed_clock)) is Code.VAULT_KEYS_ALTERED
    assert code_of(opening(folder, fixed_clock)) is Code.VAULT_WRONG_PASSPHRASE
    with opening(folder, fixed_clock, SECOND)() as again:
        assert again.audit.count(Act.KEY_FILE_FINISHED) == 1
        assert again.check(Progress()).sound


class TestRekey:
    def test_everybody_opens_the_new_key_and_nobody_the_old(
        self, vault: Vault, second: str, folder: Path, fixed_clock: FixedClock
    ) -> None:
        where = vaults.entered(vault, vaults.filing("云曦"))
        before = keyslots.open_slot(vault.access.key_file.current(), PASSPHRASE, SUE).key
        old_file = (folder / "keyslots.json").read_bytes()
        old = vault.access.key
        vault.access.rekey(PASSPHRASE)
        with pytest.raises(ValueError, match="wiped"):
            assert old.view
        assert len(vault.access.key.view) == 32
        with vault.act(Act.SETTINGS_CHANGED, {}):
            vault.settings.put("after", 1)
        vault.close()
        for passphrase, name in ((PASSPHRASE, SUE), (SECOND, OTHER)):
            with opening(folder, fixed_clock, passphrase, name)() as again:
                assert again.applications.get(where).draft.person.name == "云曦"
                assert again.settings.get("after") == 1
                assert again.check(Progress()).sound
        slots = keyslots.read(folder)
        assert isinstance(slots, KeySlots)
        assert keyslots.open_slot(slots, PASSPHRASE, SUE).keys != (before,)
        # a key file copied before opens to a key that is no longer the database's
        (folder / "keyslots.json").write_bytes(old_file)
        assert code_of(opening(folder, fixed_clock, SECOND, OTHER)) is Code.VAULT_DAMAGED

    @pytest.mark.parametrize("pages_done", [False, True])
    def test_an_interrupted_one_is_dropped_or_finished(
        self,
        vault: Vault,
        second: str,
        folder: Path,
        fixed_clock: FixedClock,
        pages_done: bool,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        where = vaults.entered(vault, vaults.filing("云曦"))
        rekey = type(vault._database).rekey

        def cut(database: object, key: bytes) -> None:
            if pages_done:
                rekey(database, key)  # type: ignore[arg-type]
            raise KeyboardInterrupt

        monkeypatch.setattr(type(vault._database), "rekey", cut)
        with pytest.raises(KeyboardInterrupt):
            vault.access.rekey(PASSPHRASE)
        vault.close()
        with opening(folder, fixed_clock, SECOND, OTHER)() as again:
            assert again.audit.count(Act.REKEYED if pages_done else Act.REKEY_DROPPED) == 1
            assert again.applications.get(where).draft.person.name == "云曦"
            assert again.check(Progress()).sound
        opening(folder, fixed_clock, PASSPHRASE, SUE)().close()


def test_a_vault_of_the_first_release_is_taken_over(vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
    """Its key file knows one user with the database key itself; its database knows no key file."""
    early = vaults.made_early(vault)
    with opening(folder, fixed_clock)() as again:
        assert again.audit.count(Act.KEY_FILE_UPGRADED) == 1
        again.access.add_user(PASSPHRASE, OTHER, (UserRole.REVIEWER,), SECOND)
    with opening(folder, fixed_clock, SECOND, OTHER)() as again:
        assert again.check(Progress()).sound
    # and the early file does not come back
    (folder / "keyslots.json").write_bytes(early)
    assert code_of(opening(folder, fixed_clock)) is Code.VAULT_KEYS_ALTERED
