"""The days of every kind of filing: windows, last posting days and due days, told once where kinds agree."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import msgspec

from desktop_app.domain.application import Application, Filing, Unit
from desktop_app.domain.findings import Station, Words, bilingual, listed
from desktop_app.domain.kinds import Affiliation, Level, Track, UnitKind
from desktop_app.domain.values import Value
from desktop_app.domain.words import words_of
from desktop_app.policy import calendar_counting
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.reference_tables import Method
from desktop_app.policy.route_rows import Routing
from desktop_app.policy.window_rows import row_at, window_at
from desktop_app.policy.year_days import CalendarDay, CalendarKind, Whose

#: What stands for each level: both senior levels have the same days.
_LEVELS = (Level.JUNIOR, Level.MID, Level.ASSOCIATE_SENIOR)
_LOCAL = (Affiliation.DISTRICT, Affiliation.TERRITORIAL)
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


class Told(Value, frozen=True, kw_only=True):
    """A day as one application has it, before kinds that agree are put together."""

    day: date
    kind: CalendarKind
    what: Words
    clause: str
    rule: str = ""
    station: Station | None = None
    last_workday: date | None = None
    notice: tuple[date, ...] = ()
    counted: Words = Words()


def filing_days(pack: Pack, whose: Whose) -> Iterator[CalendarDay]:
    """The days of every kind of filing; a kind that differs from the plain one is told only where its days differ."""
    found: dict[tuple[Level, Told, Words], list[Affiliation]] = {}
    for level, affiliation in product(_levels(pack, whose), _affiliations(whose)):
        plain = _Sample(
            level,
            affiliation,
            whose.series or _plain_series(pack),
            track=whose.track or Track.CLASSIFIED,
            area=whose.area if affiliation in _LOCAL else "",
        )
        usual = tuple(days_of(plain.application(pack.year), pack))
        for told in usual:
            found.setdefault((level, told, _PLAIN), []).append(affiliation)
        for other in _variants(plain, whose, pack):
            for told in days_of(other.application(pack.year), pack):
                if told not in usual:
                    found.setdefault((level, told, other.label), []).append(affiliation)
    for (level, told, label), affiliations in found.items():
        yield _calendar_day(level, told, label, tuple(affiliations))


def examined(pack: Pack, whose: Whose) -> tuple[Level, ...]:
    """The asked levels that the asked series gains by examination alone (以考代评): they have no days here."""
    return tuple(level for level in _asked(whose) if not _filed_for(pack, whose.series, level))


def days_of(application: Application, pack: Pack) -> Iterator[Told]:
    """The days of one application, in the order of its route."""
    situation = facts_of(application, date(pack.year, 1, 1), pack).situation
    window, row = window_at(situation), row_at(situation)
    if window and row:
        opens, closes = bilingual("个人开始申报"), bilingual("个人申报截止")
        counted = calendar_counting.of_window(window)
        for day, kind, what in (
            (window.first, CalendarKind.WINDOW_OPENS, opens),
            (window.last, CalendarKind.WINDOW_CLOSES, closes),
        ):
            yield Told(day=day, kind=kind, what=what, clause=row.clause, rule=row.rule, counted=counted)
    routing = Routing(situation)
    rules = {index: deadline.rule for index, deadline in routing.deadlines}
    yield from _postings(routing, pack)
    for index, stop in enumerate(routing.stops):
        if stop.due:
            yield Told(
                day=stop.due,
                kind=CalendarKind.DUE,
                what=due_at(stop.station),
                clause=stop.clause,
                rule=rules.get(index, ""),
                station=stop.station,
                last_workday=stop.last_workday,
                counted=calendar_counting.of_due(stop.due, stop.last_workday),
            )


def due_at(station: Station) -> Words:
    """What has to be done by a due day."""
    at = words_of(station)
    return bilingual("材料报送至{at}", at=at)


def _postings(routing: Routing, pack: Pack) -> Iterator[Told]:
    """The last posting days, each with what it is counted back from: the due day, or the next hand's own posting."""
    clause = next((row.clause for row in pack.head.parameter if row.id == "notice_minimum_workdays"), "")
    days = routing.at.facts.value("notice_minimum_workdays")
    dated = next((stop for stop in routing.stops if stop.due), None)
    if dated is None or dated.last_workday is None:
        return
    limit, because = dated.last_workday, due_at(dated.station)
    for stop in reversed(routing.stops[: routing.stops.index(dated)]):
        if stop.latest_posting is None:
            continue
        at = words_of(stop.station)
        notice = pack.calendar.notice_span(stop.latest_posting, days)
        yield Told(
            day=stop.latest_posting,
            kind=CalendarKind.LATEST_POSTING,
            what=bilingual("{at}最迟开始公示", at=at),
            clause=clause,
            station=stop.station,
            notice=notice,
            counted=calendar_counting.of_posting(pack, notice, limit, because),
        )
        limit, because = stop.latest_posting, bilingual("{at}开始公示", at=at)


