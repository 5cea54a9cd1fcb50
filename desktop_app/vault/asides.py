"""The folders beside a vault's own: where a backup is unpacked and proved, and where a vault goes that it replaces.

A folder is renamed only when all in it is done, so that a crash at any moment leaves the old vault or the new one.
"""

import contextlib
import re
import shutil
from datetime import datetime
from pathlib import Path

from desktop_app.core.clock import CHINA
from desktop_app.core.durable import sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.vault import files
from desktop_app.vault.faults import file_faults
from desktop_app.vault.locking import FolderLock

#: What a folder may hold that this program made beside a vault.
_OURS = frozenset({files.DATABASE, files.UNFINISHED, files.KEYSLOTS, files.ATTEMPTS, files.LOCK, files.GATHERING})
#: What SQLite keeps beside a database, and how a file is called while it is written.
_ENDINGS = re.compile(r"(-wal|-shm|-journal|\.new)$")


def unpacking(folder: Path) -> Path:
    """Where a backup becomes a vault that is not proved yet."""
    return folder.with_name(folder.name + ".restoring")


def ready(folder: Path) -> Path:
    """Where a proved vault waits for the name `folder`."""
    return folder.with_name(folder.name + ".restored")


def cleared(folder: Path) -> Path:
    """The place to unpack in, empty; what an interrupted restoring left is removed."""
    with file_faults(folder.name):
        for left in (unpacking(folder), ready(folder)):
            remove(left)
        made = unpacking(folder)
        made.mkdir(mode=0o700, parents=True)
    return made


def remove(folder: Path) -> None:
    """A folder of ours and nothing else's. Raises `Fault` when it holds what this program did not put there."""
    if not folder.exists():
        return
    names = [path.name for path in folder.iterdir()]
    if any(_ENDINGS.sub("", name) not in _OURS for name in names):
        raise Fault(Code.RESTORE_NOT_EMPTY, path=str(folder))
    shutil.rmtree(folder)


def holds_vault(folder: Path) -> bool:
    """Whether there is a vault in `folder`, or what is left of one."""
    return (folder / files.DATABASE).exists() or (folder / files.KEYSLOTS).exists()


def require_place(folder: Path) -> bool:
    """Whether something is replaced: a vault, broken or not. Raises `Fault(RESTORE_NOT_EMPTY)` for anything else."""
    with file_faults(folder.name):
        if not folder.exists():
            return False
        if holds_vault(folder):
            return True
        if folder.is_dir() and not [path for path in folder.iterdir() if path.name not in _OURS]:
            return False
    raise Fault(Code.RESTORE_NOT_EMPTY, path=str(folder))


def take_the_name(folder: Path, now: datetime) -> Path | None:
    """Give the vault that is `ready` its name. Returns where the vault went that had it before."""
    kept = _kept(folder, now) if require_place(folder) else None
    try:
        if kept is not None:
            FolderLock(folder).release()  # raises when another program has it open
            _rename(folder, kept)
        _rename(ready(folder), folder)
    except Fault:
        if kept is not None:
            _take_back(folder, kept)
        raise
    return kept


def _take_back(folder: Path, kept: Path) -> None:
    """From wherever it stopped: the vault that had the name has it again, or still. At no moment is there neither."""
    with contextlib.suppress(OSError):
        if kept.exists():
            if folder.exists():
                folder.rename(ready(folder))
            kept.rename(folder)
            sync_folder(folder.parent)


def finish(folder: Path) -> None:
    """After a crash between two renames: the proved vault takes the name that nobody has."""
    with contextlib.suppress(OSError, Fault):
        if ready(folder).is_dir() and not folder.exists():
            _rename(ready(folder), folder)


def _kept(folder: Path, now: datetime) -> Path:
    """A name beside it that nobody has."""
    stem = f"{folder.name}-{now.astimezone(CHINA):%Y%m%d-%H%M%S}"
    kept = folder.with_name(stem)
    number = 1
    while kept.exists():
        number += 1
        kept = folder.with_name(f"{stem}-{number}")
    return kept


def _rename(old: Path, new: Path) -> None:
    try:
        if new.is_dir():  # empty but for a lock: `require_place` looked
            shutil.rmtree(new)
        old.rename(new)
    except OSError as error:
        raise Fault(Code.RESTORE_IN_THE_WAY, path=str(new)) from error
    with file_faults(new.name):
        sync_folder(new.parent)
