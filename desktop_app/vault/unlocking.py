"""From a folder and a passphrase to an open database: every check before anything is written or shown."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault
from desktop_app.domain.audit import AuditHead
from desktop_app.vault import files, keyslots, migrations, witness
from desktop_app.vault.attempts import Attempts
from desktop_app.vault.database import Database
from desktop_app.vault.faults import file_faults
from desktop_app.vault.keyslots import Slot
from desktop_app.vault.locking import FolderLock
from desktop_app.vault.witness import Age, NoWitness, Witness

#: How a database that nobody encrypted begins.
_PLAIN = b"SQLite format 3\x00"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An open database, the lock that keeps others away, and who opened it."""

    lock: FolderLock
    database: Database
    slot: Slot
    vault: str
    attempts: Attempts
    #: What was noted of a log that is newer than this one; `None` for a current vault.
    newer: AuditHead | None = None


def unlock(
    folder: Path,
    passphrase: str,
    clock: Clock,
    seen: Witness = NoWitness(),  # noqa: B008 - it holds nothing
    *,
    older: bool = False,
) -> Unlocked:
    """Raises `Fault`: not found, not a vault, in use, read-only, too new, damaged, locked out, wrong passphrase, and
    older than `seen` says unless `older` is allowed.
    """
    require_vault(folder)
    lock = FolderLock(folder)
    with ExitStack() as undo:
        undo.callback(lock.release)
        slots = keyslots.read(folder)
        attempts = Attempts(folder, clock)
        attempts.begin()
        slot, key = keyslots.open_slot(slots, passphrase)
        attempts.take_back()
        database = _opened(folder, key)
        undo.callback(database.close)
        newer = _newer(database, seen.recall(slots.vault), older=older)
        migrations.migrate(database)
        undo.pop_all()
    return Unlocked(lock, database, slot, slots.vault, attempts, newer)


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
    if not slots.is_file() or not beginning or beginning == _PLAIN:
        raise Fault(Code.VAULT_NOT_A_VAULT, path=str(folder))


def _opened(folder: Path, key: bytes) -> Database:
    database = Database(folder / files.DATABASE, key)
    with ExitStack() as undo:
        undo.callback(database.close)
        migrations.require_known(database, str(folder))
        undo.pop_all()
    return database
