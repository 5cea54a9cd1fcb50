"""Files replaced whole or not at all: new bytes in the same folder, made durable, then given the name.

Until then they have no name at all where the file system can do that (Linux's own can; FAT, network shares and Windows
cannot): whatever kills the program takes them along. Elsewhere they lie under a name that says whose they are, and
`sweep` takes away what nobody writes any more.
"""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from desktop_app.core.durable import Paced, sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.host.faults import as_fault

#: Who may read a file that is written outside the vault: whoever wrote it alone, or every user of the machine. Only
#: what holds nothing of anybody, and is made to be handed on, is for all, whatever the process's mask (`hardening`).
PRIVATE, PUBLIC = 0o600, 0o644

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_PIECE = 1 << 20
_OURS = re.compile(r"\.fengjuan-[0-9a-f]{16}\.part")


def write_atomic(path: Path, content: bytes | Iterable[bytes], *, mode: int = PRIVATE) -> None:
    """Put `content` at `path`. Whatever fails, the old content stays and nothing half-written is left.

    Raises what `as_fault` says; what `content` raises while it is being read passes through. Only a failure of the
    last step, making the folder's entry durable, finds the new content already in place.
    """
    with ExitStack() as waiting:
        try:
            file = waiting.enter_context(_Unborn(path, mode))
            file.fill([content] if isinstance(content, bytes) else content)
            file.name()
        except OSError as error:
            raise as_fault(error, path) from error


def write_together(files: Mapping[Path, bytes], *, mode: int = PRIVATE) -> None:
    """Files that are nothing without one another: none has its name before the bytes of all are on the medium.

    Raises what `as_fault` says.
    """
    with ExitStack() as waiting:
        unborn = []
        for path, content in files.items():
            try:
                unborn.append(waiting.enter_context(_Unborn(path, mode)))
                unborn[-1].fill([content])
            except OSError as error:
                raise as_fault(error, path) from error
        for file in unborn:
            try:
                file.name()
            except OSError as error:
                raise as_fault(error, file.path) from error


def write_new(path: Path, pieces: Iterable[bytes]) -> None:
    """A new, durable file under a name that says that it is not finished yet. Raises what `as_fault` says."""
    try:
        handle = os.open(path, _NEW_FILE, PRIVATE)
        finished = False
        try:
            _filled(handle, pieces)
            finished = True
        finally:
            if not finished:
                _discard(path)
    except OSError as error:
        raise as_fault(error, path) from error


def sweep(folder: Path) -> None:
    """Take away what was begun in `folder` and is nobody's any more: whoever writes such a file holds it locked.

    What cannot be looked at, or is locked, or is on a file system without locks, stays.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _OURS.fullmatch(entry.name):
                _take_away(folder / entry.name)


def _take_away(path: Path) -> None:
    with suppress(OSError):
        if sys.platform == "win32":  # there, a file that is open cannot be removed
            path.unlink()
            return
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if stat.S_ISREG(os.fstat(handle).st_mode) and _lock(handle):
                path.unlink()
        finally:
            os.close(handle)


class _Unborn:
    """Bytes on their way to `path`: gone at the end of the `with` block unless they were given their name."""

    def __init__(self, path: Path, mode: int) -> None:
        """Raises `Fault(FILE_EXISTS)` where a rename would put a file in place of a device or a pipe, `OSError`."""
        if path.exists() and not path.is_file():
            raise Fault(Code.FILE_EXISTS, path=str(path))
        import secrets  # it loads the cryptographic library, and no start should wait for that

        sweep(path.parent)
        self.path = path
        self._beside = path.with_name(f".fengjuan-{secrets.token_hex(8)}.part")
        self._named = False
        self._mode = mode
        self._handle = self._opened()
        #: Holds the file, and the lock on it, when the first handle is closed, which may tell of an error.
        self._held = os.dup(self._handle)

    def _opened(self) -> int:
        if sys.platform == "linux" and Path("/proc/self/fd").is_dir():
            with suppress(OSError):  # what is wrong with the folder itself is said of the name
                handle = os.open(self.path.parent, os.O_TMPFILE | os.O_RDWR, self._mode)
                _lock(handle)
                return self._for_whom(handle)
        return self._under_a_name()

    def _under_a_name(self) -> int:
        while True:
            handle = os.open(self._beside, _NEW_FILE, self._mode)
            if _lock(handle) is False or _still_there(handle, self._beside):
                self._named = True
                return self._for_whom(handle)
            os.close(handle)  # somebody swept between the two

    def _for_whom(self, handle: int) -> int:
        if self._mode != PRIVATE and sys.platform != "win32":
            with suppress(OSError):  # a file system that knows no such modes
                os.fchmod(handle, self._mode)
        return handle

    def __enter__(self) -> "_Unborn":
        return self

    def fill(self, pieces: Iterable[bytes]) -> None:
        """Write and make durable. Raises `OSError` and what `pieces` raises."""
        handle, self._handle = self._handle, -1
        _filled(handle, pieces)

    def name(self) -> None:
        """Raises `OSError`; then the old content stands, except where only the folder could not be made durable."""
        if not self._named:
            try:
                self._named = not self._linked(self.path) and self._linked(self._beside)
            except OSError:  # some shares, and what guards a machine, refuse the link only
                self._write_anew()
        if self._named:
            if sys.platform == "win32":  # nobody renames an open file there; until now nobody could sweep it away
                self._let_go()
            self._beside.replace(self.path)
            self._named = False
        sync_folder(self.path.parent)

    def _linked(self, path: Path) -> bool:
        """Whether the file has this name now; `False` where another has it."""
        folder = os.open(path.parent, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.link(f"/proc/self/fd/{self._held}", path.name, dst_dir_fd=folder, follow_symlinks=True)
        except FileExistsError:
            return False
        finally:
            os.close(folder)
        return True

    def _write_anew(self) -> None:
        """The same bytes under a temporary name. Raises `OSError`."""
        unnamed, handle = self._held, self._under_a_name()
        try:
            self._held = os.dup(handle)
            _filled(handle, _read(unnamed))
        finally:
            os.close(unnamed)

    def __exit__(self, *_: object) -> None:
        self._let_go()  # first: Windows removes no open file
        if self._named:
            _discard(self._beside)

    def _let_go(self) -> None:
        for handle in (self._handle, self._held):
            if handle >= 0:
                with suppress(OSError):  # it was closed, or the medium is gone
                    os.close(handle)
        self._handle = self._held = -1


def _filled(handle: int, pieces: Iterable[bytes]) -> None:
    """All of it, durable, and the handle closed."""
    try:
        paced = Paced(handle)
        for piece in pieces:
            _write_all(handle, piece)
            paced.wrote(len(piece))
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(handle: int) -> Iterator[bytes]:
    at = 0
    while piece := os.pread(handle, _PIECE, at):
        at += len(piece)
        yield piece


def _write_all(handle: int, piece: bytes) -> None:
    """A short write is not an error to the system; on a full medium it is how the end begins."""
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _lock(handle: int) -> bool:
    """Whether nobody else holds it; where there are no locks, nobody can say so."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _still_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def _discard(path: Path) -> None:
    """Remove what was begun; on a medium that is gone there is nothing to remove."""
    with suppress(OSError):
        path.unlink()
