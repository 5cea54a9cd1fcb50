"""The register of printed copies: numbers given out once, and fates."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from desktop_app.core.clock import stamp
from desktop_app.core.ids import ApplicationId, CopyId
from desktop_app.domain.copies import Copy, CopyFate, Document
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = (
    "id, application_id, document, number, version_number, version_digest, sheets, printer, printed_by, printed_at, "
    "fate, reason, witnesses, fate_before"
)


class CopyRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def next_numbers(self, document: Document, application: ApplicationId, how_many: int) -> list[int]:
        """Give out the next numbers, from 1 for each application and document; none is ever given out twice."""
        assert how_many > 0
        where = {"document": document.value, "application_id": application}
        row = self._database.row(
            "SELECT last FROM copy_counters WHERE document = ? AND application_id = ?", [document.value, application]
        )
        last = row[0] if row else 0
        if row:
            self._ledger.update("copy_counters", where, last=last + how_many)
        else:
            self._ledger.insert("copy_counters", **where, last=how_many)
        return list(range(last + 1, last + how_many + 1))

    def add(self, copies: Sequence[Copy]) -> None:
        for copy in copies:
            self._ledger.insert(
                "copies",
                id=copy.id,
                application_id=copy.application,
                document=copy.document.value,
                number=copy.number,
                version_number=copy.version_number,
                version_digest=copy.version_digest,
                sheets=copy.sheets,
                printer=copy.printer,
                printed_by=copy.printed_by,
                printed_at=stamp(copy.printed_at),
                fate=copy.fate.value,
                reason=copy.reason,
                witnesses=copy.witnesses,
            )

    def set_fate(self, copies: Sequence[CopyId], fate: CopyFate, reason: str = "", witnesses: str = "") -> None:
        """What is empty stays as it was: why more were printed is still to be read after they came out.

        Raises `Fault(RECORD_NOT_FOUND | COPY_FATE)` for an unknown copy or an impossible fate; the act around it then
        changes none.
        """
        given = {"reason": reason, "witnesses": witnesses}
        for copy in copies:
            known = self.get(copy)
            known.require_may_become(fate)
            columns = {name: value for name, value in given.items() if value}
            if fate is CopyFate.DESTROYED:
                columns["fate_before"] = known.fate.value
            self._ledger.update("copies", {"id": copy}, fate=fate.value, **columns)

    def reinstate(self, copy: CopyId, reason: str, witnesses: str) -> None:
        """Put right that it was entered as destroyed: it is what it was before.

        Raises `Fault(RECORD_NOT_FOUND | COPY_FATE)` for a copy that is not entered so.
        """
        known = self.get(copy)
        if known.fate is not CopyFate.DESTROYED:
            known.require_may_become(known.fate)
        fate = known.reinstated.value
        self._ledger.update("copies", {"id": copy}, fate=fate, reason=reason, witnesses=witnesses, fate_before="")

    def get(self, copy: CopyId) -> Copy:
        row = self._database.row(f"SELECT {_COLUMNS} FROM copies WHERE id = ?", [copy])
        if row is None:
            raise not_found(RecordKind.COPY)
        return _copy(row)

    def changed_at(self, copy: CopyId) -> datetime:
        """When the row was last written: the instant of the act that did so."""
        row = self._database.row(
            "SELECT audit.at FROM copies JOIN audit ON audit.sequence = copies.audit_seq WHERE id = ?", [copy]
        )
        if row is None:
            raise not_found(RecordKind.COPY)
        return datetime.fromisoformat(row[0])

    def of(self, application: ApplicationId) -> list[Copy]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM copies WHERE application_id = ? ORDER BY document, number", [application]
        )
        return [_copy(row) for row in rows]

    def of_each(self, applications: Collection[ApplicationId]) -> dict[ApplicationId, list[Copy]]:
        """The copies of each application that has some: a whole list in one search."""
        columns = ", ".join(f"copies.{name}" for name in _COLUMNS.split(", "))
        rows = self._database.rows(
            f"SELECT {columns} FROM json_each(?) JOIN copies ON application_id = value "
            "ORDER BY application_id, document, number",
            [json.dumps(list(applications))],
        )
        found: dict[ApplicationId, list[Copy]] = {}
        for row in rows:
            copy = _copy(row)
            found.setdefault(copy.application, []).append(copy)
        return found

    def register(self, document: Document | None = None) -> list[Copy]:
        """The whole register, in the order of printing."""
        where, parameters = ("WHERE document = ?", [document.value]) if document else ("", [])
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM copies {where} ORDER BY printed_at, application_id, document, number", parameters
        )
        return [_copy(row) for row in rows]


def _copy(row: Row) -> Copy:
    return Copy(
        id=CopyId(row[0]),
        application=ApplicationId(row[1]),
        document=Document(row[2]),
        number=row[3],
        version_number=row[4],
        version_digest=row[5],
        sheets=row[6],
        printer=row[7],
        printed_by=row[8],
        printed_at=datetime.fromisoformat(row[9]),
        fate=CopyFate(row[10]),
        reason=row[11],
        witnesses=row[12],
        fate_before=CopyFate(row[13]) if row[13] else None,
    )
