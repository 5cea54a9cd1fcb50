"""Pages of a PDF as pictures, for previews and for comparing sheets."""

from contextlib import closing
from dataclasses import dataclass

import pypdfium2

from desktop_app.core.errors import Code, Fault
from desktop_app.core.pdfium_lock import PDFIUM

_POINTS_PER_INCH = 72
#: A3 at 600 dpi: more would take a gigabyte.
_MAX_PIXELS = 80_000_000


@dataclass(frozen=True, slots=True)
class RasterPage:
    """Rows of RGB or gray bytes, `stride` bytes apart."""

    width: int
    height: int
    stride: int
    data: bytes
    grayscale: bool = False


def page_count(pdf: bytes) -> int:
    """How many pages the document has."""
    with PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document)


def shape(pdf: bytes) -> tuple[int, bool]:
    """How many pages there are, and whether the first lies across."""
    with PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as document:
        return len(document), document[0].get_width() > document[0].get_height()


def page(pdf: bytes, index: int, dpi: float, grayscale: bool = False) -> RasterPage:
    """One page, drawn at `dpi`. Raises `Fault(ARGUMENT)` for a page that is not there or a picture too large."""
    with PDFIUM, closing(pypdfium2.PdfDocument(pdf)) as document:
        if not 0 <= index < len(document):
            raise Fault(Code.ARGUMENT, detail=f"{index + 1}/{len(document)}")
        sheet = document[index]
        scale = dpi / _POINTS_PER_INCH
        if dpi <= 0 or sheet.get_width() * sheet.get_height() * scale * scale > _MAX_PIXELS:
            raise Fault(Code.ARGUMENT, detail=f"{dpi} dpi")
        bitmap = sheet.render(scale=scale, grayscale=grayscale, rev_byteorder=True, prefer_bgrx=False)
        return RasterPage(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), grayscale)
