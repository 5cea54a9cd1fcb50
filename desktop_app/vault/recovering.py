"""The way back on paper: made, proved before it counts, rehearsed, and used when a passphrase is lost.

What is prepared lies in the database until it is typed back; only then does it enter the key file, in place of the one
before. Neither the code nor a share is ever kept: what is kept opens with them and tells nothing of them.
"""

from datetime import date
from pathlib import Path

import msgspec

from desktop_app.core.clock import Clock, office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId, new_id
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.users import RecoveryKind, RecoveryNeed, RecoveryState
from desktop_app.vault import keyfile, keyslots, unlocking
from desktop_app.vault.access import Access, Who
from desktop_app.vault.early_keyslots import EarlyKeySlots
from desktop_app.vault.keep import SettingRepository
from desktop_app.vault.keyslots import KeySlots, Recovery, no_device_secrets
from desktop_app.vault.ledger import Ledger
from desktop_app.vault.users import UserRepository
from desktop_app.vault.witness import Witness

_STATE, _PREPARED = "recovery", "recovery_prepared"


class RecoveryKeeper:
    """The recovery of an open vault."""

    def __init__(self, ledger: Ledger, access: Access) -> None:
        self._ledger = ledger
        self._access = access
        self._settings = SettingRepository(ledger)

    def state(self) -> RecoveryState | None:
        """What is in force; `None` while none was proved."""
        kept = self._settings.get(_STATE)
        slots = self._slots()
        found = msgspec.convert(kept, RecoveryState) if kept else None
        return found if found and any(one.id == found.id for one in slots.recoveries) else None

    def prepared(self) -> RecoveryKind | None:
        """Of what kind the one is that waits to be proved."""
        waiting = self._waiting()
        return waiting.kind if waiting else None

    def need(self) -> RecoveryNeed | None:
        """What is to be done about the way back."""
        state = self.state()
        if self._waiting() is not None:
            return RecoveryNeed.UNPROVED
        if state is None:
            return RecoveryNeed.NEVER_MADE
        if state.used_on is not None:
            return RecoveryNeed.USED
        return RecoveryNeed.NEVER_REHEARSED if state.drilled_on is None else None

    def prepare(self, own: str, secret: bytes, kind: RecoveryKind) -> str:
        """A way that `secret` is to open, waiting to be proved; its id. The one in force stays so meanwhile."""
        way, slots = self._access.prove(own), self._slots()
        name = new_id(self._ledger.clock.now())
        made = keyslots.new_recovery(secret, kind, way.key, vault=slots.vault, name=name)
        with self._ledger.act(Act.RECOVERY_PREPARED, {"recovery": name, "kind": kind.value}):
            self._settings.put(_PREPARED, msgspec.to_builtins(made))
        return name

    def prove(self, secret: bytes) -> RecoveryState:
        """What was typed from the paper opens what waits: from now on it is in force, and the one before is not.

        Raises `Fault(RECOVERY_UNPROVED | RECOVERY_DIFFERENT)`.
        """
        waiting, slots = self._waiting(), self._slots()
        if waiting is None:
            raise Fault(Code.RECOVERY_UNPROVED)
        changed = msgspec.structs.replace(slots, recoveries=(waiting,))
        try:
            way = keyslots.open_recovery(changed, secret, waiting.kind)
        except Fault as fault:
            raise Fault(Code.RECOVERY_DIFFERENT) from fault
        if way.key != self._access.key:  # the vault was re-keyed since: it opens nothing any more
            raise Fault(Code.RECOVERY_UNPROVED)
        state = RecoveryState(id=waiting.id, kind=waiting.kind, made_on=self._today())
        with self._access.key_file.change(Act.RECOVERY_MADE, {"recovery": waiting.id}, changed, way.key):
            self._keep(state)
            self._settings.put(_PREPARED, None)
        return state

    def drill(self, secret: bytes) -> RecoveryState:
        """What was typed from the paper would open this vault: the day is kept, and nothing else happens.

        Raises `Fault(RECOVERY_NONE | RECOVERY_OTHER)`.
        """
        state = self.state()
        if state is None:
            raise Fault(Code.RECOVERY_NONE)
        way = keyslots.open_recovery(self._slots(), secret, state.kind)
        if way.key != self._access.key:
            raise Fault(Code.RECOVERY_OTHER)
        rehearsed = msgspec.structs.replace(state, drilled_on=self._today())
        with self._ledger.act(Act.RECOVERY_DRILLED, {"recovery": state.id}):
            self._keep(rehearsed)
        return rehearsed

    def used(self) -> None:
        """It was used, on this day; inside the caller's act."""
        if state := self.state():
            self._keep(msgspec.structs.replace(state, used_on=self._today()))

    def _keep(self, state: RecoveryState) -> None:
        self._settings.put(_STATE, msgspec.to_builtins(state))

    def _waiting(self) -> Recovery | None:
        kept = self._settings.get(_PREPARED)
        return msgspec.convert(kept, Recovery) if kept else None

    def _slots(self) -> KeySlots:
        return self._access.key_file.current()

    def _today(self) -> date:
        return office_day(self._ledger.clock)


def kind_of(folder: Path) -> RecoveryKind:
    """What the closed vault in `folder` is recovered with. Raises `Fault(RECOVERY_NONE)`, and what reading raises."""
    unlocking.require_vault(folder)
    if (kind := kind_in(keyslots.read(folder))) is None:
        raise Fault(Code.RECOVERY_NONE)
    return kind


def kind_in(slots: KeySlots | EarlyKeySlots) -> RecoveryKind | None:
    """What a key file is recovered with; `None` for nothing."""
    return None if isinstance(slots, EarlyKeySlots) or not slots.recoveries else slots.recoveries[0].kind


def recover(
    folder: Path,
    secret: bytes,
    new: str,
    clock: Clock,
    seen: Witness,
    *,
    name: str = "",
    older: bool = False,
    save: bool = True,
    progress: Progress | None = None,
) -> str:
    """Give the user of `name`, or the only one, a new passphrase. The name that is typed with it from now on.

    Raises `Fault`: what opening raises, `RECOVERY_NONE`, `RECOVERY_OTHER`, `USER_UNKNOWN`, and `PASSPHRASE_*`.
    """
    unlocked = unlocking.unlock_by_recovery(
        folder, secret, kind_of(folder), clock, seen, older=older, save=save, progress=progress
    )
    try:
        keyfile.settle(folder, unlocked, clock)
        database = unlocked.database
        rows = UserRepository(Ledger(database, clock, ""))
        users = rows.all_(unlocked.slots)
        user = UserId(users[0].id) if len(users) == 1 else rows.named(name)
        row = database.row("SELECT office, machine FROM identity")
        assert row is not None
        who = Who(user, msgspec.json.decode(row[0], type=Office), msgspec.json.decode(row[1], type=Machine))
        ledger = Ledger(database, clock, rows.name(user))
        access = Access(ledger, folder, who, no_device_secrets)
        access.finish_rekey(unlocked.way, unlocked.key)
        access.recovered(user, new, unlocked.way, RecoveryKeeper(ledger, access).used)
        typed = rows.name(user) if access.key_file.current().slot_of(user).named else ""
        unlocked.attempts.forgive(typed)
        return typed
    finally:
        unlocked.let_go()
