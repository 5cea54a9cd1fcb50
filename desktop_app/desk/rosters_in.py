"""Rosters that other desks sent: whose, when, in which package, as a table to read and as a paper (花名册)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from desktop_app.core.ids import PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, paper_files, plain_text
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET, Marking
from desktop_app.domain.records import Direction, RecordKind, not_found
from desktop_app.domain.statements import KeptStatement, Roster, StatementKind
from desktop_app.domain.users import Reading
from desktop_app.papers import wording
from desktop_app.papers.render import PaperRequest


@dataclass(frozen=True, slots=True)
class CameRoster:
    """One roster under its digest; `marking` is at least that of everybody on it."""

    digest: str
    package: PackageId
    sequence: int
    sender: str
    came: datetime
    marking: Marking
    roster: Roster


def all_(session: Session) -> list[CameRoster]:
    """Every roster that came in, the latest first; one that was sent again counts from its last arrival."""
    session.vault.require(Reading.CONTENTS)
    kept = [one for one in session.vault.statements.all(StatementKind.ROSTER) if one.direction is Direction.IN]
    return sorted((_read(session, one) for one in kept), key=lambda one: one.came, reverse=True)


def _read(session: Session, kept: KeptStatement) -> CameRoster:
    record = session.vault.packages.get(PackageId(kept.package))
    carrier = session.vault.carriers.by_number(record.medium) if record.medium else None
    return CameRoster(
        digest=kept.digest,
        package=record.id,
        sequence=record.sequence,
        sender=record.peer_name,
        came=kept.at,
        marking=carrier.marking if carrier is not None else NOT_SECRET,
        roster=msgspec.json.decode(kept.content, type=Roster),
    )


def of_package(session: Session, package: PackageId) -> CameRoster:
    """The roster that came in a package. Raises `Fault(RECORD_NOT_FOUND)`."""
    found = next((one for one in all_(session) if one.package == package), None)
    if found is None:
        raise not_found(RecordKind.PACKAGE)
    return found


def request(session: Session, came: CameRoster) -> PaperRequest:
    """The roster as the sender's own paper lists it, with whom it came from and when."""
    rows = came.roster.rows
    return PaperRequest(
        document=Document.ROSTER,
        marking=came.marking,
        copies=(1,),
        fonts=added_fonts.in_force(session),
        extra={
            "office": f"{came.sender}（{wording.moment(came.came)} 收到，第 {came.sequence} 号封装）",
            "year": str(came.roster.year),
            "printed_on": wording.day(session.today()),
            "officer": session.office.officer,
            "count": str(len(rows)),
        },
        rows={"people": [_person(came.roster.columns, row) for row in rows]},
    )


#: The columns of the paper; a later program may send others as well.
COLUMNS = (
    "number", "name", "sex", "birth", "unit", "education", "title", "title_since", "level", "series", "specialty",
    "wanted", "path", "notice", "mark",
)  # fmt: skip


def _person(columns: tuple[str, ...], row: tuple[str, ...]) -> Mapping[str, str]:
    known = dict(zip(columns, row, strict=True))
    return {column: known.get(column, "") for column in COLUMNS}


def save(session: Session, came: CameRoster, where: Outlet, progress: Progress) -> None:
    """Print it, or write it as PDF, Word or Excel as the name says: plain text under its mark, and in the log."""
    kind = paper_files.require_kind(where)
    asked = request(session, came)
    content = paper_files.content(asked, where, session.clock.now(), progress)
    objects = {"document": Document.ROSTER.value, "package": came.package, "format": kind[1:]}
    plain_text.write(session, where, content, asked.marking, objects)