def _asked(whose: Whose) -> tuple[Level, ...]:
    if whose.level is None:
        return _LEVELS
    return (Level.ASSOCIATE_SENIOR,) if whose.level.senior else (whose.level,)


def _levels(pack: Pack, whose: Whose) -> tuple[Level, ...]:
    return tuple(level for level in _asked(whose) if _filed_for(pack, whose.series, level))


def _filed_for(pack: Pack, series: str, level: Level) -> bool:
    """Whether anybody files for a level of a series; both senior levels are asked about."""
    if series not in pack.series:
        return True
    levels = (Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR) if level.senior else (level,)
    rows = (pack.level_row(series, track.name, each) for track in pack.series[series].track for each in levels)
    return any(row is not None and row.method not in (Method.EXAM, Method.NONE) for row in rows)


def _affiliations(whose: Whose) -> tuple[Affiliation, ...]:
    return (whose.affiliation,) if whose.affiliation else tuple(Affiliation)


def _plain_series(pack: Pack) -> str:
    """A series that the notice treats like any other."""
    special = {code for group in pack.head.group for code in group.series}
    return next((code for code in pack.series if code not in special), "")


def _variants(plain: _Sample, whose: Whose, pack: Pack) -> Iterator[_Sample]:
    """Kinds that part from the plain one in one thing that was not asked for."""
    if plain.affiliation in _LOCAL and not whose.area:
        for key, area in pack.areas.items():
            yield _sample(plain, area.name.words(), area=key)
    if not whose.series:
        whole = dict.fromkeys(code for group in pack.head.group if not group.specialties for code in group.series)
        for code in whole:
            if code in pack.series:
                yield _sample(plain, pack.series[code].name.words(), series=code)
    if whose.track is None:
        for track in Track:
            if track not in (plain.track, Track.ONLINE):
                yield _sample(plain, words_of(track), track=track)


def _sample(plain: _Sample, label: Words, *, area: str = "", series: str = "", track: Track | None = None) -> _Sample:
    return _Sample(
        plain.level,
        plain.affiliation,
        series or plain.series,
        track=track or plain.track,
        area=area or plain.area,
        label=label,
    )


def _calendar_day(level: Level, told: Told, label: Words, whose: tuple[Affiliation, ...]) -> CalendarDay:
    window = told.kind in (CalendarKind.WINDOW_OPENS, CalendarKind.WINDOW_CLOSES)
    named = bilingual("高级") if level.senior else words_of(level)
    if not window:  # a window is the same for every unit
        units = listed(words_of(each) for each in whose)
        named = bilingual("{named}（{units}）", named=named, units=units)
    if label.zh:
        named = bilingual("{named}〔{label}〕", named=named, label=label)
    shared = {name: getattr(told, name) for name in msgspec.structs.asdict(told) if name != "what"}
    return CalendarDay(
        **shared,
        words=bilingual("{named}{what}", named=named, what=told.what),
        levels=(Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR) if level.senior else (level,),
        affiliations=() if window else whose,
        apart=label,
    )
