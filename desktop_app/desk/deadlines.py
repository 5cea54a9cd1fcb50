"""The year's days as the calendar shows them: for whom they are asked, and which applications here they concern."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import kept_packs, roles
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words
from desktop_app.domain.kinds import Affiliation, Level
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.status import Status
from desktop_app.policy.calendar_counting import on, weekday
from desktop_app.policy.calendar_days import CalendarDay, CalendarKind, Unsettled, Whose, YearCalendar, year_calendar
from desktop_app.policy.calendar_filings import Told, days_of
from desktop_app.policy.workdays import Calendar, DayState

__all__ = [
    "CalendarDay", "CalendarKind", "Concerned", "DayState", "Shown", "Unsettled", "Whose", "YearCalendar", "areas",
    "concerned", "on", "waiting", "weekday", "year",
]  # fmt: skip

#: An application that was handed over or given up waits for no day.
_WAITING = (Status.DRAFT, Status.SUBMITTED, Status.SEALED, Status.RECEIVED, Status.RETURNED)
#: A desk has some hundreds a year; beyond this nobody reads the names.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Shown:
    """A year with what offices do on each of its days, and on those around it."""

    year: YearCalendar
    workdays: Calendar
    today: date

    def state(self, day: date) -> DayState:
        return self.workdays.state(day)

    def days_left(self, entry: CalendarDay) -> int:
        """Days from today to the last one on which it is still met."""
        return ((entry.last_workday or entry.until or entry.day) - self.today).days


@dataclass(frozen=True, slots=True)
class Concerned:
    """One application that still waits at this desk, with its own days."""

    application: ApplicationId
    name: str
    level: Level | None
    affiliation: Affiliation | None
    days: tuple[Told, ...]

    def by(self, entry: CalendarDay) -> bool:
        """Whether that day of the calendar is one of this application's."""
        if self.level not in entry.levels or (entry.affiliations and self.affiliation not in entry.affiliations):
            return False
        return any((d.kind, d.day, d.station) == (entry.kind, entry.day, entry.station) for d in self.days)


def years(session: Session) -> tuple[int, ...]:
    """The years of which this desk has a pack: several live side by side."""
    return tuple(sorted({session.pack.year, *(kept.year for kept, _ in kept_packs.known(session))}))


def year(session: Session, whose: Whose, of: int | None = None) -> Shown:
    """A pack's year, that in force unless told, for those who are asked about."""
    pack = session.pack if of is None else kept_packs.of_year(session, of)
    return Shown(year_calendar(pack, whose), pack.calendar, session.today())


def waiting(session: Session) -> tuple[ApplicationId, ...]:
    """The applications of the pack's year that still wait here for some day; none for whose role they are not."""
    if not roles.sees_contents(session.vault):
        return ()
    found: list[ApplicationId] = []
    for status in _WAITING:
        wanted = RowFilter(status=status, year=session.pack.year, limit=_MOST - len(found))
        if wanted.limit:
            found.extend(row.id for row in session.vault.applications.rows(wanted))
    return tuple(found)


def concerned(session: Session, ids: Sequence[ApplicationId]) -> tuple[Concerned, ...]:
    """These applications with their days, two milliseconds each: ask for a hundred at a time."""
    found: list[Concerned] = []
    for id_ in ids:
        record = session.vault.applications.get(id_)
        version = session.vault.versions.latest(id_) if record.status.frozen else None
        content = version.content if version else record.draft
        days = tuple(days_of(content, kept_packs.of_record(session, record).pack))
        found.append(Concerned(id_, content.person.name, content.filing.level, content.unit.affiliation, days))
    return tuple(found)


def areas(session: Session) -> Sequence[tuple[str, Words]]:
    """The offices that receive the papers of an area, by the area's key."""
    return [(key, area.name.words()) for key, area in session.pack.areas.items()]
