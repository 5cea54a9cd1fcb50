"""The files of a vault's folder, and how the small ones are replaced without a moment of half a file."""

import contextlib
import os
from pathlib import Path

from desktop_app.core.durable import sync_folder
from desktop_app.vault.faults import file_faults

DATABASE = "vault.db"
#: A database being made; it becomes `DATABASE` as the last step of creation.
UNFINISHED = "vault.db.new"
#: The copy that becomes a backup; on the disk while that is written.
SNAPSHOT = "vault.db.backup"
#: Lies there while commits are not yet on the medium: of these a power cut may leave later ones without earlier ones.
BULK = "vault.db-bulk"
#: What an act is writing outside the vault (`begun_files`).
BEGUN = "files.begun"
KEYSLOTS = "keyslots.json"
ATTEMPTS = "attempts.json"
LOCK = "vault.lock"
#: Volumes of packages from several media, still sealed, until all are there.
GATHERING = "gathering"


def replace(path: Path, content: bytes) -> None:
    """Write, sync, rename: after any failure the old content stands."""
    prepare(path, content)
    promote(path)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".new")


def prepare(path: Path, content: bytes) -> None:
    """Write and sync what `promote` will put in place of `path`."""
    with file_faults(path.name):
        try:
            with _beside(path).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            discard(path)
            raise


def discard(path: Path) -> None:
    """Drop what was prepared."""
    with contextlib.suppress(OSError):
        _beside(path).unlink(missing_ok=True)


def promote(path: Path) -> None:
    """Rename what was prepared to its name."""
    with file_faults(path.name):
        try:
            _beside(path).replace(path)
        except OSError:
            discard(path)
            raise
        sync_folder(path.parent)


def remove_database(path: Path) -> None:
    """A database file that nobody needs, with what SQLite keeps beside one."""
    with file_faults(path.name):
        for end in ("", "-wal", "-shm", "-journal", "-bulk"):
            path.with_name(path.name + end).unlink(missing_ok=True)
