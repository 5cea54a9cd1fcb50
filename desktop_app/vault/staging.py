"""Quarantine for the files of a package that is being opened: encrypted like all else, invisible until adopted.

Chunks are written as they come, outside any act: a large package must not hold one transaction for minutes. Whatever
is not adopted is dropped, at the latest when the vault is opened again.
"""

import contextlib
from contextlib import AbstractContextManager
from typing import BinaryIO

from desktop_app.core.progress import Progress
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.values import Digest, Value
from desktop_app.vault.blobs import BlobWriter, copy_in, drop_blob, reader, sweep
from desktop_app.vault.database import Database


class StagedFile(Value, frozen=True, kw_only=True):
    """One file in quarantine."""

    path: str
    size: int
    digest: Digest


class StagedWriter:
    """Receives one file piece by piece; it stays unseen until `close`, which takes the digest that its giver found.

    `digesting`: the giver has none, and it is found here.
    """

    def __init__(self, database: Database, token: str, path: str, *, digesting: bool = False) -> None:
        self._path = path
        self.blob = BlobWriter(database, digesting=digesting)
        database.run("INSERT INTO staged VALUES (?, ?, ?)", [token, path, self.blob.id])

    @property
    def size(self) -> int:
        """Bytes received so far, for limits."""
        return self.blob.size

    def write(self, data: bytes | bytearray | memoryview) -> int:
        return self.blob.write(data)

    def close(self, digest: Digest = "") -> StagedFile:
        return StagedFile(path=self._path, digest=self.blob.finish(digest), size=self.blob.size)


class Staging:
    """`token` names one opening of one package."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def filling(self) -> AbstractContextManager[None]:
        """While a package is taken into quarantine: nothing of it need be on the medium before it is adopted."""
        return self._database.bulk()

    def writer(self, token: str, path: str) -> StagedWriter:
        return StagedWriter(self._database, token, path)

    def stage(self, token: str, path: str, stream: BinaryIO, progress: Progress) -> StagedFile:
        """Everything that `stream` still has."""
        writer = StagedWriter(self._database, token, path, digesting=True)
        copy_in(writer.blob, stream, progress)
        return writer.close()

    def files(self, token: str) -> list[StagedFile]:
        rows = self._database.rows(
            "SELECT path, size, digest FROM staged JOIN blobs ON blobs.id = blob_id "
            "WHERE token = ? AND size >= 0 ORDER BY path",
            [token],
        )
        return [StagedFile(path=row[0], size=row[1], digest=row[2]) for row in rows]

    def open(self, token: str, path: str) -> BinaryIO:
        blob, size, _ = self._find(token, path)
        return reader(self._database, blob, size)

    def release(self, token: str, path: str) -> tuple[int, int, str]:
        """Give up the quarantine's hold on a file: its blob, size and digest, for the row that takes it over."""
        found = self._find(token, path)
        self._database.run("DELETE FROM staged WHERE token = ? AND path = ?", [token, path])
        return found

    def drop(self, token: str) -> None:
        """Forget everything staged under `token`."""
        for (path,) in self._database.rows("SELECT path FROM staged WHERE token = ?", [token]):
            self._drop(token, path)

    def drop_all(self) -> None:
        """What an interrupted opening left; called when the vault is opened."""
        for token, path in self._database.rows("SELECT token, path FROM staged"):
            self._drop(token, path)
        sweep(self._database)

    def _drop(self, token: str, path: str) -> None:
        """A file and its bytes at once: bytes without a row would never be found again."""
        together = contextlib.nullcontext() if self._database.in_transaction else self._database.transaction()
        with together:
            (blob,) = self._database.row("SELECT blob_id FROM staged WHERE token = ? AND path = ?", [token, path]) or (
                0,
            )
            self._database.run("DELETE FROM staged WHERE token = ? AND path = ?", [token, path])
            drop_blob(self._database, blob)

    def _find(self, token: str, path: str) -> tuple[int, int, str]:
        row = self._database.row(
            "SELECT blob_id, size, digest FROM staged JOIN blobs ON blobs.id = blob_id "
            "WHERE token = ? AND path = ? AND size >= 0",
            [token, path],
        )
        if row is None:
            raise not_found(RecordKind.PACKAGE)
        return row[0], row[1], row[2]
