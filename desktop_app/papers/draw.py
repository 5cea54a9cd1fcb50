"""Draws laid-out pages into a PDF in memory: the body of each page once, what differs between copies over it."""

import io
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas as pdf

from desktop_app.core.progress import Progress
from desktop_app.papers import fonts, pdf_fonts
from desktop_app.papers.items import Box, Item, Matrix, Page, Picture, Rule, Run
from desktop_app.papers.typeset import MM

#: reportlab keeps the state of a font per document, but parses and names in shared tables.
_ONE_AT_A_TIME = threading.Lock()


class _Canvas(pdf.Canvas):  # type: ignore[misc]
    """Without the library's preamble, which selects a Helvetica that is not embedded (PDF/A forbids it)."""

    def _make_preamble(self) -> None:
        self._preamble = "1 0 0 1 0 0 cm"


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
        buffer = io.BytesIO()
        canvas = _Canvas(
            buffer, pagesize=(job.width * MM, job.height * MM), invariant=1, pageCompression=1, lang="zh-CN"
        )
        canvas.setTitle(job.title)
        canvas.setCreator("Fengjuan")
        photo = ImageReader(io.BytesIO(job.photo)) if job.photo else None
        pen = _Pen(canvas, job.height, photo)
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
        canvas.save()
        progress.step(total, total, "draw")
        return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws items; millimetres from the top become points from the bottom here and nowhere else."""

    canvas: _Canvas
    height: float
    photo: ImageReader | None

    def items(self, items: Sequence[Item]) -> None:
        for item in items:
            if isinstance(item, Run):
                self._run(item)
            elif isinstance(item, Rule):
                self.canvas.setLineWidth(item.weight * MM)
                self.canvas.line(item.x1 * MM, self._up(item.y1), item.x2 * MM, self._up(item.y2))
            elif isinstance(item, Box):
                self.canvas.setLineWidth(item.weight * MM)
                bottom = self._up(item.y + item.height)
                self.canvas.rect(item.x * MM, bottom, item.width * MM, item.height * MM)
            elif isinstance(item, Picture):
                self._picture(item)
            else:
                self._matrix(item)

    def _up(self, y: float) -> float:
        return (self.height - y) * MM

    def _run(self, run: Run) -> None:
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillGray(run.gray)
        canvas.translate(run.x * MM, self._up(run.y))
        if run.angle:
            canvas.rotate(run.angle)
        text = canvas.beginText(0, 0)
        text.setCharSpace(run.spacing)
        for face, part in fonts.runs(run.text, run.face):
            text.setFont(pdf_fonts.name(face), run.size)
            text.textOut(part)
        canvas.drawText(text)
        canvas.restoreState()

    def _picture(self, item: Picture) -> None:
        if self.photo is None:
            return
        self.canvas.drawImage(
            self.photo,
            item.x * MM,
            self._up(item.y + item.height),
            item.width * MM,
            item.height * MM,
            preserveAspectRatio=True,
            anchor="c",
        )

    def _matrix(self, item: Matrix) -> None:
        step = item.size * MM / len(item.rows)
        top = self._up(item.y)
        path = self.canvas.beginPath()
        for index, row in enumerate(item.rows):
            start = None
            for at, dark in enumerate((*row, 0)):
                if dark and start is None:
                    start = at
                elif not dark and start is not None:
                    path.rect(item.x * MM + start * step, top - (index + 1) * step, (at - start) * step, step)
                    start = None
        self.canvas.drawPath(path, stroke=0, fill=1)
