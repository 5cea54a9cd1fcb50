"""A table that people fill in outside: written with heads, notes and choices, read back cell by cell.

What is wrong is said by sheet, row and column together with what is expected; a sheet with one fault is not taken in.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from openpyxl.utils import get_column_letter

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.text import normal, safe_for_screen, unsafe_characters
from desktop_app.desk.blanks import content
from desktop_app.desk.workbook import Sheet
from desktop_app.domain.findings import Words, bilingual
from desktop_app.host import confined

MOST_BYTES = 16 << 20
_FULL_WIDTH = str.maketrans("０１２３４５６７８９－．／", "0123456789-./")
_BETWEEN = re.compile(r"[-./年月日\s]+")
#: As much of a cell as a message shows.
_SHOWN = 30
_YES = {"是": True, "有": True, "√": True, "yes": True, "1": True}
_NO = {"否": False, "无": False, "": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `parse` makes a value of a cell that is not empty, and raises `ValueError` for what does not fit."""

    key: str
    head: Words
    width: int
    expected: Words
    parse: Callable[[str], Any]
    empty: Any = ""
    needed: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CellFault:
    """One cell that cannot be taken: where, what stands there, what is expected."""

    sheet: str
    row: int
    column: str
    head: str
    found: str
    expected: Words

    def words(self) -> Words:
        """The whole in one sentence."""
        shown = safe_for_screen(self.found, _SHOWN)
        where = f"{self.sheet} {self.column}{self.row}"
        expected = self.expected
        if not shown:
            return bilingual(
                "{where}（{head}）现为空，应为{expected}。", where=where, head=self.head, expected=expected
            )
        return bilingual(
            "{where}（{head}）现为“{shown}”，应为{expected}。",
            where=where,
            head=self.head,
            shown=shown,
            expected=expected,
        )


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One line as typed: its number in the sheet, a value for each column, and the letter under which each stands."""

    row: int
    values: Mapping[str, Any]
    letters: Mapping[str, str]


class _Read(msgspec.Struct):
    name: str
    rows: list[list[str]]


def blank(name: str, columns: Sequence[Column], notes: str) -> tuple[Sheet, Sheet]:
    """The sheet to fill in, and one beside it that explains each column."""
    heads = [(one.head.zh + ("（必填）" if one.needed else ""), one.width) for one in columns]
    choices = {number: one.choices for number, one in enumerate(columns, 1) if one.choices}
    explained = [(one.head.zh, "是" if one.needed else "", one.expected.zh) for one in columns]
    return (
        Sheet(name, heads, (), choices, filled_in=True),
        Sheet(notes, (("列", 24), ("必填", 8), ("填写要求", 70)), explained),
    )


def opened(path: Path, progress: Progress) -> list[_Read]:
    """The sheets of a workbook, read in a confined process. Raises `Fault(WORKBOOK_* | FILE_* | …)`, `Cancelled`."""
    data = content(path, MOST_BYTES, Code.WORKBOOK_BYTES)
    found = confined.read("workbook", data, str(path), progress)
    try:
        return msgspec.convert(found, list[_Read], strict=True)
    except msgspec.ValidationError as error:
        raise Fault(Code.WORKBOOK_UNREADABLE, path=str(path)) from error


def typed(
    sheets: Sequence[_Read], name: str, columns: Sequence[Column], path: Path
) -> tuple[list[TypedRow], list[CellFault]]:
    """The lines of one sheet, and every cell that does not fit. Raises `Fault(WORKBOOK_SHEET)` without that sheet."""
    page = next((one for one in sheets if one.name == name), None)
    if page is None:
        raise Fault(Code.WORKBOOK_SHEET, path=str(path), sheet=name)
    heads = [_head(cell) for cell in (page.rows[0] if page.rows else [])]
    places = {one.key: heads.index(one.head.zh) for one in columns if one.head.zh in heads}
    faults = [
        CellFault(name, 1, "?", one.head.zh, "", bilingual("表头“{head}”", head=one.head.zh))
        for one in columns
        if one.key not in places
    ]
    if faults:
        return [], faults
    letters = {key: get_column_letter(at + 1) for key, at in places.items()}
    rows = []
    for number, cells in enumerate(page.rows[1:], 2):
        if not any(cells):
            continue
        values = {}
        for one in columns:
            at = places[one.key]
            cell = normal(cells[at]) if at < len(cells) else ""
            try:
                values[one.key] = _value(one, cell)
            except ValueError:
                faults.append(CellFault(name, number, letters[one.key], one.head.zh, cell, _wanted(one, cell)))
        rows.append(TypedRow(number, values, letters))
    return rows, faults


def _wanted(column: Column, cell: str) -> Words:
    """What a cell should hold; of one that may not be empty, that first."""
    if cell or not column.needed:
        return column.expected
    return bilingual("必填内容：{expected}", expected=column.expected)


def _head(cell: str) -> str:
    return cell.replace("（必填）", "").strip()


def _value(column: Column, cell: str) -> Any:
    if not cell:
        if column.needed:
            raise ValueError(cell)
        return column.empty
    if unsafe_characters(cell):
        raise ValueError(cell)
    return column.parse(cell)


def line(most: int) -> Callable[[str], str]:
    """A text of at most so many characters."""

    def parse(cell: str) -> str:
        if len(cell) > most:
            raise ValueError(cell)
        return cell

    return parse


def day(cell: str) -> date:
    """A day, as people write it: 2026-09-01, 2026/9/1, 2026.9.1, 20260901, 2026年9月1日."""
    plain = cell.translate(_FULL_WIDTH)
    parts = [plain[:4], plain[4:6], plain[6:]] if plain.isdecimal() and len(plain) == 8 else _parts(plain)
    year, month, number = parts
    return date(int(year), int(month), int(number))


def month(cell: str) -> str:
    """A month, as people write it: 2019-06, 2019.6, 201906, 2019年6月; of a whole day its month."""
    plain = cell.translate(_FULL_WIDTH)
    parts = [plain[:4], plain[4:]] if plain.isdecimal() and len(plain) == 6 else _parts(plain)
    if len(parts) not in (2, 3):
        raise ValueError(cell)
    found = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) == 3 else 1)
    return f"{found.year:04}-{found.month:02}"


def _parts(plain: str) -> list[str]:
    return [part for part in _BETWEEN.split(plain) if part]


def yes(cell: str) -> bool:
    """Yes or no."""
    known = _YES | _NO
    if cell.lower() not in known:
        raise ValueError(cell)
    return known[cell.lower()]
