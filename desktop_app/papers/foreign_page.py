"""One page of a PDF that holds an office's blank, as a picture. Runs in a confined process only."""

import base64
import zlib
from typing import Any

from desktop_app.core.errors import Code, Fault
from desktop_app.papers import raster


def asked(pdf: bytes, index: int, dpi: int) -> bytes:
    """What is asked of the process: which page at how many dots an inch, and the document."""
    return f"{index} {dpi}\n".encode() + pdf


def pixels(data: bytes) -> dict[str, Any]:
    """The page as rows of RGB bytes without gaps, packed. Raises `Fault(ARGUMENT)` for a page that is not there."""
    first, _, pdf = data.partition(b"\n")
    index, _, dpi = first.partition(b" ")
    if not (index.isdigit() and dpi.isdigit()):
        raise Fault(Code.ARGUMENT, detail="page")
    page = raster.page(pdf, int(index), int(dpi))
    row = page.width * 3
    rows = b"".join(page.data[at : at + row] for at in range(0, page.stride * page.height, page.stride))
    packed = base64.b64encode(zlib.compress(rows, 1)).decode()
    return {"width": page.width, "height": page.height, "packed": packed}
