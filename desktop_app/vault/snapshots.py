"""A copy of an open database at one moment, under the same key: begun in an instant, copied and proved on any thread.

The database's own thread begins it (`begin`) and is free again at once; the copy is of a file that stands still, while
what is written meanwhile goes to the log beside it.
"""

import hashlib
import os
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.durable import Paced
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.backups import BackupHead
from desktop_app.vault import chain, files, migrations, pages
from desktop_app.vault.backup_file import PIECE, Content
from desktop_app.vault.database import Database, Hold
from desktop_app.vault.faults import file_faults

_PAGE = 4096
#: The page that holds SQLite's locks.
_LOCK_PAGE = 2**30
_PROVE = "prove"


@dataclass(frozen=True, slots=True)
class Begun:
    """What the copy must turn out to be. The key is a copy: the vault may be locked before the backup is proved."""

    folder: Path
    key: LockedBytes = field(repr=False)
    head: BackupHead
    keyslots: bytes
    hold: Hold

    @property
    def path(self) -> Path:
        """Where the copy lies until it is written away."""
        return self.folder / files.SNAPSHOT


def begin(database: Database, key: LockedBytes, folder: Path, vault: str, now: datetime) -> Begun:
    """On the database's thread, outside acts. `database.free` must follow."""
    sequence, digest = chain.stored_head(database)
    head = BackupHead(
        vault=vault,
        made_at=now.replace(microsecond=0),
        format=migrations.version(database),
        sequence=sequence,
        digest=digest,
    )
    with file_faults(files.KEYSLOTS):
        keyslots = (folder / files.KEYSLOTS).read_bytes()
    return Begun(folder, key.copy(), head, keyslots, database.hold())


def copied(begun: Begun, progress: Progress) -> None:
    """Copy the file. Raises `Fault(BACKUP_DISTURBED)` when it did not stand still, `Cancelled`."""
    source = begun.folder / files.DATABASE
    files.remove_database(begun.path)
    done = 0
    with file_faults(files.SNAPSHOT), source.open("rb") as old, begun.path.open("xb") as new:
        begun.path.chmod(0o600)
        paced = Paced(new.fileno())
        while piece := _piece(old, done, begun.hold.size):
            new.write(piece)
            paced.wrote(len(piece))
            done += len(piece)
            progress.step(done, begun.hold.size, "copy")
    if not begun.hold.whole or done != begun.hold.size:
        raise Fault(Code.BACKUP_DISTURBED)


def _piece(file: BinaryIO, at: int, size: int) -> bytes:
    if at == _LOCK_PAGE < size:
        # SQLite keeps nothing there, and Windows lets nobody read what is locked
        file.seek(min(_PAGE, size - at), os.SEEK_CUR)
        return bytes(min(_PAGE, size - at))
    return file.read(min(PIECE - at % PIECE, size - at))


def proved(begun: Begun, progress: Progress) -> Content:
    """Open the copy with the key: pages authentic, structure whole, the log joined and as far as the vault's was."""
    progress.step(0, 0, _PROVE)
    require_sound(begun.path, begun.key, begun.head, progress)
    digest, size = _digest(begun.path, progress)
    return Content(begun.head, begun.keyslots, size, digest)


def require_sound(path: Path, key: LockedBytes, head: BackupHead, progress: Progress) -> None:
    """Whether `path` is, throughout, the database that `head` tells of. Raises `Fault(VAULT_DAMAGED)`."""
    database = Database(path, key)
    try:
        whole = migrations.version(database) == head.format and sound(database, key, head, progress)
        last = chain.stored_head(database)
    finally:
        database.close()
    if not whole or last != (head.sequence, head.digest):
        raise Fault(Code.VAULT_DAMAGED, part=files.DATABASE)


def sound(database: Database, key: LockedBytes, head: BackupHead, progress: Progress) -> bool:
    """Pages authentic, structure whole, the log joined and with the entry that `head` names. Raises `Cancelled`."""
    if any(pages.altered(database.path, key, progress, _PROVE)):
        return False
    with database.stoppable(progress, _PROVE):
        return (
            database.rows("PRAGMA quick_check(1)") == [("ok",)]
            and chain.joined(database)
            and chain.digest_at(database, head.sequence) == head.digest
        )


def discard(begun: Begun) -> None:
    """Remove the copy, and the key that proved it."""
    begun.key.wipe()
    files.remove_database(begun.path)


def _digest(path: Path, progress: Progress) -> tuple[str, int]:
    running, size = hashlib.sha256(), 0
    with file_faults(path.name), path.open("rb") as file:
        while piece := file.read(PIECE):
            running.update(piece)
            size += len(piece)
            progress.step(0, 0, _PROVE)
    return running.hexdigest(), size
