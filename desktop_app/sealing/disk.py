"""Putting files onto a medium so that each is whole or absent, and proving it by reading them back."""

import errno
import hmac
import io
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol

from cryptography.hazmat.primitives.poly1305 import Poly1305

from desktop_app.core.durable import sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.reasons import reason_of
from desktop_app.sealing import direct

PART = ".part"
_STEP = 1024 * 1024
#: So far the system is asked to read ahead of us.
_AHEAD = 8 * _STEP
_NOTHING = memoryview(b"")
_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


def as_fault(error: OSError, path: Path) -> Fault:
    """What an operating system's error on a medium means to a person. Anything unknown is a medium that went away."""
    where = str(path)
    if error.errno in _FULL:
        return Fault(Code.DISK_FULL, path=where)
    if error.errno == errno.EFBIG:
        return Fault(Code.MEDIUM_FILE_LIMIT, path=where)
    if error.errno in _READ_ONLY:
        return Fault(Code.MEDIUM_READ_ONLY, path=where)
    return Fault(Code.MEDIUM_GONE, path=where, reason=reason_of(error))


@contextmanager
def on_medium(path: Path) -> Iterator[None]:
    """Turns the operating system's errors of a block into faults."""
    try:
        yield
    except OSError as error:
        raise as_fault(error, path) from error


def for_all(path: Path, mode: int) -> None:
    """A sealed file or folder is for whoever carries it on: on a disk that knows users this is often another one.

    The process's mask keeps everything from others (`host/hardening.py`), and some file systems know no modes.
    """
    with suppress(OSError):
        path.chmod(mode)


class PartFile:
    """A file under a temporary name; `finish` makes it durable and gives it its own. Counts on the way.

    `private`: for whoever writes it alone; else for whoever carries it on.
    """

    def __init__(self, path: Path, *, private: bool = False) -> None:
        self.path = path
        self.size = 0
        self._part = path.with_name(path.name + PART)
        # A key that nobody knows, used once: what a medium gives back for other bytes agrees once in 2^100, and it
        # costs a seventh of SHA-256 (11,900 against 1,650 MiB/s).
        self._secret = os.urandom(32)
        self._written = Poly1305(self._secret)
        with on_medium(path):
            self._file = self._part.open("xb", buffering=0)
            if not private:
                for_all(self._part, 0o644)
            self._writer = direct.Writer(self._file)

    def write(self, block: memoryview) -> None:
        """Every byte, or a fault, here or in `finish`."""
        self.size += len(block)
        self._written.update(block)
        with on_medium(self.path):
            self._taken(self._writer.write(block))

    def _taken(self, all_of_it: bool) -> None:
        if not all_of_it:
            raise Fault(Code.DISK_FULL, path=str(self.path))

    def finish(self) -> None:
        with on_medium(self.path):
            self._taken(self._writer.flush())
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self.path)

    def prove(self, step: Callable[[int], None] | None = None) -> None:
        """Read the finished file back from the medium. Raises `Fault(WRITE_NOT_PROVEN)` if it is not what was written.

        The cache is dropped first: without that the comparison reads memory, not the medium. Only after the whole is
        written, because a medium that is smaller than it says lays the end over the beginning. Call it once.
        """
        found = Poly1305(self._secret)
        with on_medium(self.path), self.path.open("rb", buffering=0) as file:
            _forget(file.fileno())
            for block in direct.read(file):
                found.update(block)
                if step:
                    step(len(block))
        if not hmac.compare_digest(found.finalize(), self._written.finalize()):
            raise Fault(Code.WRITE_NOT_PROVEN, path=str(self.path))

    def abandon(self) -> None:
        """Close and remove what is there, as far as the medium still lets us."""
        self._writer.settle()
        with suppress(OSError):
            self._file.close()
        for path in (self._part, self.path):
            with suppress(OSError):
                path.unlink(missing_ok=True)


class Written(Protocol):
    """A file of a folder that is being made."""

    path: Path
    size: int

    def write(self, block: memoryview) -> None: ...

    def finish(self) -> None: ...

    def prove(self, step: Callable[[int], None] | None = None) -> None: ...

    def abandon(self) -> None: ...


