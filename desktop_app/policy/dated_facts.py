"""Facts about days: the window, items after the cut-off, examinations, the route's due days, the public notice."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from desktop_app.domain.chain import STATIONS
from desktop_app.domain.findings import Window
from desktop_app.domain.kinds import Desk, NoticeMode
from desktop_app.policy.route_rows import Routing
from desktop_app.policy.situation import Derivation, Situation
from desktop_app.policy.window_rows import cutoff, row_at, window_at


def items(at: Situation) -> tuple[tuple[str, date, date], ...]:
    """What `_items` finds, found once."""
    return at.once(_found_items)


def _found_items(at: Situation) -> tuple[tuple[str, date, date], ...]:
    return tuple(_items(at))


def _items(at: Situation) -> Iterator[tuple[str, date, date]]:
    """Each dated thing that the cut-off bars (三（二）), with the first and the last day it may be of.

    The form holds most of them as months.
    """
    application = at.application
    rows: list[tuple[str, str | None]] = [(application.education.school, application.education.finished)]
    rows += [(row.title, row.on) for row in application.publications]
    rows += [(row.name or row.project, row.on) for row in application.awards]
    rows += [(row.name, row.on) for row in application.patents]
    rows += [(row.name, row.end or row.start) for row in application.achievements_since]
    for name, month in rows:
        if month:
            year, number = int(month[:4]), int(month[5:])
            yield name or month, date(year, number, 1), date(year, number, monthrange(year, number)[1])
    held = application.post.title_held_since
    if held:
        yield application.post.title_held or held.isoformat(), held, held


def _late(at: Situation) -> tuple[str, ...]:
    last = cutoff(at)
    return tuple(name for name, earliest, _ in items(at) if last and earliest > last)


def _unclear(at: Situation) -> tuple[str, ...]:
    """Things of the cut-off's own month: an officer looks at the paper itself."""
    last = cutoff(at)
    return tuple(name for name, earliest, latest in items(at) if last and earliest <= last < latest)


def _window(read: Callable[[Window, date], Any], otherwise: Any) -> Derivation:
    """A fact of the window and the filing day, or what holds while there is no window."""

    def derive(at: Situation) -> Any:
        found = at.once(window_at)
        return read(found, at.filing_day) if found else otherwise

    return derive


def _exam_end(at: Situation) -> date | None:
    return max((exam.valid_to for exam in at.application.exams if exam.passed and exam.valid_to), default=None)


def _exam_valid(at: Situation) -> bool:
    end = _exam_end(at)
    return end is not None and end >= at.filing_day


_WINDOW: Mapping[str, Derivation] = {
    "window_open": _window(lambda window, day: window.first <= day <= window.last, otherwise=False),
    "window_rule": lambda at: row.rule if (row := at.once(row_at)) else "",
    "window_first": _window(lambda window, _: window.first, otherwise=None),
    "window_last": _window(lambda window, _: window.last, otherwise=None),
    "before_window": _window(lambda window, day: day < window.first, otherwise=False),
    "after_window": _window(lambda window, day: day > window.last, otherwise=False),
    "days_left": _window(lambda window, day: (window.last - day).days, otherwise=0),
    "days_to_open": _window(lambda window, day: (window.first - day).days, otherwise=0),
    "cutoff_known": lambda at: cutoff(at) is not None,
    "items_late": _late,
    "items_same_month": _unclear,
    "exam_passed": lambda at: any(exam.passed for exam in at.application.exams),
    "exam_dated": lambda at: _exam_end(at) is not None,
    "exam_valid": _exam_valid,
    "exam_valid_to": _exam_end,
}


def _routed(read: Callable[[Routing], Any]) -> Derivation:
    return lambda at: read(at.once(Routing))


def _due(routing: Routing, index: int) -> date | None:
    dated = [stop.due for stop in routing.stops if stop.due]
    return dated[index] if dated else None


def _delivery(routing: Routing, index: int) -> date | None:
    """The last day to deliver: the notice's own where its year has no table of workdays yet."""
    due = _due(routing, index)
    return routing.at.pack.last_workday(due) or due


def _passed(routing: Routing, index: int) -> bool:
    day = _delivery(routing, index)
    return day is not None and routing.at.on > day


def _due_rules(routing: Routing) -> tuple[str, ...]:
    """The rules of the days that are still to come on the way: papers that lie at an office arrived there."""
    reached = -1
    if routing.at.desk not in (Desk.APPLICANT, Desk.UNIT):
        here = STATIONS[routing.at.desk]
        reached = max((at for at, stop in enumerate(routing.stops) if stop.station in here), default=-1)
    return tuple(row.rule for at, row in routing.deadlines if at > reached)


