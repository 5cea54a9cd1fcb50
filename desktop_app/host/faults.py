"""The one table from what the operating system says to what the user is told."""

import errno
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.reasons import reason_of

_BY_ERRNO = {
    errno.ENOSPC: Code.DISK_FULL,
    errno.EDQUOT: Code.DISK_FULL,
    errno.EROFS: Code.MEDIUM_READ_ONLY,
    errno.EFBIG: Code.MEDIUM_FILE_LIMIT,
    errno.ENOENT: Code.FILE_NOT_FOUND,
    errno.ENOTDIR: Code.FILE_NOT_FOUND,
    errno.EEXIST: Code.FILE_EXISTS,
    errno.EACCES: Code.FOLDER_NOT_WRITABLE,
    errno.EPERM: Code.FOLDER_NOT_WRITABLE,
    # A stick that is pulled while in use gives any of these, by kernel and file system.
    errno.EIO: Code.MEDIUM_GONE,
    errno.ENODEV: Code.MEDIUM_GONE,
    errno.ENXIO: Code.MEDIUM_GONE,
    errno.ENOTCONN: Code.MEDIUM_GONE,
    errno.ESTALE: Code.MEDIUM_GONE,
    errno.ESHUTDOWN: Code.MEDIUM_GONE,
}

#: Windows' own numbers, where Python's errno says only EACCES or EINVAL (winerror.h).
_BY_WINERROR = {
    39: Code.DISK_FULL,
    112: Code.DISK_FULL,
    19: Code.MEDIUM_READ_ONLY,
    223: Code.MEDIUM_FILE_LIMIT,
    15: Code.MEDIUM_GONE,
    21: Code.MEDIUM_GONE,
    31: Code.MEDIUM_GONE,
    55: Code.MEDIUM_GONE,
    433: Code.MEDIUM_GONE,
    1006: Code.MEDIUM_GONE,
    1110: Code.MEDIUM_GONE,
    1112: Code.MEDIUM_GONE,
    1117: Code.MEDIUM_GONE,
    1167: Code.MEDIUM_GONE,
}


def as_fault(error: OSError, path: Path) -> Fault:
    """What `error`, met at `path`, means to the user."""
    code = _BY_WINERROR.get(getattr(error, "winerror", None) or 0)
    if code is None:
        code = _BY_ERRNO.get(error.errno or 0, Code.FILE_UNREADABLE)
    return Fault(code, path=str(path), reason=reason_of(error))
