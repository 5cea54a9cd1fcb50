"""Paper under an office's scanner: pages as pixels, as they come and as they come after a journey, read by ZXing."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw

from desktop_app.core.pdfium_lock import PDFIUM

MM = 1 / 25.4
CLEAN, POOR = 300, 150
#: Degrees that a sheet lies askew, and millimetres of toner that a fold takes away.
ASKEW, FOLD = 1.7, 0.4


@dataclass(frozen=True, slots=True)
class Code:
    """One code that was read, and where its middle lies, in millimetres from the page's upper left corner."""

    text: str
    x: float
    y: float


def pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    """Every page in grey."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
        try:
            return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
        finally:
            document.close()


def codes(image: Image.Image, dpi: int) -> list[Code]:
    """Every QR code on a page."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return [Code(one.text, *_middle(one.position, dpi)) for one in found]


def _middle(at: zxingcpp.Position, dpi: int) -> tuple[float, float]:
    corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
    return sum(c.x for c in corners) / 4 / dpi / MM, sum(c.y for c in corners) / 4 / dpi / MM


def clean(pdf: bytes) -> list[list[Code]]:
    """The codes of each page from a good flatbed."""
    return [codes(image, CLEAN) for image in pages(pdf, CLEAN)]


def worn(pdf: bytes, at: Sequence[Sequence[Code]] = ()) -> list[list[Code]]:
    """The codes of each page from a poor scan in black and white, after it was folded through `at` on each."""
    images = pages(pdf, POOR)
    return [codes(travelled(image, folds), POOR) for image, folds in zip(images, at or [()] * len(images), strict=True)]


def travelled(page: Image.Image, folds: Sequence[Code]) -> Image.Image:
    """A page folded through these codes, laid askew, and told apart into black and white only."""
    image = page.copy()
    pen = ImageDraw.Draw(image)
    half = max(1, round(FOLD * MM * POOR)) / 2
    for fold in folds:
        y = fold.y * MM * POOR
        pen.rectangle((0, y - half, image.width, y + half), fill=255)
    return image.rotate(ASKEW, Image.Resampling.BILINEAR, fillcolor=255).point(lambda grey: 255 if grey > 128 else 0)
