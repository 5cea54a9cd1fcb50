"""What waits in an office's own work today: steps to sign, things to pass on, returns, notices, posts, conduct."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import confirming, held_notices, meetings, posts, returns, review_list
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
    RESULT_HANGS = "result_hangs"  # the notice of results is up
    RESULT_DOWN = "result_down"
    COMPLAINT = "complaint"
    RESULT_TO_SEND = "result_to_send"


@dataclass(frozen=True, slots=True)
class OfficeItem:
    """One line: what waits, its first name, how many it stands for, days left where a day is set."""

    why: OfficeWaits
    name: str
    application: ApplicationId | None = None
    count: int = 1
    days_left: int | None = None
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What is still to do about the results of one meeting (六（三）2–3).

    `last` is the last day of a notice that was not taken down, `due` the one for confirmation while a batch is unsent.
    """

    meeting: str
    committee: str
    last: date | None
    due: date | None
    complaints: int


def waiting(session: Session, ended: Sequence[Results] = ()) -> list[OfficeItem]:
    """All of it, with what is to do about results; an applicant's desk has none."""
    if session.office.desk is Desk.APPLICANT:
        return []
    return [*_reviews(session), *_sent_back(session), *_notices(session), *_posts(session), *_results(session, ended)]


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
    known = held_notices.people(session, notice)
    return session.vault.applications.get(known[0]).draft.person.name if known else ""


def _results(session: Session, ended: Sequence[Results]) -> list[OfficeItem]:
    today, made = session.today(), []
    for one in ended:
        if one.last is not None:
            hangs = one.last >= today
            left = (one.last - today).days if hangs else None
            why = OfficeWaits.RESULT_HANGS if hangs else OfficeWaits.RESULT_DOWN
            made.append(OfficeItem(why, one.committee, days_left=left, meeting=one.meeting))
        if one.complaints:
            made.append(OfficeItem(OfficeWaits.COMPLAINT, one.committee, count=one.complaints, meeting=one.meeting))
        if one.due is not None:
            left = (one.due - today).days
            made.append(OfficeItem(OfficeWaits.RESULT_TO_SEND, one.committee, days_left=left, meeting=one.meeting))
    return made


def ended(session: Session) -> list[Results]:
    """Every meeting that was closed and is not done with."""
    work, made = session.vault.work, []
    for found in work.results.all():
        meeting = work.meetings.get(found.id)
        if meeting is None or meeting.ended_on is None:
            continue
        committee = work.committees.get(meeting.committee)
        made.append(
            Results(
                meeting=meeting.id,
                committee=committee.committee.name if committee else meeting.title,
                last=found.notice_last if found.notice_down_on is None else None,
                due=confirming.due(session, meeting.ended_on) if confirming.unsent(session, found) else None,
                complaints=len(found.open_complaints),
            )
        )
    return [one for one in made if one.last or one.due or one.complaints]


def _posts(session: Session) -> list[OfficeItem]:
    counts = session.vault.applications.counts()
    if not posts.lines_of(session) or sum(counts.values()) > _MOST_FILINGS:
        return []
    over = [row.line.unit for row in posts.table(session).rows if row.overdrawn]
    return [OfficeItem(OfficeWaits.POSTS, over[0], count=len(over))] if over else []
