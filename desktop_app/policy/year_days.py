"""What a year's calendar consists of: days with why they matter, whom they concern and how each is counted."""

from datetime import date
from enum import Enum

from desktop_app.domain.findings import Station, Words
from desktop_app.domain.kinds import Affiliation, Level, Track
from desktop_app.domain.values import Value


class CalendarKind(Enum):
    """Why a day matters, in the order in which days of one date are told."""

    WINDOW_OPENS = "window_opens"
    WINDOW_CLOSES = "window_closes"
    LATEST_POSTING = "latest_posting"
    DUE = "due"
    OFFICE = "office"
    HOLIDAY = "holiday"
    MADE_UP = "made_up"


class CalendarDay(Value, frozen=True, kw_only=True):
    """One day, or the days up to `until`. `last_workday` is the last workday on which a due day is still met.

    `levels` and `affiliations` say whom it concerns; both empty: everybody. `station`: who posts, or where papers are
    due. `notice`: the workdays that a notice posted on that day counts. `counted` says how the day was found. `apart`
    names the area, series or track whose days differ from everybody else's.
    """

    day: date
    kind: CalendarKind
    words: Words
    clause: str
    rule: str = ""
    until: date | None = None
    last_workday: date | None = None
    levels: tuple[Level, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    station: Station | None = None
    notice: tuple[date, ...] = ()
    counted: Words = Words()
    apart: Words = Words()


class Unsettled(Value, frozen=True, kw_only=True):
    """A day that a notice still to come, or this office, must say: the setting that holds it."""

    setting: str
    clause: str
    words: Words


class Whose(Value, frozen=True, kw_only=True):
    """Whose days are asked for; what is left open stands for everybody."""

    level: Level | None = None
    affiliation: Affiliation | None = None
    series: str = ""
    track: Track | None = None
    area: str = ""


class YearCalendar(Value, frozen=True, kw_only=True):
    """The year. Without a table of workdays nothing that counts them is told.

    `differing`: days on which the imported table of workdays says something else than the pack's own. `examined`:
    levels that the asked series gains by examination alone, so that nobody files for them.
    """

    year: int
    policy: str
    workdays_known: bool
    differing: tuple[date, ...] = ()
    examined: tuple[Level, ...] = ()
    days: tuple[CalendarDay, ...]
    unsettled: tuple[Unsettled, ...]
