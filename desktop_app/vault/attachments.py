"""Attached files: rows that describe them and, behind each, its bytes in chunks."""

from datetime import datetime
from typing import BinaryIO

from desktop_app.core.clock import stamp
from desktop_app.core.ids import ApplicationId, AttachmentId, new_id
from desktop_app.core.progress import Progress
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.records import AttachmentRecord, RecordKind, not_found
from desktop_app.vault.blobs import BlobWriter, copy_in, drop_blob, reader
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger
from desktop_app.vault.staging import Staging

_COLUMNS = "id, application_id, kind, name, media_type, size, digest, added_at"


class AttachmentRepository:
    """`staging` is the quarantine of packages; what it adopts becomes an ordinary attachment."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self.staging = Staging(ledger.database)

    def add(
        self,
        application: ApplicationId,
        kind: MaterialKind,
        name: str,
        media_type: str,
        stream: BinaryIO,
        progress: Progress,
    ) -> AttachmentRecord:
        """Store everything that `stream` still has."""
        assert self._ledger.scope
        writer = BlobWriter(self._database)
        copy_in(writer, stream, progress)
        digest = writer.finish()
        return self._insert(writer.id, application, kind, name, media_type, writer.size, digest)

    def adopt(
        self, token: str, path: str, application: ApplicationId, kind: MaterialKind, name: str, media_type: str
    ) -> AttachmentRecord:
        """Take a staged file out of quarantine, in the importing act. Its bytes are not copied."""
        assert self._ledger.scope
        blob, size, digest = self.staging.release(token, path)
        return self._insert(blob, application, kind, name, media_type, size, digest)

    def _insert(
        self,
        blob: int,
        application: ApplicationId,
        kind: MaterialKind,
        name: str,
        media_type: str,
        size: int,
        digest: str,
    ) -> AttachmentRecord:
        now = self._ledger.clock.now().replace(microsecond=0)
        record = AttachmentRecord(
            id=AttachmentId(new_id(now)),
            application=application,
            kind=kind,
            name=name,
            media_type=media_type,
            size=size,
            digest=digest,
            added_at=now,
        )
        self._ledger.insert(
            "attachments",
            id=record.id,
            application_id=application,
            blob_id=blob,
            kind=kind.value,
            name=name,
            media_type=media_type,
            size=size,
            digest=digest,
            added_at=stamp(now),
        )
        return record

    def of(self, application: ApplicationId) -> list[AttachmentRecord]:
        """In the order they were added."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM attachments WHERE application_id = ? AND removed = 0 ORDER BY rowid",
            [application],
        )
        return [_record(row) for row in rows]

    def bytes_of(self, application: ApplicationId) -> tuple[int, int]:
        """How many files its draft names, and how many bytes they have."""
        row = self._database.row(
            "SELECT count(*), coalesce(sum(size), 0) FROM attachments WHERE application_id = ? AND removed = 0",
            [application],
        )
        assert row is not None  # an aggregate always answers
        return row[0], row[1]

    def get(self, attachment: AttachmentId) -> AttachmentRecord:
        return _record(self._row(attachment))

    def by_digest(self, application: ApplicationId, digest: str) -> AttachmentRecord | None:
        """A file that the draft or an earlier version names, also after its removal from the draft."""
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM attachments WHERE application_id = ? AND digest = ? "
            "ORDER BY removed, rowid LIMIT 1",
            [application, digest],
        )
        return _record(row) if row else None

    def open(self, attachment: AttachmentId) -> BinaryIO:
        """Its bytes, seekable; only for the thread that owns the vault."""
        row = self._row(attachment)
        return reader(self._database, row[8], row[5])

    def remove(self, attachment: AttachmentId) -> None:
        """Take it from the draft. Its bytes stay when a submitted version names them: a version never changes."""
        row = self._row(attachment)
        named = self._database.row(
            "SELECT 1 FROM versions WHERE application_id = ? AND instr(CAST(content AS TEXT), ?) LIMIT 1",
            [row[1], row[6]],
        )
        if named:
            self._ledger.update("attachments", {"id": attachment}, removed=1)
            return
        self._ledger.delete("attachments", {"id": attachment})
        drop_blob(self._database, row[8])

    def _row(self, attachment: AttachmentId) -> Row:
        row = self._database.row(f"SELECT {_COLUMNS}, blob_id FROM attachments WHERE id = ?", [attachment])
        if row is None:
            raise not_found(RecordKind.ATTACHMENT)
        return row


def _record(row: Row) -> AttachmentRecord:
    return AttachmentRecord(
        id=AttachmentId(row[0]),
        application=ApplicationId(row[1]),
        kind=MaterialKind(row[2]),
        name=row[3],
        media_type=row[4],
        size=row[5],
        digest=row[6],
        added_at=datetime.fromisoformat(row[7]),
    )
