"""The year's days as a sheet for an office wall: months as rows, then each day with its counting; about nobody."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from desktop_app.core.progress import Progress
from desktop_app.desk import direct_print, kept_packs
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.paper import Preview, require_no_issues
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.host import atomic
from desktop_app.papers import render
from desktop_app.papers.render import PaperRequest, Rendered
from desktop_app.policy.calendar_counting import weekday
from desktop_app.policy.calendar_days import CalendarDay, CalendarKind, YearCalendar, year_calendar
from desktop_app.policy.pack import Pack
from desktop_app.policy.workdays import Calendar, DayState

_OFF = (CalendarKind.HOLIDAY, CalendarKind.MADE_UP)
_STATES = {DayState.WEEKEND: "休", DayState.HOLIDAY: "假", DayState.MADE_UP: "班"}
_CLOSED = (DayState.WEEKEND, DayState.HOLIDAY)
_ACTS = {
    CalendarKind.LATEST_POSTING: "公示",
    CalendarKind.WINDOW_CLOSES: "截止",
    CalendarKind.DUE: "报送",
    CalendarKind.WINDOW_OPENS: "开始",
    CalendarKind.OFFICE: "部门",
}
_NOTICE = "公示期"


def of_pack(pack: Pack, progress: Progress, office: str = "") -> Rendered:
    """The sheet of a pack's year. Raises `Fault(LAYOUT_ISSUES)` when anything does not fit."""
    rendered = render.render(request(pack, office), progress)
    require_no_issues(rendered)
    return rendered


def request(pack: Pack, office: str = "") -> PaperRequest:
    """What the papers layer needs to draw it."""
    year = year_calendar(pack)
    return PaperRequest(
        document=Document.WALL_CALENDAR,
        copies=(1,),
        extra=_facts(year, pack.calendar, office),
        rows={"months": list(months(year, pack.calendar)), "days": [_line(entry) for entry in _told(year)]},
    )


def preview(session: Session, year: int, progress: Progress) -> Preview:
    """The same by this desk's settings and imported workdays, with the office's name on it, to look at and to save."""
    return Preview(of_pack(kept_packs.of_year(session, year), progress, session.office.name), formal=True)


def save(rendered: Rendered, path: Path) -> None:
    """Write the sheet, whole or not at all."""
    atomic.write_atomic(path, rendered.pdf, mode=atomic.PUBLIC)


def put(session: Session, rendered: Rendered, where: Outlet) -> None:
    """Write the sheet, or let it wait for its printer; nothing in it is anybody's."""
    if isinstance(where, Path):
        save(rendered, where)
    else:
        direct_print.order(session, where, rendered.pdf, {"document": Document.WALL_CALENDAR.value})


def _told(year: YearCalendar) -> list[CalendarDay]:
    return [entry for entry in year.days if entry.kind not in _OFF]


def _facts(year: YearCalendar, workdays: Calendar, office: str) -> dict[str, str]:
    table = workdays.tables.get(year.year)
    warning = "" if table else f"没有{year.year}年的工作日表，未标休息日，最后工作日和最迟公示日未推算。"
    if year.differing:
        days = "、".join(f"{day.month}月{day.day}日" for day in year.differing)
        warning = f"工作日按本单位导入的表计算，与政策包自带的不同：{days}。"
    return {
        "year": str(year.year),
        "policy": year.policy,
        "workdays": table.source if table else "尚无",
        "office": office,
        "warning": warning,
        "unsettled": "".join(f"{one.words.zh}（{one.clause}）" for one in year.unsettled),
    }


def months(year: YearCalendar, workdays: Calendar) -> Iterator[Mapping[str, str]]:
    """One row a month, from the first to the last with anything to do; the whole year when there is nothing."""
    days = [day for entry in _told(year) for day in (entry.day, *entry.notice)]
    first, last = min(days, default=date(year.year, 1, 1)), max(days, default=date(year.year, 12, 31))
    month = first.replace(day=1)
    while month <= last:
        following = (month + timedelta(days=31)).replace(day=1)
        label = f"{month.month}月" if month.year == year.year else f"{month.year}年\n{month.month}月"
        row = {"month": label}
        for number in range((following - month).days):
            day = month + timedelta(days=number)
            state = workdays.state(day)
            row[f"d{day.day}"] = "\n".join(_cell(day, state, year.days))
            row[f"s{day.day}"] = "closed" if state in _CLOSED else ""
        yield row
        month = following


def _cell(day: date, state: DayState, entries: Sequence[CalendarDay]) -> list[str]:
    """Weekday with what offices do, then the day's acts, the most pressing first."""
    lines = [weekday(day).zh[1] + (f" {_STATES[state]}" if state in _STATES else "")]
    order = list(_ACTS)
    here = sorted((e for e in entries if e.day == day and e.kind in _ACTS), key=lambda e: order.index(e.kind))
    lines += dict.fromkeys(_level(entry) + _ACTS[entry.kind] for entry in here)
    if any(day in entry.notice for entry in entries):
        lines.append(_NOTICE)
    return lines


def _level(entry: CalendarDay) -> str:
    return ("高" if entry.levels[0].senior else word(entry.levels[0])[0]) if entry.levels else ""


def _line(entry: CalendarDay) -> Mapping[str, str]:
    return {
        "day": f"{entry.day.month}月{entry.day.day}日（{weekday(entry.day).zh}）",
        "kind": word(entry.kind),
        "what": entry.words.zh,
        "counted": _counted(entry),
        "clause": entry.clause,
    }


def _counted(entry: CalendarDay) -> str:
    """On the wall a notice's days are enough: what they are counted back from stands in the rows below."""
    if not entry.notice:
        return entry.counted.zh
    days = "、".join(f"{day.month}月{day.day}日" for day in entry.notice)
    return f"公示满 {len(entry.notice)} 个工作日：{days}"
