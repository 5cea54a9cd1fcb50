"""Comparisons of paper with online, and the rulings on them: added, never changed, gone only with their draft."""

import hashlib
from datetime import datetime

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.ids import ApplicationId, ComparisonId, new_id
from desktop_app.domain.comparison import Comparison, ComparisonResult, History, Judged, Ruling
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, application_id, content, made_at, made_by"


class ComparisonRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def add(self, application: ApplicationId, result: ComparisonResult) -> Comparison:
        """Keep what a comparison found; who and when are this vault's user and clock."""
        now = self._ledger.clock.now().replace(microsecond=0)
        made = Comparison(
            id=ComparisonId(new_id(self._ledger.clock.now())),
            application=application,
            result=result,
            made_at=now,
            made_by=self._ledger.user,
        )
        content = msgspec.json.encode(result)
        self._ledger.insert(
            "comparisons",
            id=made.id,
            application_id=application,
            content_digest=result.record,
            file_digest=result.file,
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
            made_at=stamp(now),
            made_by=made.made_by,
        )
        return made

    def rule(self, comparison: ComparisonId, ruling: Ruling, paths: tuple[str, ...], reason: str) -> Judged:
        """Keep what this vault's user says to some fields of a comparison."""
        now = self._ledger.clock.now().replace(microsecond=0)
        said = Judged(ruling=ruling, paths=paths, reason=reason, by=self._ledger.user, at=now)
        self.bring(comparison, said)
        return said

    def bring(self, comparison: ComparisonId, said: Judged) -> None:
        """Keep a ruling as it was made, with who and when."""
        content = msgspec.json.encode(said)
        self._ledger.insert(
            "comparison_rulings",
            id=new_id(self._ledger.clock.now()),
            comparison_id=comparison,
            digest=hashlib.sha256(content).hexdigest(),
            content=content,
        )

    def get(self, comparison: ComparisonId) -> History:
        row = self._database.row(f"SELECT {_COLUMNS} FROM comparisons WHERE id = ?", [comparison])
        if row is None:
            raise not_found(RecordKind.COMPARISON)
        return self._history(row)

    def latest(self, application: ApplicationId) -> History | None:
        row = self._database.row(
            f"SELECT {_COLUMNS} FROM comparisons WHERE application_id = ? ORDER BY rowid DESC LIMIT 1", [application]
        )
        return self._history(row) if row else None

    def of(self, application: ApplicationId) -> list[History]:
        """Newest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM comparisons WHERE application_id = ? ORDER BY rowid DESC", [application]
        )
        return [self._history(row) for row in rows]

    def drop(self, application: ApplicationId) -> None:
        """With the draft that they are about."""
        for (comparison,) in self._database.rows("SELECT id FROM comparisons WHERE application_id = ?", [application]):
            self._ledger.delete("comparison_rulings", {"comparison_id": comparison})
        self._ledger.delete("comparisons", {"application_id": application})

    def _history(self, row: Row) -> History:
        # by rowid: several rulings within one millisecond keep their order
        rulings = self._database.rows(
            "SELECT content FROM comparison_rulings WHERE comparison_id = ? ORDER BY rowid", [row[0]]
        )
        return History(
            comparison=Comparison(
                id=ComparisonId(row[0]),
                application=ApplicationId(row[1]),
                result=msgspec.json.decode(row[2], type=ComparisonResult),
                made_at=datetime.fromisoformat(row[3]),
                made_by=row[4],
            ),
            rulings=tuple(msgspec.json.decode(content, type=Judged) for (content,) in rulings),
        )
