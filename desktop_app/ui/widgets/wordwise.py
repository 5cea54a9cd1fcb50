"""With a screen reader on Linux, keys that move by a word do nothing in a line: asked for the word, Qt would hang."""

import sys

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget

_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)


class Wordwise(QObject):
    """After such a key Orca asks which word stands at the end of the line, and Qt 6.8 looks for its end for ever
    (`QAccessibleTextInterface::textAtOffset` with the offset of the end; 6.12 does not any more). Letter by letter,
    Home and End are left."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        self._moved(None, app.focusWidget())

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if sys.platform == "linux" and isinstance(now, QLineEdit | QComboBox | QAbstractSpinBox):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        by_word = event.key() in _KEYS and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return by_word and QAccessible.isActive()
