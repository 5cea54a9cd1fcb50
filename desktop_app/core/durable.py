"""Names that outlast a power cut: a renamed or new file counts once its folder is on the medium as well."""

import errno
import os
import sys
from pathlib import Path

#: What file systems say whose folders cannot be synced, such as folders shared with a virtual machine's host.
_CANNOT = (errno.EINVAL, errno.ENOTSUP)


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
