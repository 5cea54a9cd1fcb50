"""Attachments into the vault and out of it, against plain sqlite3, and against SQLCipher alone, with rows of 1 MiB.

SQLCipher enciphers a page with AES-256-CBC, its only cipher, whose blocks wait for one another, and authenticates it
with an HMAC. Of 64 MiB read in 253 ms of processor time, 29 ms are plain sqlite3's, about 100 the cipher's and 120 the
HMAC's; without any HMAC it would still be 132 ms, 4.5 times plain. Writing takes 666 ms of processor time against 306,
without any HMAC 557. So 1.5 times plain cannot be had from authenticated pages of this size.

Larger pages and SHA-256, on a processor that computes SHA-256 itself (64 MiB, onto a disk with fsync, processor time
against plain sqlite3; then the same file's own work, 100 drafts saved and 3,000 filings written):

| pages, HMAC       | write | read cold | read warm | 100 saves | 3,000 filings |
|-------------------|-------|-----------|-----------|-----------|---------------|
| 4 KiB, SHA-512    | 2.0   | 3.8       | 10        | 1         | 1             |
| 16 KiB, SHA-256   | 1.2   | 3.0       | 3.5       | 1.3       | 1.1           |
| 64 KiB, SHA-256   | 0.9   | 1.3       | 3.0       | 1.9       | 1.7           |

Every keystroke saves a draft, and a scan is handed in once: the vault keeps SQLCipher's own pages, which the public
shell opens without being told anything, and which cost the same on processors that do not compute SHA-256 themselves.
What is asked of this program is that it adds little to what SQLCipher takes; a scan is met as a user meets it (`cold`)
when it is opened for the first time since the machine was started.
"""

import io
import os
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desktop_app.core.progress import Progress
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import MaterialKind
from tests.benchmarks import many_applications as many
from tests.benchmarks.harness import Row, timed

SIZE = 64 * 1024 * 1024
_CHUNK = 1024 * 1024


def rows(folder: Path) -> list[Row]:
    """One scan of 64 MiB; both commit to the medium before they return."""
    session = many.made(folder / "vault", 1, KdfCost.unsafe_small())
    content = os.urandom(SIZE)
    plain = _tables(sqlite3.connect(folder / "plain.db", isolation_level=None, check_same_thread=False))
    alone = keyed(folder / "keyed.db")
    note = "ours also encrypts, authenticates and digests every byte; the plain side stores it as it is"
    return [
        Row("attachment of 64 MiB written", "plain sqlite3, rows of 1 MiB", 1.5, timed(written(session, content)),
            timed(stored(plain, content)), note),
        Row("attachment of 64 MiB read", "plain sqlite3, rows of 1 MiB", 1.5, timed(read(session, content)),
            timed(fetched(plain, content)), note),
        Row("attachment of 64 MiB read from the disk", "plain sqlite3, rows of 1 MiB", 1.5,
            cold(folder / "vault" / "vault.db", session.vault._ledger.database.fold, read(session, content)),
            cold(folder / "plain.db", partial(_folded, plain), fetched(plain, content)),
            "neither file is in the system's cache: the disk's time is on both sides"),
        Row("attachment of 64 MiB written", "SQLCipher alone, rows of 1 MiB", 1.15, timed(written(session, content)),
            timed(stored(alone, content)), "ours digests every byte besides"),
        Row("attachment of 64 MiB read", "SQLCipher alone, rows of 1 MiB", 1.15, timed(read(session, content)),
            timed(fetched(alone, content))),
    ]  # fmt: skip


def keyed(path: Path) -> Any:
    """A file of SQLCipher's alone."""
    return _tables(dbapi2.connect(str(path), isolation_level=None, check_same_thread=False), _key())


def _key() -> str:
    return f"PRAGMA key = \"x'{os.urandom(32).hex()}'\""


def _tables(connection: Any, *first: str) -> Any:
    """A file of its own with the vault's settings; `first` is said before anything else."""
    settings = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "locking_mode = EXCLUSIVE")
    for statement in (*first, *(f"PRAGMA {setting}" for setting in settings)):
        connection.execute(statement).fetchall()
    connection.execute("CREATE TABLE chunks (id INTEGER PRIMARY KEY, blob INTEGER, number INTEGER, bytes BLOB)")
    connection.execute("CREATE UNIQUE INDEX of ON chunks (blob, number)")
    return connection


def written(session: Session, content: bytes) -> Callable[[], object]:
    (row,) = session.vault.applications.rows()

    def once() -> None:
        with session.vault.act(Act.ATTACHMENT_ADDED, {}):
            session.vault.attachments.add(
                row.id, MaterialKind.OTHER, "scan.pdf", "application/pdf", io.BytesIO(content), Progress()
            )

    return once


def stored(plain: Any, content: bytes) -> Callable[[], object]:
    def once() -> None:
        ((blob,),) = plain.execute("SELECT coalesce(max(blob), 0) + 1 FROM chunks")
        plain.execute("BEGIN")
        for number in range(SIZE // _CHUNK):
            piece = content[number * _CHUNK : (number + 1) * _CHUNK]
            plain.execute("INSERT INTO chunks (blob, number, bytes) VALUES (?, ?, ?)", (blob, number, piece))
        plain.execute("COMMIT")

    return once


def read(session: Session, content: bytes) -> Callable[[], object]:
    (row,) = session.vault.applications.rows()
    written(session, content)()

    def once() -> None:
        newest = session.vault.attachments.of(row.id)[-1]
        with session.vault.attachments.open(newest.id) as stream:
            length = 0
            while piece := stream.read(_CHUNK):
                length += len(piece)
        assert length == SIZE

    return once


def fetched(plain: Any, content: bytes) -> Callable[[], object]:
    stored(plain, content)()

    def once() -> None:
        ((blob,),) = plain.execute("SELECT max(blob) FROM chunks")
        length = 0
        for number in range(SIZE // _CHUNK):
            ((piece,),) = plain.execute("SELECT bytes FROM chunks WHERE blob = ? AND number = ?", (blob, number))
            length += len(piece)
        assert length == SIZE

    return once


def cold(file: Path, fold: Callable[[], object], act: Callable[[], object]) -> Callable[[], float]:
    """`act` with nothing of `file` in the system's cache."""
    measured = timed(act)

    def once() -> float:
        fold()
        number = os.open(file, os.O_RDONLY)
        os.fsync(number)  # a page that is not on the disk yet cannot be forgotten
        os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(number)
        return measured()

    return once


def _folded(plain: Any) -> None:
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
