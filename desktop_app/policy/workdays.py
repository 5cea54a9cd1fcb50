"""Workdays of the years whose table is known: last days of deadlines and the days of a public notice."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from enum import Enum
from types import MappingProxyType

from desktop_app.core.errors import Code, Fault
from desktop_app.policy.reference_tables import WorkdayYear


class DayState(Enum):
    """What offices do on a day; unknown in a year without a table."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MADE_UP = "made_up"
    UNKNOWN = "unknown"


_DAY = timedelta(days=1)
_SATURDAY = 5


class Calendar:
    """Workdays by the announced tables. A year without a table is refused: nobody can know its adjusted workdays.

    A year's table that the office imported stands before the pack's own; `differing` tells where they part.
    `counts_posting_day` decides whether the day of posting is a notice's first day (六（一）1 does not say).
    """

    def __init__(
        self,
        years: Iterable[WorkdayYear],
        *,
        imported: Iterable[WorkdayYear] = (),
        counts_posting_day: bool = False,
    ) -> None:
        self.of_pack: Mapping[int, WorkdayYear] = MappingProxyType({table.year: table for table in years})
        self.imported: Mapping[int, WorkdayYear] = MappingProxyType({table.year: table for table in imported})
        self.tables: Mapping[int, WorkdayYear] = MappingProxyType({**self.of_pack, **self.imported})
        tables = tuple(self.tables.values())
        self._years = frozenset(table.year for table in tables)
        self._off = frozenset(day for table in tables for day in table.off)
        self._worked = frozenset(day for table in tables for day in table.worked)
        self.counts_posting_day = counts_posting_day
        self._postings: dict[tuple[date, int], date] = {}  # filings of a year share a handful of due days

    def with_imported(self, tables: Iterable[WorkdayYear]) -> "Calendar":
        """The same pack's calendar with these tables imported, and no others."""
        return Calendar(self.of_pack.values(), imported=tables, counts_posting_day=self.counts_posting_day)

    def counting(self, *, posting_day: bool) -> "Calendar":
        """The same calendar with the day of posting a notice's first day, or not."""
        return Calendar(self.of_pack.values(), imported=self.imported.values(), counts_posting_day=posting_day)

    def differing(self, year: int) -> tuple[date, ...]:
        """The days of a year on which the pack's table and the imported one say different things."""
        own, imported = self.of_pack.get(year), self.imported.get(year)
        return differing(own, imported) if own and imported else ()

    @property
    def years(self) -> frozenset[int]:
        """The years that can be counted in."""
        return self._years

    def knows(self, *days: date) -> bool:
        """Whether all these days lie in years with a table."""
        return all(day.year in self._years for day in days)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on `day`. Raises `Fault(WORKDAYS_UNKNOWN)`."""
        if day.year not in self._years:
            raise Fault(Code.WORKDAYS_UNKNOWN, year=day.year)
        return _works(day, self._off, self._worked)

    def state(self, day: date) -> DayState:
        """What offices do on `day`, and why; never a guess."""
        if day.year not in self._years:
            return DayState.UNKNOWN
        if day in self._worked:
            return DayState.MADE_UP
        if day in self._off:
            return DayState.HOLIDAY
        return DayState.WORKDAY if day.weekday() < _SATURDAY else DayState.WEEKEND

    def last_workday(self, on_or_before: date) -> date:
        """The latest workday that is not after the given day."""
        return self._first(on_or_before, -_DAY)

    def next_workday(self, on_or_after: date) -> date:
        """The earliest workday that is not before the given day."""
        return self._first(on_or_after, _DAY)

    def delivery(self, due: date, *, later: bool = False) -> date | None:
        """The workday up to a due day, or from it on; `None` where it lies in a year without a table."""
        day, step = due, _DAY if later else -_DAY
        while self.knows(day):
            if self.is_workday(day):
                return day
            day += step
        return None

    def workdays_between(self, after: date, through: date) -> int:
        """How many workdays come later than `after` and not later than `through`."""
        count, day = 0, after
        while day < through:
            day += _DAY
            count += self.is_workday(day)
        return count

    def notice_days(self, first_posting: date, last: date) -> int:
        """How many workdays a notice posted on the first day and taken down after the last one counts."""
        return self.workdays_between(self._uncounted(first_posting), last)

    def notice_end(self, first_posting: date, days: int) -> date:
        """The day on which a notice posted on `first_posting` has its `days` workdays."""
        span = self.notice_span(first_posting, days)
        return span[-1] if span else self._uncounted(first_posting)

    def notice_span(self, first_posting: date, days: int) -> tuple[date, ...]:
        """The `days` workdays that a notice posted on `first_posting` counts."""
        found: list[date] = []
        day = self._uncounted(first_posting)
        for _ in range(days):
            day = self.next_workday(day + _DAY)
            found.append(day)
        return tuple(found)

    def latest_posting(self, due: date, days: int) -> date:
        """The last workday to post a notice that is over before the delivery day, the last workday up to `due`."""
        if (due, days) not in self._postings:
            self._postings[due, days] = self._latest_posting(due, days)
        return self._postings[due, days]

    def _latest_posting(self, due: date, days: int) -> date:
        delivery = self.last_workday(due)
        day = self.last_workday(delivery - _DAY)
        while self.notice_end(day, days) >= delivery:
            day = self.last_workday(day - _DAY)
        return day

    def _uncounted(self, first_posting: date) -> date:
        return first_posting - _DAY if self.counts_posting_day else first_posting

    def _first(self, day: date, step: timedelta) -> date:
        while not self.is_workday(day):
            day += step
        return day


def differing(one: WorkdayYear, other: WorkdayYear) -> tuple[date, ...]:
    """The days that are worked by one table and not by the other."""
    named = {*one.off, *one.worked, *other.off, *other.worked}
    return tuple(
        sorted(day for day in named if _works(day, one.off, one.worked) != _works(day, other.off, other.worked))
    )


def _works(day: date, off: Collection[date], worked: Collection[date]) -> bool:
    return day in worked or (day.weekday() < _SATURDAY and day not in off)
