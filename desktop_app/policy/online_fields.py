"""Every value that the two forms print, with the ways it may be spelled online and the labels it may stand at."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import msgspec

from desktop_app.core.resources import resource
from desktop_app.domain import paths
from desktop_app.domain.application import Application
from desktop_app.domain.words import word
from desktop_app.policy.labels import labels
from desktop_app.policy.online_text import BETWEEN, Sought, folded, tight
from desktop_app.policy.pack import Pack

_CODES = {
    "person.ethnic_group": "ethnic",
    "person.political_status": "political",
    "education.level": "education",
    "education.degree": "degree",
}
_NAMES = {"person.name", "person.former_name"}
_MONTH = re.compile(r"\d{4}-\d{2}")
_NUMBER = re.compile(r"\d+(\.\d+)?")
#: What forms print where there is nothing.
_NOTHING = Sought(re.compile(r"无|没有|/|-+"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One value: `paper` as it is printed, empty where the record holds nothing."""

    path: str
    paper: str
    sought: Sought
    labels: tuple[str, ...] = ()


@cache
def _layout() -> dict[str, Any]:
    """`single`: path -> further labels; `rows`: table -> columns; `stops`: labels that only end a value.

    `continued`: how a form says that a value goes on further down, and that it does so here.
    """
    return tomllib.loads(resource("locale", "online.toml").read_text(encoding="utf-8"))


def stops() -> Iterator[str]:
    """Every label that a form is known to print."""
    for path, names in _layout()["single"].items():
        yield from (labels()[path].zh, *names)
    yield from _layout()["stops"]["labels"]


def continuation() -> tuple[str, str]:
    """The sign where a value breaks off, and the sign after its label where it goes on."""
    signs = _layout()["continued"]
    return folded(tight(signs["on"])), folded(tight(signs["again"]))


def compared_content(application: Application) -> str:
    """The digest of all that a comparison looks at in the record, and of which submission online it is about."""
    layout = _layout()
    values: list[Any] = [paths.get(application, path) for path in layout["single"]]
    for table, columns in layout["rows"].items():
        values.append([[getattr(row, column) for column in columns] for row in getattr(application, table)])
    values += [application.work_summary, application.online.plan, application.online.submitted_on]
    return hashlib.sha256(msgspec.json.encode(values)).hexdigest()


def singles(application: Application, pack: Pack) -> list[Entry]:
    """The values that stand once on a form."""
    made = []
    for path, names in _layout()["single"].items():
        paper, sought = _spelled(path, paths.get(application, path), pack)
        if path == "education.degree" and application.education.degree_name:
            # the form prints it as the certificate has it
            paper = application.education.degree_name
            sought = _text([paper, *_code_names(path, application.education.degree, pack)])
        made.append(Entry(path, paper, sought, (labels()[path].zh, *names)))
    return made


def rows(application: Application, pack: Pack) -> Iterator[list[Entry]]:
    """The filled cells of each row of each table."""
    for table, columns in _layout()["rows"].items():
        for index in range(len(getattr(application, table))):
            cells = []
            for column in columns:
                path = f"{table}[{index}].{column}"
                paper, sought = _spelled(path, paths.get(application, path), pack)
                if paper:
                    cells.append(Entry(path, paper, sought))
            if cells:
                yield cells


def _spelled(path: str, value: Any, pack: Pack) -> tuple[str, Sought]:
    """How a value is printed, and every way in which it would be the same value online."""
    if value is None or value == "" or value == 0:
        return "", _NOTHING
    match value:
        case date():
            return f"{value.year}年{value.month}月{value.day}日", _day(value)
        case Enum():
            return word(value), _text([word(value)])
        case int():
            return str(value), _number(str(value))
    if path in _CODES:
        name, short = _code_names(path, value, pack)
        return short or name, _text([name, short])
    if path == "filing.series" and value in pack.series:
        value = pack.series[value].name.zh
    elif path == "unit.area" and value in pack.areas:
        value = pack.areas[value].name.zh
    if path in _NAMES:
        return value, Sought(re.compile(re.escape(tight(value))), name=True)
    if _MONTH.fullmatch(value):
        return value.replace("-", "."), _month(int(value[:4]), int(value[5:]))
    if _NUMBER.fullmatch(value) and path.endswith(".years"):
        return value, _number(value)
    if path.endswith("number"):
        return value, _text([value, value.lower(), value.upper()])
    return value, _text([value, value + _layout()["suffixed"].get(path, "")])


def _code_names(path: str, code: str, pack: Pack) -> tuple[str, str]:
    """The full and the short name of a code; a code that the table does not have stands for itself."""
    row = pack.codes[_CODES[path]].rows.get(code)
    return (row.name, row.short) if row else (code, "")


def _text(spellings: list[str]) -> Sought:
    longest_first = sorted({folded(tight(one)) for one in spellings if one}, key=len, reverse=True)
    return Sought(re.compile("|".join(map(_pattern, longest_first))))


def _pattern(text: str) -> str:
    """A number of a document may be broken between two of its digits."""
    return re.sub(r"(?<=\d)(?=\d)", f"{BETWEEN}?", re.escape(text))


def _day(on: date) -> Sought:
    """2026-06-20, 2026年6月20日, 20260620; a form that prints months only says 2026.06, 2026年6月, 202606."""
    year, month, day = on.year, on.month, on.day
    whole = rf"{year}(?:[.\-/年]0?{month}[.\-/月]0?{day}日?|{month:02}{day:02})(?!\d)"
    only_month = rf"{year}(?:[.\-/年]0?{month}月?|{month:02})(?![\d.\-/月])"
    return Sought(re.compile(rf"(?<!\d)(?:{whole}|{only_month})"), bounded=True)


def _month(year: int, month: int) -> Sought:
    """2019.06, 2019-06, 2019年6月, 201906, with or without a day that the record does not hold."""
    day = r"(?:月\d{1,2}日|[.\-/]\d{1,2}|\d{2}|月)?"
    return Sought(re.compile(rf"(?<!\d){year}(?:[.\-/年]0?{month}|{month:02}){day}(?!\d)"), bounded=True)


def _number(text: str) -> Sought:
    whole, _, part = text.partition(".")
    digits = part.rstrip("0")
    spelled = rf"0*{whole}\.{digits}0*" if digits else rf"0*{whole}(?:\.0+)?"
    return Sought(re.compile(rf"(?<![\d.]){spelled}(?![\d.])"), bounded=True)
