"""Attachments and the quarantine of packages: streams in, streams out, nothing left over."""

import contextlib
import hashlib
import io
import os
import random
import tracemalloc
from pathlib import Path
from typing import BinaryIO

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.domain.application import Material
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.records import AttachmentRecord
from desktop_app.vault.blobs import CHUNK
from desktop_app.vault.database import Database
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.vaults import entered, filing


@pytest.fixture
def where(vault: Vault) -> ApplicationId:
    return entered(vault, filing("云曦"))


def attached(vault: Vault, where: ApplicationId, content: bytes | BinaryIO, name: str = "证书.pdf") -> AttachmentRecord:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    with vault.act(Act.ATTACHMENT_ADDED, {"application": where}):
        return vault.attachments.add(
            where, MaterialKind.PRESENT_CERTIFICATE, name, "application/pdf", stream, Progress()
        )


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 17])
def test_bytes_come_back_whole(vault: Vault, where: ApplicationId, size: int) -> None:
    content = os.urandom(size)
    record = attached(vault, where, content)
    assert (record.size, record.digest) == (size, hashlib.sha256(content).hexdigest())
    assert vault.attachments.of(where) == [record] == [vault.attachments.get(record.id)]
    with vault.attachments.open(record.id) as stream:
        assert stream.read() == content
    assert vault.check(Progress()).sound


def test_reading_from_anywhere(vault: Vault, where: ApplicationId) -> None:
    content = os.urandom(2 * CHUNK + 5000)
    record = attached(vault, where, content)
    memory = io.BytesIO(content)
    chance = random.Random(7)
    with vault.attachments.open(record.id) as stream:
        assert stream.seekable()
        for _ in range(60):
            place, count = chance.randrange(len(content) + 100), chance.choice([1, 100, 70_000, CHUNK + 3])
            stream.seek(place)
            memory.seek(place)
            assert stream.read(count) == memory.read(count)
            assert stream.tell() == memory.tell()
        assert stream.seek(-10, io.SEEK_END) == len(content) - 10
        assert stream.read() == content[-10:]
        with pytest.raises(ValueError):
            stream.seek(-1)


class Zeros(io.RawIOBase):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        count = min(len(buffer), self.left)
        buffer[:count] = bytes(count)
        self.left -= count
        return count


@pytest.mark.slow
def test_memory_stays_flat(vault: Vault, where: ApplicationId) -> None:
    tracemalloc.start()
    try:
        record = attached(vault, where, io.BufferedReader(Zeros(40 * CHUNK)))
        with vault.attachments.open(record.id) as stream:
            while stream.read(100_000):
                pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * CHUNK


def test_a_stream_that_breaks_leaves_nothing(vault: Vault, where: ApplicationId) -> None:
    class Breaks(Zeros):
        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if self.left < CHUNK:
                raise OSError("the stick was pulled")
            return super().readinto(buffer)

    with pytest.raises(OSError, match="pulled"):
        attached(vault, where, io.BufferedReader(Breaks(5 * CHUNK)))
    assert vault.attachments.of(where) == []
    assert vault.check(Progress()).sound


def test_cancelling_leaves_nothing(vault: Vault, where: ApplicationId) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled), vault.act(Act.ATTACHMENT_ADDED, {}):
        vault.attachments.add(where, MaterialKind.OTHER, "a", "x", io.BytesIO(bytes(CHUNK)), progress)
    assert vault.attachments.of(where) == []
    assert vault.check(Progress()).sound


class TestRemoving:
    def test_bytes_go_when_nothing_names_them(self, vault: Vault, where: ApplicationId) -> None:
        record = attached(vault, where, b"x" * 100)
        with vault.act(Act.ATTACHMENT_REMOVED, {}):
            vault.attachments.remove(record.id)
        assert vault.attachments.of(where) == []
        assert vault.attachments.by_digest(where, record.digest) is None
        with pytest.raises(Fault) as caught:
            vault.attachments.open(record.id)
        assert caught.value.code is Code.RECORD_NOT_FOUND
        assert vault.check(Progress()).sound

    def test_bytes_stay_for_the_version_that_names_them(self, vault: Vault, where: ApplicationId) -> None:
        record = attached(vault, where, b"x" * 100)
        material = Material(
            kind=record.kind, name=record.name, media_type=record.media_type, size=record.size, digest=record.digest
        )
        with vault.act(Act.APPLICATION_SUBMITTED, {}):
            vault.versions.add(where, msgspec.structs.replace(filing("云曦"), materials=(material,)), "x")
        with vault.act(Act.ATTACHMENT_REMOVED, {}):
            vault.attachments.remove(record.id)
        assert vault.attachments.of(where) == []
        kept = vault.attachments.by_digest(where, record.digest)
        assert kept == record
        with vault.attachments.open(record.id) as stream:
            assert stream.read() == b"x" * 100
        assert vault.check(Progress()).sound


