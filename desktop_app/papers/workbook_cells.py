"""Reads the cells of an untrusted workbook as plain texts; run in a confined process (`host/confined.py`)."""

import struct
import warnings
import zlib
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from desktop_app.core.errors import Code, Fault

#: What no list of people comes near: sheets, rows and columns that are looked at, bytes once unpacked.
_SHEETS, _ROWS, _COLUMNS = 20, 20_001, 100
_UNPACKED = 200 << 20
_CELL = 4_000
#: The library has no errors of its own for a file that is none. SyntaxError: XML that is not well formed; RuntimeError:
#: an entry under a password or packed in a way nobody unpacks, an element that never ends.
_NO_WORKBOOK = (
    BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, OSError, EOFError,
    RuntimeError, OverflowError, struct.error, zlib.error,
)  # fmt: skip


def read(untrusted: bytes) -> list[dict[str, Any]]:
    """Each sheet's name and its rows of texts, blank tails left out. Raises `Fault(WORKBOOK_*)`."""
    try:
        _require_small(untrusted)
        with warnings.catch_warnings(action="ignore"):  # what the library makes do with is no concern of the reader's
            book = load_workbook(BytesIO(untrusted), read_only=True, data_only=True)
            return [_sheet(page) for page in book.worksheets[:_SHEETS]]
    except _NO_WORKBOOK as error:
        raise Fault(Code.WORKBOOK_UNREADABLE) from error


def _require_small(untrusted: bytes) -> None:
    with ZipFile(BytesIO(untrusted)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
            raise Fault(Code.WORKBOOK_LARGE, rows=_ROWS - 1)


def _sheet(page: Any) -> dict[str, Any]:
    page.reset_dimensions()  # what the file says of its own size may be wrong
    rows: list[list[str]] = []
    for number, cells in enumerate(page.iter_rows(max_col=_COLUMNS, values_only=True), 1):
        if number > _ROWS:
            raise Fault(Code.WORKBOOK_LARGE, rows=_ROWS - 1)
        rows.append(_trimmed([_text(cell) for cell in cells]))
    while rows and not rows[-1]:
        rows.pop()
    return {"name": str(page.title), "rows": rows}


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    return str(cell).strip()[:_CELL]


def _trimmed(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts
