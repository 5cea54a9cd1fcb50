"""What waits in an office's own work today: steps to sign, things to pass on, returns, notices, posts, conduct."""

from dataclasses import dataclass
from enum import Enum

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import held_notices, meetings, posts, returns, review_list
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from desktop_app.domain.public_notices import HeldNotice
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.status import Status

_SHOWN = 50
#: Beyond this a desk looks at the posts' own screen; counting them all would hold the home screen up.
_MOST_FILINGS = 300


class OfficeWaits(Enum):
    """Why something of the office's own work waits."""

    REVIEW = "review"
    PASS_ON = "pass_on"
    TO_MEETING = "to_meeting"  # the last office has accepted it
    MENDING = "mending"  # sent back from here, time is left
    MEND_LATE = "mend_late"  # sent back from here, its day is past
    HANGS = "hangs"  # the notice is up
    NOTICE = "notice"
    OBJECTION = "objection"
    POSTS = "posts"


@dataclass(frozen=True, slots=True)
class OfficeItem:
    """One line: what waits, its first name, how many it stands for, days left where a day is set."""

    why: OfficeWaits
    name: str
    application: ApplicationId | None = None
    count: int = 1
    days_left: int | None = None


def waiting(session: Session) -> list[OfficeItem]:
    """All of it; an applicant's desk has none."""
    if session.office.desk is Desk.APPLICANT:
        return []
    return [*_reviews(session), *_sent_back(session), *_notices(session), *_posts(session)]


def _reviews(session: Session) -> list[OfficeItem]:
    onward, seated = OfficeWaits.PASS_ON, frozenset[ApplicationId]()
    if session.office.desk is Desk.COMMITTEE_OFFICE:
        onward, seated = OfficeWaits.TO_MEETING, meetings.seated(session)
    waits, ready = review_list.heads(session, seated)
    return [
        OfficeItem(why, half.first.name, half.first.id, half.count)
        for why, half in ((OfficeWaits.REVIEW, waits), (onward, ready))
        if half.first is not None
    ]


def _sent_back(session: Session) -> list[OfficeItem]:
    found = []
    for row in session.vault.applications.rows(RowFilter(status=Status.RETURNED, limit=_SHOWN)):
        if given := returns.given(session, row.id):
            left = (given[-1].mend_by - session.today()).days
            why = OfficeWaits.MEND_LATE if left < 0 else OfficeWaits.MENDING
            found.append(OfficeItem(why, row.name, row.id, days_left=left))
    return found


def _notices(session: Session) -> list[OfficeItem]:
    found = []
    for notice in held_notices.waiting(session):
        why = OfficeWaits.OBJECTION if notice.open_objections else OfficeWaits.NOTICE
        found.append(OfficeItem(why, _whose(session, notice), count=len(notice.applications)))
    for notice in held_notices.hanging(session):
        assert notice.last_day is not None, "one without a last day does not hang"
        left, people = (notice.last_day - session.today()).days, len(notice.applications)
        found.append(OfficeItem(OfficeWaits.HANGS, _whose(session, notice), count=people, days_left=left))
    return found


def _whose(session: Session, notice: HeldNotice) -> str:
    return session.vault.applications.get(ApplicationId(notice.applications[0])).draft.person.name


def _posts(session: Session) -> list[OfficeItem]:
    counts = session.vault.applications.counts()
    if not posts.lines_of(session) or sum(counts.values()) > _MOST_FILINGS:
        return []
    over = [row.line.unit for row in posts.table(session).rows if row.overdrawn]
    return [OfficeItem(OfficeWaits.POSTS, over[0], count=len(over))] if over else []
