"""`keyslots.json`: who may open the vault, read strictly, one spelling, authenticated as a whole.

A slot keeps a user's private key under the passphrase, and the database key sealed to the public half: so a new
database key reaches users who are away. Salt and cost are the same for all slots and the name goes in with the
passphrase, so that one derivation tries every slot, and the file holds neither a name nor a trace of one. Roles stand
in the database alone.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId, is_id
from desktop_app.core.text import normal
from desktop_app.crypto import keyseal
from desktop_app.crypto.kdf import KEY_BYTES, SALT_BYTES, KdfCost, derive, mixed
from desktop_app.crypto.keywrap import NONCE_BYTES, TAG_BYTES, UnwrapError, WrappedKey, unwrap, wrap
from desktop_app.crypto.locked import LockedBytes, overwrite
from desktop_app.domain import exchange
from desktop_app.domain.users import RecoveryKind
from desktop_app.domain.values import Digest, Value
from desktop_app.vault import early_keyslots, files
from desktop_app.vault.early_keyslots import EarlyKeySlots
from desktop_app.vault.faults import file_faults

VERSION = 2
MOST_USERS = 64
_MOST_BYTES = 1024 * 1024
_BLANK = "0" * 64
_SEALED_BYTES = KEY_BYTES + keyseal.SEALED_EXTRA


def _hex(count: int, *, or_nothing: bool = False) -> Any:
    pattern = rf"[0-9a-f]{{{2 * count}}}"
    return Annotated[str, msgspec.Meta(pattern=rf"^({pattern})?$(?!\n)" if or_nothing else rf"^{pattern}$(?!\n)")]


class Holder(Value, frozen=True, kw_only=True):
    """What every way to the key has: a private key under a secret, and the database key sealed to its public half.

    `upcoming` is the next database key while the vault is being re-keyed.
    """

    nonce: _hex(NONCE_BYTES)  # type: ignore[valid-type]
    wrapped: _hex(keyseal.SEED_BYTES + TAG_BYTES)  # type: ignore[valid-type]
    public: _hex(keyseal.PUBLIC_BYTES)  # type: ignore[valid-type]
    sealed: _hex(_SEALED_BYTES)  # type: ignore[valid-type]
    upcoming: _hex(_SEALED_BYTES, or_nothing=True) = ""  # type: ignore[valid-type]


class Slot(Holder, frozen=True, kw_only=True):
    """One user's way to the key. `user` is an opaque id; `named` says that the name is typed with the passphrase.

    `device` is the id of the secret in this machine's keyring that goes in as well; empty for none.
    """

    user: str
    named: bool = False
    device: str = ""
    kdf: Literal["argon2id"] = "argon2id"
    memory_kib: int
    iterations: int
    lanes: int
    salt: _hex(SALT_BYTES)  # type: ignore[valid-type]

    @property
    def cost(self) -> KdfCost:
        """The cost as the slot says; a cheap slot was made by a test and stays cheap."""
        return KdfCost(self.memory_kib, self.iterations, self.lanes, floor_waived=True)


class Recovery(Holder, frozen=True, kw_only=True):
    """The way that is kept on paper: a code or shares, full random numbers that need no slow derivation."""

    id: str
    kind: RecoveryKind


class KeySlots(Value, frozen=True, kw_only=True):
    """The whole file. `mac` is made with the database key over all the rest; `checksum` tells decay of the medium."""

    fengjuan: Literal["keyslots"] = "keyslots"
    version: int = VERSION
    vault: str
    generation: int
    slots: tuple[Slot, ...]
    recoveries: tuple[Recovery, ...] = ()
    mac: Digest = _BLANK
    checksum: Digest = _BLANK

    def slot_of(self, user: str) -> Slot:
        """The slot of a user. Raises `Fault` when there is none."""
        for slot in self.slots:
            if slot.user == user:
                return slot
        raise Fault(Code.VAULT_DAMAGED, part=files.KEYSLOTS)


#: Looks a device secret up by its id; `None` when this machine has none of that name.
DeviceSecrets = Callable[[str], bytes | None]


def no_device_secrets(name: str) -> None:
    """For machines without a keyring."""
    del name


@dataclass(frozen=True, slots=True)
class Proof:
    """What a user types, with what the machine adds."""

    passphrase: str = field(repr=False)
    name: str = ""
    device: str = ""
    device_secret: bytes = field(default=b"", repr=False)

    def key(self, salt: bytes, cost: KdfCost) -> LockedBytes:
        """The wrapping key; as slow as `cost` says."""
        return _with_device(_derived(self.passphrase, self.name, salt, cost), self.device, self.device_secret)


def _derived(passphrase: str, name: str, salt: bytes, cost: KdfCost) -> LockedBytes:
    """Name and passphrase as one secret: two users with one passphrase have nothing in common."""
    if not name:
        return derive(passphrase, salt, cost)
    both = f"{login(name)}\n{passphrase}"
    try:
        return derive(both, salt, cost)
    finally:
        overwrite(both)


def login(name: str) -> str:
    """A name as it is compared: without the accidents of typing it."""
    return "".join(normal(name).split()).casefold()


def _with_device(key: LockedBytes, device: str, secret: bytes) -> LockedBytes:
    return mixed(key.view, secret, f"fengjuan device {device}".encode()) if device else key


@dataclass(frozen=True, slots=True)
class Way:
    """An opened way to the database: the holder, the database key, and the next one while the vault is re-keyed."""

    holder: Slot | Recovery
    key: LockedBytes = field(repr=False)
    upcoming: LockedBytes | None = field(default=None, repr=False)

    @property
    def keys(self) -> tuple[LockedBytes, ...]:
        return (self.key, self.upcoming) if self.upcoming else (self.key,)


def new_slot(proof: Proof, key: LockedBytes, *, vault: str, user: UserId, cost: KdfCost, salt: bytes) -> Slot:
    """A slot that opens to `key`, with a pair of keys of its own. Takes as long as `cost` says."""
    seed = keyseal.new_seed()
    public = keyseal.public_of(seed)
    bare = {
        "user": user,
        "named": bool(proof.name),
        "device": proof.device,
        "memory_kib": cost.memory_kib,
        "iterations": cost.iterations,
        "lanes": cost.lanes,
        "salt": salt.hex(),
        "public": public.hex(),
    }
    described = _slot_description(vault, bare)
    wrapped = wrap(proof.key(salt, cost), seed, described)
    sealed = keyseal.seal(key, public, key_description(vault, user))
    return Slot(**bare, nonce=wrapped.nonce.hex(), wrapped=wrapped.sealed.hex(), sealed=sealed.hex())  # type: ignore[arg-type]


def new_recovery(secret: bytes, kind: RecoveryKind, key: LockedBytes, *, vault: str, name: str) -> Recovery:
    """A way that `secret` opens: at least 16 random bytes."""
    seed = keyseal.new_seed()
    public = keyseal.public_of(seed)
    wrapped = wrap(_recovery_key(secret), seed, _recovery_description(vault, name, kind, public.hex()))
    return Recovery(
        id=name,
        kind=kind,
        nonce=wrapped.nonce.hex(),
        wrapped=wrapped.sealed.hex(),
        public=public.hex(),
        sealed=keyseal.seal(key, public, key_description(vault, name)).hex(),
    )


def open_slot(
    slots: KeySlots,
    passphrase: str,
    name: str = "",
    *,
    only: str = "",
    device_secrets: DeviceSecrets = no_device_secrets,
) -> Way:
    """The way that name and passphrase open; `only` keeps to one user's slot. `Fault(VAULT_WRONG_PASSPHRASE)` if none.

    One derivation, whoever it is: neither the answer nor the time tells whether there is such a user.
    """
    first = slots.slots[0]
    typed = _derived(passphrase, name, bytes.fromhex(first.salt), first.cost)
    without: Fault | None = None
    for slot in slots.slots:
        if slot.named is not bool(name) or (only and slot.user != only):
            continue
        secret = device_secrets(slot.device) if slot.device else b""
        if secret is None:
            without = Fault(Code.VAULT_DEVICE_MISSING)
            continue
        try:
            return _opened(slots.vault, slot, _with_device(typed, slot.device, secret))
        except UnwrapError:
            continue
    raise without or Fault(Code.VAULT_WRONG_PASSPHRASE)


def _opened(vault: str, slot: Slot, key: LockedBytes) -> Way:
    described = _slot_description(vault, msgspec.structs.asdict(slot))
    return _way(slot, unwrap(key, _wrapped(slot), described), key_description(vault, slot.user))


def open_recovery(slots: KeySlots, secret: bytes, kind: RecoveryKind) -> Way:
    """The way that a recovery code or shares open. Raises `Fault(RECOVERY_OTHER)`."""
    for recovery in slots.recoveries:
        described = _recovery_description(slots.vault, recovery.id, recovery.kind, recovery.public)
        try:
            if recovery.kind is kind:
                seed = unwrap(_recovery_key(secret), _wrapped(recovery), described)
                return _way(recovery, seed, key_description(slots.vault, recovery.id))
        except UnwrapError:
            continue
    raise Fault(Code.RECOVERY_OTHER)


def _way(holder: Slot | Recovery, seed: LockedBytes, described: bytes) -> Way:
    key = keyseal.unseal(bytes.fromhex(holder.sealed), seed, described)
    upcoming = keyseal.unseal(bytes.fromhex(holder.upcoming), seed, described) if holder.upcoming else None
    return Way(holder, key, upcoming)


def _wrapped(holder: Holder) -> WrappedKey:
    return WrappedKey(nonce=bytes.fromhex(holder.nonce), sealed=bytes.fromhex(holder.wrapped))


def _recovery_key(secret: bytes) -> LockedBytes:
    return mixed(secret, b"", b"fengjuan recovery")


def _slot_description(vault: str, slot: dict[str, Any]) -> bytes:
    """What the wrapping authenticates: a slot cannot move to another vault, user, machine, cost or public key."""
    return "\n".join(
        [
            "fengjuan keyslot 2",
            vault,
            slot["user"],
            f"named={int(slot['named'])} device={slot['device']}",
            f"argon2id m={slot['memory_kib']} t={slot['iterations']} p={slot['lanes']}",
            slot["salt"],
            slot["public"],
        ]
    ).encode()


def _recovery_description(vault: str, name: str, kind: RecoveryKind, public: str) -> bytes:
    return "\n".join(["fengjuan recovery 2", vault, name, kind.value, public]).encode()


def key_description(vault: str, holder: str) -> bytes:
    return f"fengjuan database key 2\n{vault}\n{holder}".encode()


def converted(early: EarlyKeySlots, passphrase: str) -> tuple[KeySlots, Way]:
    """The key file of the first release, opened and made into one of this. Raises `Fault(VAULT_WRONG_PASSPHRASE)`."""
    (slot,) = early.slots
    key = early_keyslots.opened(early, passphrase)
    made = new_slot(
        Proof(passphrase), key, vault=early.vault, user=UserId(slot.user), cost=slot.cost, salt=bytes.fromhex(slot.salt)
    )
    return KeySlots(vault=early.vault, generation=1, slots=(made,)), Way(made, key)


# --- the file -------------------------------------------------------------------------------------------------------


def sealed_bytes(slots: KeySlots, key: LockedBytes) -> bytes:
    """The file as it is written, with the mac under the database key."""
    proved = msgspec.structs.replace(slots, mac=_mac(slots, key))
    return exchange.canonical(_summed(proved))


def genuine(slots: KeySlots, key: LockedBytes) -> bool:
    """Whether somebody who had the database key wrote exactly this."""
    return hmac.compare_digest(slots.mac, _mac(slots, key))


def _mac(slots: KeySlots, key: LockedBytes) -> str:
    blank = msgspec.structs.replace(slots, mac=_BLANK, checksum=_BLANK)
    proving = mixed(key.view, b"", b"fengjuan key file 2")
    return hmac.digest(proving.view, exchange.canonical(blank), "sha256").hex()


def _summed(slots: KeySlots) -> KeySlots:
    blank = msgspec.structs.replace(slots, checksum=_BLANK)
    return msgspec.structs.replace(blank, checksum=hashlib.sha256(exchange.canonical(blank)).hexdigest())


def file_digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def new_salt() -> bytes:
    """The one salt of a vault's slots."""
    return os.urandom(SALT_BYTES)


