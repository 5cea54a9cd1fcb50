"""`keyslots.json`: one spelling, every field authenticated, slots that cannot be moved."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785
from sqlcipher3 import dbapi2

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId, new_id
from desktop_app.crypto.kdf import KdfCost
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.users import RecoveryKind, UserRole
from desktop_app.vault import files, keyslots, next_key
from desktop_app.vault.keyslots import KeySlots, Proof, Slot
from tests.support import vaults

ROOT = Path(__file__).resolve().parents[3]
ANOTHER = "另一人 pony 91 算盘 window"
KEY = LockedBytes.of(bytes(range(32)))
SMALL = KdfCost.unsafe_small()


SALT = bytes(range(16))


def slot_for(clock: FixedClock, vault: str, passphrase: str, name: str = "") -> Slot:
    user = UserId(new_id(clock.now()))
    return keyslots.new_slot(Proof(passphrase, name), KEY, vault=vault, user=user, cost=SMALL, salt=SALT)


@pytest.fixture
def slots(fixed_clock: FixedClock) -> KeySlots:
    vault = new_id(fixed_clock.now())
    made = (slot_for(fixed_clock, vault, "first", "苏日娜"), slot_for(fixed_clock, vault, "second", "额尔敦"))
    return KeySlots(vault=vault, generation=1, slots=made)


def write(folder: Path, slots: KeySlots) -> None:
    files.replace(folder / "keyslots.json", keyslots.sealed_bytes(slots, KEY))


def read(folder: Path) -> KeySlots:
    found = keyslots.read(folder)
    assert isinstance(found, KeySlots)
    return found


def test_the_name_goes_in_with_the_passphrase(slots: KeySlots, fixed_clock: FixedClock) -> None:
    """Two users may have one passphrase; a name is typed with its accidents; nobody else's name opens."""
    same = slot_for(fixed_clock, slots.vault, "first", "Bai Yun")
    three = msgspec.structs.replace(slots, slots=(*slots.slots, same))
    assert keyslots.open_slot(three, "first", " bai  YUN").holder == same
    assert keyslots.open_slot(three, "first", "苏 日娜").holder == slots.slots[0]
    for name in ("", "额尔敦", "nobody"):
        with pytest.raises(Fault) as caught:
            keyslots.open_slot(three, "first", name)
        assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


