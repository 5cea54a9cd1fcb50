"""A folder that stands for a stick which is pulled after so many bytes: what lies on it by then stays on it."""

import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

#: What making something durable counts, so that a stick is pulled there as well.
_SYNC = 4096


class Stick:
    """`spent` counts bytes written and read; `folder` is gone from its place once that is more than `after`."""

    def __init__(self, folder: Path, after: int) -> None:
        self.folder = folder
        self.spent = 0
        self.gone = False
        self._after = after
        self._elsewhere = folder.with_name(folder.name + "-pulled")

    def spend(self, size: int) -> int:
        """How much of it still happens."""
        taken = max(0, min(size, self._after - self.spent))
        self.spent += size
        if taken < size and not self.gone:
            self.gone = True
            self.folder.rename(self._elsewhere)
        return taken

    def back(self) -> None:
        if self.gone:
            self._elsewhere.rename(self.folder)


class _File(io.FileIO):
    """A file of the stick: its handle outlives the stick and does nothing any more."""

    def __init__(self, stick: Stick, path: Path, mode: str) -> None:
        self._stick = stick
        super().__init__(path, mode)

    def write(self, data: Any, /) -> int:
        taken = self._stick.spend(len(data))
        written = super().write(memoryview(data)[:taken])
        self._look()
        return written

    def readinto(self, buffer: Any, /) -> int:
        size = super().readinto(buffer)
        self._stick.spend(size)
        self._look()
        return size

    def _look(self) -> None:
        if self._stick.gone:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


@contextmanager
def pulled(folder: Path, after: int) -> Iterator[Stick]:
    """Inside, the stick in `folder` is pulled after so many bytes; afterwards it is there again."""
    stick = Stick(folder, after)
    opened, sync = Path.open, os.fsync

    def open_(self: Path, mode: str = "r", buffering: int = -1, *more: Any, **named: Any) -> Any:
        if folder not in self.parents or "b" not in mode:
            return opened(self, mode, buffering, *more, **named)
        file = _File(stick, self, mode)
        return file if buffering == 0 else io.BufferedReader(file)

    def fsync(handle: int) -> None:
        if folder in Path(f"/proc/self/fd/{handle}").readlink().parents:
            stick.spend(_SYNC)
            if stick.gone:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", open_)
        patch.setattr(os, "fsync", fsync)
        yield stick
    stick.back()
