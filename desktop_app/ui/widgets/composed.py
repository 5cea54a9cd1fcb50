"""What is being composed stays where it was composed when the keyboard goes elsewhere, and the candidates beside it."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTransform
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget


def stands_at(field: QWidget) -> None:
    """Tell the input method where the field stands now: Qt does when the field moves, not when it is carried along."""
    there = field.mapTo(field.window(), field.rect().topLeft())
    now = QTransform.fromTranslate(there.x(), there.y())
    method = QGuiApplication.inputMethod()
    if method.inputItemTransform() != now:
        method.setInputItemTransform(now)


class Composed(QObject):
    """Qt throws it away with IBus: first the composition is emptied, then, before anything else happens, the keyboard
    goes. Who presses Esc empties it too, but stays. Where Qt commits by itself nothing was emptied."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._now = ""
        self._emptied = ""
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._forget)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._moved)
        self._moved(None, app.focusWidget())

    def _forget(self) -> None:
        self._emptied = ""

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        self._now = self._emptied = ""
        if before is not None:
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit | QComboBox):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QInputMethodEvent):
            if isinstance(watched, QWidget):  # a message above may have pushed it down
                stands_at(watched)
            if self._now and not event.preeditString() and not event.commitString():
                self._emptied = self._now
                self._turn.start()
            self._now = event.preeditString()
        elif event.type() == QEvent.Type.FocusAboutToChange and self._emptied:
            committed = QInputMethodEvent("", [])
            committed.setCommitString(self._emptied)
            self._emptied = ""
            QApplication.sendEvent(watched, committed)
        return False
