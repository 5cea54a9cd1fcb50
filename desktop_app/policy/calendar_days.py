"""Every day of a pack's year that matters for an office, worked out from the pack's own tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from desktop_app.core.messages import Language
from desktop_app.domain.application import Application, Filing, Unit
from desktop_app.domain.findings import Words
from desktop_app.domain.kinds import Affiliation, Level, Track, UnitKind
from desktop_app.domain.values import Value
from desktop_app.domain.words import word, words_of
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.route_rows import Routing
from desktop_app.policy.window_rows import row_at, window_at


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

    `levels` and `affiliations` say whom it concerns; both empty: everybody.
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


class Unsettled(Value, frozen=True, kw_only=True):
    """A day that a notice still to come, or this office, must say: the setting that holds it."""

    setting: str
    clause: str
    words: Words


class YearCalendar(Value, frozen=True, kw_only=True):
    """The year. Without a table of workdays nothing that counts them is told.

    `differing`: days on which the imported table of workdays says something else than the pack's own.
    """

    year: int
    policy: str
    workdays_known: bool
    differing: tuple[date, ...] = ()
    days: tuple[CalendarDay, ...]
    unsettled: tuple[Unsettled, ...]


#: What stands for each level: both senior levels have the same days.
_LEVELS = (Level.JUNIOR, Level.MID, Level.ASSOCIATE_SENIOR)
_LOCAL = (Affiliation.DISTRICT, Affiliation.TERRITORIAL)
_ORDER = list(CalendarKind)
_PLAIN = Words()


@dataclass(frozen=True, slots=True)
class _Sample:
    """One kind of filing: the plain one of a level and affiliation, or one that differs by what `label` says."""

    level: Level
    affiliation: Affiliation
    series: str
    track: Track = Track.CLASSIFIED
    area: str = ""
    label: Words = _PLAIN

    def application(self, year: int) -> Application:
        local = self.affiliation is Affiliation.TERRITORIAL
        return Application(
            year=year,
            filing=Filing(level=self.level, track=self.track, series=self.series),
            unit=Unit(
                kind=UnitKind.PRIVATE_FIRM if local else UnitKind.PUBLIC_INSTITUTION,
                affiliation=self.affiliation,
                area=self.area,
            ),
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """A day as one sample has it, before samples that agree are put together."""

    day: date
    kind: CalendarKind
    level: Level
    what: Words
    clause: str
    rule: str
    last_workday: date | None = None


def year_calendar(pack: Pack) -> YearCalendar:
    """All days of the pack's year in their order."""
    days = [*_filing_days(pack), *_office_days(pack), *_days_off(pack)]
    return YearCalendar(
        year=pack.year,
        policy=pack.version,
        workdays_known=pack.year in pack.calendar.years,
        differing=pack.calendar.differing(pack.year),
        days=tuple(sorted(days, key=lambda d: (d.day, _ORDER.index(d.kind), d.words.zh))),
        unsettled=tuple(_unsettled(pack)),
    )


def _filing_days(pack: Pack) -> Iterator[CalendarDay]:
    """The days of every kind of filing; a kind that differs from the plain one is told only where its days differ."""
    found: dict[tuple[_Told, Words], list[Affiliation]] = {}
    for level in _LEVELS:
        for affiliation in Affiliation:
            plain = _Sample(level, affiliation, _plain_series(pack))
            usual = tuple(_told(plain, pack))
            for told in usual:
                found.setdefault((told, _PLAIN), []).append(affiliation)
            for other in _variants(plain, pack):
                for told in _told(other, pack):
                    if told not in usual:
                        found.setdefault((told, other.label), []).append(affiliation)
    for (told, label), whose in found.items():
        yield _calendar_day(told, label, tuple(whose))


def _plain_series(pack: Pack) -> str:
    """A series that the notice treats like any other."""
    special = {code for group in pack.head.group for code in group.series}
    return next((code for code in pack.series if code not in special), "")


