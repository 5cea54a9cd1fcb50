"""Media that fill up, vanish, lie or are read-only while a package is written: told by name, nothing half-made left."""

import errno
import hashlib
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import MIB
from desktop_app.domain.marking import NOT_SECRET, UNDECIDED, SecrecyLevel, marked
from desktop_app.domain.offices import Suite
from desktop_app.sealing import disk, writer
from desktop_app.sealing.content import Document, PackageContent, PackageKind, SealedApplication, SourceFile
from desktop_app.sealing.limits import Limits
from tests.support.packages import Desks, contents, office, sealed_application, source, two_desks


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return two_desks(tmp_path)


def refused(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


# --- a real file system that is too small ------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A tmpfs of one megabyte."""
    folder = tmp_path / "small"
    folder.mkdir()
    if shutil.which("mount") is None or os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("this machine lets nobody mount")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


BIG = os.urandom(3_000_000)


def test_a_full_medium_is_seen_before_anything_is_written(desks: Desks, small: Path) -> None:
    content = contents(sealed_application(source("大.pdf", BIG)))
    assert refused(lambda: desks.seal(content, folder=small)).code is Code.DISK_FULL
    assert list(small.iterdir()) == []


@pytest.mark.parametrize("volume_bytes", [None, 200_000])
def test_a_medium_that_fills_up_meanwhile(
    desks: Desks, small: Path, monkeypatch: pytest.MonkeyPatch, volume_bytes: int | None
) -> None:
    # Another program takes the room after it was looked at.
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**12, 0, 10**12))
    content = contents(sealed_application(source("大.pdf", BIG)))
    fault = refused(lambda: desks.seal(content, folder=small, volume_bytes=volume_bytes))
    assert fault.code is Code.DISK_FULL
    assert list(small.iterdir()) == []


def test_a_read_only_medium(desks: Desks, small: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
    assert refused(lambda: desks.seal(folder=small)).code is Code.MEDIUM_READ_ONLY


# --- a medium that vanishes --------------------------------------------------------------------------------------


def test_a_medium_that_is_not_there(desks: Desks) -> None:
    assert refused(lambda: desks.seal(folder=desks.medium / "gone")).code is Code.MEDIUM_GONE


def pulled(medium: Path, *, at: str) -> Progress:
    """Removes the whole medium at the first step of this kind."""
    return Progress(lambda done, total, what: shutil.rmtree(medium) if what == at and medium.exists() else None)


@pytest.mark.parametrize("at", ["seal", "verify"])
def test_a_stick_pulled_half_way(desks: Desks, at: str) -> None:
    content = contents(sealed_application(source("大.pdf", BIG)))
    progress = pulled(desks.medium, at=at)
    fault = refused(lambda: desks.seal(content, progress=progress, volume_bytes=1_000_000))
    assert fault.code is Code.MEDIUM_PULLED  # nobody can say any more what lies on it
    assert not desks.medium.exists()


def test_a_folder_pulled_while_opening(desks: Desks) -> None:
    package = desks.seal(contents(sealed_application(source("大.pdf", BIG))), volume_bytes=1_000_000)
    opening = desks.opening(options={"progress": pulled(desks.medium, at="verify")})
    assert refused(lambda: opening.open(package.folder)).code is Code.MEDIUM_GONE
    assert opening.sink.files == {}


# --- every write in turn -----------------------------------------------------------------------------------------


class Failing:
    """Stands for the operating system's file: takes pieces, and fails at one write or one fsync."""

    def __init__(self, error: int, at: int) -> None:
        self.error, self.at, self.calls = error, at, 0

    def count(self) -> None:
        self.calls += 1
        if self.calls == self.at:
            raise OSError(self.error, os.strerror(self.error))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOSPC, Code.DISK_FULL),
        (errno.EDQUOT, Code.DISK_FULL),
        (errno.EIO, Code.MEDIUM_GONE),
        (errno.ENODEV, Code.MEDIUM_GONE),
        (errno.EROFS, Code.MEDIUM_READ_ONLY),
        (errno.EFBIG, Code.MEDIUM_FILE_LIMIT),
    ],
)
def test_every_fsync_that_fails_is_told(desks: Desks, monkeypatch: pytest.MonkeyPatch, error: int, code: Code) -> None:
    real, failing = os.fsync, Failing(0, 0)

    def fsync(handle: int) -> None:
        failing.count()
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    desks.seal()
    calls = failing.calls
    assert calls >= 8
    for at in range(1, calls + 1):
        failing.error, failing.at, failing.calls = error, at, 0
        before = set(desks.medium.iterdir())
        assert refused(desks.seal).code is code
        assert set(desks.medium.iterdir()) == before


