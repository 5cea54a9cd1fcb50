"""The print centre: applications against documents, and in every cell what the register knows of its copies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import paper
from desktop_app.desk.balance import balance, stale
from desktop_app.desk.kept_packs import of_record
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Copy, CopyBalance, CopyFate, Document
from desktop_app.domain.marking import Marking
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.status import Status
from desktop_app.policy.papers import papers

__all__ = ["BESIDE", "MOST", "NUMBERED", "Cell", "CentreRow", "found", "read", "unconfirmed"]

#: Documents whose copies are counted: the columns of the matrix.
NUMBERED = tuple(document for document in Document if document.numbered)
#: Documents of one application without numbers: chosen for a print, nothing of them is counted.
BESIDE = (Document.PUBLIC_NOTICE_REPORT, *paper.BESIDE)
#: As many applications as one list shows; more are found by unit, state or name.
MOST = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """Copies of one document of one application. `stale` are sheets of older versions that still lie about."""

    balance: CopyBalance
    stale: int

    @property
    def settled(self) -> bool:
        """Nothing missing, nothing to count, nothing spoiled or old that waits for destruction; the balance is even."""
        counted = self.balance
        waits = counted.missing or counted.unconfirmed or counted.spoiled or self.stale
        return not waits and counted.balanced


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One application with its cells. `version` is 0 for a draft, of which nothing numbered is printed."""

    id: ApplicationId
    name: str
    unit: str
    status: Status
    version: int
    marking: Marking
    cells: Mapping[Document, Cell]

    @property
    def missing(self) -> int:
        """Numbered copies that still have to be printed, as far as they can be now."""
        return sum(self.missing_of(document) for document in self.cells) if self.version else 0

    def missing_of(self, document: Document) -> int:
        """Copies of one document that a print would make now; none while others of it wait to be counted."""
        cell = self.cells.get(document)
        if cell is None or not self.version or cell.balance.unconfirmed:
            return 0
        return cell.balance.missing

    @property
    def unconfirmed(self) -> int:
        return sum(cell.balance.unconfirmed for cell in self.cells.values())

    @property
    def settled(self) -> bool:
        return self.version > 0 and all(cell.settled for cell in self.cells.values())

    def prints(self, document: Document) -> bool:
        """Whether one press would print this document for this application now."""
        if document.numbered:
            return self.missing_of(document) > 0
        return document.of_a_draft or self.version > 0


def found(session: Session, wanted: RowFilter) -> tuple[list[ApplicationRow], int]:
    """The first applications that the filter finds, and how many it finds in all; abandoned ones print nothing."""
    rows = session.vault.applications.rows(msgspec.structs.replace(wanted, limit=MOST))
    return [row for row in rows if row.status is not Status.ABANDONED], session.vault.applications.count(wanted)


def read(session: Session, rows: Iterable[ApplicationRow], progress: Progress) -> list[CentreRow]:
    """The cells of these applications; a large list is asked for piece by piece, so that other acts come between."""
    made: list[CentreRow] = []
    for row in rows:
        progress.step(len(made), 0, "centre")
        made.append(_row(session, row))
    return made


def _row(session: Session, row: ApplicationRow) -> CentreRow:
    record = session.vault.applications.get(row.id)
    version = session.vault.versions.latest(row.id) if record.status.frozen else None
    content = version.content if version else record.draft
    digest = version.digest if version else ""
    copies = session.vault.copies.of(row.id)
    old = stale(copies, digest)
    required = {line.kind: line.copies for line in papers(content, of_record(session, record).pack)}
    cells = {}
    for kind, document in paper.PRINTED.items():
        if document.numbered:
            counted = balance(copies, document, required.get(kind, 1), digest)
            cells[document] = Cell(counted, sum(copy.document is document for copy in old))
    return CentreRow(
        id=row.id,
        name=row.name,
        unit=row.unit,
        status=record.status,
        version=version.number if version else 0,
        marking=content.marking,
        cells=cells,
    )


def unconfirmed(session: Session, applications: Sequence[ApplicationId]) -> list[Copy]:
    """Copies of these applications of which nobody has said yet whether they came out."""
    copies = (copy for application in applications for copy in session.vault.copies.of(application))
    return [copy for copy in copies if copy.fate is CopyFate.SENT]
