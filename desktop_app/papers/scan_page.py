"""One page of an attached scan (PDF, JPEG, PNG, TIFF) as a picture. Runs in a confined process only."""

import base64
import io
import zlib
from contextlib import closing
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

from desktop_app.core.errors import Code, Fault

#: Pages that are shown, pixels of a picture that are decoded, and pixels of what is drawn along its longer side.
MOST_PAGES, MOST_PIXELS, LONGEST = 500, 40_000_000, 2800
_FORMATS = ("JPEG", "PNG", "TIFF", "MPO")
_PDF = b"%PDF-"
#: Everything by which the two libraries tell that a file is not what it should be.
_BROKEN = (
    pypdfium2.PdfiumError, OSError, ValueError, TypeError, SyntaxError, OverflowError, EOFError, KeyError, IndexError,
    AttributeError, ZeroDivisionError, RecursionError, MemoryError, zlib.error, Image.DecompressionBombError,
)  # fmt: skip


def asked(scan: bytes, index: int, width: int) -> bytes:
    """What is asked of the process: which page, how many pixels wide, and the file."""
    return f"{index} {width}\n".encode() + scan


def drawn(data: bytes) -> dict[str, Any]:
    """How many pages there are, and one of them as rows of RGB bytes, packed. Raises `Fault(SCAN_UNSHOWN)`."""
    first, _, scan = data.partition(b"\n")
    index, _, width = first.partition(b" ")
    if not (index.isdigit() and width.isdigit()):
        raise Fault(Code.SCAN_UNSHOWN)
    try:
        show = _of_pdf if scan[:5] == _PDF else _of_picture
        pages, picture = show(scan, int(index), int(width))
    except _BROKEN as error:
        raise Fault(Code.SCAN_UNSHOWN) from error
    packed = base64.b64encode(zlib.compress(picture.tobytes(), 1)).decode()
    return {"pages": pages, "width": picture.width, "height": picture.height, "packed": packed}


def _of_pdf(scan: bytes, index: int, width: int) -> tuple[int, Image.Image]:
    """Scripts, links and whatever a page would open are not carried out: it is drawn, and that is all."""
    with closing(pypdfium2.PdfDocument(scan)) as document:
        pages = min(len(document), MOST_PAGES)
        sheet = document[_within(index, pages)]
        wide, high = sheet.get_size()
        bitmap = sheet.render(scale=_fitting(wide, high, width), rev_byteorder=True, prefer_bgrx=False)
        return pages, bitmap.to_pil().convert("RGB")


def _of_picture(scan: bytes, index: int, width: int) -> tuple[int, Image.Image]:
    with Image.open(io.BytesIO(scan), formats=_FORMATS) as image:
        pages = min(getattr(image, "n_frames", 1), MOST_PAGES)
        image.seek(_within(index, pages))
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("more pixels than are decoded")
        scale = min(1.0, _fitting(image.width, image.height, width))
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image.draft("RGB", size)  # a JPEG is decoded smaller at once; on its side it may come out a little large
        return pages, _flat(ImageOps.exif_transpose(image)).resize(_turned(image, size), Image.Resampling.BILINEAR)


def _turned(image: Image.Image, size: tuple[int, int]) -> tuple[int, int]:
    """The size upright, where the camera noted that the picture lies on its side."""
    return size[::-1] if image.getexif().get(0x0112, 1) in (5, 6, 7, 8) else size


def _flat(image: Image.Image) -> Image.Image:
    """In RGB, transparent parts white."""
    if "A" in image.getbands() or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGB", clear.size, (255, 255, 255))
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGB")


def _within(index: int, pages: int) -> int:
    if not 0 <= index < pages:
        raise IndexError(index)
    return index


def _fitting(wide: float, high: float, width: int) -> float:
    """The scale at which the page is as wide as asked and no side longer than `LONGEST`."""
    if wide <= 0 or high <= 0:
        raise ValueError("a page without a size")
    return min(width / wide, LONGEST / wide, LONGEST / high)
