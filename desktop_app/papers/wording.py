"""How single values read on paper: dates one way, months one way, codes and closed sets as Chinese words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from desktop_app.core.clock import CHINA
from desktop_app.domain.marking import Marking
from desktop_app.domain.words import word

_EMPTY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class CodeTables:
    """Code tables by name (ethnic, education, degree, political, series, track, area), each from code to word."""

    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def find(self, table: str, code: str) -> str | None:
        """The word for a code, `None` when the table does not know it."""
        return self.tables.get(table, _EMPTY).get(code)


def day(value: date | None) -> str:
    """2026年6月30日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def moment(value: datetime, *, seconds: bool = False) -> str:
    """2026年6月30日 09:05, at the office."""
    here = value.astimezone(CHINA)
    return f"{day(here.date())} {here:%H:%M:%S}" if seconds else f"{day(here.date())} {here:%H:%M}"


def marked(marking: Marking) -> str:
    """A marking in a list, where no cell is left empty."""
    return marking.printed() or "无"


def month(value: str | None) -> str:
    """2019.06."""
    return value.replace("-", ".") if value else ""


def month_of(value: date | None) -> str:
    """The month of a date, as months are written."""
    return f"{value.year}.{value.month:02d}" if value else ""


def span(start: str | None, end: str | None, ongoing: bool = False) -> str:
    """2019.06—2021.12; an open end reads 至今."""
    last = "至今" if ongoing else month(end)
    first = month(start)
    return f"{first}—{last}" if first and last else first or last


def days(first: date | None, last: date | None) -> str:
    """2026年6月1日至6月5日: the year once when it is the same, the day once when it is one day."""
    if not (first and last) or first == last:
        return day(first or last)
    end = f"{last.month}月{last.day}日" if first.year == last.year else day(last)
    return f"{day(first)}至{end}"


def named(member: Enum | None) -> str:
    """The Chinese word of an enum member, empty for none."""
    return word(member) if member else ""


def years(value: str | None) -> str:
    """A number of years, as 「4年」."""
    return f"{value}年" if value else ""


def count(value: int) -> str:
    """A count, empty for none."""
    return str(value) if value else ""


def joined(*parts: str, by: str = "　") -> str:
    """The parts that are not empty."""
    return by.join(part for part in parts if part)


def bracketed(text: str) -> str:
    """（text）, empty for nothing."""
    return f"（{text}）" if text else ""
