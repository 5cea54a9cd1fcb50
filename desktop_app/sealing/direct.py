"""Bytes to and from a medium past the system's cache, where the system and the medium allow it.

256 MiB onto a solid-state disk take 20 ms of processor time this way and 120 through the cache, reading them back 10
against 100; and what is read back comes from the medium, not from memory. Where it is refused everything goes through
the cache as usual: on other systems, on many network shares, for the odd bytes at the end.
"""

import ctypes
import errno
import io
import mmap
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import cycle

#: A whole number of every medium's blocks, which direct transfers are counted in.
ROOM = 1024 * 1024

#: So much may wait in the cache: progress then tells of the medium, not of memory, and cancelling is quick.
_WAITING = 64 * 1024 * 1024

if sys.platform == "linux":
    import fcntl

    # sync_file_range(2), which Python does not offer. Advice to drop dirty pages begins writing out too, but
    # never waits for what was begun, so that a slow medium lags behind what progress says.
    _sync_file_range = ctypes.CDLL(None, use_errno=True).sync_file_range
    _sync_file_range.argtypes = (ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_uint)
    _BEGIN, _DONE = 2, 7

    def switch(handle: int, direct: bool) -> bool:
        """Whether what follows on this open file goes past the cache."""
        flags = fcntl.fcntl(handle, fcntl.F_GETFL)
        wanted = flags | os.O_DIRECT if direct else flags & ~os.O_DIRECT
        try:
            fcntl.fcntl(handle, fcntl.F_SETFL, wanted)
        except OSError:
            return False
        return direct

    def write_out(handle: int, start: int, end: int) -> None:
        """Begin to write out these bytes, and wait for what was begun long ago; an `fsync` tells of all."""
        if _sync_file_range(handle, start, end - start, _BEGIN) == 0 and end > _WAITING:
            _sync_file_range(handle, max(0, start - _WAITING), end - start, _DONE)
else:

    def switch(handle: int, direct: bool) -> bool:
        """Only Linux lets a program choose this for a file that is open."""
        del handle, direct
        return False

    def write_out(handle: int, start: int, end: int) -> None:
        """Only Linux lets a program say when to begin."""


def room() -> memoryview:
    """Memory at a page's border: a medium reads from nowhere else, and writes nowhere else, without the cache."""
    return memoryview(mmap.mmap(-1, ROOM))


def read(file: io.FileIO) -> Iterator[memoryview]:
    """All of a file, past the cache where that can be done. A block is good while the next is read, no longer."""
    direct = switch(file.fileno(), True)
    for block in cycle([room() for _ in range(2)]):
        try:
            size = file.readinto(block)
        except OSError as error:
            if not direct or error.errno != errno.EINVAL:
                raise
            direct = switch(file.fileno(), False)
            size = file.readinto(block)
        if not size:
            return
        yield block[:size]


class Writer:
    """Gathers what is written into blocks; while the medium takes one, the next is filled.

    `flush` writes what is left and must come last, or else `settle`.
    """

    def __init__(self, file: io.FileIO) -> None:
        self._file = file
        self._direct = switch(file.fileno(), True)
        self._rooms: list[memoryview] = [room()]
        self._held = 0
        self._size = 0
        self._thread: ThreadPoolExecutor | None = None  # small files are written without one
        self._under_way: Future[bool] | None = None

    def write(self, block: memoryview) -> bool:
        """Take all of `block`; false when the medium took nothing of what it was given, now or the time before."""
        while block:
            taken = min(len(block), ROOM - self._held)
            self._rooms[0][self._held : self._held + taken] = block[:taken]
            self._held += taken
            block = block[taken:]
            if self._held == ROOM and not self._begin():
                return False
        return True

    def flush(self) -> bool:
        """Write what does not fill a block; false as for `write`."""
        done = self._taken()
        self.settle()
        self._direct = self._direct and switch(self._file.fileno(), False)
        done = done and self._put(self._rooms[0][: self._held])
        self._rooms.clear()
        return done

    def settle(self) -> None:
        """Wait until nothing is under way, whatever became of it: only then may the file be closed."""
        if self._thread is not None:
            self._thread.shutdown()
            self._thread = None

    def _begin(self) -> bool:
        """Have the full block written, once the one before it is."""
        if not self._taken():
            return False
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, "medium")
            self._rooms.append(room())
        self._under_way = self._thread.submit(self._put, self._rooms[0])
        self._rooms.reverse()
        self._held = 0
        return True

    def _taken(self) -> bool:
        """Whether the medium took what was begun; raises what that raised."""
        before, self._under_way = self._under_way, None
        return before is None or before.result()

    def _put(self, block: memoryview) -> bool:
        """Every byte of it: a write may take fewer than it was given."""
        size = len(block)
        while block:
            taken = self._write(block)
            if not taken:
                return False
            block = block[taken:]
        if not self._direct:
            write_out(self._file.fileno(), self._size, self._size + size)
        self._size += size
        return True

    def _write(self, block: memoryview) -> int | None:
        try:
            return self._file.write(block)
        except OSError as error:
            # A file system may take the wish and refuse the first bytes; after a partial write borders are off, too.
            if not self._direct or error.errno != errno.EINVAL:
                raise
            self._direct = switch(self._file.fileno(), False)
            return self._file.write(block)
