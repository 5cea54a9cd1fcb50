"""Putting files onto a medium so that each is whole or absent, and proving it by reading them back."""

import errno
import hashlib
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.reasons import reason_of
from desktop_app.crypto.digesting import Digests

PART = ".part"
_STEP = 4 * 1024 * 1024
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


class PartFile:
    """A file under a temporary name; `finish` makes it durable and gives it its own. Counts on the way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._part = path.with_name(path.name + PART)
        with on_medium(path):
            self._file = self._part.open("xb", buffering=0)

    def write(self, block: memoryview) -> None:
        """Every byte: an unbuffered write may take fewer than it was given."""
        start = self.size
        self.size += len(block)
        with on_medium(self.path):
            while block:
                taken = self._file.write(block)
                if not taken:
                    raise Fault(Code.DISK_FULL, path=str(self.path))
                block = block[taken:]
            # Linux begins to write out on this advice, so that `finish` need not wait for everything at once
            # (256 MiB: 1 ms instead of 80).
            _forget(self._file.fileno(), start, self.size - start)

    def finish(self) -> None:
        with on_medium(self.path):
            os.fsync(self._file.fileno())
            self._file.close()
            self._part.replace(self.path)

    def abandon(self) -> None:
        """Close and remove what is there, as far as the medium still lets us."""
        with suppress(OSError):
            self._file.close()
        for path in (self._part, self.path):
            with suppress(OSError):
                path.unlink(missing_ok=True)


class NewFolder:
    """A folder on a medium that is complete at the end of the `with` block, or gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: list[PartFile] = []

    def __enter__(self) -> "NewFolder":
        try:
            self.path.mkdir()
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
        with suppress(OSError):
            self.path.rmdir()

    def file(self, name: str) -> PartFile:
        """Begin a file of this folder."""
        file = PartFile(self.path / name)
        self._files.append(file)
        return file

    def put(self, name: str, data: bytes) -> None:
        """A small file, written, made durable and read back."""
        file = self.file(name)
        file.write(memoryview(data))
        file.finish()
        self.sync()
        prove(file.path, hashlib.sha256(data).hexdigest())

    def sync(self) -> None:
        """Make the names durable. Windows has no such call for folders."""
        if os.name == "posix":
            with on_medium(self.path):
                handle = os.open(self.path, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)


def prove(path: Path, digest: str, step: Callable[[int], None] | None = None) -> None:
    """Read a file back from the medium. Raises `Fault(WRITE_NOT_PROVEN)` if it is not what was written.

    The cache is dropped first: without that the comparison reads memory, not the medium.
    """
    found = hashlib.sha256()
    with Digests() as digests, closing(blocks(path, fresh=True)) as read:
        for block in read:
            digests.feed(found, block)
            if step:
                step(len(block))
    if found.hexdigest() != digest:
        raise Fault(Code.WRITE_NOT_PROVEN, path=str(path))


def blocks(path: Path, *, fresh: bool = False) -> Generator[bytes, None, None]:
    """A file of a medium, 4 MiB at a time; `fresh` drops what the cache has of it first."""
    with on_medium(path), path.open("rb", buffering=0) as file:
        if fresh:
            _forget(file.fileno(), 0, 0)
        while block := file.read(_STEP):
            yield block


def _forget(handle: int, start: int, size: int) -> None:
    """Advise the system to drop a part of a file from its cache (0: to the end). Not every system takes advice."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, start, size, os.POSIX_FADV_DONTNEED)


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
