"""The choices that fit what was typed, listed under the box that one types in."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QListView, QWidget

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Escape)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ELSEWHERE = (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
_SHIFTS = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide)


class Offered(QListView):
    """No popup: one takes the keyboard when it opens and gives it back when it closes, and each time the input method
    throws away what is being composed; it also covers the candidates. So the box keeps the keyboard and hands on the
    keys that move in the list."""

    def __init__(self, box: QComboBox, completer: QCompleter) -> None:
        super().__init__()
        self._box = box
        completer.setPopup(self)
        self.setWindowFlags(Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._box.installEventFilter(self)  # the last that listens is asked first, also in a table's cell
        _application().installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        _application().removeEventFilter(self)
        self._box.removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """As long as the list stands: its keys, and whatever else happens takes it away."""
        if watched is self._box:
            if event.type() == QEvent.Type.FocusOut:
                self.hide()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        elif event.type() in _ELSEWHERE and isinstance(watched, QWidget):
            if watched.window() is not self:
                self.hide()
        elif event.type() in _SHIFTS and watched is self._box.window():
            self.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        chosen = event.key() in _ENTER and self.currentIndex().isValid()
        if event.key() in _MOVES or chosen:
            QApplication.sendEvent(self, event)
            return True
        if event.key() in _ENTER:
            self.hide()
        return False


def _application() -> QApplication:
    found = QApplication.instance()
    assert isinstance(found, QApplication)
    return found
