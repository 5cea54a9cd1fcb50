"""One program a vault: an advisory lock that the operating system drops when the process dies."""

import errno
import os
import sys
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.vault import files
from desktop_app.vault.faults import file_faults

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(handle: int) -> None:
        # flock belongs to this open file, so a second opening inside one process is refused as well
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


#: What the systems say of a lock that somebody has, Wine nothing; a share that knows no locks says something else.
_HELD = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK, 0)


class FolderLock:
    """Held from creation until `release`. Raises `Fault(VAULT_IN_USE | VAULT_READ_ONLY | VAULT_DISK_ERROR)`."""

    def __init__(self, folder: Path) -> None:
        with file_faults(files.LOCK):
            self._handle = os.open(folder / files.LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        try:
            _try_lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise Fault(Code.VAULT_IN_USE if error.errno in _HELD else Code.VAULT_DISK_ERROR) from error

    def release(self) -> None:
        os.close(self._handle)
