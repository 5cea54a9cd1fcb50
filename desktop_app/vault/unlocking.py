"""From a folder and a passphrase to an open database: every check before anything is written or shown."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault
from desktop_app.vault import files, keyslots, migrations
from desktop_app.vault.attempts import Attempts
from desktop_app.vault.database import Database
from desktop_app.vault.faults import file_faults
from desktop_app.vault.keyslots import Slot
from desktop_app.vault.locking import FolderLock

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


def unlock(folder: Path, passphrase: str, clock: Clock) -> Unlocked:
    """Raises `Fault`: not found, not a vault, in use, read-only, too new, damaged, locked out, wrong passphrase."""
    require_vault(folder)
    lock = FolderLock(folder)
    with ExitStack() as undo:
        undo.callback(lock.release)
        slots = keyslots.read(folder)
        attempts = Attempts(folder, clock)
        attempts.begin()
        slot, key = keyslots.open_slot(slots, passphrase)
        attempts.take_back()
        unlocked = Unlocked(lock, _opened(folder, key), slot, slots.vault, attempts)
        undo.pop_all()
    return unlocked


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
        migrations.migrate(database)
        undo.pop_all()
    return database
