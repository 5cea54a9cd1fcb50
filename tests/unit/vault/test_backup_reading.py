"""A backup's file as a bad medium or another hand leaves it: every part that is not as written is told by its name."""

import io
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain import exchange
from desktop_app.domain.backups import BackupHead
from desktop_app.vault import backup_file, files
from desktop_app.vault.backup_file import Content, Opened

DATABASE = bytes(range(256)) * 40


@pytest.fixture
def content() -> Content:
    head = BackupHead(vault="0" * 32, format=1, made_at=datetime(2026, 7, 1, tzinfo=UTC), sequence=7, digest="ab" * 32)
    return Content(head, b'{"slots": []}', len(DATABASE), sha256(DATABASE).hexdigest())


@pytest.fixture
def written(content: Content, tmp_path: Path) -> bytes:
    database = tmp_path / files.DATABASE
    database.write_bytes(DATABASE)
    return b"".join(backup_file.pieces(content, database, Progress()))


def read(raw: bytes) -> Content:
    return Opened(io.BytesIO(raw), Path("stick/a.fjbackup")).require_whole(Progress())


def refused(raw: bytes) -> tuple[Code, object]:
    with pytest.raises(Fault) as caught:
        read(raw)
    return caught.value.code, caught.value.fields.get("part")


def at(raw: bytes, name: str) -> int:
    """Where a part's content begins."""
    with tarfile.open(fileobj=io.BytesIO(raw)) as archive:
        return archive.getmember(name).offset_data


def flipped(raw: bytes, place: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def test_a_whole_backup_is_what_was_written(written: bytes, content: Content) -> None:
    assert read(written) == content
    assert len(written) == content.file_size


def test_the_end_of_a_short_file_is_told(written: bytes) -> None:
    assert refused(b"") == (Code.BACKUP_UNREADABLE, None)
    assert refused(written[:700])[0] in (Code.BACKUP_UNREADABLE, Code.BACKUP_DAMAGED)
    assert refused(written[: at(written, files.DATABASE) + 5]) == (Code.BACKUP_DAMAGED, files.DATABASE)


@pytest.mark.parametrize("name", [backup_file.SUMS, files.KEYSLOTS, files.DATABASE])
def test_a_changed_part_is_named(written: bytes, name: str) -> None:
    code, part = refused(flipped(written, at(written, name) + 3))
    assert code is Code.BACKUP_DAMAGED
    assert part in (name, backup_file.SUMS)


@pytest.mark.parametrize("name", [backup_file.SUMS, files.KEYSLOTS, files.DATABASE])
def test_a_changed_header_is_named(written: bytes, name: str) -> None:
    assert refused(flipped(written, at(written, name) - 512)) == (Code.BACKUP_DAMAGED, name)


def test_what_stands_behind_a_part_is_seen(written: bytes, content: Content) -> None:
    place = at(written, files.KEYSLOTS) + len(content.keyslots) + 1
    assert refused(flipped(written, place)) == (Code.BACKUP_DAMAGED, files.KEYSLOTS)


@pytest.mark.parametrize(
    "change",
    [
        lambda head: b"no head at all",
        lambda head: exchange.canonical(head) + b" ",
        lambda head: exchange.canonical(structs.replace(head, made_at=datetime(2026, 7, 1))),
    ],
)
def test_a_head_of_another_kind_is_no_backup(written: bytes, content: Content, change: Callable[..., bytes]) -> None:
    head = change(content.head)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        entry = tarfile.TarInfo(backup_file.HEAD)
        entry.size, entry.mode = len(head), 0o600
        archive.addfile(entry, io.BytesIO(head))
    assert refused(out.getvalue())[0] is Code.BACKUP_UNREADABLE
