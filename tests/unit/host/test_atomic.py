"""Writing whole or not at all: every step is made to fail once, and a medium is really full."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.host.atomic import sweep, write_atomic, write_together

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
    assert sys.platform == "win32" or file.stat().st_mode & 0o777 == 0o600  # there the folder says who may read
    assert _names(file.parent) == [file.name]


def test_pieces_are_written_in_order(tmp_path):
    before = os.umask(0o022)  # what a stricter mask of the machine takes away is not asked about here
    try:
        write_atomic(tmp_path / "new", (bytes([n]) * 70_000 for n in range(5)), mode=0o640)
    finally:
        os.umask(before)
    assert (tmp_path / "new").read_bytes() == b"".join(bytes([n]) * 70_000 for n in range(5))
    assert sys.platform == "win32" or (tmp_path / "new").stat().st_mode & 0o777 == 0o640


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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows opens no folder for it")
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
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
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


@pytest.mark.skipif(sys.platform == "win32", reason="no pipe has a name in a folder there")
def test_a_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(Fault) as caught:
        write_atomic(pipe, b"x")
    assert caught.value.code is Code.FILE_EXISTS
    assert pipe.is_fifo()
    assert [p.name for p in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.skipif(sys.platform != "linux", reason="every file has a name there")
@pytest.mark.parametrize("before", [b"", _OLD])
@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP, errno.EXDEV, errno.ENOENT])
def test_where_an_unnamed_file_can_be_made_and_not_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, before: bytes
) -> None:
    """Some shares, and what guards a machine, let one be made and refuse the link."""
    path = tmp_path / "file"
    if before:
        path.write_bytes(before)

    def refused(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refused)
    content = os.urandom(3 << 20)
    write_atomic(path, content)
    assert path.read_bytes() == content
    assert path.stat().st_mode & 0o777 == 0o600
    assert _names(tmp_path) == ["file"]


#: Writes the first half of a file and waits. `named`: as on a file system where every file has a name.
_HALF_WAY = """
import errno, os, sys
from pathlib import Path
from desktop_app.host.atomic import sweep, write_atomic
if sys.argv[2] == "named":
    real = os.open
    def refusing(path, flags, *rest, **more):
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "no")
        return real(path, flags, *rest, **more)
    os.open = refusing
def pieces():
    yield "沈砚舟".encode() * 9000
    print("half", flush=True)
    sys.stdin.read()
    yield b"rest"
write_atomic(Path(sys.argv[1]), pieces())
"""


@contextmanager
def _half_way(path: Path, how: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", _HALF_WAY, str(path), how]
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout
        assert child.stdout.readline() == b"half\n"
        yield child
        child.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="every file has a name there")
@pytest.mark.parametrize("before", [b"", _OLD])
def test_killed_half_way_nothing_of_it_is_left(tmp_path: Path, before: bytes) -> None:
    path = tmp_path / "明文.pdf"
    if before:
        path.write_bytes(before)
    with _half_way(path, "unnamed"):
        pass
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == ({path.name: before} if before else {})


@pytest.mark.skipif(sys.platform == "win32", reason="no locks of that kind there")
def test_where_files_have_names_what_was_killed_goes_with_the_next_write_and_what_is_written_stays(
    tmp_path: Path,
) -> None:
    path, other = tmp_path / "明文.pdf", tmp_path / "other"
    with _half_way(path, "named") as child:
        write_atomic(other, _NEW)
        assert len(_names(tmp_path)) == 2, "somebody is writing it"
        assert child.stdin
        child.stdin.close()
        child.wait()
    assert path.read_bytes().endswith(b"rest")
    assert _names(tmp_path) == ["other", "明文.pdf"]
    path.unlink()
    with _half_way(path, "named"):
        pass
    (left,) = set(_names(tmp_path)) - {"other"}
    assert left.startswith(".fengjuan-")
    write_atomic(other, _OLD)
    assert _names(tmp_path) == ["other"]


def test_nothing_is_swept_that_only_looks_alike(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(_OLD)
    (tmp_path / ".fengjuan-0123456789abcdef.part").symlink_to(victim)
    (tmp_path / ".fengjuan-fedcba9876543210.part").mkdir()
    for name in (".fengjuan-1.part", ".0123456789abcdef.part", "fengjuan-0123456789abcdef.part"):
        (tmp_path / name).write_bytes(_OLD)
    before = _names(tmp_path)
    sweep(tmp_path)
    assert _names(tmp_path) == before