def test_a_medium_that_takes_nothing_without_saying_so(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(io.FileIO):
        def write(self, data: object, /) -> int:
            return 0

    monkeypatch.setattr(Path, "open", lambda self, mode, buffering: Silent(self, mode))
    assert refused(desks.seal).code is Code.DISK_FULL
    monkeypatch.undo()
    assert list(desks.medium.iterdir()) == []


def test_a_medium_that_takes_a_little_at_a_time(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(io.FileIO):
        def write(self, data: object, /) -> int:
            return super().write(memoryview(data)[:777])  # type: ignore[arg-type]

    real = Path.open

    def opened(self: Path, mode: str, buffering: int) -> io.FileIO:
        return Slow(self, mode) if "x" in mode else real(self, mode, buffering)  # type: ignore[return-value]

    monkeypatch.setattr(Path, "open", opened)
    package = desks.seal()
    monkeypatch.undo()
    desks.opening().open(package.folder)


@pytest.mark.parametrize("name", ["README.txt", ".age", "seal.fengjuan", "seal.fengjuan.sig"])
def test_a_medium_that_keeps_something_else(desks: Desks, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The write succeeds and reading back gives another byte: what a failing stick does."""
    real = disk.PartFile.finish

    def finish(self: disk.PartFile) -> None:
        real(self)
        if self.path.name.endswith(name):
            data = bytearray(self.path.read_bytes())
            data[len(data) // 2] ^= 1
            self.path.write_bytes(data)

    monkeypatch.setattr(disk.PartFile, "finish", finish)
    assert refused(desks.seal).code is Code.WRITE_NOT_PROVEN
    assert list(desks.medium.iterdir()) == []


def test_the_signature_is_the_last_thing_written(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    real = disk.PartFile.finish

    def finish(self: disk.PartFile) -> None:
        real(self)
        order.append(self.path.name)

    monkeypatch.setattr(disk.PartFile, "finish", finish)
    package = desks.seal()
    assert order == [
        "README.txt",
        f"{package.package_id}.age",
        "seal.fengjuan",
        "seal.fengjuan.mldsa65",
        "seal.fengjuan.sig",
    ]
    assert not list(desks.medium.rglob("*.part"))


# --- the desk's own side -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", ["seal", "verify"])
def test_cancelling_leaves_nothing(desks: Desks, at: str) -> None:
    progress = Progress(lambda done, total, what: progress.cancel() if what == at else None)
    with pytest.raises(Cancelled):
        desks.seal(contents(sealed_application(source("大.pdf", BIG))), progress=progress)
    assert list(desks.medium.iterdir()) == []


def test_another_folder_of_that_name_is_left_alone(desks: Desks) -> None:
    package = desks.seal()
    (package.folder / "mine.txt").write_text("kept", encoding="utf-8")
    fault = refused(lambda: desks.seal(package_id=package.package_id))
    assert fault.code is Code.MEDIUM_NOT_EMPTY
    assert (package.folder / "mine.txt").read_text(encoding="utf-8") == "kept"
    assert (package.folder / "seal.fengjuan.sig").exists()


def promise(data: bytes, size: int, digest: str) -> SourceFile:
    return SourceFile("变.pdf", "application/pdf", "other", size, digest, lambda: io.BytesIO(data))


def test_a_file_that_is_not_what_was_promised(desks: Desks) -> None:
    true = source("变.pdf", b"%PDF-1.7 true")
    for data in (b"%PDF-1.7 trux", b"%PDF-1.7 tru", b"%PDF-1.7 true!", b""):
        content = contents(sealed_application(promise(data, true.size, true.digest)))
        fault = refused(lambda content=content: desks.seal(content))  # type: ignore[misc]
        assert (fault.code, fault.fields["name"]) == (Code.SOURCE_CHANGED, "变.pdf")
        assert list(desks.medium.iterdir()) == []


@pytest.mark.parametrize(("data", "digest"), [(b"x", hashlib.sha256().hexdigest()), (b"", "00" * 32)])
def test_an_empty_file_that_is_not_what_was_promised(desks: Desks, data: bytes, digest: str) -> None:
    content = contents(sealed_application(promise(data, 0, digest)))
    assert refused(lambda: desks.seal(content)).code is Code.SOURCE_CHANGED
    assert list(desks.medium.iterdir()) == []


def test_a_source_that_fails_keeps_its_own_fault(desks: Desks) -> None:
    class Damaged(io.BytesIO):
        def readinto(self, buffer: object, /) -> int:
            raise Fault(Code.VAULT_DAMAGED, part="attachment")

    file = SourceFile("坏.pdf", "application/pdf", "other", 10, "00" * 32, Damaged)
    assert refused(lambda: desks.seal(contents(sealed_application(file)))).code is Code.VAULT_DAMAGED
    assert list(desks.medium.iterdir()) == []


def test_sources_are_closed(desks: Desks) -> None:
    opened: list[io.BytesIO] = []

    def open_() -> io.BytesIO:
        opened.append(io.BytesIO(BIG))
        return opened[-1]

    true = source("大.pdf", BIG)
    file = SourceFile(true.name, true.media_type, true.kind, true.size, true.digest, open_)
    desks.seal(contents(sealed_application(file)))
    progress = Progress(lambda done, total, what: progress.cancel())
    with pytest.raises(Cancelled):
        desks.seal(contents(sealed_application(file)), progress=progress)
    assert opened
    assert all(one.closed for one in opened)


SECRET = marked(SecrecyLevel.SECRET, 120)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (contents(sealed_application(), marking=UNDECIDED), Code.MARKING_UNDECIDED),
        (contents(sealed_application(marking=UNDECIDED)), Code.MARKING_UNDECIDED),
        (contents(sealed_application(marking=SECRET)), Code.MARKING_INVALID),
        (contents(sealed_application(source("密.pdf", b"%PDF-"), material=SECRET)), Code.MARKING_INVALID),
    ],
)
def test_marks_are_decided_before_sealing(desks: Desks, content: PackageContent, code: Code) -> None:
    assert refused(lambda: desks.seal(content)).code is code
    assert list(desks.medium.iterdir()) == []


def test_a_record_that_is_not_its_digest(desks: Desks) -> None:
    good = sealed_application()
    for record, digest, code in (
        (good.record, "00" * 32, Code.SOURCE_CHANGED),
        (good.record + b" ", _digest(good.record + b" "), Code.RECORD_SCHEMA),
        (b"{}", _digest(b"{}"), Code.SCHEMA_UNKNOWN),
    ):
        bad = SealedApplication(good.id, 1, digest, record)
        assert refused(lambda bad=bad: desks.seal(contents(bad))).code is code  # type: ignore[misc]


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def test_limits_hold_for_the_sender_too(desks: Desks) -> None:
    for allowed in (Limits(entries=3), Limits(total=1000), Limits(entry=1000)):
        assert refused(lambda allowed=allowed: desks.seal(allowed=allowed)).code is Code.PACKAGE_LIMIT  # type: ignore[misc]
    assert refused(lambda: desks.seal(recipients=[])).code is Code.PACKAGE_LIMIT
    assert refused(lambda: desks.seal(volume_bytes=100)).code is Code.PACKAGE_LIMIT
    assert list(desks.medium.iterdir()) == []


def test_nothing_weaker_than_a_recipient_asks_for(desks: Desks) -> None:
    strict = office("STRICT", "严", minimum=Suite.POST_QUANTUM)
    old = office("OLD01", "旧", classical_only=True)
    for recipients, suite in (
        ([strict.card], Suite.CLASSICAL),
        ([strict.card, old.card], None),
        ([old.card], Suite.POST_QUANTUM),
    ):
        fault = refused(lambda r=recipients, s=suite: desks.seal(recipients=r, suite=s))  # type: ignore[misc]
        assert fault.code is Code.SUITE_DOWNGRADE


def test_another_desks_card_is_a_bug(desks: Desks) -> None:
    with pytest.raises(ValueError, match="card"):
        desks.seal(sender=desks.recipient.card)


def test_a_document_must_be_canonical(desks: Desks) -> None:
    note = Document("receipt", b'{ "a": 1 }')
    content = PackageContent(kind=PackageKind.RECEIPT, marking=NOT_SECRET, documents=(note,), in_reply_to="ab" * 32)
    assert refused(lambda: desks.seal(content)).code is Code.PACKAGE_FORMAT


# --- memory ------------------------------------------------------------------------------------------------------


class Zeros(io.RawIOBase):
    """A large file that lies nowhere."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        taken = min(len(buffer), self.left)
        memoryview(buffer)[:taken] = bytes(taken)
        self.left -= taken
        return taken


class Forgetful:
    """A sink that keeps nothing, so that only the reader's own memory is seen."""

    def begin(self, manifest: object) -> None:
        pass

    def file(self, entry: object) -> "Forgetful":
        return self

    def write(self, data: memoryview, /) -> int:
        return len(data)

    def close(self, digest: str, /) -> None:
        pass

    def discard(self) -> None:
        pass


def test_memory_stays_flat(desks: Desks) -> None:
    size = 96 * MIB
    found = hashlib.sha256()
    for _ in range(96):
        found.update(bytes(MIB))
    digest = found.hexdigest()
    file = SourceFile("大.bin", "application/octet-stream", "other", size, digest, lambda: Zeros(size))  # type: ignore[arg-type, return-value]
    process, peak = psutil.Process(), 0

    def look(done: int, total: int, what: str) -> None:
        nonlocal peak
        peak = max(peak, process.memory_info().rss)

    before = process.memory_info().rss
    package = desks.seal(contents(sealed_application(file)), progress=Progress(look))
    desks.opening(sink=Forgetful(), options={"progress": Progress(look)}).open(package.folder)
    assert package.bytes > size
    # Blocks of 4 MiB: a handful in flight on each side, never the package.
    assert peak > 0
    assert peak - before < 64 * MIB


def test_the_room_beside_the_package_is_enough(desks: Desks) -> None:
    package = desks.seal(recipients=[desks.recipient.card] + [office(f"X{n:03d}", "多").card for n in range(31)])
    beside = sum(path.stat().st_size for path in package.folder.iterdir() if ".age" not in path.name)
    assert beside < writer._BESIDE / 4
