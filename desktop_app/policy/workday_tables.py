"""Tables of a year's days off and made-up workdays: read from TOML or CSV as a clerk types them, and held to sense."""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NoReturn

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.domain.findings import Words, bilingual
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.reference_tables import WorkdaysFile, WorkdayYear

#: As long as the name of an announcement may be.
_SOURCE_LIMIT = 200
#: The longest holiday was nine days; a span beyond a month is a slip of the pen.
_SPAN_LIMIT = 31
_SATURDAY = 5
_OFF = {"休", "放假", "off"}
_WORKED = {"班", "上班", "worked"}
_HEADS = (("开始", "结束", "安排", "依据"), ("first", "last", "kind", "source"))
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One day as it was typed, and where."""

    day: date
    worked: bool
    line: int


@dataclass(slots=True)
class _Typed:
    """One year as it was typed."""

    year: int
    source: str
    line: int
    entries: list[_Entry] = field(default_factory=list)

    def table(self) -> WorkdayYear:
        days = {worked: tuple(sorted(e.day for e in self.entries if e.worked is worked)) for worked in (False, True)}
        return WorkdayYear(year=self.year, source=self.source, off=days[False], worked=days[True])


def read(name: str, content: bytes) -> tuple[WorkdayYear, ...]:
    """The tables of a file: `.csv` for one year, else TOML like a pack's `workdays.toml`.

    Raises `Fault(WORKDAYS_INVALID | NOT_UTF8)` with the line of the first thing that cannot be.
    """
    typed = _of_csv(name, content) if name.lower().endswith(".csv") else _of_toml(name, content)
    for line, wrong in _wrongs(typed):
        _refuse(name, line, wrong)
    return tuple(each.table() for each in typed)


def of_pack(source: TomlFile) -> tuple[WorkdayYear, ...]:
    """The tables that come with a pack, held to the same sense. Raises `Fault(POLICY_INVALID)`."""
    tables = source.table(WorkdaysFile).year
    for line, wrong in _wrongs(_placed(source.text, tables)):
        source.refuse(line, wrong.en)
    return tables


def plain(table: WorkdayYear) -> str:
    """A table as the vault keeps it; the same table has always the same form."""
    return msgspec.json.encode(table).decode()


def restored(content: str) -> WorkdayYear:
    """What `plain` wrote."""
    return msgspec.json.decode(content, type=WorkdayYear)


def _refuse(name: str, line: int, wrong: Words) -> NoReturn:
    raise Fault(Code.WORKDAYS_INVALID, path=name, line=line, detail=wrong)


# ---- what cannot be


def _wrongs(typed: Sequence[_Typed]) -> Iterator[tuple[int, Words]]:
    if not typed:
        yield 1, bilingual("没有任何年度的安排")
    years: set[int] = set()
    for each in typed:
        if each.year in years:
            yield each.line, bilingual("{year} 年出现了两次", year=each.year)
        years.add(each.year)
        yield from _wrongs_of(each)


def _wrongs_of(typed: _Typed) -> Iterator[tuple[int, Words]]:
    source = normal(typed.source.strip())
    if not source or len(source) > _SOURCE_LIMIT or unsafe_characters(source):
        yield (
            typed.line,
            bilingual("没有在 {source_limit} 字以内写明依据的放假通知", source_limit=_SOURCE_LIMIT),
        )
    if not any(not each.worked for each in typed.entries):
        yield typed.line, bilingual("{year} 年没有一个放假日", year=typed.year)
    seen: dict[date, bool] = {}
    for each in typed.entries:
        if wrong := _wrong(each, typed.year, seen):
            yield each.line, wrong
        seen[each.day] = each.worked


def _wrong(entry: _Entry, year: int, seen: dict[date, bool]) -> Words | None:
    day = entry.day
    if day.year != year:
        return bilingual("{day} 不在 {year} 年内", day=day, year=year)
    if day in seen:
        if seen[day] is entry.worked:
            return bilingual("{day} 出现了两次", day=day)
        return bilingual("{day} 既列为放假又列为上班", day=day)
    if entry.worked and day.weekday() < _SATURDAY:
        return bilingual("{day} 本来就是周一至周五，不会是调休上班日", day=day)
    return None


# ---- TOML


def _of_toml(name: str, content: bytes) -> list[_Typed]:
    text = _decoded(name, content)
    try:
        tables = msgspec.convert(tomllib.loads(text), WorkdaysFile).year
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        _refuse(name, line, bilingual("写法不合规定，日期应写作 2027-01-01"))
    except RecursionError:
        _refuse(name, 1, bilingual("括号套得太深"))
    except msgspec.ValidationError as error:
        line = TomlFile(name, text.encode()).line_of_error(str(error))
        told = bilingual("每个年度须有 year、source、off、worked 四项，日期写作 2027-01-01，不加引号")
        _refuse(name, line, told)
    return _placed(text, tables)


def _placed(text: str, tables: Sequence[WorkdayYear]) -> list[_Typed]:
    """Typed years with the lines on which their days stand; the n-th time a day is named is its n-th line."""
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines, 1) if line.split("#")[0].strip() == "[[year]]"]
    placed = []
    for index, table in enumerate(tables):
        first = heads[index] if index < len(heads) else 1
        last = heads[index + 1] if index + 1 < len(heads) else len(lines) + 1
        places: defaultdict[str, list[int]] = defaultdict(list)
        for number in range(first, last):
            for day in _ISO.findall(lines[number - 1].split("#")[0]):
                places[day].append(number)
        typed = _Typed(table.year, table.source, first)
        for worked, days in ((False, table.off), (True, table.worked)):
            for day in days:
                at = places[day.isoformat()]
                typed.entries.append(_Entry(day, worked, at.pop(0) if at else first))
        placed.append(typed)
    return placed


# ---- CSV, as a spreadsheet saves it


def _of_csv(name: str, content: bytes) -> list[_Typed]:
    """One year: first and last day of each span, off or worked, and in its first row the announcement."""
    rows = csv.reader(_decoded(name, content).splitlines(), strict=True)
    try:
        head = next(rows, [])
        if not any(tuple(cell.strip() for cell in head[:4]) == heads for heads in _HEADS):
            _refuse(name, 1, bilingual("第一行应为：开始,结束,安排,依据"))
        typed: list[_Typed] = []
        for row in rows:
            cells = [cell.strip() for cell in row]
            if any(cells):
                _take(name, rows.line_num, [*cells, "", "", "", ""][:4], typed)
    except csv.Error:
        _refuse(name, rows.line_num, bilingual("不是可读的 CSV"))
    return typed


def _take(name: str, line: int, cells: Sequence[str], typed: list[_Typed]) -> None:
    first = _day(name, line, cells[0])
    last = _day(name, line, cells[1]) if cells[1] else first
    if not first <= last < first + timedelta(days=_SPAN_LIMIT):
        _refuse(name, line, bilingual("{first} 至 {last} 不是一段假期", first=first, last=last))
    if cells[2].lower() not in _OFF | _WORKED:
        _refuse(name, line, bilingual("“安排”只能是“休”或“班”"))
    if not typed:
        typed.append(_Typed(first.year, cells[3], line))
    for distance in range((last - first).days + 1):
        typed[0].entries.append(_Entry(first + timedelta(days=distance), cells[2].lower() in _WORKED, line))


def _day(name: str, line: int, cell: str) -> date:
    found = _DAY.fullmatch(cell)
    try:
        year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        _refuse(name, line, bilingual("日期应写作 2027-01-01"))


def _decoded(name: str, content: bytes) -> str:
    """UTF-8, with the mark that some editors put first; else what a Chinese spreadsheet saves CSV in."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            raise Fault(Code.NOT_UTF8, path=name, byte=error.start + 1) from error
