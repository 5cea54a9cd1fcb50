"""What outlasts a power cut: names, once their folder is on the medium as well, and long files, written at its pace."""

import errno
import os
import sys
from pathlib import Path

#: What file systems say whose folders cannot be synced, such as folders shared with a virtual machine's host.
_CANNOT = (errno.EINVAL, errno.ENOTSUP)
#: So much of a file waits in the system's cache at most, in bytes.
_AHEAD = 32 * 1024 * 1024


class Paced:
    """Makes a long file durable as it grows.

    The system takes gigabytes at once and lets whoever syncs last, or writes next, wait for all of them: minutes on a
    stick, in which nothing is reported and nobody can cancel.
    """

    def __init__(self, handle: int) -> None:
        self._handle, self._waiting = handle, 0

    def wrote(self, size: int) -> None:
        """So many bytes more went to the system. Raises `OSError`."""
        self._waiting += size
        if self._waiting >= _AHEAD:
            os.fsync(self._handle)
            self._waiting = 0


def sync_folder(folder: Path) -> None:
    """Make names in `folder` last. Windows does this by itself and opens no folder for it. Raises `OSError`."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
    finally:
        os.close(handle)