def test_the_file_holds_no_name_and_no_role(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    text = (tmp_path / "keyslots.json").read_text(encoding="utf-8")
    assert "苏日娜" not in text
    assert "role" not in text


def test_only_who_has_the_key_makes_a_genuine_file(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    assert keyslots.genuine(read(tmp_path), KEY)
    assert not keyslots.genuine(read(tmp_path), LockedBytes(32))
    for forged in (
        msgspec.structs.replace(read(tmp_path), generation=2),
        msgspec.structs.replace(read(tmp_path), slots=slots.slots[:1]),
        msgspec.structs.replace(read(tmp_path), slots=slots.slots[::-1]),
    ):
        assert not keyslots.genuine(forged, KEY)


def test_a_new_database_key_reaches_all_without_their_passphrases(slots: KeySlots) -> None:
    fresh = LockedBytes.of(bytes(range(32, 64)))
    both = next_key.with_upcoming(slots, fresh)
    for passphrase, name in (("first", "苏日娜"), ("second", "额尔敦")):
        assert keyslots.open_slot(both, passphrase, name).keys == (KEY, fresh)
        assert keyslots.open_slot(next_key.with_upcoming_only(both), passphrase, name).keys == (fresh,)
    assert next_key.without_upcoming(both) == slots


def test_each_user_opens_the_same_key(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    found = read(tmp_path)
    for index, (passphrase, name) in enumerate([("first", "苏日娜"), ("second", "额尔敦")]):
        way = keyslots.open_slot(found, passphrase, name)
        assert (way.holder, way.key) == (slots.slots[index], KEY)
    with pytest.raises(Fault) as caught:
        keyslots.open_slot(found, "third", "苏日娜")
    assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


def test_a_slot_bound_to_another_machine_keeps_nobody_else_out(slots: KeySlots, fixed_clock: FixedClock) -> None:
    device, secret = new_id(fixed_clock.now()), bytes(32)
    user = UserId(new_id(fixed_clock.now()))
    proof = Proof("first", "苏日娜", device, secret)
    bound = keyslots.new_slot(proof, KEY, vault=slots.vault, user=user, cost=SMALL, salt=SALT)
    found = msgspec.structs.replace(slots, slots=(bound, slots.slots[1]))
    assert keyslots.open_slot(found, "second", "额尔敦").holder == slots.slots[1]
    assert keyslots.open_slot(found, "first", "苏日娜", device_secrets={device: secret}.get).holder == bound
    for secrets, code in (
        ({}, Code.VAULT_DEVICE_MISSING),
        ({device: bytes(31) + b"x"}, Code.VAULT_WRONG_PASSPHRASE),
    ):
        with pytest.raises(Fault) as caught:
            keyslots.open_slot(found, "first", "苏日娜", device_secrets=secrets.get)
        assert caught.value.code is code


def test_a_user_without_a_slot_is_damage(slots: KeySlots) -> None:
    assert slots.slot_of(slots.slots[1].user) == slots.slots[1]
    with pytest.raises(Fault) as caught:
        slots.slot_of("0" * 26)
    assert caught.value.code is Code.VAULT_DAMAGED


CHANGES: dict[str, Any] = {
    "user": "01KWDFKD00R2JK7HHEJHQX99KD",
    "device": "01KWDFKD00R2JK7HHEJHQX99KE",
    "public": "00" * 1216,
    "sealed": "00" * 1168,
    "nonce": "00" * 12,
    "wrapped": "00" * 48,
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_field_does_not_open_even_with_its_checksum_mended(
    tmp_path: Path, slots: KeySlots, field: str
) -> None:
    changed = msgspec.structs.replace(slots.slots[0], **{field: CHANGES[field]})
    write(tmp_path, msgspec.structs.replace(slots, slots=(changed, slots.slots[1])))
    with pytest.raises(Fault) as caught:
        keyslots.open_slot(read(tmp_path), "first", "苏日娜", device_secrets=lambda name: b"x")
    assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


def test_slots_of_another_vault_and_swapped_contents_do_not_open(
    tmp_path: Path, slots: KeySlots, fixed_clock: FixedClock
) -> None:
    moved = msgspec.structs.replace(slots, vault=new_id(fixed_clock.now()))
    one, two = slots.slots
    secret = ("nonce", "wrapped", "public", "sealed")
    crossed = (
        msgspec.structs.replace(one, **{name: getattr(two, name) for name in secret}),
        msgspec.structs.replace(two, **{name: getattr(one, name) for name in secret}),
    )
    for bad in (moved, msgspec.structs.replace(slots, slots=crossed)):
        write(tmp_path, bad)
        for passphrase, name in (("first", "苏日娜"), ("second", "额尔敦")):
            with pytest.raises(Fault) as caught:
                keyslots.open_slot(read(tmp_path), passphrase, name)
            assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


@pytest.mark.parametrize("left", [b"", bytes(4096)])
def test_what_a_power_cut_emptied_is_named(left: bytes) -> None:
    with pytest.raises(Fault) as caught:
        keyslots.decoded(left, "somewhere")
    assert (caught.value.code, caught.value.fields["part"]) == (Code.VAULT_DAMAGED, "keyslots.json")


@pytest.mark.slow
def test_every_flipped_byte_is_refused(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    path = tmp_path / "keyslots.json"
    good = path.read_bytes()
    # inside the long runs of hexadecimal digits one place in fifty stands for all
    for place in [at for at in range(len(good)) if at % 50 == 0 or not good[at - 60 : at + 1].isalnum()]:
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(Fault) as caught:
            keyslots.read(tmp_path)
        assert caught.value.code in (Code.VAULT_DAMAGED, Code.VAULT_NOT_A_VAULT, Code.VAULT_TOO_NEW), place


def test_every_cut_is_refused(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    path = tmp_path / "keyslots.json"
    good = path.read_bytes()
    for length in range(0, len(good), 7):
        path.write_bytes(good[:length])
        with pytest.raises(Fault):
            keyslots.read(tmp_path)


def rewritten(path: Path, **fields: object) -> None:
    tree = json.loads(path.read_text(encoding="utf-8")) | fields
    path.write_bytes(rfc8785.dumps(tree))


def test_a_newer_file_is_refused_by_its_version(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    rewritten(tmp_path / "keyslots.json", version=3, something_new=True)
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_TOO_NEW
    assert caught.value.fields == {"found": 3, "known": 2}


@pytest.mark.parametrize(
    "bad",
    [b"", b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"fengjuan":"keyslots"}', b"x" * 1_100_000],
    ids=["empty", "list", "null", "object", "not text", "deep", "bare", "huge"],
)
def test_what_is_no_key_file_is_refused(tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "keyslots.json").write_bytes(bad)
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code in (Code.VAULT_DAMAGED, Code.VAULT_NOT_A_VAULT)


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 2**40},
        {"memory_kib": -1},
        {"iterations": 10**9},
        {"lanes": 0},
        {"user": "admin"},
    ],
    ids=str,
)
def test_absurd_slots_are_not_tried(tmp_path: Path, slots: KeySlots, change: dict[str, Any]) -> None:
    write(tmp_path, msgspec.structs.replace(slots, slots=(msgspec.structs.replace(slots.slots[0], **change),)))
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


@pytest.mark.parametrize(("generation", "read_"), [(0, False), (1, True), (2**31, True), (2**31 + 1, False)])
def test_a_generation_counts_from_one_and_ends_somewhere(
    tmp_path: Path, slots: KeySlots, generation: int, read_: bool
) -> None:
    write(tmp_path, msgspec.structs.replace(slots, generation=generation))
    if read_:
        assert read(tmp_path).generation == generation
        return
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


@pytest.mark.parametrize(("count", "read_"), [(keyslots.MOST_USERS, True), (keyslots.MOST_USERS + 1, False)])
def test_a_vault_has_so_many_users_at_most(
    tmp_path: Path, slots: KeySlots, fixed_clock: FixedClock, count: int, read_: bool
) -> None:
    users = [UserId(new_id(fixed_clock.now())) for _ in range(count)]
    many = tuple(msgspec.structs.replace(slots.slots[0], user=user) for user in users)
    write(tmp_path, msgspec.structs.replace(slots, slots=many))
    if read_:
        assert len(read(tmp_path).slots) == count
        return
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


def test_a_number_that_json_cannot_carry_is_damage(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    path = tmp_path / "keyslots.json"
    path.write_bytes(path.read_bytes().replace(b'"iterations":1,', b'"iterations":' + b"9" * 30 + b","))
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


def test_another_spelling_of_the_same_values_is_refused(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    path = tmp_path / "keyslots.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=1), encoding="utf-8")
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


def test_the_file_is_never_half_written(tmp_path: Path, slots: KeySlots) -> None:
    write(tmp_path, slots)
    before = (tmp_path / "keyslots.json").read_bytes()
    (tmp_path / "keyslots.json.new").mkdir()  # the next write cannot even begin
    with pytest.raises(Fault):
        write(tmp_path, msgspec.structs.replace(slots, slots=slots.slots[:1]))
    assert (tmp_path / "keyslots.json").read_bytes() == before


def test_slots_that_would_cost_several_derivations_are_not_tried(tmp_path: Path, slots: KeySlots) -> None:
    other = msgspec.structs.replace(slots.slots[1], salt="00" * 16)
    write(tmp_path, msgspec.structs.replace(slots, slots=(slots.slots[0], other)))
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


#: The key file of a vault that the first release made, with the passphrase and the key inside.
EARLY = Path(__file__).parents[2] / "vectors" / "keyslots-1.json"


def test_the_key_file_of_the_first_release_opens() -> None:
    early = keyslots.decoded(EARLY.read_bytes(), "")
    assert not isinstance(early, KeySlots)
    converted, way = keyslots.converted(early, "骏马 ridge 41 lantern 云")
    assert way.key.view.hex() == "5be5a1bf9f1b2a6d7be3eec6a9c7a8b66d7f1c4e0a99f00d2b44c1d2e3f40516"
    assert keyslots.open_slot(converted, "骏马 ridge 41 lantern 云").key == way.key
    with pytest.raises(Fault) as caught:
        keyslots.converted(early, "something else entirely")
    assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


def test_a_way_on_paper_opens_the_same_key_and_follows_a_new_one(slots: KeySlots, fixed_clock: FixedClock) -> None:
    secret, fresh = bytes(range(16)), LockedBytes.of(bytes(range(32, 64)))
    name = new_id(fixed_clock.now())
    recovery = keyslots.new_recovery(secret, RecoveryKind.CODE, KEY, vault=slots.vault, name=name)
    whole = msgspec.structs.replace(slots, recoveries=(recovery,))
    assert keyslots.open_recovery(whole, secret, RecoveryKind.CODE).key == KEY
    renewed = next_key.with_upcoming_only(next_key.with_upcoming(whole, fresh))
    assert keyslots.open_recovery(renewed, secret, RecoveryKind.CODE).keys == (fresh,)
    for other, kind in ((bytes(16), RecoveryKind.CODE), (secret, RecoveryKind.SHARES)):
        with pytest.raises(Fault) as caught:
            keyslots.open_recovery(whole, other, kind)
        assert caught.value.code is Code.RECOVERY_OTHER


@pytest.mark.parametrize("name", ["", "Анна  Ю.  ABC"])
def test_a_stranger_comes_by_the_key_as_the_note_on_the_format_says(
    tmp_path: Path, fixed_clock: FixedClock, name: str
) -> None:
    """The note's own script with public libraries, and the database opened with SQLCipher's own defaults."""
    note = (ROOT / "desktop_app" / "vault" / "FORMAT.md").read_text(encoding="utf-8")
    script = next(one for one in re.findall(r"```python\n(.*?)```", note, re.DOTALL) if "keyslots.json" in one)
    vault = vaults.made(tmp_path / "v", fixed_clock)
    if name:
        vault.access.add_user(vaults.PASSPHRASE, name, (UserRole.REVIEWER, UserRole.AUDITOR), ANOTHER)
    vault.close()
    typed = f"{name.lower()}\n{ANOTHER if name else vaults.PASSPHRASE}\n"
    command = [sys.executable, "-I", "-c", script]
    ran = subprocess.run(command, cwd=tmp_path / "v", input=typed, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    key = ran.stdout.split()[-1]
    database = dbapi2.connect(str(tmp_path / "v" / "vault.db"))
    database.execute(f"PRAGMA key = \"x'{key}'\"")
    assert database.execute("SELECT vault_id FROM identity").fetchall()
    assert database.execute("PRAGMA cipher_page_size").fetchall() == [("4096",)]
    database.close()
    wrong = subprocess.run(command, cwd=tmp_path / "v", input="x\ny\n", capture_output=True, text=True, check=False)
    assert (wrong.returncode, "opens a slot" in wrong.stderr) == (1, True)
