"""`keyslots.json`: one spelling, every field authenticated, slots that cannot be moved."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import rfc8785

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId, new_id
from desktop_app.crypto.kdf import KdfCost
from desktop_app.vault import keyslots
from desktop_app.vault.keyslots import KeySlots, Slot, SlotRole

KEY = bytes(range(32))
SMALL = KdfCost.unsafe_small()


def slot_for(clock: FixedClock, vault: str, passphrase: str, role: SlotRole = SlotRole.OWNER) -> Slot:
    return keyslots.new_slot(passphrase, KEY, vault=vault, user=UserId(new_id(clock.now())), role=role, cost=SMALL)


@pytest.fixture
def slots(fixed_clock: FixedClock) -> KeySlots:
    vault = new_id(fixed_clock.now())
    return KeySlots(
        vault=vault,
        slots=(
            slot_for(fixed_clock, vault, "first", SlotRole.OPERATOR),
            slot_for(fixed_clock, vault, "second", SlotRole.AUDITOR),
        ),
    )


def test_each_user_opens_the_same_key(tmp_path: Path, slots: KeySlots) -> None:
    keyslots.write(tmp_path, slots)
    read = keyslots.read(tmp_path)
    for index, passphrase in enumerate(["first", "second"]):
        slot, key = keyslots.open_slot(read, passphrase)
        assert (slot, key) == (slots.slots[index], KEY)
    with pytest.raises(Fault) as caught:
        keyslots.open_slot(read, "third")
    assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


CHANGES: dict[str, Any] = {
    "user": "01KWDFKD00R2JK7HHEJHQX99KD",
    "role": SlotRole.SYSTEM_KEEPER,
    "memory_kib": 64,
    "iterations": 2,
    "lanes": 2,
    "salt": "00" * 16,
    "nonce": "00" * 12,
    "wrapped": "00" * 48,
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_changed_field_does_not_open_even_with_its_checksum_mended(
    tmp_path: Path, slots: KeySlots, field: str
) -> None:
    changed = msgspec.structs.replace(slots.slots[0], **{field: CHANGES[field]})
    keyslots.write(tmp_path, msgspec.structs.replace(slots, slots=(changed, slots.slots[1])))
    with pytest.raises(Fault) as caught:
        keyslots.open_slot(keyslots.read(tmp_path), "first")
    assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


def test_slots_of_another_vault_and_swapped_contents_do_not_open(
    tmp_path: Path, slots: KeySlots, fixed_clock: FixedClock
) -> None:
    moved = msgspec.structs.replace(slots, vault=new_id(fixed_clock.now()))
    one, two = slots.slots
    secret = ("salt", "nonce", "wrapped")
    crossed = (
        msgspec.structs.replace(one, **{name: getattr(two, name) for name in secret}),
        msgspec.structs.replace(two, **{name: getattr(one, name) for name in secret}),
    )
    for bad in (moved, msgspec.structs.replace(slots, slots=crossed)):
        keyslots.write(tmp_path, bad)
        for passphrase in ("first", "second"):
            with pytest.raises(Fault) as caught:
                keyslots.open_slot(keyslots.read(tmp_path), passphrase)
            assert caught.value.code is Code.VAULT_WRONG_PASSPHRASE


def test_every_flipped_byte_is_refused(tmp_path: Path, slots: KeySlots) -> None:
    keyslots.write(tmp_path, slots)
    path = tmp_path / "keyslots.json"
    good = path.read_bytes()
    for place in range(len(good)):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(Fault) as caught:
            keyslots.read(tmp_path)
        assert caught.value.code in (Code.VAULT_DAMAGED, Code.VAULT_NOT_A_VAULT, Code.VAULT_TOO_NEW), place


def test_every_cut_is_refused(tmp_path: Path, slots: KeySlots) -> None:
    keyslots.write(tmp_path, slots)
    path = tmp_path / "keyslots.json"
    good = path.read_bytes()
    for length in range(len(good)):
        path.write_bytes(good[:length])
        with pytest.raises(Fault):
            keyslots.read(tmp_path)


def rewritten(path: Path, **fields: object) -> None:
    tree = json.loads(path.read_text(encoding="utf-8")) | fields
    path.write_bytes(rfc8785.dumps(tree))


def test_a_newer_file_is_refused_by_its_version(tmp_path: Path, slots: KeySlots) -> None:
    keyslots.write(tmp_path, slots)
    rewritten(tmp_path / "keyslots.json", version=2, something_new=True)
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_TOO_NEW
    assert caught.value.fields == {"found": 2, "known": 1}


@pytest.mark.parametrize(
    "bad",
    [b"", b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"fengjuan":"keyslots"}', b"x" * 300_000],
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
    keyslots.write(tmp_path, msgspec.structs.replace(slots, slots=(msgspec.structs.replace(slots.slots[0], **change),)))
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


def test_a_number_that_json_cannot_carry_is_damage(tmp_path: Path, slots: KeySlots) -> None:
    keyslots.write(tmp_path, slots)
    path = tmp_path / "keyslots.json"
    path.write_bytes(path.read_bytes().replace(b'"iterations":1', b'"iterations":' + b"9" * 30))
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


def test_another_spelling_of_the_same_values_is_refused(tmp_path: Path, slots: KeySlots) -> None:
    keyslots.write(tmp_path, slots)
    path = tmp_path / "keyslots.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=1), encoding="utf-8")
    with pytest.raises(Fault) as caught:
        keyslots.read(tmp_path)
    assert caught.value.code is Code.VAULT_DAMAGED


def test_the_file_is_never_half_written(tmp_path: Path, slots: KeySlots) -> None:
    keyslots.write(tmp_path, slots)
    before = (tmp_path / "keyslots.json").read_bytes()
    (tmp_path / "keyslots.json.new").mkdir()  # the next write cannot even begin
    with pytest.raises(Fault):
        keyslots.write(tmp_path, msgspec.structs.replace(slots, slots=slots.slots[:1]))
    assert (tmp_path / "keyslots.json").read_bytes() == before