def _variants(plain: _Sample, pack: Pack) -> Iterator[_Sample]:
    level, affiliation, series = plain.level, plain.affiliation, plain.series
    if affiliation in _LOCAL:
        for key, area in pack.areas.items():
            yield _Sample(level, affiliation, series, area=key, label=area.name.words())
    whole = dict.fromkeys(code for group in pack.head.group if not group.specialties for code in group.series)
    for code in whole:
        if code in pack.series:
            yield _Sample(level, affiliation, code, label=pack.series[code].name.words())
    for track in Track:
        if track not in (plain.track, Track.ONLINE):
            yield _Sample(level, affiliation, series, track=track, label=words_of(track))


def _told(sample: _Sample, pack: Pack) -> Iterator[_Told]:
    situation = facts_of(sample.application(pack.year), date(pack.year, 1, 1), pack).situation
    window, row = window_at(situation), row_at(situation)
    if window and row:
        opens, closes = Words(zh="个人开始申报", en="filing opens"), Words(zh="个人申报截止", en="filing closes")
        yield _Told(window.first, CalendarKind.WINDOW_OPENS, sample.level, opens, row.clause, row.rule)
        yield _Told(window.last, CalendarKind.WINDOW_CLOSES, sample.level, closes, row.clause, row.rule)
    routing = Routing(situation)
    rules = {index: deadline.rule for index, deadline in routing.deadlines}
    posting = _posting_clause(pack)
    for index, stop in enumerate(routing.stops):
        at = words_of(stop.station)
        if stop.latest_posting:
            what = Words(zh=f"{at.zh}最迟开始公示", en=f"last day to post the public notice ({at.en})")
            yield _Told(stop.latest_posting, CalendarKind.LATEST_POSTING, sample.level, what, posting, "")
        if stop.due:
            what = Words(zh=f"材料报送至{at.zh}", en=f"papers due at {at.en}")
            rule = rules.get(index, "")
            yield _Told(stop.due, CalendarKind.DUE, sample.level, what, stop.clause, rule, stop.last_workday)


def _posting_clause(pack: Pack) -> str:
    return next((row.clause for row in pack.head.parameter if row.id == "notice_minimum_workdays"), "")


def _calendar_day(told: _Told, label: Words, whose: tuple[Affiliation, ...]) -> CalendarDay:
    window = told.kind in (CalendarKind.WINDOW_OPENS, CalendarKind.WINDOW_CLOSES)
    zh, en = _level(told.level)
    if not window:  # a window is the same for every unit
        zh += f"（{'、'.join(word(each) for each in whose)}）"
        en += f" ({', '.join(word(each, Language.EN) for each in whose)})"
    if label.zh:
        zh, en = f"{zh}〔{label.zh}〕", f"{en} [{label.en}]"
    return CalendarDay(
        day=told.day,
        kind=told.kind,
        words=Words(zh=f"{zh}{told.what.zh}", en=f"{en}: {told.what.en}"),
        clause=told.clause,
        rule=told.rule,
        last_workday=told.last_workday,
        levels=(Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR) if told.level.senior else (told.level,),
        affiliations=() if window else whose,
    )


def _level(level: Level) -> tuple[str, str]:
    return ("高级", "senior") if level.senior else (word(level), word(level, Language.EN))


def _office_days(pack: Pack) -> Iterator[CalendarDay]:
    for row in pack.office_days:
        yield CalendarDay(
            day=row.on,
            kind=CalendarKind.OFFICE,
            words=row.says.words(),
            clause=row.clause,
            rule=row.rule,
            last_workday=pack.last_workday(row.on),
        )


def _days_off(pack: Pack) -> Iterator[CalendarDay]:
    table = pack.calendar.tables.get(pack.year)
    if table is None:
        return
    for first, last in _runs(table.off):
        yield CalendarDay(
            day=first,
            until=last if last != first else None,
            kind=CalendarKind.HOLIDAY,
            words=Words(zh="各单位放假", en="offices are closed"),
            clause=table.source,
        )
    for day in table.worked:
        words = Words(zh="周末调休，照常上班", en="offices work on this weekend day")
        yield CalendarDay(day=day, kind=CalendarKind.MADE_UP, words=words, clause=table.source)


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
