"""Past the cache where the medium allows it, through it where not: what was written is there either way."""

import errno
import io
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.sealing import direct, disk
from tests.support.patience import AT_MOST_S

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program choose this")

#: A whole block, an odd end, and pieces that fit neither.
CONTENT = os.urandom(2 * direct.ROOM + 12_345)
PIECE = 524_416


def past_the_cache(file: io.FileIO) -> bool:
    flags = Path(f"/proc/self/fdinfo/{file.fileno()}").read_text(encoding="ascii").split("flags:")[1].split()[0]
    return bool(int(flags, 8) & os.O_DIRECT)


class Watched(io.FileIO):
    """Notes for every transfer whether it went past the cache; may refuse that as some file systems do: late."""

    refuses = False

    def __init__(self, path: Path, mode: str) -> None:
        super().__init__(path, mode)
        self.past: list[bool] = []

    def write(self, data: Any, /) -> int:
        self._look()
        return super().write(data)

    def readinto(self, buffer: Any, /) -> int:
        self._look()
        return super().readinto(buffer)

    def _look(self) -> None:
        self.past.append(past_the_cache(self))
        if self.refuses and self.past[-1]:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


class Refusing(Watched):
    refuses = True


def written(file: io.FileIO) -> None:
    writer = direct.Writer(file)
    for at in range(0, len(CONTENT), PIECE):
        assert writer.write(memoryview(CONTENT)[at : at + PIECE])
    assert writer.flush()


def test_whole_blocks_go_past_the_cache_and_the_odd_end_does_not(tmp_path: Path) -> None:
    with Watched(tmp_path / "volume", "xb") as file:
        written(file)
    assert file.past == [True, True, False]
    with Watched(tmp_path / "volume", "rb") as file:
        assert b"".join(bytes(block) for block in direct.read(file)) == CONTENT
    assert all(file.past)


def test_a_medium_that_refuses_gets_the_same_bytes_through_the_cache(tmp_path: Path) -> None:
    with Refusing(tmp_path / "volume", "xb") as file:
        written(file)
    assert file.past == [True, False, False, False]
    with Refusing(tmp_path / "volume", "rb") as file:
        assert b"".join(bytes(block) for block in direct.read(file)) == CONTENT
    assert file.past[:2] == [True, False]
    assert not any(file.past[1:])


def test_a_system_that_refuses_the_wish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(handle: int, command: int, flags: int = 0) -> int:
        del handle
        if command == direct.fcntl.F_SETFL and flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return 0

    monkeypatch.setattr(direct.fcntl, "fcntl", refuse)
    with Watched(tmp_path / "volume", "xb") as file:
        written(file)
    assert not any(file.past)
    assert (tmp_path / "volume").read_bytes() == CONTENT


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, Code.DISK_FULL), (errno.EIO, Code.MEDIUM_GONE)])
def test_a_block_that_the_medium_does_not_take_is_told(tmp_path: Path, number: int, code: Code) -> None:
    class Failing(Watched):
        def write(self, data: Any, /) -> int:
            raise OSError(number, os.strerror(number))

    file = disk.PartFile(tmp_path / "volume")
    with Failing(tmp_path / "other", "xb") as failing:
        file._writer = direct.Writer(failing)
        with pytest.raises(Fault) as caught:
            file.write(memoryview(CONTENT))
    file.abandon()
    assert caught.value.code is code


def test_the_next_block_is_taken_while_the_medium_still_writes_the_one_before(tmp_path: Path) -> None:
    going_on = threading.Event()

    class Slow(Watched):
        def write(self, data: Any, /) -> int:
            assert going_on.wait(AT_MOST_S)
            return super().write(data)

    with Slow(tmp_path / "volume", "xb") as file:
        writer = direct.Writer(file)
        assert writer.write(memoryview(CONTENT)[: direct.ROOM])
        assert writer.write(memoryview(CONTENT)[direct.ROOM : 2 * direct.ROOM - 1])
        assert file.past == [], "nothing lies on the medium yet"
        going_on.set()
        assert writer.write(memoryview(CONTENT)[2 * direct.ROOM - 1 :])
        assert writer.flush()
    assert (tmp_path / "volume").read_bytes() == CONTENT


def test_a_full_medium_is_told_though_nothing_is_written_after(tmp_path: Path) -> None:
    class Full(Watched):
        def write(self, data: Any, /) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = disk.PartFile(tmp_path / "volume")
    with Full(tmp_path / "other", "xb") as full:
        file._writer = direct.Writer(full)
        file.write(memoryview(CONTENT)[: direct.ROOM])
        with pytest.raises(Fault) as caught:
            file.finish()
    file.abandon()
    assert caught.value.code is Code.DISK_FULL
    assert list(tmp_path.glob("volume*")) == []


def test_who_gives_up_waits_for_what_is_being_written(tmp_path: Path) -> None:
    """Another file may have the number of a closed one: what is under way would go into that."""
    begun, going_on, open_then = threading.Event(), threading.Event(), []

    class Slow(Watched):
        def write(self, data: Any, /) -> int:
            begun.set()
            assert going_on.wait(AT_MOST_S)
            open_then.append(not self.closed)
            return super().write(data)

    file = disk.PartFile(tmp_path / "volume")
    with Slow(tmp_path / "other", "xb") as slow:
        file._file.close()
        file._file, file._writer = slow, direct.Writer(slow)
        file.write(memoryview(CONTENT)[: direct.ROOM])
        assert begun.wait(AT_MOST_S)
        threading.Timer(0.2, going_on.set).start()
        file.abandon()
        assert slow.closed
    assert open_then == [True]
