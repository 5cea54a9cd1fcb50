"""Official blanks from outside: read and drawn in a confined process only, come back as checked values."""

import zlib
from pathlib import Path
from typing import Any, Literal

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.reasons import reason_of
from desktop_app.domain.values import Value
from desktop_app.host import confined
from desktop_app.papers import foreign_page
from desktop_app.papers.raster import RasterPage

__all__ = ["Blank", "Line", "RasterPage", "Ruled", "content", "picture", "read", "rebuilt"]

MAX_BYTES = 12 << 20
_MOST_PIXEL_BYTES = 300 << 20

#: Where a ruled line lies and from where to where it runs, in millimetres from the top left corner.
Line = tuple[float, float, float]


class Ruled(Value, frozen=True, kw_only=True):
    """The lines of one page, for boxes to be set against."""

    across: tuple[Line, ...]
    down: tuple[Line, ...]


class Blank(Value, frozen=True, kw_only=True):
    """A blank built anew from what is seen of it."""

    pdf: bytes
    paper: Literal["A4", "A3"]
    landscape: bool
    pages: tuple[Ruled, ...]


def read(path: Path, progress: Progress | None = None) -> Blank:
    """The blank in a file. Raises `Fault(BLANK_* | FILE_NOT_FOUND | FILE_UNREADABLE)`, or `Cancelled`."""
    return rebuilt(content(path, MAX_BYTES, Code.BLANK_TOO_LARGE), progress)


def content(path: Path, most: int, too_large: Code) -> bytes:
    """A file's bytes, not more than `most`."""
    try:
        with path.open("rb") as stream:
            data = stream.read(most + 1)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error
    if len(data) > most:
        raise Fault(too_large, path=str(path), limit=most >> 20)
    return data


def rebuilt(data: bytes, progress: Progress | None = None) -> Blank:
    """The blank in these bytes. Raises `Fault(BLANK_*)`, or `Cancelled`."""
    found = _asked("blank", data, progress)
    try:
        return msgspec.convert(found, Blank, strict=True)
    except msgspec.ValidationError as error:
        raise Fault(Code.BLANK_STOPPED) from error


class _Pixels(Value, frozen=True, kw_only=True):
    width: int
    height: int
    packed: bytes


def picture(pdf: bytes, index: int, dpi: int, progress: Progress | None = None) -> RasterPage:
    """One page of a PDF with a blank in it. Raises `Fault(BLANK_STOPPED)`, or `Cancelled`."""
    found = _asked("foreign_page", foreign_page.asked(pdf, index, dpi), progress)
    try:
        told = msgspec.convert(found, _Pixels)
        size = told.width * told.height * 3
        data = zlib.decompressobj().decompress(told.packed, size + 1) if 0 < size <= _MOST_PIXEL_BYTES else b""
    except (msgspec.ValidationError, zlib.error) as error:
        raise Fault(Code.BLANK_STOPPED) from error
    if not data or len(data) != size:
        raise Fault(Code.BLANK_STOPPED)
    return RasterPage(told.width, told.height, told.width * 3, data)


def _asked(reader: str, data: bytes, progress: Progress | None) -> Any:
    try:
        return confined.read(reader, data, "", progress or Progress())
    except Fault as fault:
        if fault.code is Code.READER_STOPPED:
            raise Fault(Code.BLANK_STOPPED) from fault
        raise
