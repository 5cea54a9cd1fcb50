"""From a folder and a secret to an open database: every check before anything is written or shown."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.audit import AuditHead
from desktop_app.domain.users import RecoveryKind
from desktop_app.vault import asides, climbing, files, keyslots, migrations, wal, witness
from desktop_app.vault.attempts import Attempts
from desktop_app.vault.database import Database
from desktop_app.vault.early_keyslots import EarlyKeySlots
from desktop_app.vault.faults import file_faults
from desktop_app.vault.keyslots import DeviceSecrets, KeySlots, Slot, Way, no_device_secrets
from desktop_app.vault.locking import FolderLock
from desktop_app.vault.witness import Age, NoWitness, Witness

#: How a database that nobody encrypted begins.
_PLAIN = b"SQLite format 3\x00"
#: SQLCipher's page, in bytes: an encrypted database is nothing but whole ones.
_PAGE = 4096


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An open database, the lock that keeps others away, who opened it and by which key file."""

    lock: FolderLock
    database: Database
    way: Way
    slots: KeySlots
    found: bytes
    key: LockedBytes
    attempts: Attempts
    early: bool  # the key file is the first release's, and `slots` what it becomes

    #: What was noted of a log that is newer than this one; `None` for a current vault.
    newer: AuditHead | None = None
    #: The name of a damaged log that was set aside, or nothing.
    aside: str = ""

    @property
    def vault(self) -> str:
        return self.slots.vault

    @property
    def slot(self) -> Slot:
        assert isinstance(self.way.holder, Slot)
        return self.way.holder

    def let_go(self) -> None:
        """Close the database, wipe its key and give the folder back."""
        try:
            self.database.close()
        finally:
            for key in self.way.keys:
                key.wipe()
            self.lock.release()


def unlock(
    folder: Path,
    passphrase: str,
    clock: Clock,
    seen: Witness = NoWitness(),
    *,
    older: bool = False,
    name: str = "",
    device_secrets: DeviceSecrets = no_device_secrets,
    save: bool = True,
    progress: Progress | None = None,
) -> Unlocked:
    """Raises `Fault`: not found, not a vault, in use, read-only, too new, damaged, locked out, wrong passphrase, and
    older than `seen` says, or without all of its log, unless `older` is allowed. `save` keeps a backup before an old
    vault is brought to this format; `progress` hears of that.
    """

    def by_passphrase(slots: KeySlots | EarlyKeySlots, attempts: Attempts) -> tuple[KeySlots, Way]:
        attempts.begin(name)
        if isinstance(slots, EarlyKeySlots):
            opened = keyslots.converted(slots, passphrase)
        else:
            opened = slots, keyslots.open_slot(slots, passphrase, name, device_secrets=device_secrets)
        attempts.take_back(name)
        return opened

    return _unlocked(folder, clock, by_passphrase, seen, older=older, save=save, progress=progress)


def unlock_by_recovery(
    folder: Path,
    secret: bytes,
    kind: RecoveryKind,
    clock: Clock,
    seen: Witness,
    *,
    older: bool,
    save: bool,
    progress: Progress | None = None,
) -> Unlocked:
    """By the way that is kept on paper. Wrong tries are not counted: nobody guesses 128 bits.

    Raises `Fault`: `RECOVERY_NONE`, `RECOVERY_OTHER`, and what `unlock` raises besides a wrong passphrase.
    """

    def opening(slots: KeySlots | EarlyKeySlots, attempts: Attempts) -> tuple[KeySlots, Way]:
        del attempts
        if isinstance(slots, EarlyKeySlots) or not slots.recoveries:
            raise Fault(Code.RECOVERY_NONE)
        return slots, keyslots.open_recovery(slots, secret, kind)

    return _unlocked(folder, clock, opening, seen, older=older, save=save, progress=progress)


def _unlocked(
    folder: Path,
    clock: Clock,
    opening: Callable[[KeySlots | EarlyKeySlots, Attempts], tuple[KeySlots, Way]],
    seen: Witness,
    *,
    older: bool,
    save: bool,
    progress: Progress | None,
) -> Unlocked:
    asides.finish(folder)
    require_vault(folder)
    lock = FolderLock(folder)
    with ExitStack() as undo:
        undo.callback(lock.release)
        found = keyslots.read_raw(folder)
        attempts = Attempts(folder, clock)
        read = keyslots.decoded(found, str(folder))
        slots, way = opening(read, attempts)
        aside = wal.require_whole(folder, way.keys, set_aside=older)
        database, key = _opened(folder, way.keys)
        undo.callback(database.close)
        newer = _newer(database, seen.recall(slots.vault), older=older)
        climbing.climb(database, folder, slots.vault, way, key, clock, progress or Progress(), save=save)
        early = isinstance(read, EarlyKeySlots)
        undo.pop_all()
    return Unlocked(lock, database, way, slots, found, key, attempts, early, newer, aside)


def _newer(database: Database, noted: AuditHead | None, *, older: bool) -> AuditHead | None:
    """The note, if the log falls short of it. Raises `Fault(VAULT_OLDER | VAULT_FORKED)` unless that is allowed."""
    how = witness.age(database, noted)
    if how is not Age.CURRENT and not older:
        raise witness.fault(database, noted, how)
    return None if how is Age.CURRENT else noted


def require_vault(folder: Path) -> None:
    """Whether there is a vault to try, as far as shows without a passphrase. Raises `Fault`."""
    database, slots = folder / files.DATABASE, folder / files.KEYSLOTS
    with file_faults(files.DATABASE):
        if not database.is_file():
            if slots.is_file() and not (folder / files.UNFINISHED).exists():
                raise Fault(Code.VAULT_DAMAGED, part=files.DATABASE)
            raise Fault(Code.VAULT_NOT_FOUND, path=str(folder))
        with database.open("rb") as file:
            beginning = file.read(len(_PLAIN))
        encrypted = beginning not in (b"", _PLAIN)
        whole_pages = database.stat().st_size % _PAGE == 0
    if encrypted and whole_pages and not slots.is_file():
        raise Fault(Code.VAULT_DAMAGED, part=files.KEYSLOTS)  # it is lost: the backup has one
    if not encrypted or not slots.is_file():
        raise Fault(Code.VAULT_NOT_A_VAULT, path=str(folder))


def _opened(folder: Path, keys: tuple[LockedBytes, ...]) -> tuple[Database, LockedBytes]:
    """Under the key it has: the old one is tried first, for only that one may play an interrupted re-keying back."""
    for key in keys[:-1]:
        try:
            return _opened_with(folder, key), key
        except Fault as fault:
            if fault.code not in (Code.VAULT_DAMAGED, Code.VAULT_DISK_ERROR):
                raise
    return _opened_with(folder, keys[-1]), keys[-1]


def _opened_with(folder: Path, key: LockedBytes) -> Database:
    database = Database(folder / files.DATABASE, key)
    with ExitStack() as undo:
        undo.callback(database.close)
        migrations.require_known(database, str(folder))
        undo.pop_all()
    return database
