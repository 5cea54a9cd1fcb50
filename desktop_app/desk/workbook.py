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
#: What one cell can hold.
_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, the heads of its columns with their widths, its rows.

    `choices`: by the number of a column, what its cells may be chosen from.
    """

    name: str
    heads: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str | int]]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


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
    for number, words in sheet.choices.items():
        letter = get_column_letter(number)
        listed = ",".join(words)
        assert len(listed) <= _CHOICES, "a longer list needs a sheet of its own"
        page.add_data_validation(
            DataValidation("list", formula1=f'"{listed}"', allow_blank=True, sqref=f"{letter}2:{letter}{_CHOSEN_ROWS}")
        )
    page.freeze_panes = "A2"
    if sheet.rows:
        page.auto_filter.ref = page.dimensions


def _put(cell: Cell | MergedCell, value: str | int) -> Cell:
    assert isinstance(cell, Cell), "no cells are merged here"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, int):
        cell.value = value
        return cell
    text = safe_for_screen(value, _CELL)
    cell.value = text
    cell.data_type = "s"  # the library takes "=…" for a formula and "#N/A" for an error
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    return cell
