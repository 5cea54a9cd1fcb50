"""A page of the blank with boxes on it: drawn, moved and resized with the mouse or the keys."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.desk import form_design
from desktop_app.desk.form_design import LEAST, Box, FormFile, Kind, Ref
from desktop_app.ui import theme
from desktop_app.ui.language import said, say

SMALL_STEP, LARGE_STEP = 0.5, 5.0  # millimetres
_DRAWN_LEAST = 2.5  # millimetres: a shorter drag is a click
_GRIP = 8  # pixels at 100 %
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(slots=True)
class _Drag:
    """A mouse that is down: where it began, on what, and by which edges it holds it."""

    start: QPointF
    ref: Ref | None
    box: Box
    edges: tuple[int, int] = (0, 0)  # -1 left or top, 1 right or bottom, both 0: the whole


class Canvas(QWidget):
    """Shows; what is done is told and comes back as another form."""

    chosen = Signal(object)  # Ref or None
    laid = Signal(object)  # Box
    boxed = Signal(object, object, bool)  # Ref, Box, whether by the mouse, which snaps
    let_go = Signal()
    removed = Signal(object)  # Ref
    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._form: FormFile | None = None
        self._page = 0
        self._scale = 3.0
        self._image: QImage | None = None
        self._quiet = False
        self._ref: Ref | None = None
        self._drag: _Drag | None = None
        self._drawn: QRectF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(say("空白表页面"))
        self.setAccessibleDescription(
            say("方向键移动 0.5 毫米，加 Shift 为 5 毫米；Ctrl 加方向键改大小；Delete 删除。")
        )

    def show_form(self, form: FormFile, page: int, ref: Ref | None) -> None:
        """Another state of the form, page or choice."""
        self._form, self._page, self._ref = form, page, ref
        self._fit()
        self.update()

    def show_image(self, image: QImage | None, *, quiet: bool) -> None:
        """What lies under the boxes; `quiet` leaves their names out, where the values themselves are seen."""
        self._image, self._quiet = image, quiet
        self.update()

    def zoom(self, per_millimetre: float) -> None:
        self._scale = per_millimetre
        self._fit()
        self.update()

    def _fit(self) -> None:
        if self._form is not None:
            width, height = form_design.size(self._form)
            self.setFixedSize(round(width * self._scale), round(height * self._scale))

    # --- between millimetres and pixels

    def rect_of(self, box: Box) -> QRectF:
        """A box on this widget."""
        return QRectF(*(side * self._scale for side in box))

    def _box(self, rect: QRectF) -> Box:
        per = self._scale
        return rect.x() / per, rect.y() / per, rect.width() / per, rect.height() / per

    def _at(self, point: QPointF) -> tuple[Ref, tuple[int, int]] | None:
        """What lies under the pointer, and the edges that it could be held by; the chosen one first."""
        if self._form is None:
            return None
        refs = [*reversed(form_design.things(self._form, self._page))]
        if self._ref in refs:
            refs.insert(0, self._ref)
        grip = theme.px(_GRIP)
        for ref in refs:
            rect = self.rect_of(form_design.box_of(self._form, ref))
            held = grip if ref == self._ref else 0
            if rect.adjusted(-held / 2, -held / 2, held / 2, held / 2).contains(point):
                return ref, (_edge(point.x(), rect.left(), rect.right(), held),
                             _edge(point.y(), rect.top(), rect.bottom(), held))  # fmt: skip
        return None

    # --- mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if event.button() is not Qt.MouseButton.LeftButton or self._form is None:
            return
        found = self._at(event.position())
        if found is None:
            self._drag = _Drag(event.position(), None, (0, 0, 0, 0))
            self.chosen.emit(None)
            return
        ref, edges = found
        edges = edges if ref == self._ref else (0, 0)
        self._drag = _Drag(event.position(), ref, form_design.box_of(self._form, ref), edges)
        if ref != self._ref:
            self.chosen.emit(ref)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        drag = self._drag
        if drag is None:
            self._hint(event.position())
            return
        if drag.ref is None:
            self._drawn = QRectF(drag.start, event.position()).normalized()
            self.update()
            return
        moved = event.position() - drag.start
        box = _dragged(drag, moved.x() / self._scale, moved.y() / self._scale)
        self.boxed.emit(drag.ref, box, not event.modifiers() & Qt.KeyboardModifier.AltModifier)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        del event
        drag, drawn = self._drag, self._drawn
        self._drag = self._drawn = None
        if drag is None:
            return
        if drag.ref is None and drawn is not None:
            box = self._box(drawn)
            if min(box[2:]) >= _DRAWN_LEAST:
                self.laid.emit(box)
        self.let_go.emit()
        self.update()

    def _hint(self, point: QPointF) -> None:
        found = self._at(point)
        shapes = {
            (0, 0): Qt.CursorShape.SizeAllCursor,
            (1, 0): Qt.CursorShape.SizeHorCursor,
            (0, 1): Qt.CursorShape.SizeVerCursor,
            (1, 1): Qt.CursorShape.SizeFDiagCursor,
            (1, -1): Qt.CursorShape.SizeBDiagCursor,
        }
        if found is None:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            across, down = found[1] if found[0] == self._ref else (0, 0)
            key = (abs(across), abs(down)) if across == down or not (across and down) else (1, -1)
            self.setCursor(shapes[key])

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.turned.emit(1 if key is Qt.Key.Key_PageDown else -1)
        elif self._form is None or self._ref is None or self._ref.page != self._page:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            step = LARGE_STEP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else SMALL_STEP
            across, down = (part * step for part in _ARROWS[key])
            x, y, width, height = form_design.box_of(self._form, self._ref)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                width, height = width + across, height + down
            else:
                x, y = x + across, y + down
            self.boxed.emit(self._ref, (x, y, width, height), False)
            self.let_go.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(self._ref)
        elif key is Qt.Key.Key_Escape:
            self.chosen.emit(None)
        else:
            super().keyPressEvent(event)

    # --- picture

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        if self._image is not None:
            painter.drawImage(QRectF(self.rect()), self._image)
        if self._form is not None:
            for ref in form_design.things(self._form, self._page):
                self._paint(painter, self._form, ref)
        if self._drawn is not None:
            painter.setPen(QPen(QColor(theme.colours().accent), theme.px(1), Qt.PenStyle.DashLine))
            painter.drawRect(self._drawn)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().focus), theme.px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint(self, painter: QPainter, form: FormFile, ref: Ref) -> None:
        tone, chosen = theme.colours(), ref == self._ref
        rect = self.rect_of(form_design.box_of(form, ref))
        fill = QColor(tone.accent)
        fill.setAlpha(0 if self._quiet and not chosen else 56 if chosen else 28)
        painter.fillRect(rect, fill)
        painter.setPen(QPen(QColor(tone.accent if chosen else tone.focus), theme.px(2 if chosen else 1)))
        painter.drawRect(rect)
        if ref.kind is Kind.LIST:
            self._paint_rows(painter, form, ref, rect)
        if not self._quiet:
            self._paint_name(painter, said(form_design.words_of(form, ref)), rect)
        if chosen:
            grip = theme.px(_GRIP)
            for x in (rect.left(), rect.center().x(), rect.right()):
                for y in (rect.top(), rect.center().y(), rect.bottom()):
                    if (x, y) != (rect.center().x(), rect.center().y()):
                        painter.fillRect(QRectF(x - grip / 2, y - grip / 2, grip, grip), QColor(tone.accent))

    def _paint_rows(self, painter: QPainter, form: FormFile, ref: Ref, rect: QRectF) -> None:
        placed = form_design.list_at(form, ref)
        assert placed is not None
        painter.setPen(QPen(QColor(theme.colours().focus), 1, Qt.PenStyle.DotLine))
        for number in range(1, placed.count):
            y = rect.top() + number * placed.row * self._scale
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        x = rect.left()
        for column in placed.columns[:-1]:
            x += column.width * self._scale
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))

    def _paint_name(self, painter: QPainter, words: str, rect: QRectF) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(7, min(theme.px(13), round(rect.height() * 0.7))))
        painter.setFont(font)
        painter.setPen(QColor(theme.colours().accent_strong))
        inner = rect.adjusted(theme.px(3), 0, -theme.px(2), 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(inner.width()))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


def _edge(at: float, low: float, high: float, grip: float) -> int:
    """-1 near the low edge, 1 near the high one, 0 between; the nearer one of a box that is smaller than two grips."""
    if not grip:
        return 0
    near_low, near_high = at - low <= grip / 2, high - at <= grip / 2
    if near_low and near_high:
        return 1 if high - at <= at - low else -1
    return -1 if near_low else int(near_high)


def _dragged(drag: _Drag, dx: float, dy: float) -> Box:
    x, y, width, height = drag.box
    if drag.edges == (0, 0):
        return x + dx, y + dy, width, height
    x, width = _side(x, width, dx, drag.edges[0])
    y, height = _side(y, height, dy, drag.edges[1])
    return x, y, width, height


def _side(low: float, extent: float, by: float, edge: int) -> tuple[float, float]:
    if edge < 0:
        by = min(by, extent - LEAST)
        return low + by, extent - by
    return low, max(LEAST, extent + by) if edge else extent
