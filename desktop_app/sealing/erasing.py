"""Erasing a package's own files from a medium: written over once, then removed. What else lies there stays."""

import os
from contextlib import suppress
from pathlib import Path

from desktop_app.core.durable import sync_folder
from desktop_app.core.progress import Progress
from desktop_app.sealing import disk, names

_STEP = 1024 * 1024
_OWN = frozenset({names.README, names.SEAL, names.SIGNATURE, names.LATTICE_SIGNATURE})


def erase(folder: Path, progress: Progress) -> int:
    """How many files went. Raises `Fault(MEDIUM_GONE | MEDIUM_READ_ONLY)`, or `Cancelled` between files.

    Signatures go first: what is left when the medium is pulled meanwhile is unfinished, never a good package.
    """
    with disk.on_medium(folder):
        found = sorted(filter(_is_own, folder.iterdir()), key=lambda path: (not path.name.startswith(names.SEAL), path))
        counter = disk.Counter(progress, sum(path.lstat().st_size for path in found), "erase")
        for path in found:
            if not path.is_symlink():
                _write_over(path, counter)
            path.unlink()
            sync_folder(folder)
        with suppress(OSError):  # something of somebody else's is in it
            folder.rmdir()
    return len(found)


def _is_own(path: Path) -> bool:
    name = path.name.removesuffix(disk.PART)
    return (name in _OWN or names.looks_like_volume(name)) and (path.is_symlink() or path.is_file())


def _write_over(path: Path, counter: disk.Counter) -> None:
    noise = memoryview(os.urandom(_STEP))
    with path.open("r+b", buffering=0) as file:
        left = path.lstat().st_size
        while left:
            taken = file.write(noise[:left])
            left -= taken
            counter(taken)
        os.fsync(file.fileno())
