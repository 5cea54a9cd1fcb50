"""A backup as one file: a tar of `backup.json`, `SHA256SUMS`, `keyslots.json` and the encrypted `vault.db`.

Any tar unpacks it into a vault's folder (`FORMAT.md` says more). It is written as a stream and read strictly: a header
must be, byte for byte, the one that is written here for that name and size.
"""

import hashlib
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.domain import exchange
from desktop_app.domain.backups import BackupHead
from desktop_app.vault import files

SUFFIX = ".fjb"
HEAD = "backup.json"
SUMS = "SHA256SUMS"
_BLOCK = 512
PIECE = 1024 * 1024
#: Two empty blocks end a tar; the record is filled up as tar itself does.
_RECORD = 10240
_MOST_HEAD = 4096
_MOST_KEYSLOTS = 1024 * 1024
_MOST_DATABASE = 2**40


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a backup; `database` is the digest of the `size` bytes that follow it."""

    head: BackupHead
    keyslots: bytes
    size: int
    database: str

    @property
    def sums(self) -> bytes:
        """What `sha256sum --check` reads."""
        digests = {
            HEAD: _digest(exchange.canonical(self.head)),
            files.KEYSLOTS: _digest(self.keyslots),
            files.DATABASE: self.database,
        }
        return "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()

    @property
    def file_size(self) -> int:
        """Bytes of the whole file."""
        small = (exchange.canonical(self.head), self.sums, self.keyslots)
        used = sum(_BLOCK + len(part) + len(_padding(len(part))) for part in small)
        used += _BLOCK + self.size + len(_padding(self.size)) + 2 * _BLOCK
        return used + -used % _RECORD


def pieces(content: Content, database: Path, progress: Progress) -> Iterator[bytes]:
    """The bytes of the file, one after another."""
    written = 0
    for name, small in (
        (HEAD, exchange.canonical(content.head)),
        (SUMS, content.sums),
        (files.KEYSLOTS, content.keyslots),
    ):
        block = _header(name, len(small)) + small + _padding(len(small))
        written += len(block)
        yield block
    yield _header(files.DATABASE, content.size)
    done = 0
    with database.open("rb") as file:
        while piece := file.read(PIECE):
            done += len(piece)
            progress.step(done, content.size, "write")
            yield piece
    written += _BLOCK + done + len(_padding(done))
    yield _padding(done) + bytes(content.file_size - written)


def _header(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    # GNU's form takes a database of more than 8 GiB
    return entry.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class Opened:
    """A backup being read from its beginning: head, digests and key slots at once, then the database in pieces."""

    def __init__(self, file: BinaryIO, path: Path) -> None:
        """Raises `Fault(BACKUP_UNREADABLE | BACKUP_DAMAGED)`; `OSError` passes through."""
        self._file = file
        self._path = path
        raw = self._small(HEAD, _MOST_HEAD)
        self.head = self._understood(raw)
        sums = self._small(SUMS, _MOST_HEAD)
        self.keyslots = self._small(files.KEYSLOTS, _MOST_KEYSLOTS)
        self.size = self._database_size()
        self.content = Content(self.head, self.keyslots, self.size, sums.decode("latin-1").rpartition("\n")[0][-74:-10])
        if self.content.sums != sums:
            raise self._damaged(SUMS)

    def _understood(self, raw: bytes) -> BackupHead:
        try:
            head = msgspec.json.decode(raw, type=BackupHead)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self._strange() from error
        if head.made_at.tzinfo is None or exchange.canonical(head) != raw:
            raise self._strange()
        return head

    def database(self, progress: Progress, what: str) -> Iterator[bytes]:
        """The database's bytes; the end comes only if they are those that were written. Raises `Fault`."""
        running, done = hashlib.sha256(), 0
        while done < self.size:
            piece = self._read(min(PIECE, self.size - done), files.DATABASE)
            running.update(piece)
            done += len(piece)
            progress.step(done, self.size, what)
            yield piece
        if running.hexdigest() != self.content.database:
            raise self._damaged(files.DATABASE)

    def require_whole(self, progress: Progress) -> Content:
        """Read everything to the end. Raises `Fault(BACKUP_DAMAGED)`, `Cancelled`."""
        for _ in self.database(progress, "read back"):
            pass
        return self.content

    def _database_size(self) -> int:
        header = self._read(_BLOCK, files.DATABASE)
        size = _claimed(header)
        if not 0 < size <= _MOST_DATABASE or header != _header(files.DATABASE, size):
            raise self._damaged(files.DATABASE)
        return size

    def _small(self, name: str, most: int) -> bytes:
        header = self._file.read(_BLOCK)
        size = _claimed(header)
        if not 0 < size <= most or header != _header(name, size):
            raise self._strange() if name == HEAD else self._damaged(name)
        content = self._read(size, name)
        if self._read(-size % _BLOCK, name).strip(b"\0"):
            raise self._damaged(name)
        return content

    def _read(self, count: int, part: str) -> bytes:
        found = self._file.read(count)
        if len(found) != count:
            raise self._damaged(part)
        return found

    def _strange(self) -> Fault:
        return Fault(Code.BACKUP_UNREADABLE, path=str(self._path))

    def _damaged(self, part: str) -> Fault:
        return Fault(Code.BACKUP_DAMAGED, path=str(self._path), part=part)


def _claimed(header: bytes) -> int:
    """The size that a header names, -1 for none."""
    try:
        return tarfile.TarInfo.frombuf(header, "utf-8", "strict").size
    except (tarfile.HeaderError, ValueError):
        return -1
