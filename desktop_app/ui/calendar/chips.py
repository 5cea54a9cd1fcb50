"""The few words by which the month says what falls on a day; colour only repeats them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from desktop_app.desk.deadlines import CalendarDay, CalendarKind, DayState
from desktop_app.domain.words import word
from desktop_app.ui.language import language, say


@dataclass(frozen=True, slots=True)
class Chip:
    """One line in a day; `tone` is a colour's name in the theme, `short` what is left of it where there is no room."""

    tone: str
    words: str
    short: str


_TONES = {
    CalendarKind.LATEST_POSTING: "amber",
    CalendarKind.WINDOW_CLOSES: "vermilion",
    CalendarKind.DUE: "accent",
    CalendarKind.WINDOW_OPENS: "green",
    CalendarKind.OFFICE: "ink",
}


def chips(day: date, entries: Iterable[CalendarDay]) -> tuple[Chip, ...]:
    """What falls on a day, the most pressing first; kinds of filing that share their words are told once."""
    found: dict[Chip, int] = {}
    order = list(_TONES)
    for entry in entries:
        if entry.kind in _TONES and entry.day == day:
            found.setdefault(_chip(entry), order.index(entry.kind))
        if day in entry.notice:
            notice = Chip("muted", say("{level}公示期", level=_level(entry)), say("公示期"))
            found.setdefault(notice, len(order))
    return tuple(sorted(found, key=lambda chip: found[chip]))


def _chip(entry: CalendarDay) -> Chip:
    level = _level(entry)
    words, short = {
        CalendarKind.LATEST_POSTING: (say("{level}最迟公示", level=level), say("chips|公示")),
        CalendarKind.WINDOW_CLOSES: (say("{level}申报截止", level=level), say("截止")),
        CalendarKind.DUE: (say("{level}报送期限", level=level), say("chips|报送")),
        CalendarKind.WINDOW_OPENS: (say("{level}开始申报", level=level), say("开始")),
        CalendarKind.OFFICE: (say("chips|部门期限"), say("部门")),
    }[entry.kind]
    return Chip(_TONES[entry.kind], words, short)


def _level(entry: CalendarDay) -> str:
    if not entry.levels:
        return ""
    if entry.levels[0].senior:
        return say("chips|高级")
    return word(entry.levels[0], language()).capitalize()


def state_words(state: DayState) -> str:
    """What offices do on a day; nothing for an ordinary workday."""
    return "" if state is DayState.WORKDAY else word(state, language())
