"""Where a screen stands: as large as the room, or as large as it must be and scrolling; the window never grows."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from desktop_app.ui import theme

#: Room that is kept around what has the keyboard, at 100 %.
_AROUND = 24


class Fitted(QScrollArea):
    """Unlike a resizable scroll area it squeezes what is inside to its least height before it scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def put(self, inside: QWidget) -> None:
        """Show a screen in place of none."""
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._fit()
        inside.show()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What is inside never makes the window larger."""
        return QSize(theme.px(160), theme.px(120))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """What is inside may need more room, or less, at any time."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        inside = self.widget()
        if inside is None:
            return
        room = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width()
        width, height = self._least(inside, room.width())
        if height > room.height():
            width, height = self._least(inside, room.width() - bar)
        inside.resize(width, max(height, room.height() - (bar if width > room.width() else 0)))

    @staticmethod
    def _least(inside: QWidget, width: int) -> tuple[int, int]:
        """The size that is needed at `width`."""
        least = inside.minimumSizeHint().expandedTo(inside.minimumSize())
        width = max(width, least.width())
        layout = inside.layout()
        if layout is not None and layout.hasHeightForWidth():
            return width, layout.minimumHeightForWidth(width)
        return width, least.height()

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is on screen."""
        inside = self.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, theme.px(_AROUND), theme.px(_AROUND))
