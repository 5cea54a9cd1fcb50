"""The record of lowered marks: rows of their own, never changed."""

from datetime import datetime

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.ids import ApplicationId
from desktop_app.domain.lowering import MarkLowering
from desktop_app.domain.marking import Marking
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, application_id, material, before, after, reason, decided_by, lowered_by, lowered_at"


class LoweringRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def add(self, lowering: MarkLowering) -> None:
        self._ledger.insert(
            "mark_lowerings",
            id=lowering.id,
            application_id=lowering.application,
            material=lowering.material,
            before=msgspec.json.encode(lowering.before).decode(),
            after=msgspec.json.encode(lowering.after).decode(),
            reason=lowering.reason,
            decided_by=lowering.decided_by,
            lowered_by=lowering.lowered_by,
            lowered_at=stamp(lowering.lowered_at),
        )

    def of(self, application: ApplicationId) -> list[MarkLowering]:
        """Oldest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM mark_lowerings WHERE application_id = ? ORDER BY rowid", [application]
        )
        return [_lowering(row) for row in rows]


def _lowering(row: Row) -> MarkLowering:
    return MarkLowering(
        id=row[0],
        application=ApplicationId(row[1]),
        material=row[2],
        before=msgspec.json.decode(row[3], type=Marking),
        after=msgspec.json.decode(row[4], type=Marking),
        reason=row[5],
        decided_by=row[6],
        lowered_by=row[7],
        lowered_at=datetime.fromisoformat(row[8]),
    )