class TestQuarantine:
    def test_staged_files_are_unseen_until_adopted(self, vault: Vault, where: ApplicationId) -> None:
        staging = vault.attachments.staging
        content = os.urandom(CHUNK + 9)
        file = staging.stage("t1", "payload/0001", io.BytesIO(content), Progress())
        assert (file.size, file.digest) == (len(content), hashlib.sha256(content).hexdigest())
        assert vault.attachments.of(where) == []
        assert staging.files("t1") == [file]
        with staging.open("t1", "payload/0001") as stream:
            assert stream.read() == content
        with vault.act(Act.PACKAGE_OPENED, {}):
            record = vault.attachments.adopt(
                "t1", "payload/0001", where, MaterialKind.OTHER, "a.pdf", "application/pdf"
            )
        assert vault.attachments.of(where) == [record]
        assert staging.files("t1") == []
        with vault.attachments.open(record.id) as stream:
            assert stream.read() == content
        assert vault.check(Progress()).sound

    def test_an_import_that_fails_leaves_the_quarantine_to_be_dropped(self, vault: Vault, where: ApplicationId) -> None:
        staging = vault.attachments.staging
        staging.stage("t1", "a", io.BytesIO(b"1"), Progress())
        staging.stage("t2", "a", io.BytesIO(b"2"), Progress())
        with pytest.raises(ZeroDivisionError), vault.act(Act.PACKAGE_OPENED, {}):  # noqa: PT012
            vault.attachments.adopt("t1", "a", where, MaterialKind.OTHER, "a", "x")
            raise ZeroDivisionError
        assert vault.attachments.of(where) == []
        assert [file.path for file in staging.files("t1")] == ["a"]
        staging.drop("t1")
        assert staging.files("t1") == []
        assert [file.path for file in staging.files("t2")] == ["a"]

    def test_half_a_file_is_never_a_file(self, vault: Vault, where: ApplicationId) -> None:
        staging = vault.attachments.staging
        writer = staging.writer("t1", "a")
        writer.write(bytes(3 * CHUNK))
        assert writer.size == 3 * CHUNK
        assert staging.files("t1") == []
        with pytest.raises(Fault) as caught, vault.act(Act.PACKAGE_OPENED, {}):
            vault.attachments.adopt("t1", "a", where, MaterialKind.OTHER, "a", "x")
        assert caught.value.code is Code.RECORD_NOT_FOUND
        staging.drop("t1")
        assert vault.check(Progress()).sound

    def test_leftovers_go_at_the_next_opening(self, vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
        vault.attachments.staging.stage("t1", "a", io.BytesIO(bytes(CHUNK)), Progress())
        vault.attachments.staging.writer("t1", "b").write(bytes(2 * CHUNK))
        vault.close()
        with Vault.open(folder, vaults.PASSPHRASE, clock=fixed_clock) as again:
            assert again.attachments.staging.files("t1") == []
            assert again.check(Progress()).sound
        with vaults.raw(folder) as database:
            assert database.execute("SELECT count(*) FROM blob_chunks").fetchall() == [(0,)]

    @pytest.mark.parametrize("ends", ["well", "badly"])
    def test_only_the_filling_leaves_it_to_the_system_when_bytes_reach_the_medium(
        self, vault: Vault, where: ApplicationId, ends: str
    ) -> None:
        """The act that adopts is durable again, and a backup that holds the file still keeps its hold."""
        database, staging = vault._ledger.database, vault.attachments.staging
        assert _care(database) == (2, 1000)
        with contextlib.suppress(ZeroDivisionError), staging.filling():
            assert _care(database) == (1, 16_384)
            staging.stage("t1", "a", io.BytesIO(bytes(CHUNK)), Progress())
            1 / (ends == "well")
        assert _care(database) == (2, 1000)
        hold = database.hold()
        with staging.filling():
            assert _care(database) == (1, 0)
        assert _care(database) == (2, 0)
        assert hold.whole
        database.free()
        with vault.act(Act.PACKAGE_OPENED, {}):
            vault.attachments.adopt("t1", "a", where, MaterialKind.OTHER, "a", "x")
        assert vault.check(Progress()).sound

    def test_adopting_outside_an_act_is_a_mistake_of_ours(self, vault: Vault, where: ApplicationId) -> None:
        vault.attachments.staging.stage("t1", "a", io.BytesIO(b"1"), Progress())
        with pytest.raises(AssertionError):
            vault.attachments.adopt("t1", "a", where, MaterialKind.OTHER, "a", "x")


def _care(database: Database) -> tuple[int, int]:
    """What a commit does for durability, and at how many pages the log is folded in."""
    return database.rows("PRAGMA synchronous")[0][0], database.rows("PRAGMA wal_autocheckpoint")[0][0]