class KeptFile:
    """A file that lies finished on the medium from before: instead of writing, its bytes are read and compared."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        with on_medium(path):
            self._file = path.open("rb", buffering=0)
            _forget(self._file.fileno())
        self._blocks = direct.read(self._file)
        self._held = _NOTHING

    def write(self, block: memoryview) -> None:
        """Raises `Fault(WRITE_NOT_PROVEN)` where the medium holds something else."""
        self.size += len(block)
        with on_medium(self.path):
            while block:
                self._held = self._held or next(self._blocks, _NOTHING)
                here = block[: len(self._held)]
                if not here or bytes(here) != bytes(self._held[: len(here)]):
                    raise Fault(Code.WRITE_NOT_PROVEN, path=str(self.path))
                self._held, block = self._held[len(here) :], block[len(here) :]

    def finish(self) -> None:
        """Raises `Fault(WRITE_NOT_PROVEN)` where it goes on behind its end."""
        with on_medium(self.path):
            longer = self._held or next(self._blocks, _NOTHING)
            self._file.close()
        if longer:
            raise Fault(Code.WRITE_NOT_PROVEN, path=str(self.path))

    def prove(self, step: Callable[[int], None] | None = None) -> None:
        """Every byte was read from the medium already."""
        if step:
            step(self.size)

    def abandon(self) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


class NewFolder:
    """A folder on a medium that is complete at the end of the `with` block, or gone.

    Where it can be neither, the block raises `Fault(MEDIUM_PULLED)`. `again`: it may be there, with
    files of ours from `before`. `private`: on a disk of several users it is for whoever makes it alone; a sealed
    package is for whoever carries it on.
    """

    def __init__(self, path: Path, *, again: bool = False, before: Sequence[str] = (), private: bool = False) -> None:
        self.path = path
        self._private = private
        self._again = again
        self._before = [path / name for name in before]
        self._files: list[Written] = []

    def __enter__(self) -> "NewFolder":
        try:
            self.path.mkdir(0o700, exist_ok=self._again)
            if not self._private:
                for_all(self.path, 0o755)
        except FileExistsError as error:
            raise Fault(Code.MEDIUM_NOT_EMPTY, path=str(self.path)) from error
        except OSError as error:
            raise as_fault(error, self.path) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            return
        for file in self._files:
            file.abandon()
        for path in self._before:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        try:
            self.path.rmdir()
        except OSError:
            if self._may_hold_ours():
                raise Fault(Code.MEDIUM_PULLED, path=str(self.path)) from error

    def _may_hold_ours(self) -> bool:
        """Whether the medium no longer says what lies in the folder, or says that something of ours does."""
        ours = {name for file in self._files for name in (file.path.name, file.path.name + PART)}
        ours |= {path.name for path in self._before}
        try:
            return any(path.name in ours for path in self.path.iterdir())
        except OSError:
            return True

    def file(self, name: str) -> PartFile:
        """Begin a file of this folder."""
        file = PartFile(self.path / name, private=self._private)
        self._files.append(file)
        return file

    def kept(self, name: str) -> KeptFile:
        """Look at a file of this folder that is there."""
        file = KeptFile(self.path / name)
        self._files.append(file)
        return file

    def drop(self, name: str) -> None:
        """Remove what lies there under this name or its temporary one."""
        with on_medium(self.path):
            for path in (self.path / name, self.path / (name + PART)):
                path.unlink(missing_ok=True)

    def put(self, name: str, data: bytes) -> None:
        """A small file, written, made durable and read back."""
        file = self.file(name)
        file.write(memoryview(data))
        file.finish()
        self.sync()
        file.prove()

    def sync(self) -> None:
        """Make the names durable."""
        with on_medium(self.path):
            sync_folder(self.path)


def blocks(path: Path) -> Generator[memoryview, None, None]:
    """A file of a medium, 1 MiB at a time. A block is good while the next is read, no longer."""
    with on_medium(path), path.open("rb", buffering=0) as file:
        yield from _read(file)


def _read(file: io.FileIO) -> Iterator[memoryview]:
    """Through two buffers in turn; the system reads ahead, so that the medium never waits for us."""
    position = 0
    for room in cycle([memoryview(bytearray(_STEP)) for _ in range(2)]):
        _announce(file.fileno(), position)
        size = file.readinto(room)
        if not size:
            return
        position += size
        yield room[:size]


def settle(file: BinaryIO) -> None:
    """Make a file durable and drop it from the cache: what is read next comes from the medium."""
    file.flush()
    os.fsync(file.fileno())
    _forget(file.fileno())


def _announce(handle: int, position: int) -> None:
    """Tell the system what is read soon."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, position, _AHEAD, os.POSIX_FADV_WILLNEED)


def _forget(handle: int) -> None:
    """Advise the system to drop a file from its cache. Not every system takes advice."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


class Counter:
    """Adds up steps of work for `progress`."""

    def __init__(self, progress: Progress, total: int, what: str) -> None:
        self._progress = progress
        self._total = total
        self._what = what
        self._done = 0

    def __call__(self, size: int) -> None:
        self._done += size
        self._progress.step(self._done, self._total, self._what)
