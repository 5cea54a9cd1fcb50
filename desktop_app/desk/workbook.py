"""A workbook made in memory: plain tables whose texts are texts, whatever they begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font
from openpyxl.styles.numbers import FORMAT_TEXT
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from desktop_app.core.text import safe_for_screen

#: What a spreadsheet may take for the beginning of a formula, here or after a copy into another format.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: As long as a list of choices may be in the file, and down to which row it is offered.
_CHOICES, _CHOSEN_ROWS = 255, 2001
#: The hidden sheet of lists that are longer.
_LISTS = "选项"
_WRAPPED = Alignment(wrap_text=True, vertical="top")
#: What one cell can hold.
_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, the heads of its columns with their widths, its rows.

    `choices`: by the number of a column, what its cells may be chosen from. `filled_in`: people type into it, and what
    they type stays text: a long number that a spreadsheet takes for a quantity loses its last digits.
    """

    name: str
    heads: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str | int]]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    filled_in: bool = False


class _InMemory(ExcelWriter):
    """The library writes each sheet to a temporary file first, in plain text on disk; this one does not."""

    _archive: ZipFile  # of the library's own, which its types leave out

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer: Any = WorksheetWriter(ws, out=BytesIO())
        writer.write()
        ws._rels = writer._rels
        self._archive.writestr(ws.path[1:], writer.read())
        self.manifest.append(ws)


def made(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of an .xlsx file with these sheets."""
    book = Workbook()
    for each in list(book.worksheets):
        book.remove(each)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    for sheet in sheets:
        _offer(book, sheet)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).save()
    return content.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for number, (head, width) in enumerate(sheet.heads, 1):
        page.column_dimensions[get_column_letter(number)].width = width
        _put(page.cell(1, number), head).font = Font(bold=True)
    for line, row in enumerate(sheet.rows, 2):
        for number, value in enumerate(row, 1):
            _put(page.cell(line, number), value)
    if sheet.filled_in:
        for number in range(1, len(sheet.heads) + 1):
            page.column_dimensions[get_column_letter(number)].number_format = FORMAT_TEXT
    page.freeze_panes = "A2"
    if sheet.rows:
        page.auto_filter.ref = page.dimensions


def _offer(book: Workbook, sheet: Sheet) -> None:
    """The choices of each column: in the column's own rule, or in a hidden sheet where they are too long for that."""
    page = book[sheet.name]
    for number, words in sheet.choices.items():
        letter = get_column_letter(number)
        listed = ",".join(words)
        source = f'"{listed}"' if len(listed) <= _CHOICES else _listed_apart(book, words)
        rows = f"{letter}2:{letter}{_CHOSEN_ROWS}"
        page.add_data_validation(DataValidation("list", formula1=source, allow_blank=True, sqref=rows))


def _listed_apart(book: Workbook, words: Sequence[str]) -> str:
    """Where a long list stands: a column of the sheet that is kept for such lists."""
    if _LISTS not in book.sheetnames:
        book.create_sheet(_LISTS).sheet_state = "hidden"
        column = 1
    else:
        column = book[_LISTS].max_column + 1
    for line, word in enumerate(words, 1):
        _put(book[_LISTS].cell(line, column), word)
    letter = get_column_letter(column)
    return f"'{_LISTS}'!${letter}$1:${letter}${len(words)}"


def _put(cell: Cell | MergedCell, value: str | int) -> Cell:
    assert isinstance(cell, Cell), "no cells are merged here"
    cell.alignment = _WRAPPED
    if isinstance(value, int):
        cell.value = value
        return cell
    text = safe_for_screen(value, _CELL)
    cell.value = text
    cell.data_type = "s"  # the library takes "=…" for a formula and "#N/A" for an error
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell
