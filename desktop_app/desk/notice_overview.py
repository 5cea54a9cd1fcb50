"""The unit's public notices at a glance: each with its people, who is on none yet, and the last day to post."""

from dataclasses import dataclass
from datetime import date

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import held_notices
from desktop_app.desk.session import Session
from desktop_app.domain.marking import Marking, combined
from desktop_app.domain.public_notices import HeldNotice


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice; `ahead` says that its first day is still to come, `over` that its last day is past."""

    notice: HeldNotice
    people: tuple[tuple[ApplicationId, str], ...]
    ahead: bool
    over: bool


@dataclass(frozen=True, slots=True)
class NoticeOverview:
    lines: tuple[NoticeLine, ...]
    candidates: tuple[tuple[ApplicationId, str], ...]
    latest_posting: date | None  # the soonest of those who are on no notice yet
    marking: Marking | None


def overview(session: Session) -> NoticeOverview:
    """Everything the screen shows. Names are read for the notices of one year, some dozens."""
    marks: list[Marking] = []
    lines = []
    for notice in held_notices.all_(session):
        people = []
        for application in held_notices.people(session, notice):
            record = session.vault.applications.get(application)
            marks.append(record.draft.marking)
            people.append((application, record.draft.person.name))
        today = session.today()
        ahead = notice.first_day is not None and notice.first_day > today
        over = notice.last_day is not None and notice.last_day < today
        lines.append(NoticeLine(notice, tuple(people), ahead, over))
    rows = held_notices.candidates(session)
    marks += [row.marking for row in rows]
    latest = [day for row in rows if (day := held_notices.latest_posting(session, row.id))]
    return NoticeOverview(
        lines=tuple(lines),
        candidates=tuple((row.id, f"{row.name}　{row.title}　{row.unit}") for row in rows),
        latest_posting=min(latest, default=None),
        marking=combined(marks) if marks else None,
    )
