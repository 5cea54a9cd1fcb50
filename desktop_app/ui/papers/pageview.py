"""The pages of a preview, turned by scrolling: zoom by keys, wheel and choice; values lead to their fields."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip

from desktop_app.desk.paper import Spot
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.papers.arrangement import Area, Arrangement
from desktop_app.ui.papers.dossier import Obstacle, Seen
from desktop_app.ui.papers.frame import Frame
from desktop_app.ui.papers.pagepictures import PagePictures, fitting_dpi

#: A window being dragged wider asks for one picture, not for fifty.
_SETTLE_MS = 120
_MM_PER_INCH = 25.4
LEAST, MOST = 50, 400  # percent
_STEPS = (50, 67, 75, 90, 100, 125, 150, 200, 300, 400)


class Zoom(Enum):
    """How large the pages stand, where not by percent."""

    WIDTH = "width"
    WHOLE = "whole"


class PageView(QAbstractScrollArea):
    turned = Signal(int, int)  # page from 1, pages
    zoomed = Signal()
    mend = Signal(str)  # a field's path

    def __init__(self, context: Context, named: Callable[[str], str] = str) -> None:
        """`named` gives a field's name for people."""
        super().__init__()
        self._named = named
        self._seen: Seen | None = None
        self._index = 0
        self._zoom: Zoom | int = Zoom.WIDTH
        self._pairs = False
        self._spots: dict[int, Sequence[Spot]] = {}
        self.frames: list[Frame] = []
        self.pictures = PagePictures(context, self)
        self.pictures.drawn.connect(lambda _: self.viewport().update())
        self.setMinimumHeight(theme.px(160))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("预览页面"))
        self.setProperty("role", "card")
        self.viewport().setMouseTracking(True)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

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
        self._spots = {}
        self.pictures.show(seen.preview if seen else None)
        for frame in self.frames:
            frame.hide()
            frame.deleteLater()
        found = [one for one in seen.obstacles if one.spot is not None] if seen else []
        self.frames = [Frame(one, partial(self.mend.emit, one.field), self.viewport()) for one in found]
        self._index = min(index, max(0, self.pages - 1))
        self._arrange()
        self.turn_to(self._index)
        self.turned.emit(self._index + 1 if seen else 0, self.pages)

    def shown(self, index: int) -> bool:
        """Whether a page has been drawn."""
        return self.pictures.picture(index) is not None

    def turn(self, by: int) -> None:
        """Leaf forth or back; stays within the document."""
        self.turn_to(self._index + by)

    def turn_to(self, index: int) -> None:
        """To the top of a page."""
        if self._seen is None:
            return
        to = max(0, min(self.pages - 1, index))
        bar = self.verticalScrollBar()
        bar.blockSignals(True)
        bar.setValue(round(self.arrangement.area(to).y - theme.px(8)))
        bar.blockSignals(False)
        self._now(to)
        self._want()

    def _now(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self.turned.emit(index + 1, self.pages)
        self._lay_frames()
        self.viewport().update()

    def _scrolled(self) -> None:
        if self._seen is not None:
            self._now(self.arrangement.current(self.verticalScrollBar().value(), self.viewport().height()))
            self._want()

    def show_pairs(self, on: bool) -> None:
        """Two pages beside one another, as a booklet lies open."""
        self._pairs = on
        self._again()

    @property
    def zoom_now(self) -> Zoom | int:
        return self._zoom

    def zoom(self, zoom: Zoom | int) -> None:
        """Fit, or a percentage of the paper's own size; the page on show stays."""
        self._zoom = zoom if isinstance(zoom, Zoom) else max(LEAST, min(MOST, zoom))
        self._again()
        self.zoomed.emit()

    def zoom_step(self, by: int) -> None:
        """To the next larger or smaller of the usual steps."""
        now = self.percent
        larger = [step for step in _STEPS if step > now + 1]
        smaller = [step for step in _STEPS if step < now - 1]
        self.zoom((larger or [MOST])[0] if by > 0 else (smaller or [LEAST])[-1])

    def _again(self) -> None:
        at = self._index
        self._arrange()
        self.turn_to(at)

    @property
    def percent(self) -> int:
        """How large the pages stand now, against paper."""
        return round(self._per_mm() * _MM_PER_INCH / self.logicalDpiX() * 100)

    def _per_mm(self) -> float:
        """Pixels of the window for a millimetre of paper."""
        width, height = self._seen.size_mm if self._seen else (210.0, 297.0)
        if isinstance(self._zoom, int):
            return self.logicalDpiX() / _MM_PER_INCH * self._zoom / 100
        gap, bar = theme.px(8), self.verticalScrollBar().sizeHint().width()
        columns = 2 if self._pairs and self.pages > 1 else 1
        wide = (self.width() - bar - theme.px(4) - (columns + 1) * gap) / (columns * width)
        high = (self.height() - theme.px(4) - 2 * gap) / height
        return max(0.05, min(wide, high) if self._zoom is Zoom.WHOLE else wide)

    @property
    def arrangement(self) -> Arrangement:
        width, height = self._seen.size_mm if self._seen else (0.0, 0.0)
        per_mm = self._per_mm()
        return Arrangement(
            self.pages, width * per_mm, height * per_mm, theme.px(8), self.viewport().width(), self._pairs
        )

    def _arrange(self) -> None:
        """Give the scroll bars the size of it all."""
        wide, high = self.arrangement.total if self._seen else (0.0, 0.0)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        for bar, whole, part in ((across, wide, self.viewport().width()), (down, high, self.viewport().height())):
            bar.blockSignals(True)
            bar.setRange(0, max(0, round(whole - part)))
            bar.setPageStep(part)
            bar.setSingleStep(theme.px(40))
            bar.blockSignals(False)
        self._lay_frames()
        self.viewport().update()

    def _want(self) -> None:
        """Ask for what is in view, the page on show first, then the next one."""
        if self._seen is None or self.width() < theme.px(80):
            return
        shown = self.arrangement.seen(self.verticalScrollBar().value(), self.viewport().height())
        ahead = [self._index + 1] if self._index + 1 < self.pages else []
        ordered = dict.fromkeys([self._index, *shown, *ahead])
        dpi = self._per_mm() * _MM_PER_INCH * self.devicePixelRatioF()
        self.pictures.want(list(ordered), fitting_dpi(*self._seen.size_mm, dpi))

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self._seen is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        arrangement, offset = self.arrangement, self._offset()
        for index in arrangement.seen(offset.y(), self.viewport().height()):
            rect = _rect(arrangement.area(index)).translated(-offset)
            painter.fillRect(rect, Qt.GlobalColor.white)
            found = self.pictures.picture(index)
            if found is not None:
                painter.drawImage(rect, found[1])
            painter.setPen(QColor(theme.colours().line_strong))
            painter.drawRect(rect)
        painter.end()

    def _lay_frames(self) -> None:
        arrangement, offset, per_mm = self.arrangement, self._offset(), self._per_mm()
        for frame in self.frames:
            area, spot = arrangement.area(frame.spot.page), frame.spot
            place = QRectF(spot.x, spot.y, max(spot.width, 3.0), max(spot.height, 3.0))
            at = QRectF(place.x() * per_mm, place.y() * per_mm, place.width() * per_mm, place.height() * per_mm)
            frame.setGeometry(at.translated(area.x - offset.x(), area.y - offset.y()).toAlignedRect())

    def show_obstacle(self, obstacle: Obstacle) -> None:
        """Bring the place of an obstacle into view."""
        frame = next((one for one in self.frames if one.obstacle is obstacle), None)
        if frame is None:
            return
        self.turn_to(frame.spot.page)
        area = self.arrangement.area(frame.spot.page)
        middle = area.y + frame.spot.y * self._per_mm() - self.viewport().height() / 3
        self.verticalScrollBar().setValue(round(middle))

    def spot_at(self, at: QPointF) -> Spot | None:
        """The value under a point of the view."""
        if self._seen is None:
            return None
        whole = at + self._offset()
        index = self.arrangement.at(whole.x(), whole.y())
        if index is None:
            return None
        if index not in self._spots:
            self._spots[index] = self._seen.preview.spots(index)
        area, per_mm = self.arrangement.area(index), self._per_mm()
        x, y = (whole.x() - area.x) / per_mm, (whole.y() - area.y) / per_mm
        return next((spot for spot in self._spots[index] if spot.holds(x, y)), None)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The name of the field whose value is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            spot = self.spot_at(QPointF(event.pos()))
            if spot is None or not self._named(spot.field):
                QToolTip.hideText()
            else:
                words = self._named(spot.field) + say("（双击去改）")
                QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        spot = self.spot_at(event.position())
        linked = spot is not None and bool(self._named(spot.field))
        shape = Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        spot = self.spot_at(event.position())
        if spot is not None and self._named(spot.field):
            self.mend.emit(spot.field)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """With Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:  # noqa: N802 - Qt's name
        self._lay_frames()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        at = self._index
        self._arrange()
        if self._seen is not None and not isinstance(self._zoom, int):
            bar = self.verticalScrollBar()
            bar.blockSignals(True)
            bar.setValue(round(self.arrangement.area(at).y - theme.px(8)))
            bar.blockSignals(False)
            self._lay_frames()
        self._settle.start(_SETTLE_MS)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key, control = Qt.Key(event.key()), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        leaves = {
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Home: -self.pages,
            Qt.Key.Key_End: self.pages,
        }
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_step(1)
        elif control and key is Qt.Key.Key_Minus:
            self.zoom_step(-1)
        elif key is Qt.Key.Key_0 and not control:  # with Ctrl it is the tenth screen of the rail
            self.zoom(100)
        elif key in leaves:
            self.turn(leaves[key])
        else:
            super().keyPressEvent(event)


def _rect(area: Area) -> QRectF:
    return QRectF(area.x, area.y, area.width, area.height)
