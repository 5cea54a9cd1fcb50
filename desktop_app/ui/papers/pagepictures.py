"""Pictures of a document's pages, drawn on a worker as they are looked at, the page on show first, and kept a while."""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop_app.core.progress import Progress
from desktop_app.desk import paper
from desktop_app.desk.paper import Preview
from desktop_app.ui.context import Context

_MM_PER_INCH = 25.4
#: A page of more pixels is drawn coarser and stretched: four hundred percent of an A3 sheet would take 85 MB.
_MOST_PIXELS = 24_000_000
_KEPT_PIXELS = 60_000_000


def fitting_dpi(width_mm: float, height_mm: float, dpi: float) -> int:
    """The resolution asked for, or the finest that a page may have."""
    pixels: float = width_mm * height_mm * (dpi / _MM_PER_INCH) ** 2
    coarser: float = min(1.0, (_MOST_PIXELS / pixels) ** 0.5)
    return max(12, round(dpi * coarser))


def image(seen: Preview, index: int, dpi: int) -> QImage:
    """A page as a picture; runs on a worker."""
    made = paper.page(seen, index, dpi)
    form = QImage.Format.Format_Grayscale8 if made.grayscale else QImage.Format.Format_RGB888
    return QImage(made.data, made.width, made.height, made.stride, form).copy()


class PagePictures(QObject):
    """One drawing at a time. What was asked for last goes first; a drawing of another document is forgotten."""

    drawn = Signal(int)  # a page

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._seen: Preview | None = None
        self._kept: OrderedDict[int, tuple[int, QImage]] = OrderedDict()
        self._wanted: list[tuple[int, int]] = []
        self._drawing: Progress | None = None

    def show(self, seen: Preview | None) -> None:
        """Another document, or none."""
        self._seen = seen
        self._kept.clear()
        self._wanted = []
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def picture(self, index: int) -> tuple[int, QImage] | None:
        """Resolution and picture of a page, the best there is."""
        return self._kept.get(index)

    def want(self, pages: Sequence[int], dpi: int) -> None:
        """These pages at this resolution, the first of them first; nothing else that was asked for before."""
        self._wanted = [(index, dpi) for index in pages if self._kept.get(index, (0,))[0] != dpi]
        self._next()

    def _next(self) -> None:
        if self._drawing is not None or not self._wanted or self._seen is None:
            return
        index, dpi = self._wanted.pop(0)
        seen = self._seen

        def job(progress: Progress) -> QImage:
            progress.step(0, 1, "draw")  # a page of a document that is gone is not begun
            return image(seen, index, dpi)

        self._drawing = self._context.work(
            self, job, lambda made: self._keep(seen, index, dpi, made), on_end=lambda: self._ended(seen)
        )

    def _keep(self, seen: Preview, index: int, dpi: int, made: QImage) -> None:
        if seen is not self._seen:
            return
        self._kept[index] = (dpi, made)
        self._kept.move_to_end(index)
        while len(self._kept) > 1 and sum(one.width() * one.height() for _, one in self._kept.values()) > _KEPT_PIXELS:
            self._kept.popitem(last=False)
        self.drawn.emit(index)

    def _ended(self, seen: Preview) -> None:
        if seen is self._seen:
            self._drawing = None
            self._next()
