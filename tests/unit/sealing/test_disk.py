"""A file on somebody's medium: whole or gone, whatever the medium does; each trouble has a sentence of its own."""

import errno
import os
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.sealing import disk


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EDQUOT, Code.DISK_FULL),
        (errno.EFBIG, Code.MEDIUM_FILE_LIMIT),
        (errno.EROFS, Code.MEDIUM_READ_ONLY),
        (errno.EPERM, Code.MEDIUM_READ_ONLY),
        (errno.EIO, Code.MEDIUM_GONE),
        (errno.ENODEV, Code.MEDIUM_GONE),
    ],
)
def test_each_error_of_a_medium_has_its_sentence(number: int, code: Code) -> None:
    with pytest.raises(Fault) as caught, disk.on_medium(Path("/medium")):
        raise OSError(number, os.strerror(number))
    assert caught.value.code is code
    assert caught.value.fields["path"] == str(Path("/medium"))


class Grudging:
    """A file as some media behave: it takes a few bytes at a time, and in the end none."""

    def __init__(self, file: object, takes: int) -> None:
        self._file = file
        self._takes = takes

    def write(self, block: memoryview) -> int:
        return int(self._file.write(block[: self._takes]))  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)


def test_a_medium_that_takes_little_gets_every_byte(tmp_path: Path) -> None:
    file = disk.PartFile(tmp_path / "package.age")
    file._writer._file = Grudging(file._file, 7)  # type: ignore[assignment]
    file.write(memoryview(b"in the steppe " * 10))
    file.finish()
    steps: list[int] = []
    file.prove(steps.append)
    assert file.path.read_bytes() == b"in the steppe " * 10
    assert sum(steps) == file.size == 140


def test_a_medium_that_takes_nothing_is_full(tmp_path: Path) -> None:
    file = disk.PartFile(tmp_path / "package.age")
    file._writer._file = Grudging(file._file, 0)  # type: ignore[assignment]
    file.write(memoryview(b"something"))
    with pytest.raises(Fault) as caught:
        file.finish()
    assert caught.value.code is Code.DISK_FULL
    file.abandon()
    assert list(tmp_path.iterdir()) == []


def test_what_the_medium_gives_back_changed_is_not_proven(tmp_path: Path) -> None:
    file = disk.PartFile(tmp_path / "package.age")
    file.write(memoryview(b"as it was written"))
    file.finish()
    file.path.write_bytes(b"as it is read now")
    with pytest.raises(Fault) as caught:
        file.prove()
    assert caught.value.code is Code.WRITE_NOT_PROVEN


def test_a_folder_that_fails_is_gone_with_all_its_files(tmp_path: Path) -> None:
    def pulled_out() -> None:
        with disk.NewFolder(tmp_path / "to-city") as folder:
            whole, begun = folder.file("whole"), folder.file("begun")
            whole.write(memoryview(b"x"))
            whole.finish()
            begun.write(memoryview(b"y"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        pulled_out()
    assert list(tmp_path.iterdir()) == []


def test_what_lay_there_before_goes_with_a_folder_that_fails(tmp_path: Path) -> None:
    medium = tmp_path / "to-city"
    medium.mkdir()
    (medium / "volume").write_bytes(b"as it was")

    def pulled_out() -> None:
        with disk.NewFolder(medium, again=True, before=()) as folder:
            folder.kept("volume").write(memoryview(b"as it was"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        pulled_out()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_never_written_into_another(tmp_path: Path) -> None:
    (tmp_path / "to-city").mkdir()
    with pytest.raises(Fault) as caught, disk.NewFolder(tmp_path / "to-city"):
        pass
    assert caught.value.code is Code.MEDIUM_NOT_EMPTY
    with pytest.raises(Fault) as caught, disk.NewFolder(tmp_path / "nowhere" / "to-city"):
        pass
    assert caught.value.code is Code.MEDIUM_GONE


def test_blocks_come_one_after_another(tmp_path: Path) -> None:
    path = tmp_path / "scan"
    content = os.urandom(3 * (1 << 20) + 5)
    path.write_bytes(content)
    assert b"".join(bytes(block) for block in disk.blocks(path)) == content
    with path.open("r+b") as file:
        disk.settle(file)
