"""Draws laid-out pages into a PDF in memory: the body of each page once, what differs between copies over it."""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas as pdf

from desktop_app.core.progress import Progress
from desktop_app.papers import archive
from desktop_app.papers.items import Backdrop, Matrix, Page
from desktop_app.papers.pen import Pen, backdrop_name
from desktop_app.papers.typeset import MM

#: reportlab keeps the state of a font per document, but parses and names in shared tables.
_ONE_AT_A_TIME = threading.Lock()


class _Page(pdfdoc.PDFObject):  # type: ignore[misc]
    """A page by what it has: the library's own asks for twenty things that no page of ours has."""

    __RefOnly__ = 1

    def __init__(self, size: tuple[float, float], code: Sequence[str], forms: Sequence[str]) -> None:
        self._size = size
        self._stream = pdfdoc.PDFStream(content="\n".join(code) + "\n", filters=[pdfdoc.PDFZCompress])
        self._forms = forms

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        def named(thing: pdfdoc.PDFObject) -> str:
            return str(document.Reference(thing).format(document).decode("ascii"))

        names = dict.fromkeys(pdfdoc.xObjectName(name) for name in self._forms)
        forms = " ".join(f"/{name} {named(document.idToObject[name])}" for name in names)
        fonts = named(document.idToObject[pdfdoc.BasicFonts])
        resources = f"<< /Font {fonts} /ProcSet [/PDF /Text /ImageC] /XObject << {forms} >> >>"
        box = f"[0 0 {pdfdoc.fp_str(*self._size)}]"
        parts = (
            f"/Parent {named(document.Pages)} /MediaBox {box} /Resources {resources} /Contents {named(self._stream)}"
        )
        return f"<< /Type /Page {parts} >>".encode("ascii")


class _Canvas(pdf.Canvas):  # type: ignore[misc]
    """Without the library's preamble, which selects a Helvetica that is not embedded (PDF/A forbids it)."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"

    def showPage(self) -> None:  # noqa: N802 - the library's name
        """The page ends."""
        self._doc.addPage(_Page(self._pagesize, [self._preamble, *self._code, " "], self._formsinuse))
        self._startPage()


@dataclass(frozen=True, slots=True)
class Job:
    """Pages of one copy, and for each copy what is drawn over each page. One empty overlay list = one plain copy."""

    width: float
    height: float
    title: str
    pages: Sequence[Page]
    overlays: Sequence[Sequence[Page]]
    photo: bytes | None = None


def draw(job: Job, progress: Progress) -> bytes:
    """The PDF. The same job gives the same bytes."""
    with _ONE_AT_A_TIME:
        rl_config.useA85 = 0  # streams as bytes: a quarter smaller and faster than as ASCII
        size = (job.width * MM, job.height * MM)
        canvas = _Canvas("", pagesize=size, invariant=1, pageCompression=1, lang="zh-CN")  # never saved by itself
        photo = ImageReader(io.BytesIO(job.photo)) if job.photo else None
        pen = Pen(canvas, job.height, photo, _codes(canvas, job.pages))
        for item in (item for page in job.pages for item in page.items if isinstance(item, Backdrop)):
            canvas.beginForm(backdrop_name(item), 0, 0, job.width * MM, job.height * MM)
            canvas.endForm()  # empty: `backdrop` puts the blank's page in its place
        total = len(job.pages) * len(job.overlays)
        for number, page in enumerate(job.pages):
            canvas.beginForm(f"page{number}", 0, 0, job.width * MM, job.height * MM)
            pen.items(page.items)
            canvas.endForm()
        for copy, overlay in enumerate(job.overlays):
            for number, marks in enumerate(overlay):
                progress.step(copy * len(job.pages) + number, total, "draw")
                canvas.doForm(f"page{number}")
                pen.items(marks.items)
                canvas.showPage()
        made = archive.written(canvas._doc, job.title)
        progress.step(total, total, "draw")
        return made


def _codes(canvas: _Canvas, pages: Sequence[Page]) -> dict[tuple[str, float], str]:
    """Every QR code of the document as a form of its own: the same one stands at the foot of each page."""
    names: dict[tuple[str, float], str] = {}
    for item in (item for page in pages for item in page.items if isinstance(item, Matrix)):
        if (item.text, item.size) in names:
            continue
        name = names[item.text, item.size] = f"code{len(names)}"
        canvas.beginForm(name, 0, 0, item.size * MM, item.size * MM)
        path, step = canvas.beginPath(), item.size * MM / len(item.rows)
        for index, row in enumerate(item.rows):
            for first, last in _dark(row):
                path.rect(first * step, item.size * MM - (index + 1) * step, (last - first) * step, step)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.endForm()
    return names


def _dark(row: bytes) -> list[tuple[int, int]]:
    """The stretches of dark modules in a row."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        elif dark:
            found.append((at, at + 1))
    return found
