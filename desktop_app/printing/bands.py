"""A document as rows of black and white dots, a band at a time: what a spooler is given that takes no PDF.

Text and lines are drawn without smoothing, at the device's own dots: black is black, and a code at the foot is sharp.
Only photographs have greys, and those are dithered.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from desktop_app.core.pdfium_lock import PDFIUM

#: Some 4 MB of greys for A3 at 600 dpi, whatever the page's length.
_ROWS = 512
_POINT = 1 / 72
_FLAGS = (
    pdfium.FPDF_PRINTING
    | pdfium.FPDF_GRAYSCALE
    | pdfium.FPDF_RENDER_NO_SMOOTHTEXT
    | pdfium.FPDF_RENDER_NO_SMOOTHIMAGE
    | pdfium.FPDF_RENDER_NO_SMOOTHPATH
)


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of dots from the top down, a bit each, 1 for white; each row fills up to four bytes."""

    top: int
    width: int
    rows: int
    bits: bytes


class Pages:
    """The pages of a PDF in memory; use as a context manager."""

    def __init__(self, pdf: bytes) -> None:
        with PDFIUM:
            self._document = pypdfium2.PdfDocument(pdf)
            self._sizes = tuple(self._document.get_page_size(at) for at in range(len(self._document)))

    def __enter__(self) -> "Pages":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with PDFIUM:
            self._document.close()

    def __len__(self) -> int:
        return len(self._sizes)

    def inches(self, index: int) -> tuple[float, float]:
        """Width and height of a page."""
        width, height = self._sizes[index]
        return width * _POINT, height * _POINT

    def bands(self, index: int, width: int, height: int) -> Iterator[Band]:
        """The page drawn `width` by `height` dots large, from the top."""
        with PDFIUM:
            page = self._document[index]
        for top in range(0, height, _ROWS):
            rows = min(_ROWS, height - top)
            with PDFIUM:
                greys = _drawn(page, top, width, rows, height)
            yield Band(top, width, rows, _dots(greys, width, rows))
        # A page left half drawn goes with the document: closing it here as well could happen at any moment, even
        # while this very thread holds the lock.
        with PDFIUM:
            page.close()


def _drawn(page: pypdfium2.PdfPage, top: int, width: int, rows: int, height: int) -> Image.Image:
    bitmap = pypdfium2.PdfBitmap.new_native(width, rows, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, rows)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, -top, width, height, 0, _FLAGS)
        return Image.frombytes("L", (width, rows), bytes(bitmap.buffer), "raw", "L", bitmap.stride)
    finally:
        bitmap.close()


def _dots(greys: Image.Image, width: int, rows: int) -> bytes:
    packed = greys.convert("1").tobytes()
    row = -(-width // 8)
    padding = bytes(-row % 4)
    if not padding:
        return packed
    return b"".join(packed[at * row : (at + 1) * row] + padding for at in range(rows))
