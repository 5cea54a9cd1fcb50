"""An office's blank as it came: judged, and built anew from what is seen of it. Runs in a confined process only.

What comes out has a page of exactly the paper's size for each page, upright, and nothing but that page's picture on it:
no scripts, links, forms, attachments or layers.
"""

import base64
import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf

from desktop_app.core.errors import Code, Fault
from desktop_app.papers import blank_archive, blank_lines

MAX_PAGES = 60
MAX_BYTES = 12 << 20
MARK, PICTURE = "/FengjuanBlank", "/Blank"
_MM = 72 / 25.4
_PAPERS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
#: Millimetres that a page may differ from its paper: converters round, scanners cut.
_TOLERANCE = 2.0
_DPI = 144
_DEEPEST = 60


def read(data: bytes) -> dict[str, Any]:
    """The blank built anew (base64), its paper, and the ruled lines of each page.

    Raises `Fault`: BLANK_UNREADABLE, BLANK_LOCKED, BLANK_TOO_LONG, BLANK_TOO_LARGE, BLANK_SIZE, BLANK_MIXED or
    BLANK_HIDDEN.
    """
    try:
        with Pdf.open(io.BytesIO(data), attempt_recovery=False) as document:
            if document.is_encrypted:
                raise Fault(Code.BLANK_LOCKED)
            made, paper, landscape = _rebuilt(document)
    except pikepdf.PasswordError as error:
        raise Fault(Code.BLANK_LOCKED) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError) as error:
        raise Fault(Code.BLANK_UNREADABLE) from error
    if len(made) > MAX_BYTES:
        raise Fault(Code.BLANK_TOO_LARGE, limit=MAX_BYTES >> 20)
    pages = [{"across": across, "down": down} for across, down in _ruled(made)]
    return {"pdf": base64.b64encode(made).decode(), "paper": paper, "landscape": landscape, "pages": pages}


