"""One page of a PDF that holds an office's blank, as a picture. Runs in a confined process only."""

import base64

from desktop_app.core.errors import Code, Fault
from desktop_app.papers import raster


def asked(pdf: bytes, index: int, dpi: int) -> bytes:
    """What is asked of the process: which page at how many dots an inch, and the document."""
    return f"{index} {dpi}\n".encode() + pdf


def png(data: bytes) -> str:
    """The page as a PNG file, in base64. Raises `Fault(ARGUMENT)` for a page that is not there."""
    first, _, pdf = data.partition(b"\n")
    index, _, dpi = first.partition(b" ")
    if not (index.isdigit() and dpi.isdigit()):
        raise Fault(Code.ARGUMENT, detail="page")
    return base64.b64encode(raster.page_png(pdf, int(index), int(dpi))).decode()
