"""`keyslots.json`: the database key, wrapped once for each user; read strictly, replaced as a whole."""

import hashlib
import os
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId, is_id
from desktop_app.crypto.kdf import KEY_BYTES, SALT_BYTES, KdfCost, derive
from desktop_app.crypto.keywrap import NONCE_BYTES, TAG_BYTES, UnwrapError, WrappedKey, unwrap, wrap
from desktop_app.domain import exchange
from desktop_app.domain.values import Digest, Value
from desktop_app.vault import files
from desktop_app.vault.faults import file_faults

VERSION = 1
_MOST_BYTES = 256 * 1024


def _hex(count: int) -> Any:
    return Annotated[str, msgspec.Meta(pattern=rf"^[0-9a-f]{{{2 * count}}}$")]


class SlotRole(Enum):
    """What the holder of a slot is at this desk."""

    OWNER = "owner"  # a personal vault: one user with every role
    OPERATOR = "operator"
    REVIEWER = "reviewer"
    SECURITY_KEEPER = "security_keeper"
    AUDITOR = "auditor"
    SYSTEM_KEEPER = "system_keeper"


class Slot(Value, frozen=True, kw_only=True):
    """One user's way to the key. `user` is an opaque id: the name stands inside the database."""

    user: str
    role: SlotRole
    kdf: Literal["argon2id"] = "argon2id"
    memory_kib: int
    iterations: int
    lanes: int
    salt: _hex(SALT_BYTES)  # type: ignore[valid-type]
    nonce: _hex(NONCE_BYTES)  # type: ignore[valid-type]
    wrapped: _hex(KEY_BYTES + TAG_BYTES)  # type: ignore[valid-type]

    @property
    def cost(self) -> KdfCost:
        """The cost as the slot says; a cheap slot was made by a test and stays cheap."""
        return KdfCost(self.memory_kib, self.iterations, self.lanes, floor_waived=True)


class KeySlots(Value, frozen=True, kw_only=True):
    """The whole file. `checksum` tells decay of the medium from a wrong passphrase; it is no protection."""

    fengjuan: Literal["keyslots"] = "keyslots"
    version: int = VERSION
    vault: str
    slots: tuple[Slot, ...]
    checksum: Digest = "0" * 64


def new_slot(passphrase: str, key: bytes, *, vault: str, user: UserId, role: SlotRole, cost: KdfCost) -> Slot:
    """A slot that opens to `key`. Takes as long as `cost` says."""
    salt = os.urandom(SALT_BYTES)
    described = _description(vault, user, role, cost, salt)
    wrapped = wrap(derive(passphrase, salt, cost), key, described)
    return Slot(
        user=user,
        role=role,
        memory_kib=cost.memory_kib,
        iterations=cost.iterations,
        lanes=cost.lanes,
        salt=salt.hex(),
        nonce=wrapped.nonce.hex(),
        wrapped=wrapped.sealed.hex(),
    )


def open_slot(slots: KeySlots, passphrase: str) -> tuple[Slot, bytes]:
    """The first slot that `passphrase` opens, and the key. Raises `Fault(VAULT_WRONG_PASSPHRASE)`."""
    for slot in slots.slots:
        salt = bytes.fromhex(slot.salt)
        described = _description(slots.vault, slot.user, slot.role, slot.cost, salt)
        wrapped = WrappedKey(nonce=bytes.fromhex(slot.nonce), sealed=bytes.fromhex(slot.wrapped))
        try:
            return slot, unwrap(derive(passphrase, salt, slot.cost), wrapped, described)
        except UnwrapError:
            continue
    raise Fault(Code.VAULT_WRONG_PASSPHRASE)


def _description(vault: str, user: str, role: SlotRole, cost: KdfCost, salt: bytes) -> bytes:
    """What the wrapping authenticates: a slot cannot move to another vault, user, role, cost or version."""
    return "\n".join(
        [
            f"fengjuan keyslot {VERSION}",
            vault,
            user,
            role.value,
            f"argon2id m={cost.memory_kib} t={cost.iterations} p={cost.lanes}",
            salt.hex(),
        ]
    ).encode()


def write(folder: Path, slots: KeySlots) -> None:
    """Replace the file, with its checksum made afresh."""
    files.replace(folder / files.KEYSLOTS, exchange.canonical(_summed(slots)))


def _summed(slots: KeySlots) -> KeySlots:
    blank = msgspec.structs.replace(slots, checksum="0" * 64)
    return msgspec.structs.replace(blank, checksum=hashlib.sha256(exchange.canonical(blank)).hexdigest())


def read(folder: Path) -> KeySlots:
    """The file, checked. Raises `Fault` for: not ours, too new, damaged."""
    path = folder / files.KEYSLOTS
    with file_faults(files.KEYSLOTS), path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise Fault(Code.VAULT_NOT_A_VAULT, path=str(folder))
    _check_version(raw, folder)
    damaged = Fault(Code.VAULT_DAMAGED, part=files.KEYSLOTS)
    try:
        slots = msgspec.json.decode(raw, type=KeySlots)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise damaged from error
    # one spelling: the bytes must be those that this program writes (which cannot spell an absurd number)
    if not _plausible(slots) or exchange.canonical(_summed(slots)) != raw:
        raise damaged
    return slots


def _check_version(raw: bytes, folder: Path) -> None:
    """Version first: a newer file may hold fields of which this program knows nothing."""
    try:
        tree = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Fault(Code.VAULT_NOT_A_VAULT, path=str(folder)) from error
    if not isinstance(tree, dict) or tree.get("fengjuan") != "keyslots":
        raise Fault(Code.VAULT_NOT_A_VAULT, path=str(folder))
    version = tree.get("version")
    if isinstance(version, int) and version > VERSION:
        raise Fault(Code.VAULT_TOO_NEW, found=version, known=VERSION)


def _plausible(slots: KeySlots) -> bool:
    users = [slot.user for slot in slots.slots]
    return (
        slots.version == VERSION
        and is_id(slots.vault)
        and 1 <= len(users) <= 64
        and len(set(users)) == len(users)
        and all(is_id(user) for user in users)
        and all(slot.cost.plausible for slot in slots.slots)
    )