def _rebuilt(document: Pdf) -> tuple[bytes, str, bool]:
    if not 1 <= len(document.pages) <= MAX_PAGES:
        raise Fault(Code.BLANK_TOO_LONG, limit=MAX_PAGES)
    _require_all_seen(document)
    if "/AcroForm" in document.Root or any("/Annots" in page for page in document.pages):
        document.flatten_annotations("print")  # stamps and the words in fields are part of what is seen
    fresh = Pdf.new()
    first: tuple[str, bool] | None = None
    for number, page in enumerate(document.pages, start=1):
        box, turn, unit = _box(page)
        width, height = (box[2] - box[0]) * unit / _MM, (box[3] - box[1]) * unit / _MM
        found = _paper(*((height, width) if turn in (90, 270) else (width, height)), number)
        first = first or found
        if found != first:
            raise Fault(Code.BLANK_MIXED, page=number)
        _add(fresh, document, page, box, _upright(box, turn, unit, _extent(*found)[1]))
        fresh.pages[-1].obj.MediaBox = Array([0, 0, *(round(side, 4) for side in _extent(*found))])
    assert first is not None
    faults = blank_archive.examined(fresh)
    fresh.Root[MARK] = Array([Name(f"/{fault.value}") for fault in sorted(faults, key=lambda f: f.value)])
    out = io.BytesIO()
    fresh.save(
        out,
        deterministic_id=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue(), *first


def _require_all_seen(document: Pdf) -> None:
    """Layers that are switched off would come to light, and a form of Adobe's own making is not in the file."""
    layers = document.Root.get("/OCProperties", Dictionary())
    default = layers.get("/D", Dictionary())
    if len(default.get("/OFF", Array())) or default.get("/BaseState") == Name.OFF:
        raise Fault(Code.BLANK_HIDDEN)
    if bool(document.Root.get("/NeedsRendering", False)):
        raise Fault(Code.BLANK_HIDDEN)
    for page in document.pages:
        for mark in page.get("/Annots", Array()):
            if str(_inherited(mark, "/V") or "") not in ("", "/Off") and "/AP" not in mark:
                raise Fault(Code.BLANK_HIDDEN)  # filled in, but the file does not hold how that looks


def _box(page: Any) -> tuple[tuple[float, float, float, float], int, float]:
    """What is seen of the page in its own units, how it is turned, and how many points its unit has."""
    try:
        media, crop, trim = (_ordered(box) for box in (page.mediabox, page.cropbox, page.trimbox))
        unit = float(page.obj.get("/UserUnit", 1))
        turn = int(_inherited(page.obj, "/Rotate") or 0) % 360
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise Fault(Code.BLANK_UNREADABLE) from error
    seen = _common(media, crop)
    whole = [(side * unit / _MM) for side in (seen[2] - seen[0], seen[3] - seen[1])]
    if not (all(side > 0 for side in whole) and 0 < unit < 1000 and turn % 90 == 0):
        raise Fault(Code.BLANK_UNREADABLE)
    if not _fits(*whole) and _fits(*((trim[at + 2] - trim[at]) * unit / _MM for at in (0, 1))):
        seen = _common(media, trim)  # a printer's file with marks around the sheet
    return seen, turn, unit


def _ordered(box: Any) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(edge) for edge in box)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _common(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _inherited(node: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None


def _fits(width: float, height: float) -> bool:
    return any(True for _ in _papers(width, height))


def _papers(width: float, height: float) -> Iterator[tuple[str, bool]]:
    for name, (short, long) in _PAPERS.items():
        for landscape, (wide, high) in ((False, (short, long)), (True, (long, short))):
            if abs(width - wide) <= _TOLERANCE and abs(height - high) <= _TOLERANCE:
                yield name, landscape


def _paper(width: float, height: float, number: int) -> tuple[str, bool]:
    found = next(_papers(width, height), None)
    if found is None:
        raise Fault(Code.BLANK_SIZE, page=number, width=f"{width:.0f}", height=f"{height:.0f}")
    return found


def _extent(paper: str, landscape: bool) -> tuple[float, float]:
    """Points."""
    short, long = (side * _MM for side in _PAPERS[paper])
    return (long, short) if landscape else (short, long)


def _upright(
    box: tuple[float, float, float, float], turn: int, unit: float, paper_height: float
) -> tuple[float, float, float, float, float, float]:
    """The matrix that puts the top left corner of what is seen on the top left corner of the paper."""
    x1, y1, x2, y2 = box
    made: tuple[float, float, float, float, float, float] = {
        0: (1.0, 0.0, 0.0, 1.0, -x1, -y1),
        90: (0.0, -1.0, 1.0, 0.0, -y1, x2),
        180: (-1.0, 0.0, 0.0, -1.0, x2, y2),
        270: (0.0, 1.0, -1.0, 0.0, y2, -x1),
    }[turn]
    height = (x2 - x1 if turn in (90, 270) else y2 - y1) * unit
    a, b, c, d, e, f = (part * unit for part in made)
    return a, b, c, d, e, f + paper_height - height


def _add(fresh: Pdf, document: Pdf, page: Any, box: tuple[float, ...], matrix: tuple[float, ...]) -> None:
    """The page as one picture on a page of its own."""
    page.contents_coalesce()
    content = page.obj.Contents.read_bytes() if "/Contents" in page.obj else b""
    if len(content) > 4 * MAX_BYTES:
        raise Fault(Code.BLANK_TOO_LARGE, limit=MAX_BYTES >> 20)
    drawn = fresh.make_stream(content)
    drawn.Type, drawn.Subtype = Name.XObject, Name.Form
    drawn.BBox = Array([round(edge, 4) for edge in box])
    drawn.Matrix = Array([round(part, 6) for part in matrix])
    resources = _inherited(page.obj, "/Resources")
    if isinstance(resources, Dictionary):
        drawn.Resources = fresh.copy_foreign(document.make_indirect(resources))
    if "/Group" in page.obj:
        drawn.Group = fresh.copy_foreign(document.make_indirect(page.obj.Group))
    sheet = fresh.add_blank_page(page_size=(72, 72))
    sheet.obj.Resources = Dictionary(XObject=Dictionary({PICTURE: drawn}))
    sheet.obj.Contents = fresh.make_stream(f"{PICTURE} Do".encode())


def _ruled(pdf: bytes) -> Iterator[tuple[list[blank_lines.Line], list[blank_lines.Line]]]:
    """Draws every page, so that what PDFium cannot bear shows here and not on an officer's screen."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            bitmap = document[number].render(scale=_DPI / 72, grayscale=True)
            yield blank_lines.found(bitmap.to_pil().convert("L"), _DPI)
    except pypdfium2.PdfiumError as error:
        raise Fault(Code.BLANK_UNREADABLE) from error
    finally:
        document.close()
