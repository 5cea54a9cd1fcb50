"""Every day of a pack's year that matters for an office, worked out from the pack's own tables."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from desktop_app.domain.findings import bilingual
from desktop_app.domain.kinds import Affiliation
from desktop_app.policy import calendar_counting
from desktop_app.policy.calendar_filings import examined, filing_days
from desktop_app.policy.pack import Pack
from desktop_app.policy.year_days import CalendarDay, CalendarKind, Unsettled, Whose, YearCalendar

__all__ = ["CalendarDay", "CalendarKind", "Unsettled", "Whose", "YearCalendar", "year_calendar"]

_ORDER = list(CalendarKind)
_UNITS = list(Affiliation)
_EVERYBODY = Whose()


def year_calendar(pack: Pack, whose: Whose = _EVERYBODY) -> YearCalendar:
    """All days of the pack's year in their order; the days of filings only as far as they are asked for."""
    days = [*filing_days(pack, whose), *_office_days(pack), *_days_off(pack)]
    return YearCalendar(
        year=pack.year,
        policy=pack.version,
        workdays_known=pack.year in pack.calendar.years,
        differing=pack.calendar.differing(pack.year),
        examined=examined(pack, whose),
        days=tuple(sorted(days, key=_place)),
        unsettled=tuple(_unsettled(pack)),
    )


def _place(day: CalendarDay) -> tuple[object, ...]:
    """By date and kind; what holds for most before what is apart, units in the order in which the notice has them."""
    return (
        day.day,
        _ORDER.index(day.kind),
        day.apart.zh,
        [_UNITS.index(each) for each in day.affiliations],
        day.words.zh,
    )


def _office_days(pack: Pack) -> Iterator[CalendarDay]:
    for row in pack.office_days:
        last_workday = pack.last_workday(row.on)
        yield CalendarDay(
            day=row.on,
            kind=CalendarKind.OFFICE,
            words=row.says.words(),
            clause=row.clause,
            rule=row.rule,
            last_workday=last_workday,
            counted=calendar_counting.of_due(row.on, last_workday),
        )


def _days_off(pack: Pack) -> Iterator[CalendarDay]:
    table = pack.calendar.tables.get(pack.year)
    if table is None:
        return
    for first, last in _runs(table.off):
        count = (last - first).days + 1
        yield CalendarDay(
            day=first,
            until=last if last != first else None,
            kind=CalendarKind.HOLIDAY,
            words=bilingual("各单位放假"),
            clause=table.source,
            counted=bilingual("放假 {count} 天。", count=count),
        )
    for day in table.worked:
        name = calendar_counting.weekday(day)
        yield CalendarDay(
            day=day,
            kind=CalendarKind.MADE_UP,
            words=bilingual("周末调休，照常上班"),
            clause=table.source,
            counted=bilingual("{name}，按放假通知上班，计为工作日。", name=name),
        )


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Days that follow one another as first and last."""
    first = last = None
    for day in sorted(days):
        if first is None or last is None or day - last > timedelta(days=1):
            if first is not None and last is not None:
                yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last


def _unsettled(pack: Pack) -> Iterator[Unsettled]:
    """Days that stand in no table yet, in the order of the pack's settings."""
    named = {
        *(name for each in pack.windows for name in (each.row.first_setting, each.row.last_setting)),
        *(each.row.setting for each in pack.deadlines),
    }
    for setting in pack.head.setting:
        if setting.id in named and pack.setting_date(setting.id) is None:
            yield Unsettled(setting=setting.id, clause=setting.clause, words=setting.asks.words())
