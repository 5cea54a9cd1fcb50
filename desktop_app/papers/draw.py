"""Draws laid-out pages into a PDF in memory: the body of each page once, what differs between copies over it."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from desktop_app.core.progress import Progress
from desktop_app.papers import archive
from desktop_app.papers.drawn_fonts import DocumentFonts
from desktop_app.papers.items import Backdrop, Matrix, Page
from desktop_app.papers.pdf_file import PdfFile
from desktop_app.papers.pen import PHOTO, Pen, backdrop_name
from desktop_app.papers.typeset import MM


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
    return _Drawing(job).whole(progress)


class _Drawing:
    """One document on its way to a file: the numbers of what its pages show, by name."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._file = PdfFile()
        self._faces = DocumentFonts()
        self._fonts, self._tree = self._file.hold(), self._file.hold()
        self._box = f"[0 0 {job.width * MM:.3f} {job.height * MM:.3f}]"
        self._shown: dict[str, int] = {}
        self._kids: list[int] = []

    def whole(self, progress: Progress) -> bytes:
        job, file = self._job, self._file
        pen = Pen(job.height, self._faces, self._photo(), self._codes())
        for item in (item for page in job.pages for item in page.items if isinstance(item, Backdrop)):
            self._form(backdrop_name(item), b"", ())  # empty: `backdrop` puts the blank's page in its place
        for number, page in enumerate(job.pages):
            self._form(f"page{number}", *pen.content(page.items))
        total = len(job.pages) * len(job.overlays)
        for copy, overlay in enumerate(job.overlays):
            for number, marks in enumerate(overlay):
                progress.step(copy * len(job.pages) + number, total, "draw")
                self._page(*pen.content(marks.items, f"page{number}"))
        self._faces.put(file, self._fonts)
        kids = " ".join(f"{kid} 0 R" for kid in self._kids)
        file.put(f"<< /Type /Pages /Count {len(self._kids)} /Kids [{kids}] >>", self._tree)
        made = archive.finished(file, job.title, self._tree)
        progress.step(total, total, "draw")
        return made

    def _photo(self) -> tuple[int, int] | None:
        """The applicant's photo, a JPEG in RGB, as it is."""
        if self._job.photo is None:
            return None
        with Image.open(io.BytesIO(self._job.photo), formats=("JPEG",)) as image:
            width, height = image.size
        entries = f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB"
        self._shown[PHOTO] = self._file.stream(self._job.photo, f"{entries} /BitsPerComponent 8 /Filter /DCTDecode")
        return width, height

    def _codes(self) -> Mapping[tuple[str, float], str]:
        """Every QR code of the document as a form of its own: the same one stands at the foot of each page."""
        names: dict[tuple[str, float], str] = {}
        for item in (item for page in self._job.pages for item in page.items if isinstance(item, Matrix)):
            if (item.text, item.size) not in names:
                name = names[item.text, item.size] = f"code{len(names)}"
                side = f"{item.size * MM:.2f}"
                self._form(name, _modules(item), (), f"[0 0 {side} {side}]")
        return names

    def _form(self, name: str, content: bytes, uses: Iterable[str], box: str = "") -> None:
        entries = f"/Type /XObject /Subtype /Form /BBox {box or self._box} /Resources {self._resources(uses)}"
        self._shown[name] = self._file.packed(content, entries)

    def _page(self, content: bytes, uses: Iterable[str]) -> None:
        entries = f"/Parent {self._tree} 0 R /MediaBox {self._box} /Resources {self._resources(uses)}"
        self._kids.append(self._file.put(f"<< /Type /Page {entries} /Contents {self._file.packed(content)} 0 R >>"))

    def _resources(self, uses: Iterable[str]) -> str:
        shown = " ".join(f"/{name} {self._shown[name]} 0 R" for name in uses)
        return f"<< /Font {self._fonts} 0 R /ProcSet [/PDF /Text /ImageC] /XObject << {shown} >> >>"


def _modules(item: Matrix) -> bytes:
    """A QR code: its dark stretches row by row."""
    step = item.size * MM / len(item.rows)
    words = [
        f"{first * step:.3f} {item.size * MM - (index + 1) * step:.3f} {(last - first) * step:.3f} {step:.3f} re"
        for index, row in enumerate(item.rows)
        for first, last in _dark(row)
    ]
    return "\n".join([*words, "f"]).encode("ascii")


def _dark(row: bytes) -> list[tuple[int, int]]:
    """The stretches of dark modules in a row."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        elif dark:
            found.append((at, at + 1))
    return found
