"""The print centre: applications against documents, and in every cell what the register knows of its copies."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import kept_packs, paper, reviewed
from desktop_app.desk.balance import balance, stale
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Copy, CopyBalance, CopyFate, Document
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import Marking
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.status import Status
from desktop_app.policy.pack import Pack
from desktop_app.policy.papers import copies_of_each

__all__ = ["BESIDE", "MOST", "NUMBERED", "Cell", "CentreRow", "found", "read", "unconfirmed"]

#: Documents whose copies are counted: the columns of the matrix.
NUMBERED = tuple(document for document in Document if document.numbered)
#: Documents of one application without numbers: chosen for a print, nothing of them is counted.
BESIDE = (Document.PUBLIC_NOTICE_REPORT, *paper.BESIDE)
#: As many applications as one list shows; more are found by unit, state or name.
MOST = 2000
#: What was filed at this desk and did not come from another.
_TYPED_HERE = (Status.DRAFT, Status.SUBMITTED, Status.SEALED)
_COUNTED = {kind: document for kind, document in paper.PRINTED.items() if document.numbered}


@dataclass(frozen=True, slots=True)
class Cell:
    """Copies of one document of one application. `stale` are sheets of older versions that still lie about.

    `elsewhere`: another desk prints them by rule, and no sheet of it was printed here.
    """

    balance: CopyBalance
    stale: int
    elsewhere: bool = False

    @property
    def settled(self) -> bool:
        """Nothing missing, nothing to count, nothing spoiled or old that waits for destruction; the balance is even."""
        counted = self.balance
        if self.elsewhere:
            return True
        waits = counted.missing or counted.unconfirmed or counted.spoiled or self.stale
        return not waits and counted.balanced


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One application with its cells. `version` is 0 for a draft, of which nothing numbered is printed.

    `offered`: it is this desk's turn to print; of others an officer says so first.
    """

    id: ApplicationId
    name: str
    unit: str
    status: Status
    version: int
    marking: Marking
    cells: Mapping[Document, Cell]
    offered: bool = True

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


def _prints_copies(desk: Desk, status: Status) -> bool:
    """Whether a desk prints the numbered copies of what stands so: the unit does, and an office for whom it typed.

    All others get them with the dossier. An applicant may be told by the unit to print, and any desk may have to
    replace a sheet: then somebody says so.
    """
    return desk is Desk.UNIT or (desk.office and status in _TYPED_HERE)


def read(session: Session, rows: Iterable[ApplicationRow], progress: Progress) -> list[CentreRow]:
    """The cells of these applications; a large list is asked for piece by piece, so that other acts come between."""
    wanted = list(rows)
    frozen = [row.id for row in wanted if row.status.frozen]
    filed, copies = session.vault.versions.latest_of(frozen), session.vault.copies.of_each([row.id for row in wanted])
    signed = _signed(session, wanted)
    made: list[CentreRow] = []
    for row in wanted:
        progress.step(len(made), 0, "centre")
        version = filed[row.id].version if row.id in filed else None
        if version is not None:
            content = version.content
            pack = kept_packs.as_filed(session, filed[row.id].policy, content.year).pack
        else:
            record = session.vault.applications.get(row.id)
            content, pack = record.draft, kept_packs.of_record(session, record).pack
        digest = version.digest if version else ""
        made.append(
            CentreRow(
                id=row.id,
                name=row.name,
                unit=row.unit,
                status=row.status,
                version=version.number if version else 0,
                marking=content.marking,
                cells=_cells(
                    content,
                    pack,
                    digest,
                    copies.get(row.id, []),
                    elsewhere=not _prints_copies(session.office.desk, row.status),
                ),
                offered=_offered(session, row.status, signed=(str(row.id), digest) in signed),
            )
        )
    return made


def _cells(
    content: Application, pack: Pack, digest: str, copies: Sequence[Copy], *, elsewhere: bool
) -> dict[Document, Cell]:
    old = stale(copies, digest)
    required = copies_of_each(_COUNTED, content, pack)
    cells = {}
    for kind, document in _COUNTED.items():
        counted = balance(copies, document, required.get(kind, 1), digest)
        lying = sum(copy.document is document for copy in old)
        here = counted.printed or counted.unconfirmed or lying
        cells[document] = Cell(counted, lying, elsewhere and not here)
    return cells


def _offered(session: Session, status: Status, *, signed: bool) -> bool:
    """What came in is printed once this desk's opinion is signed; what has left lies printed in its dossier."""
    if not _prints_copies(session.office.desk, status):
        return False
    return status in (Status.DRAFT, Status.SUBMITTED) or (status is Status.RECEIVED and signed)


def _signed(session: Session, rows: Iterable[ApplicationRow]) -> Collection[tuple[str, str]]:
    """(application, version digest) of what was signed here, where anything came in that asks for it."""
    asked = any(row.status is Status.RECEIVED and _prints_copies(session.office.desk, row.status) for row in rows)
    return reviewed.own_signed(session) if asked else ()


def unconfirmed(session: Session, applications: Sequence[ApplicationId]) -> list[Copy]:
    """Copies of these applications of which nobody has said yet whether they came out."""
    copies = (copy for application in applications for copy in session.vault.copies.of(application))
    return [copy for copy in copies if copy.fate is CopyFate.SENT]
