"""Writing whole or not at all: every step is made to fail once, and a medium is really full."""

import errno
import os
import subprocess
from pathlib import Path

import pytest

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.host.atomic import write_atomic, write_together

_OLD, _NEW = b"old content", b"new content, longer than the old"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "记录.json"
    path.write_bytes(_OLD)
    return path


def _names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_content_is_replaced_and_private(file):
    write_atomic(file, _NEW)
    assert file.read_bytes() == _NEW
    assert file.stat().st_mode & 0o777 == 0o600
    assert _names(file.parent) == [file.name]


def test_pieces_are_written_in_order(tmp_path):
    before = os.umask(0o022)  # what a stricter mask of the machine takes away is not asked about here
    try:
        write_atomic(tmp_path / "new", (bytes([n]) * 70_000 for n in range(5)), mode=0o640)
    finally:
        os.umask(before)
    assert (tmp_path / "new").read_bytes() == b"".join(bytes([n]) * 70_000 for n in range(5))
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_a_link_is_replaced_not_followed(tmp_path):
    victim = tmp_path / "victim"
    victim.write_bytes(_OLD)
    link = tmp_path / "link"
    link.symlink_to(victim)
    write_atomic(link, _NEW)
    assert victim.read_bytes() == _OLD
    assert link.read_bytes() == _NEW
    assert not link.is_symlink()


@pytest.mark.parametrize("step", ["open", "write", "fsync", "close", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EIO, Code.MEDIUM_GONE),
        (errno.ENODEV, Code.MEDIUM_GONE),
        (errno.EROFS, Code.MEDIUM_READ_ONLY),
        (errno.EACCES, Code.FOLDER_NOT_WRITABLE),
        (errno.EFBIG, Code.MEDIUM_FILE_LIMIT),
        (errno.EINTR, Code.FILE_UNREADABLE),
    ],
)
def test_the_old_content_survives_a_failure_at_each_step(file, monkeypatch, step, number, code):
    _fail_once(monkeypatch, step, number)
    with pytest.raises(Fault) as caught:
        write_atomic(file, _NEW)
    monkeypatch.undo()
    assert caught.value.code is code
    assert caught.value.fields["path"] == str(file)
    assert file.read_bytes() == _OLD
    assert _names(file.parent) == [file.name]


def _fail_once(monkeypatch, step, number):
    owner = Path if step == "replace" else os
    real = getattr(owner, step)

    def failing(*arguments):
        if step == "close":
            real(*arguments)  # the system closes even when it reports that earlier bytes were lost
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(owner, step, failing)


def test_a_failure_to_sync_the_folder_is_told(file, monkeypatch):
    calls = []
    real = os.fsync

    def second_fails(handle):
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.EIO, "io")
        real(handle)

    monkeypatch.setattr(os, "fsync", second_fails)
    with pytest.raises(Fault) as caught:
        write_atomic(file, _NEW)
    assert caught.value.code is Code.MEDIUM_GONE
    assert file.read_bytes() == _NEW


@pytest.mark.parametrize("fails", [1, 2])
def test_files_that_are_nothing_alone_are_there_together_or_not_at_all(tmp_path, monkeypatch, fails):
    """A full medium at the second file, or as early as at the first: the export of a log left its signature there."""
    log, signature = tmp_path / "log", tmp_path / "log.sig"
    real, calls = os.fsync, []

    def full(handle):
        calls.append(handle)
        if len(calls) == fails:
            raise OSError(errno.ENOSPC, "full")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Fault) as caught:
        write_together({signature: b"s", log: b"l"})
    assert caught.value.code is Code.DISK_FULL
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(os, "fsync", real)
    write_together({signature: b"s", log: b"l"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"log": b"l", "log.sig": b"s"}


def test_a_short_write_is_continued(file, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, rest: real(handle, rest[:3]))
    write_atomic(file, _NEW)
    assert file.read_bytes() == _NEW


def test_a_cancel_while_the_content_is_made_leaves_the_old(file):
    def pieces():
        yield b"half"
        raise Cancelled

    with pytest.raises(Cancelled):
        write_atomic(file, pieces())
    assert file.read_bytes() == _OLD
    assert _names(file.parent) == [file.name]


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(Fault) as caught:
        write_atomic(tmp_path / "none" / "file", _NEW)
    assert caught.value.code is Code.FILE_NOT_FOUND


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 1 MiB."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    folder = tmp_path / "small"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_keeps_the_old_content(small_disk):
    file = small_disk / "file"
    write_atomic(file, _OLD)
    with pytest.raises(Fault) as caught:
        write_atomic(file, bytes(2 << 20))
    assert caught.value.code is Code.DISK_FULL
    assert file.read_bytes() == _OLD
    assert _names(small_disk) == ["file"]
    write_atomic(file, bytes(600 << 10))  # what was begun takes no room any more


def test_a_read_only_disk(small_disk):
    file = small_disk / "file"
    write_atomic(file, _OLD)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(Fault) as caught:
        write_atomic(file, _NEW)
    assert caught.value.code is Code.MEDIUM_READ_ONLY
    assert file.read_bytes() == _OLD


def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Fault) as caught:
        write_atomic(pipe, b"x")
    assert caught.value.code is Code.FILE_EXISTS
    assert pipe.is_fifo()
    assert [p.name for p in tmp_path.iterdir()] == ["pipe"]
