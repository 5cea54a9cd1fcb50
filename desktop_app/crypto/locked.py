"""Secret bytes in a page of memory of their own, and the wiping of the copies that other libraries hand out.

Python neither promises where an object lies nor clears it when it goes. Keys therefore live in an anonymous mapping
that the system is asked to keep out of swap, dumps and forked children, and that is overwritten when it is given up.
"""

import contextlib
import ctypes
import hmac
import mmap
import os
import sys
from collections.abc import Iterator
from typing import Self

Bytes = bytes | bytearray | memoryview

#: Linux: a forked child finds zeros here (madvise(2)); `mmap` has no name for it.
_MADV_WIPEONFORK = 18
#: Where CPython keeps the characters behind an object's head, by the width of one.
_ASCII_HEAD = sys.getsizeof("") - 1
_WIDE_HEAD = sys.getsizeof(chr(0x100)) - 4  # a letter and its end, two bytes each; later CPythons keep more by "\x80"
_BYTES_HEAD = sys.getsizeof(b"") - 1
#: The interpreter shares shorter ones among all who have them.
_LEAST_WIPED = 4


class _Page(mmap.mmap):
    """Memory that is overwritten when nobody looks at it any more: a view of it keeps it."""

    def wipe(self) -> None:
        if not self.closed:
            self[:] = bytes(len(self))
            # somebody still looks, at zeros: then the system takes the page back when they are done
            with contextlib.suppress(BufferError):
                self.close()

    def __del__(self) -> None:
        with contextlib.suppress(Exception):  # the interpreter may be on its way out
            self.wipe()


class LockedBytes:
    """So many bytes, zero at first. `wipe` ends them; so does the last look at them going away."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._page: _Page | None = _mapped(size)
        self.locked = _lock(_address(self._page), len(self._page))

    @classmethod
    def of(cls, secret: Bytes) -> Self:
        """A copy of `secret`, whose own bytes stay where they are."""
        made = cls(len(secret))
        made.view[:] = secret
        return made

    @classmethod
    def taken(cls, secret: bytes) -> Self:
        """`secret`, fresh from a library and nobody else's, which is overwritten where it was."""
        try:
            return cls.of(secret)
        finally:
            overwrite(secret)

    @classmethod
    def random(cls, size: int) -> Self:
        return cls.taken(os.urandom(size))

    @property
    def view(self) -> memoryview:
        """The bytes themselves, for whoever takes a buffer. Raises `ValueError` once they are wiped."""
        if self._page is None:
            raise ValueError("this secret was wiped")
        return memoryview(self._page)[: self._size]

    def copy(self) -> "LockedBytes":
        """The same bytes with a life of their own."""
        return LockedBytes.of(self.view)

    def wipe(self) -> None:
        """Overwrite the bytes and give the memory back. Does nothing the second time."""
        page, self._page = self._page, None
        if page is not None:
            page.wipe()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LockedBytes) and hmac.compare_digest(self.view, other.view)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return self._size

    def __repr__(self) -> str:
        return "LockedBytes()"


@contextlib.contextmanager
def passing(copy: bytes | str) -> Iterator[None]:
    """Overwrite `copy`, made for this block alone, at its end."""
    try:
        yield
    finally:
        overwrite(copy)


def overwrite(copy: bytes | bytearray | str) -> None:
    """Zeros where `copy` was. Only for an object that the caller made and that nobody will read again: constants and
    short texts are shared within the interpreter.
    """
    if sys.implementation.name != "cpython" or len(copy) < _LEAST_WIPED:
        return
    if isinstance(copy, bytearray):
        copy[:] = bytes(len(copy))
    elif isinstance(copy, bytes):
        ctypes.memset(id(copy) + _BYTES_HEAD, 0, len(copy))
    elif copy.isascii():
        ctypes.memset(id(copy) + _ASCII_HEAD, 0, len(copy))
    else:
        widest = ord(max(copy))
        width = 1 if widest < 0x100 else 2 if widest < 0x10000 else 4
        ctypes.memset(id(copy) + _WIDE_HEAD, 0, len(copy) * width)


def locks_memory() -> bool:
    """Whether this system keeps a page of secrets out of swap for this user."""
    return LockedBytes(1).locked


def _address(mapping: mmap.mmap) -> int:
    return ctypes.addressof(ctypes.c_char.from_buffer(mapping))


if sys.platform == "win32":

    def _mapped(size: int) -> _Page:
        return _Page(-1, max(size, 1))

    def _lock(address: int, size: int) -> bool:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        return bool(kernel.VirtualLock(ctypes.c_void_p(address), ctypes.c_size_t(size)))

else:

    def _mapped(size: int) -> _Page:
        made = _Page(-1, max(size, 1), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        if sys.platform == "linux":
            for advice in (mmap.MADV_DONTDUMP, _MADV_WIPEONFORK):
                with contextlib.suppress(OSError):  # an older kernel
                    made.madvise(advice)
        return made

    def _lock(address: int, size: int) -> bool:
        return bool(ctypes.CDLL(None).mlock(ctypes.c_void_p(address), ctypes.c_size_t(size)) == 0)
