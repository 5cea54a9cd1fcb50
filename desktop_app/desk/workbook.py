"""A workbook made in memory: plain tables whose texts are texts, whatever they begin with."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
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
    """One table: its name, the heads of its columns with their widths, its rows, which are asked for once, one by one.

    `choices`: by the number of a column, what its cells may be chosen from. `filled_in`: people type into it, and what
    they type stays text: a long number that a spreadsheet takes for a quantity loses its last digits.
    """

    name: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str | int]]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    filled_in: bool = False


class _InMemory(ExcelWriter):
    """The library writes each sheet to a temporary file first, in plain text on disk; this one packs it as it comes."""

    _archive: ZipFile  # of the library's own, which its types leave out

    def __init__(self, book: Workbook, archive: ZipFile, sheets: Sequence[Sheet]) -> None:
        super().__init__(book, archive)
        self._sheets = {sheet.name: sheet for sheet in sheets}

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        with self._archive.open(ws.path[1:], "w") as out:
            sheet = self._sheets.get(ws.title)
            writer: Any = _Streamed(ws, out, sheet) if sheet else WorksheetWriter(ws, out=out)
            writer.write()
        ws._rels = writer._rels
        self.manifest.append(ws)


class _Streamed(WorksheetWriter):
    """Writes a sheet's rows as they are given: the library would keep a kilobyte of each cell until the end."""

    ws: Any  # of the library's own, which its types make narrower

    def __init__(self, ws: Any, out: Any, sheet: Sheet) -> None:
        super().__init__(ws, out=out)
        self._sheet = sheet

    def write_dimensions(self) -> None:
        """Nothing: how many rows there will be is not known yet, and no reader needs it."""

    def rows(self) -> Iterator[tuple[int, list[Any]]]:  # type: ignore[override]  # the library only goes through them
        heads, styles = self._sheet.heads, _Styles(self.ws)
        yield 1, [styles.cell(1, column, head, head=True) for column, (head, _) in enumerate(heads, 1)]
        line = 1
        for line, row in enumerate(self._sheet.rows, 2):
            yield line, [styles.cell(line, column, value) for column, value in enumerate(row, 1)]
        if line > 1:
            self.ws.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{line}"


class _Styles:
    """Cells of one sheet in the few looks that they have, each look made once."""

    def __init__(self, page: Worksheet) -> None:
        self._page = page
        head, quoted = _wrapped(page), _wrapped(page)
        head.font, quoted.quotePrefix = Font(bold=True), True
        self._plain, self._head, self._quoted = _wrapped(page)._style, head._style, quoted._style

    def cell(self, line: int, column: int, value: str | int, *, head: bool = False) -> Any:
        made: Any = Cell(self._page, line, column)
        made._style = self._head if head else self._plain
        if isinstance(value, int):
            made.value = value
            return made
        text = "\n".join(safe_for_screen(line, _CELL) for line in value.split("\n"))[:_CELL]
        made.value = text
        made.data_type = "s"  # the library takes "=…" for a formula and "#N/A" for an error
        if text.startswith(_FORMULA):
            made._style = self._quoted
        return made


def _wrapped(page: Worksheet) -> Any:
    made: Any = Cell(page, 1, 1)
    made.alignment = _WRAPPED
    return made


def made(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of an .xlsx file with these sheets."""
    book = Workbook()
    for each in list(book.worksheets):
        book.remove(each)
    for sheet in sheets:
        _dress(book.create_sheet(sheet.name), sheet)
    for sheet in sheets:
        _offer(book, sheet)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive, sheets).save()
    return content.getvalue()


def _dress(page: Worksheet, sheet: Sheet) -> None:
    for number, (_, width) in enumerate(sheet.heads, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = width
        if sheet.filled_in:
            page.column_dimensions[letter].number_format = FORMAT_TEXT
    page.freeze_panes = "A2"


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
        book[_LISTS].cell(line, column, safe_for_screen(word, _CELL)).data_type = "s"
    letter = get_column_letter(column)
    return f"'{_LISTS}'!${letter}$1:${letter}${len(words)}"
