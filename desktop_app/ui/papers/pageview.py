"""One page on screen, drawn on a worker at the resolution of the screen; page and zoom with keys and buttons."""

from enum import Enum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea

from desktop_app.core.progress import Progress
from desktop_app.desk import paper
from desktop_app.desk.paper import Preview
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.papers.dossier import Seen

#: A window being dragged wider asks for one picture, not for fifty.
_SETTLE_MS = 120
_MM_PER_INCH = 25.4


class Zoom(Enum):
    """How large the page stands."""

    WIDTH = "width"
    WHOLE = "whole"
    FULL = "full"


def image(seen: Preview, index: int, dpi: int, ratio: float) -> QImage:
    """A page as a picture; runs on a worker."""
    made = paper.page(seen, index, dpi)
    form = QImage.Format.Format_Grayscale8 if made.grayscale else QImage.Format.Format_RGB888
    whole = QImage(made.data, made.width, made.height, made.stride, form).copy()
    whole.setDevicePixelRatio(ratio)
    return whole


class PageView(QScrollArea):
    turned = Signal(int, int)  # page from 1, pages

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._seen: Seen | None = None
        self._index = 0
        self._zoom = Zoom.WIDTH
        self._drawing: Progress | None = None
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self.sheet)
        self.setWidgetResizable(True)
        self.setMinimumHeight(theme.px(160))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("预览页面", "Page"))
        self.setProperty("role", "card")
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._draw)

    @property
    def index(self) -> int:
        """The page on show, from 0."""
        return self._index

    @property
    def pages(self) -> int:
        return self._seen.pages if self._seen else 0

    def show_seen(self, seen: Seen | None, index: int = 0) -> None:
        """Another document, or none."""
        self._seen = seen
        self._index = min(index, max(0, self.pages - 1))
        self.turned.emit(self._index + 1 if seen else 0, self.pages)
        if seen is None:
            self._stop()
            self.sheet.clear()
        else:
            self._draw()

    def turn(self, by: int) -> None:
        """Leaf forth or back; stays within the document."""
        to = max(0, min(self.pages - 1, self._index + by))
        if self._seen is not None and to != self._index:
            self._index = to
            self.verticalScrollBar().setValue(0)
            self.turned.emit(to + 1, self.pages)
            self._draw()

    def zoom(self, zoom: Zoom) -> None:
        self._zoom = zoom
        self._draw()

    def _dpi(self, seen: Seen) -> int:
        """Physical dots for one inch of paper."""
        ratio = self.devicePixelRatioF()
        if self._zoom is Zoom.FULL:
            return round(self.logicalDpiX() * ratio)
        page = seen.preview.rendered
        room = theme.px(16)
        wide = (self.width() - room - self.verticalScrollBar().sizeHint().width()) / page.width_mm
        high = (self.height() - room) / page.height_mm
        per_mm = min(wide, high) if self._zoom is Zoom.WHOLE else wide
        return max(24, round(per_mm * _MM_PER_INCH * ratio))

    def _stop(self) -> None:
        self._settle.stop()
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def _draw(self) -> None:
        self._stop()
        seen, index = self._seen, self._index
        if seen is None or self.width() < theme.px(80):
            return
        dpi, ratio = self._dpi(seen), self.devicePixelRatioF()

        def job(progress: Progress) -> QImage:
            progress.step(0, 1, "draw")  # an outdated page is not begun
            return image(seen.preview, index, dpi, ratio)

        self._drawing = self._context.work(self, job, lambda made: self._show(made, seen, index))

    def _show(self, made: QImage, seen: Seen, index: int) -> None:
        if seen is self._seen and index == self._index:
            self.sheet.setPixmap(QPixmap.fromImage(made))
            self.sheet.setAccessibleName(say(f"第 {index + 1} 页", f"Page {index + 1}"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self._zoom is not Zoom.FULL:
            self._settle.start(_SETTLE_MS)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        leaves = {
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Home: -self.pages,
            Qt.Key.Key_End: self.pages,
        }
        by = leaves.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.turn(by)
