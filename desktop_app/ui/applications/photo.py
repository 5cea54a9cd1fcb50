"""Cutting a two-inch photo out of a picture: a frame with guides for head and eyes; the picture is moved under it."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDialog, QSlider, QWidget

from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import button, column, row, text

#: Two inches as photographers here cut them, 35 mm × 49 mm; and its pixels at 300 dpi.
WIDE, HIGH = 413, 579
_PER_METRE = round(300 / 0.0254)
_STEP, _MOST = 5, 400
#: A picture larger than this on a side is read smaller: no photo needs it, and a phone's would take a second.
_READ = 4000
_QUALITY = 92


def opened(path: Path) -> QImage:
    """The picture upright, as the camera's note says; a null image for what is none."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _READ:
        reader.setScaledSize(size.scaled(_READ, _READ, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class CropView(QWidget):
    """The frame stands in the middle; drag, wheel and keys move and scale the picture. It always fills the frame."""

    zoomed = Signal(int)

    def __init__(self, picture: QImage) -> None:
        super().__init__()
        self._picture = picture
        self._zoom = 100
        self._middle = QPointF(picture.width() / 2, picture.height() / 2)
        self._held: QPointF | None = None
        self.setMinimumSize(theme.px(420), theme.px(470))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("照片裁剪框"))
        self.setAccessibleDescription(say("用方向键移动，用加号和减号缩放。"))

    @property
    def source(self) -> QRectF:
        """The part of the picture inside the frame, in its own pixels."""
        size = self._size()
        return QRectF(self._middle - QPointF(size.width() / 2, size.height() / 2), size)

    def _size(self) -> QSizeF:
        whole = min(self._picture.width() / WIDE, self._picture.height() / HIGH)
        return QSizeF(WIDE, HIGH) * (whole * 100 / self._zoom)

    def zoom(self, percent: int) -> None:
        """How much larger than "just fills the frame" the picture is."""
        self._zoom = max(100, min(_MOST, percent))
        self.zoomed.emit(self._zoom)
        self._move(QPointF())

    def _move(self, by: QPointF) -> None:
        """By so many of the picture's pixels, but never so far that the frame has an empty edge."""
        size, wanted = self._size(), self._middle + by
        x = min(max(wanted.x(), size.width() / 2), self._picture.width() - size.width() / 2)
        y = min(max(wanted.y(), size.height() / 2), self._picture.height() - size.height() / 2)
        self._middle = QPointF(x, y)
        self.update()

    def frame(self) -> QRectF:
        """Where the frame stands in the widget."""
        size = QSizeF(WIDE, HIGH).scaled(
            QSizeF(self.width() - 40, self.height() - 40), Qt.AspectRatioMode.KeepAspectRatio
        )
        return QRectF(QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2), size)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame, source = self.frame(), self.source
        scale = frame.width() / source.width()
        at = frame.topLeft() - source.topLeft() * scale
        painter.fillRect(self.rect(), QColor(40, 40, 40))
        painter.drawImage(QRectF(at, QSizeF(self._picture.size()) * scale), self._picture)
        self._shade(painter, frame)
        self._guides(painter, frame)

    def _shade(self, painter: QPainter, frame: QRectF) -> None:
        dark, width, height = QColor(0, 0, 0, 150), float(self.width()), float(self.height())
        for part in (
            QRectF(0, 0, width, frame.top()),
            QRectF(0, frame.bottom(), width, height - frame.bottom()),
            QRectF(0, frame.top(), frame.left(), frame.height()),
            QRectF(frame.right(), frame.top(), width - frame.right(), frame.height()),
        ):
            painter.fillRect(part, dark)

    def _guides(self, painter: QPainter, frame: QRectF) -> None:
        """Head from a tenth below the top to two thirds down, eyes a little above its middle."""
        line = QPen(QColor(theme.colours().accent), 2 if self.hasFocus() else 1)
        painter.setPen(line)
        painter.drawRect(frame)
        painter.setPen(QPen(QColor(255, 255, 255, 200), 1, Qt.PenStyle.DashLine))
        wide, high = frame.width() * 0.56, frame.height() * 0.56
        head = QRectF(frame.center().x() - wide / 2, frame.top() + frame.height() * 0.1, wide, high)
        painter.drawEllipse(head)
        eyes = head.top() + high * 0.46
        painter.drawLine(QPointF(frame.left(), eyes), QPointF(frame.right(), eyes))
        painter.drawLine(QPointF(frame.center().x(), frame.top()), QPointF(frame.center().x(), frame.bottom()))
        if self.hasFocus():
            painter.setPen(QPen(QColor(255, 255, 255), 3))
            painter.drawRect(frame.adjusted(-2, -2, 2, 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        if self._held is not None:
            self._move((self._held - event.position()) * (self.source.width() / self.frame().width()))
            self._held = event.position()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self._held = None

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        self.zoom(self._zoom + (_STEP if event.angleDelta().y() > 0 else -_STEP))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        step = self.source.width() / 50
        keys = {
            Qt.Key.Key_Left: QPointF(-step, 0),
            Qt.Key.Key_Right: QPointF(step, 0),
            Qt.Key.Key_Up: QPointF(0, -step),
            Qt.Key.Key_Down: QPointF(0, step),
        }
        moved = keys.get(Qt.Key(event.key()))
        if moved is not None:
            self._move(moved)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(self._zoom + _STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(self._zoom - _STEP)
        else:
            super().keyPressEvent(event)

    def cropped(self) -> QImage:
        """The frame's content at 300 dpi, what was transparent as white."""
        made = QImage(WIDE, HIGH, QImage.Format.Format_RGB32)
        made.setDotsPerMeterX(_PER_METRE)  # so that whatever prints it prints 35 mm × 49 mm
        made.setDotsPerMeterY(_PER_METRE)
        made.fill(Qt.GlobalColor.white)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, WIDE, HIGH), self._picture, self.source)
        painter.end()
        return made


class PhotoDialog(QDialog):
    """`cropped` gives a file's name and the JPEG's bytes; nothing is written to a disk."""

    cropped = Signal(str, bytes)

    def __init__(self, path: Path, parent: QWidget) -> None:
        super().__init__(parent.window())
        self._name = f"{path.stem}.jpg"
        picture = opened(path)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("裁剪二寸照片"))
        self.resize(theme.px(520), theme.px(660))
        self.view = CropView(picture) if not picture.isNull() else None
        self.take = button(say("使用这张照片"), self._take, "main")
        self.take.setEnabled(self.view is not None)
        told = say("拖动或用方向键移动照片，用滑块或加减号缩放：头顶到下颌在椭圆内，双眼在横线上。裁成 35×49 毫米。")
        wrong = say("这个文件不是能打开的 JPEG 或 PNG 图片。")
        small = say("这张照片较小，印出来会不清楚，最好换一张至少 413×579 像素的。")
        hint = text(told if self.view else wrong, "muted" if self.view else "wrong")
        coarse = self.view is not None and (picture.width() < WIDE or picture.height() < HIGH)
        self.warning = text(small if coarse else "", "wrong")
        self.warning.setVisible(coarse)
        self.setLayout(
            column(
                hint,
                self.warning,
                *self._middle(),
                row(None, button(say("取消"), self.reject), self.take, space=12),
                margins=16,
                space=12,
            )
        )

    def _middle(self) -> tuple[QWidget, ...]:
        if self.view is None:
            return ()
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(100, _MOST)
        slider.setAccessibleName(say("缩放"))
        slider.valueChanged.connect(self.view.zoom)
        self.view.zoomed.connect(slider.setValue)
        return self.view, slider

    def _take(self) -> None:
        assert self.view is not None
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.view.cropped().save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
        self.cropped.emit(self._name, bytes(buffer.data().data()))
        self.accept()
