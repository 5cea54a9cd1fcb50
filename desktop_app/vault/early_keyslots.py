"""The key file of the first release: one user, whose passphrase wraps the database key itself. Read, never written."""

import hashlib
from typing import Annotated, Any, Literal

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import is_id
from desktop_app.crypto.kdf import KEY_BYTES, SALT_BYTES, KdfCost, derive
from desktop_app.crypto.keywrap import NONCE_BYTES, TAG_BYTES, UnwrapError, WrappedKey, unwrap
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain import exchange
from desktop_app.domain.values import Digest, Value
from desktop_app.vault import files

VERSION = 1


def _hex(count: int) -> Any:
    return Annotated[str, msgspec.Meta(pattern=rf"^[0-9a-f]{{{2 * count}}}$(?!\n)")]


class EarlySlot(Value, frozen=True, kw_only=True):
    user: str
    role: Literal["owner"]
    kdf: Literal["argon2id"] = "argon2id"
    memory_kib: int
    iterations: int
    lanes: int
    salt: _hex(SALT_BYTES)  # type: ignore[valid-type]
    nonce: _hex(NONCE_BYTES)  # type: ignore[valid-type]
    wrapped: _hex(KEY_BYTES + TAG_BYTES)  # type: ignore[valid-type]

    @property
    def cost(self) -> KdfCost:
        return KdfCost(self.memory_kib, self.iterations, self.lanes, floor_waived=True)


class EarlyKeySlots(Value, frozen=True, kw_only=True):
    fengjuan: Literal["keyslots"] = "keyslots"
    version: Literal[1] = 1
    vault: str
    slots: tuple[EarlySlot]
    checksum: Digest = "0" * 64


def decoded(raw: bytes) -> EarlyKeySlots:
    """Raises `Fault(VAULT_DAMAGED)` for anything but the bytes that the first release wrote."""
    damaged = Fault(Code.VAULT_DAMAGED, part=files.KEYSLOTS)
    try:
        slots = msgspec.json.decode(raw, type=EarlyKeySlots)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise damaged from error
    (slot,) = slots.slots
    sound = is_id(slots.vault) and is_id(slot.user) and slot.cost.plausible
    if not sound or exchange.canonical(summed(slots)) != raw:
        raise damaged
    return slots


def summed(slots: EarlyKeySlots) -> EarlyKeySlots:
    blank = msgspec.structs.replace(slots, checksum="0" * 64)
    return msgspec.structs.replace(blank, checksum=hashlib.sha256(exchange.canonical(blank)).hexdigest())


def opened(slots: EarlyKeySlots, passphrase: str) -> LockedBytes:
    """The database key. Raises `Fault(VAULT_WRONG_PASSPHRASE)`."""
    (slot,) = slots.slots
    salt = bytes.fromhex(slot.salt)
    wrapped = WrappedKey(nonce=bytes.fromhex(slot.nonce), sealed=bytes.fromhex(slot.wrapped))
    try:
        return unwrap(derive(passphrase, salt, slot.cost), wrapped, description(slots.vault, slot))
    except UnwrapError as error:
        raise Fault(Code.VAULT_WRONG_PASSPHRASE) from error


def description(vault: str, slot: EarlySlot) -> bytes:
    """What the wrapping authenticates."""
    cost = f"argon2id m={slot.memory_kib} t={slot.iterations} p={slot.lanes}"
    return "\n".join(["fengjuan keyslot 1", vault, slot.user, slot.role, cost, slot.salt]).encode()