def _days_left(routing: Routing) -> int:
    day = _delivery(routing, 0)
    return (day - routing.at.on).days if day else 0


def _latest_posting(routing: Routing) -> date | None:
    return next((stop.latest_posting for stop in routing.stops if stop.latest_posting), None)


def _posting_late(routing: Routing) -> bool:
    notice, latest = routing.at.application.public_notice, _latest_posting(routing)
    if latest is None or notice.mode in (NoticeMode.WITHHELD, NoticeMode.LIMITED):
        return False
    return (notice.first_day or routing.at.on) > latest


_ROUTE: Mapping[str, Derivation] = {
    "route_rule": _routed(lambda routing: routing.row.rule if routing.row else ""),
    "route": _routed(lambda routing: tuple(stop.station.value for stop in routing.stops)),
    "route_open": _routed(lambda routing: routing.open),
    "due_rules": _routed(_due_rules),
    "due": _routed(lambda routing: _due(routing, 0)),
    "due_last_workday": _routed(lambda routing: _delivery(routing, 0)),
    "due_on_holiday": _routed(lambda routing: _due(routing, 0) != _delivery(routing, 0)),
    "due_passed": _routed(lambda routing: _passed(routing, 0)),
    "due_days_left": _routed(_days_left),
    "final_due": _routed(lambda routing: _due(routing, -1)),
    "final_due_last_workday": _routed(lambda routing: _delivery(routing, -1)),
    "final_due_passed": _routed(lambda routing: _passed(routing, -1)),
    "latest_posting": _routed(_latest_posting),
    "posting_late": _routed(_posting_late),
}


def _countable(at: Situation) -> bool:
    """Whether the notice has both days, in order, in years with a table of workdays."""
    first, last = at.application.public_notice.first_day, at.application.public_notice.last_day
    return bool(first and last) and _in_order(at) and at.pack.calendar.knows(*(day for day in (first, last) if day))


def _workdays(at: Situation) -> int:
    notice = at.application.public_notice
    if not _countable(at) or notice.first_day is None or notice.last_day is None:
        return 0
    return at.pack.calendar.notice_days(notice.first_day, notice.last_day)


def _posting_day_decides(at: Situation) -> bool:
    """Whether the notice is long enough only if its day of posting counts, which 六（一）1 leaves open."""
    notice, minimum = at.application.public_notice, int(at.facts.value("notice_minimum_workdays"))
    if not _countable(at) or notice.first_day is None or notice.last_day is None:
        return False
    without = at.pack.calendar.workdays_between(notice.first_day, notice.last_day)
    return without < minimum <= without + at.pack.calendar.is_workday(notice.first_day)


def _in_order(at: Situation) -> bool:
    notice = at.application.public_notice
    return notice.first_day is None or notice.last_day is None or notice.first_day <= notice.last_day


def _earliest_end(at: Situation) -> date | None:
    first = at.application.public_notice.first_day
    if first is None or first.year not in at.pack.calendar.years:
        return None
    if first.month == 12 and first.year + 1 not in at.pack.calendar.years:
        return None  # the count may run into a year that nobody has announced yet
    return at.pack.calendar.notice_end(first, int(at.facts.value("notice_minimum_workdays")))


def _running(at: Situation) -> bool:
    last = at.application.public_notice.last_day
    return last is not None and at.on <= last


_NOTICE: Mapping[str, Derivation] = {
    "notice_mode": lambda at: at.application.public_notice.mode,
    "notice_first": lambda at: at.application.public_notice.first_day,
    "notice_last": lambda at: at.application.public_notice.last_day,
    "notice_dated": lambda at: bool(at.application.public_notice.first_day and at.application.public_notice.last_day),
    "notice_in_order": _in_order,
    "notice_countable": _countable,
    "notice_workdays": _workdays,
    "posting_day_decides": _posting_day_decides,
    "notice_earliest_end": _earliest_end,
    "notice_running": _running,
    "notice_objected": lambda at: at.application.public_notice.objected,
    "notice_objection": lambda at: at.application.public_notice.objection or None,
    "notice_basis_given": lambda at: at.application.public_notice.basis != "",
    "notice_officer_given": lambda at: at.application.public_notice.secrecy_officer != "",
}

DERIVATIONS: Mapping[str, Derivation] = {**_WINDOW, **_ROUTE, **_NOTICE}
