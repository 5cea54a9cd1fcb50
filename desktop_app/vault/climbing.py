"""A vault of an older release becomes one of this: a proved backup first, then every step in one transaction."""

import os
from pathlib import Path

from desktop_app.core.clock import Clock
from desktop_app.core.durable import sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto.locked import LockedBytes
from desktop_app.domain.audit import Act
from desktop_app.vault import backup_file, chain, migrations, snapshots
from desktop_app.vault.backup_file import Content, Opened
from desktop_app.vault.database import Database
from desktop_app.vault.faults import file_faults
from desktop_app.vault.keyslots import Slot, Way


def before(version: int) -> str:
    """The name of the backup from before a vault came to that format."""
    return f"before-format-{version}{backup_file.SUFFIX}"


def climb(
    database: Database,
    folder: Path,
    vault: str,
    way: Way,
    key: LockedBytes,
    clock: Clock,
    progress: Progress,
    *,
    save: bool,
) -> None:
    """Bring the database to the present format. Raises `Fault`, `Cancelled`; then it is as it was.

    `progress` hears `old copy`, `old prove`, `old write`, `old read back`, then `old climb`, and nothing at all of a
    vault that is of this format.
    """
    here = migrations.version(database)
    if here == migrations.LATEST:
        return
    objects = {"from": str(here), "to": str(migrations.LATEST)}
    if save:
        objects["backup"] = _save(database, folder, vault, key, clock, _named(progress)).database[:16]
    user = _opener(database, way)

    def note() -> None:
        sequence, digest = chain.stored_head(database)
        chain.append(database, chain.linked(sequence + 1, clock.now(), user, Act.VAULT_MIGRATED, objects, digest))

    migrations.migrate(database, note, _named(progress))


def _named(progress: Progress) -> Progress:
    """The steps under names of their own: whoever opens a vault did not ask for a backup and must be told."""
    return Progress(lambda done, total, what: progress.step(done, total, f"old {what}"))


def _save(database: Database, folder: Path, vault: str, key: LockedBytes, clock: Clock, progress: Progress) -> Content:
    begun = snapshots.begin(database, key, folder, vault, clock.now())
    try:
        snapshots.copied(begun, progress)
        database.free()
        content = snapshots.proved(begun, progress)
        _write(folder / before(migrations.LATEST), content, begun.path, progress)
    finally:
        database.free()
        snapshots.discard(begun)
    return content


def _write(path: Path, content: Content, database: Path, progress: Progress) -> None:
    part = path.with_name(path.name + ".part")
    with file_faults(path.name):
        try:
            with part.open("wb") as file:
                part.chmod(0o600)
                for piece in backup_file.pieces(content, database, progress):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            _require_written(part, content, progress)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def _require_written(part: Path, content: Content, progress: Progress) -> None:
    with part.open("rb") as file:
        if Opened(file, part).require_whole(progress) != content:
            raise Fault(Code.BACKUP_NOT_PROVED, path=str(part.parent))


def _opener(database: Database, way: Way) -> str:
    holder = way.holder
    opener = holder.user if isinstance(holder, Slot) else holder.id
    row = database.row("SELECT name FROM users WHERE id = ?", [opener])
    return row[0] if row else opener
