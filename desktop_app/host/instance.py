"""One running program per user: two would show two truths about the same vault."""

import os
import sys
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.host.faults import as_fault
from desktop_app.host.paths import ensure_private_folder

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class Instance:
    """The right to run, held until `release` or the end of the process, however it ends.

    The lock is the system's, on an open file: a file left behind by a killed program bars nobody, and child
    processes do not inherit it.
    """

    def __init__(self, folder: Path) -> None:
        """Take the right, or raise `PROGRAM_RUNNING`."""
        path = ensure_private_folder(folder) / "instance.lock"
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise as_fault(error, path) from error
        if not _lock(self._handle):
            os.close(self._handle)
            raise Fault(Code.PROGRAM_RUNNING)

    def release(self) -> None:
        """Let another program run. Once."""
        os.close(self._handle)

    def __enter__(self) -> "Instance":
        return self

    def __exit__(self, *exception: object) -> None:
        self.release()
