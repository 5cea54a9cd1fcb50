"""Who may open the vault: users, passphrases, the database key. Each change asks for the actor's passphrase again."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId, new_id
from desktop_app.crypto.kdf import KEY_BYTES
from desktop_app.crypto.locked import LockedBytes
from desktop_app.crypto.passphrase import require_strong
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.users import User, UserRole
from desktop_app.vault import keyslots, next_key
from desktop_app.vault.attempts import Attempts
from desktop_app.vault.founding import guessable_words
from desktop_app.vault.history import PassphraseHistory
from desktop_app.vault.keyfile import KeyFile
from desktop_app.vault.keyslots import DeviceSecrets, KeySlots, Proof, Recovery, Slot, Way
from desktop_app.vault.ledger import ActScope, Ledger
from desktop_app.vault.users import UserRepository

#: What the only user of an office keeps when a second one comes, unless told otherwise.
FIRST_KEEPS = (UserRole.OPERATOR, UserRole.SECURITY_KEEPER, UserRole.SYSTEM_KEEPER)


@dataclass(frozen=True, slots=True)
class Who:
    """The user who opened the vault, at which desk, on which machine."""

    user: UserId
    office: Office
    machine: Machine


class Access:
    def __init__(self, ledger: Ledger, folder: Path, who: Who, device_secrets: DeviceSecrets) -> None:
        self._ledger = ledger
        self._folder = folder
        self._who = who
        self._device_secrets = device_secrets
        self.key_file = KeyFile(ledger, folder)
        self.rows = UserRepository(ledger)
        self._key: LockedBytes | None = None

    @property
    def key(self) -> LockedBytes:
        """The database key that is in force."""
        assert self._key is not None
        return self._key

    def forget_key(self) -> None:
        """Wipe it: the vault is being locked."""
        if self._key is not None:
            self._key.wipe()

    def users(self) -> list[User]:
        """Everybody who may open the vault."""
        return self.rows.all_(self.key_file.current())

    @property
    def roles(self) -> tuple[UserRole, ...]:
        """The roles of the user who opened the vault."""
        return self.rows.roles(self._who.user)

    @property
    def passphrase_from_another(self) -> bool:
        """Whether another user set the passphrase, who therefore knows it."""
        return self.rows.passphrase_from_another(self._who.user)

    def prove_other(self, name: str, passphrase: str) -> UserId:
        """Another user of this vault proves who they are; the answer does not tell whether there is one of that name.

        Raises `Fault(SECOND_NONE | VAULT_WRONG_PASSPHRASE | VAULT_LOCKED_OUT)`.
        """
        self._ledger.database.require_in_place()
        slots = self.key_file.current()
        if len(slots.slots) < 2:
            raise Fault(Code.SECOND_NONE)
        attempts = Attempts(self._folder, self._ledger.clock)
        attempts.begin(name)
        way = keyslots.open_slot(slots, passphrase, name, device_secrets=self._device_secrets)
        attempts.take_back(name)
        assert isinstance(way.holder, Slot)
        return UserId(way.holder.user)

    def prove(self, passphrase: str, user: str = "") -> Way:
        """Whether this is the passphrase of `user`, or of the one who opened the vault; a wrong one counts as a try.

        Raises `Fault(VAULT_WRONG_PASSPHRASE | VAULT_LOCKED_OUT)`.
        """
        self._ledger.database.require_in_place()
        slots = self.key_file.current()
        slot = slots.slot_of(user or self._who.user)
        attempts = Attempts(self._folder, self._ledger.clock)
        name = self.rows.name(slot.user) if slot.named else ""
        attempts.begin(name)
        way = keyslots.open_slot(slots, passphrase, name, only=slot.user, device_secrets=self._device_secrets)
        attempts.take_back(name)
        return way

    # --- passphrases ------------------------------------------------------------------------------------------------

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap anew for the user who opened the vault. `Fault`: wrong, locked out, weak, or among the last five."""
        self._set_passphrase(Act.PASSPHRASE_CHANGED, self._who.user, new, self.prove(old).key)

    def reset_passphrase(self, own: str, user: str, new: str) -> None:
        """Give another user the passphrase that they have just typed."""
        self.rows.name(user)
        self._set_passphrase(Act.PASSPHRASE_RESET, user, new, self.prove(own).key)

    def recovered(self, user: str, new: str, way: Way, then: Callable[[], None]) -> None:
        """A new passphrase for `user` by the way that is kept on paper, and `then` in the same act.

        A bond to a machine is over with it.
        """
        assert isinstance(way.holder, Recovery)
        objects = {"recovery": way.holder.id}
        self._set_passphrase(Act.RECOVERED, user, new, self.key, objects, free=True, then=then)

    def _set_passphrase(
        self,
        act: Act,
        user: str,
        new: str,
        key: LockedBytes,
        objects: Mapping[str, str] = MappingProxyType({}),
        *,
        free: bool = False,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        slots = self.key_file.current()
        old = slots.slot_of(user)
        self._require_strong(new, self.rows.name(user))
        history = PassphraseHistory(self._ledger, UserId(user))
        hashed = history.hashed(new, old.cost)
        history.require_new(hashed)
        fresh = self._slot(new, key, user=user, like=old, named=old.named, device="" if free else old.device)
        with self.key_file.change(act, {"user": user, **objects}, _with(slots, fresh), key):
            history.remember(hashed)
            then()

    def _require_strong(self, passphrase: str, name: str) -> None:
        names = [user.name for user in self.users()]
        words = (*guessable_words(self._who.office, self._who.machine, name), *names)
        require_strong(passphrase, self._who.machine.level, words)

    def _slot(
        self, passphrase: str, key: LockedBytes, *, user: str, like: Slot, named: bool, device: str, name: str = ""
    ) -> Slot:
        secret = self._device_secrets(device) if device else b""
        if secret is None:
            raise Fault(Code.VAULT_DEVICE_MISSING)
        proof = Proof(passphrase, (name or self.rows.name(user)) if named else "", device, secret)
        vault, salt = self.key_file.current().vault, bytes.fromhex(like.salt)
        return keyslots.new_slot(proof, key, vault=vault, user=UserId(user), cost=like.cost, salt=salt)

    # --- this machine -----------------------------------------------------------------------------------------------

    @property
    def device(self) -> str:
        """The id of the secret in this machine's key ring that goes in with the own passphrase; empty for none."""
        return self.key_file.current().slot_of(self._who.user).device

    def bind(self, own: str, device: str) -> None:
        """From now on the own passphrase opens only together with the secret of that id, which is in the ring."""
        self._set_device(Act.DEVICE_BOUND, own, device)

    def unbind(self, own: str) -> None:
        """From now on the own passphrase opens by itself again."""
        self._set_device(Act.DEVICE_UNBOUND, own, "")

    def _set_device(self, act: Act, own: str, device: str) -> None:
        way, slots = self.prove(own), self.key_file.current()
        old = slots.slot_of(self._who.user)
        fresh = self._slot(own, way.key, user=old.user, like=old, named=old.named, device=device)
        with self.key_file.change(
            act, {"user": old.user, "device": device or old.device}, _with(slots, fresh), way.key
        ):
            pass

    # --- users ------------------------------------------------------------------------------------------------------

    def add_user(
        self, own: str, name: str, roles: tuple[UserRole, ...], passphrase: str, own_roles: tuple[UserRole, ...] = ()
    ) -> str:
        """A new user's id. The only user so far gives up being everything at once, and types a name from now on."""
        if self._who.office.desk is Desk.APPLICANT:
            raise Fault(Code.USERS_PERSONAL)
        way, slots = self.prove(own), self.key_file.current()
        if len(slots.slots) >= keyslots.MOST_USERS:
            raise Fault(Code.USERS_TOO_MANY, most=keyslots.MOST_USERS)
        kept = self.rows.require_new(name)
        self._require_strong(passphrase, kept)
        mine = slots.slot_of(self._who.user)
        user = UserId(new_id(self._ledger.clock.now()))
        first = UserRole.OWNER in self.roles
        own_after = (own_roles or FIRST_KEEPS) if first else self.roles
        _require_roles(roles, own_after)
        if not mine.named:
            mine = self._slot(own, way.key, user=mine.user, like=mine, named=True, device=mine.device)
        added = self._slot(passphrase, way.key, user=user, like=mine, named=True, device="", name=kept)
        changed = msgspec.structs.replace(_with(slots, mine), slots=(*_with(slots, mine).slots, added))
        history = PassphraseHistory(self._ledger, user)
        hashed = history.hashed(passphrase, mine.cost)
        with self.key_file.change(Act.USER_ADDED, {"user": user}, changed, way.key):
            self.rows.add(user, kept, roles)
            history.remember(hashed)
            if first:
                with self._noted(Act.ROLES_CHANGED, self._who.user, own_after):
                    self.rows.set_roles(self._who.user, own_after)
            self.rows.require_staffed(user, roles)
        return user

    def set_roles(self, user: str, roles: tuple[UserRole, ...]) -> None:
        """Give a user other roles."""
        _require_roles(roles)
        self.rows.name(user)
        self.rows.require_staffed(user, roles)
        with self._noted(Act.ROLES_CHANGED, user, roles):
            self.rows.set_roles(user, roles)

    def _noted(self, act: Act, user: str, roles: tuple[UserRole, ...]) -> AbstractContextManager[ActScope]:
        return self._ledger.act(act, {"user": user, "roles": " ".join(role.value for role in roles)})

    def remove_user(self, own: str, user: str) -> None:
        """Take a user's slot away. A copy of the folder made before still opens with their passphrase: re-key then."""
        if user == self._who.user:
            raise Fault(Code.USER_SELF)
        self.rows.name(user)
        self.rows.require_staffed(user, ())
        way, slots = self.prove(own), self.key_file.current()
        left = msgspec.structs.replace(slots, slots=tuple(slot for slot in slots.slots if slot.user != user))
        with self.key_file.change(Act.USER_REMOVED, {"user": user}, left, way.key):
            self.rows.remove(user)

    # --- the database key -------------------------------------------------------------------------------------------

    def rekey(self, own: str) -> None:
        """Encrypt the whole database under a new key, which reaches every user and the recovery sealed to their keys.

        Killed at any moment, the next unlocking finishes or drops it.
        """
        way, fresh = self.prove(own), LockedBytes.random(KEY_BYTES)
        both = next_key.with_upcoming(self.key_file.current(), fresh)
        with self.key_file.change(Act.REKEY_BEGUN, {}, both, way.key):
            pass
        self._ledger.database.rekey(fresh)
        self._keep(fresh, changed=True)

    def finish_rekey(self, way: Way, key: LockedBytes) -> None:
        """After an interrupted re-keying: keep the key that the database turned out to have."""
        self._key = key
        if self.key_file.current().slots[0].upcoming:
            self._keep(key, changed=key == way.upcoming)

    def _keep(self, key: LockedBytes, *, changed: bool) -> None:
        slots = self.key_file.current()
        settled = next_key.with_upcoming_only(slots) if changed else next_key.without_upcoming(slots)
        if self._key is not None and self._key is not key:
            self._key.wipe()
        self._key = key
        with self.key_file.change(Act.REKEYED if changed else Act.REKEY_DROPPED, {}, settled, key):
            pass


def _with(slots: KeySlots, fresh: Slot) -> KeySlots:
    return msgspec.structs.replace(
        slots, slots=tuple(fresh if slot.user == fresh.user else slot for slot in slots.slots)
    )


def _require_roles(*sets: tuple[UserRole, ...]) -> None:
    for roles in sets:
        if not roles or UserRole.OWNER in roles:
            raise Fault(Code.ROLES_NONE)
