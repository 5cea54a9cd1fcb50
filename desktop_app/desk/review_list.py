"""What lies at this desk for review: what waits, what is signed, sent back or passed on, with the days left."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from msgspec import structs

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import returns, reviewed
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Level
from desktop_app.domain.marking import Marking, combined
from desktop_app.domain.queries import RowFilter, RowOrder
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.status import Status

#: More than any office has in a year: each is counted, whichever are shown.
_MOST = 100_000


class ReviewState(Enum):
    """Where an application stands in this desk's own work."""

    WAITS = "waits"
    SIGNED = "signed"  # ready to go on
    SENT_BACK = "sent_back"
    PASSED_ON = "passed_on"


#: What is signed lies with what waits: the signature tells them apart. What an office typed itself is signed as well.
_STATUSES: Mapping[ReviewState, tuple[Status, ...]] = {
    ReviewState.WAITS: (Status.SUBMITTED, Status.RECEIVED),
    ReviewState.SENT_BACK: (Status.RETURNED,),
    ReviewState.PASSED_ON: (Status.SEALED, Status.FORWARDED, Status.DELIVERED),
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One application in the list."""

    application: ApplicationId
    name: str
    title: str
    level: Level | None
    unit: str
    state: ReviewState
    version: int
    mend_by: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Half:
    """How many there are, and the first of them."""

    count: int = 0
    first: ApplicationRow | None = None


@dataclass(frozen=True, slots=True)
class ReviewList:
    """One state's applications, and how many there are of each."""

    lines: tuple[ReviewLine, ...]
    counts: Mapping[ReviewState, int]
    marking: Marking | None


def listed(session: Session, state: ReviewState, text: str = "") -> ReviewList:
    """The applications of one state; nothing waits for review at an applicant's desk."""
    if not reviewed.takes_steps(session.office.desk):
        return ReviewList((), dict.fromkeys(ReviewState, 0), None)
    waits, signed = halves(session, text)
    found = {ReviewState.WAITS: waits, ReviewState.SIGNED: signed}
    found |= {one: _of(session, one, text) for one in (ReviewState.SENT_BACK, ReviewState.PASSED_ON)}
    rows = found[state]
    lines = tuple(_line(session, row, state) for row in rows)
    counts = {one: len(rows_) for one, rows_ in found.items()}
    return ReviewList(lines, counts, combined([row.marking for row in rows]) if rows else None)


def halves(session: Session, text: str = "") -> tuple[list[ApplicationRow], list[ApplicationRow]]:
    """What waits for this desk's signature, and what is signed here and not sent on yet."""
    if not reviewed.takes_steps(session.office.desk):
        return [], []
    rows = _of(session, ReviewState.WAITS, text)
    signed = _signed(session, rows)
    return [row for row in rows if row.id not in signed], [row for row in rows if row.id in signed]


def heads(session: Session, aside: Collection[str] = ()) -> tuple[Half, Half]:
    """The same two as the home screen tells them; of what is signed, those `aside` are left out.

    Of a year with 100,000 filings only those are read that were signed here: reading them all takes seconds.
    """
    if not reviewed.takes_steps(session.office.desk):
        return Half(), Half()
    year, states, applications = session.pack.year, _STATUSES[ReviewState.WAITS], session.vault.applications
    own = _own(session)
    here = [row for status in states for row in applications.among(own, status, year)]
    known = _signed(session, here, own)
    signed = [row for row in here if row.id in known]
    asked = [RowFilter(status=status, year=year, order=RowOrder.STATUS, limit=len(signed) + 1) for status in states]
    count = sum(applications.count(one) for one in asked) - len(signed)
    lying = (row for one in asked for row in applications.rows(one) if row.id not in known)
    ready = [row for row in signed if row.id not in aside]
    return Half(count, next(lying) if count else None), Half(len(ready), ready[0] if ready else None)


def _of(session: Session, state: ReviewState, text: str) -> list[ApplicationRow]:
    rows: list[ApplicationRow] = []
    for status in _STATUSES[state]:
        wanted = RowFilter(status=status, year=session.pack.year, text=text, limit=_MOST)
        rows += session.vault.applications.rows(structs.replace(wanted, limit=_MOST - len(rows)))
    return rows


def _own(session: Session) -> Mapping[str, set[str]]:
    """Application -> the digests of its versions that were signed here."""
    own: dict[str, set[str]] = {}
    for application, digest in reviewed.own_signed(session):
        own.setdefault(application, set()).add(digest)
    return own


def _signed(
    session: Session, rows: Sequence[ApplicationRow], own: Mapping[str, set[str]] | None = None
) -> frozenset[str]:
    own = _own(session) if own is None else own
    return frozenset(
        str(row.id) for row in rows if row.id in own and session.vault.versions.latest_digest(row.id) in own[row.id]
    )


def _line(session: Session, row: ApplicationRow, state: ReviewState) -> ReviewLine:
    by = None
    if state is ReviewState.SENT_BACK:
        notices = returns.given(session, row.id) or returns.received(session, row.id)
        by = notices[-1].mend_by if notices else None
    return ReviewLine(
        application=row.id,
        name=row.name,
        title=row.title,
        level=row.level,
        unit=row.unit,
        state=state,
        version=row.latest_version,
        mend_by=by,
        overdue=by is not None and session.today() > by,
    )