def read_raw(folder: Path) -> bytes:
    """The bytes of the file. Raises `Fault` for one that is no key file by its size."""
    path = folder / files.KEYSLOTS
    with file_faults(files.KEYSLOTS), path.open("rb") as file:
        raw = file.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise Fault(Code.VAULT_NOT_A_VAULT, path=str(folder))
    return raw


def read(folder: Path) -> "KeySlots | EarlyKeySlots":
    """The file, checked. Raises `Fault` for: not ours, too new, damaged."""
    return decoded(read_raw(folder), str(folder))


def several_users(folder: Path) -> bool:
    """Whether users type their names here. Raises what `read` raises."""
    return named(read(folder))


def named(slots: "KeySlots | EarlyKeySlots") -> bool:
    """Whether users type their names."""
    return isinstance(slots, KeySlots) and any(slot.named for slot in slots.slots)


def decoded(raw: bytes, folder: str) -> "KeySlots | EarlyKeySlots":
    """The file's bytes, checked as `read` does."""
    if _version(raw, folder) == early_keyslots.VERSION:
        return early_keyslots.decoded(raw)
    damaged = Fault(Code.VAULT_DAMAGED, part=files.KEYSLOTS)
    try:
        slots = msgspec.json.decode(raw, type=KeySlots)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise damaged from error
    # one spelling: the bytes must be those that this program writes (which cannot spell an absurd number)
    if not _plausible(slots) or exchange.canonical(_summed(slots)) != raw:
        raise damaged
    return slots


