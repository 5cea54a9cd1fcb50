"""A process that dies cannot ask anybody: the interpreter writes where it was, and the next start finds it.

What it writes is names of files, lines and functions of every thread: no value is ever among them.
"""

import contextlib
import faulthandler
from collections.abc import Iterator
from pathlib import Path

from desktop_app.core.errors import Fault
from desktop_app.host import paths

NAME = "crash.txt"
#: More than any stack of ours; whatever else lies there is not read whole.
_MOST = 64 * 1024


@contextlib.contextmanager
def watched(folder: Path) -> Iterator[str]:
    """While this holds a dying process leaves a trace in `folder`; gives what the one before left, "" for nothing.

    A folder that cannot be written is no reason not to start.
    """
    path = folder / NAME
    try:
        paths.ensure_private_folder(folder)
        left = path.read_bytes()[:_MOST].decode(errors="replace") if path.exists() else ""
        stream = path.open("wb")
    except (OSError, Fault):
        yield ""
        return
    with stream:
        faulthandler.enable(stream)
        try:
            yield left
        finally:
            faulthandler.disable()
    with contextlib.suppress(OSError):
        path.unlink()
