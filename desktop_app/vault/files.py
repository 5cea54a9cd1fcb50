"""The files of a vault's folder, and how the small ones are replaced without a moment of half a file."""

import contextlib
import os
from pathlib import Path

from desktop_app.vault.faults import file_faults

DATABASE = "vault.db"
#: A database being made; it becomes `DATABASE` as the last step of creation.
UNFINISHED = "vault.db.new"
KEYSLOTS = "keyslots.json"
ATTEMPTS = "attempts.json"
LOCK = "vault.lock"


def replace(path: Path, content: bytes) -> None:
    """Write, sync, rename: after any failure the old content stands."""
    beside = path.with_name(path.name + ".new")
    with file_faults(path.name):
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` last; Windows has no such call and does it itself."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