def _version(raw: bytes, folder: str) -> object:
    """Version first: a newer file may hold fields of which this program knows nothing."""
    try:
        tree = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if raw.startswith(b'{"checksum":"') or not raw.strip(b"\0"):  # ours, cut short or emptied
            raise Fault(Code.VAULT_DAMAGED, part=files.KEYSLOTS) from error
        raise Fault(Code.VAULT_NOT_A_VAULT, path=folder) from error
    if not isinstance(tree, dict) or tree.get("fengjuan") != "keyslots":
        raise Fault(Code.VAULT_NOT_A_VAULT, path=folder)
    version = tree.get("version")
    if isinstance(version, int) and version > VERSION:
        raise Fault(Code.VAULT_TOO_NEW, found=version, known=VERSION)
    return version


def _plausible(slots: KeySlots) -> bool:
    names = [slot.user for slot in slots.slots] + [recovery.id for recovery in slots.recoveries]
    return (
        slots.version == VERSION
        and is_id(slots.vault)
        and 1 <= slots.generation <= 2**31
        and 1 <= len(slots.slots) <= MOST_USERS
        and len(slots.recoveries) <= 1
        and len(set(names)) == len(names)
        and all(is_id(name) for name in [*names, *(slot.device for slot in slots.slots if slot.device)])
        # one derivation tries them all
        and len({(slot.salt, slot.cost) for slot in slots.slots}) == 1
        and slots.slots[0].cost.plausible
        and len({bool(holder.upcoming) for holder in _holders(slots)}) == 1
    )


def _holders(slots: KeySlots) -> Iterator[Holder]:
    yield from slots.slots
    yield from slots.recoveries
