"""Typing with Fcitx 4, of which Qt for Python knows nothing: keys go to it first, what it composes comes to the line.

Nothing typed is kept here, and what is typed into a secret's field goes nowhere.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jeepney.io.blocking import DBusConnection
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodQueryEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from desktop_app.ui import fcitx4bus, fcitx4words

_ASKED = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_SECRET = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData


def follow(parent: QObject) -> QObject | None:
    """Stand between the keyboard and the line for as long as `parent` lives; `None` without a bus to be asked."""
    bus = fcitx4bus.connected()
    return None if bus is None else Fcitx4(bus, fcitx4bus.service(os.environ.get("DISPLAY", "")), parent)


class Fcitx4(QObject):
    """Sees the keys of the window in front before any shortcut and any widget does, as an input method of Qt's own."""

    def __init__(self, bus: DBusConnection, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._window: QWindow | None = None
        self._line: QObject | None = None  # that the input method believes to have the keyboard
        self._composed = ""
        self._where = QRect()
        self._answered: tuple[tuple[int, int], bool] | None = None
        self._bus = bus
        self._fcitx: fcitx4bus.Fcitx | None = None
        self._news = QSocketNotifier(bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._news.activated.connect(self._read)
        with self._risked():
            self._fcitx = fcitx4bus.Fcitx(bus, name, self._heard)
        if self._fcitx is None:
            self._leave()
            return
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._in_front)
        app.focusObjectChanged.connect(self._look)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._place)
        app.aboutToQuit.connect(self._leave)
        self._in_front(app.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._line:
            if event.type() == QEvent.Type.FocusAboutToChange:
                self._finish()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._finish()  # whoever points elsewhere in the same text goes on there
        elif event.type() in _ASKED and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """A press comes twice, first so that somebody may claim it from the shortcuts."""
        this = (event.nativeScanCode(), event.timestamp())
        if event.type() == QEvent.Type.KeyPress and self._answered is not None and self._answered[0] == this:
            taken, self._answered = self._answered[1], None
            return taken
        taken = self._takes(event)
        if event.type() == QEvent.Type.ShortcutOverride:
            self._answered = this, taken
            if taken:
                event.accept()
        return taken

    def _takes(self, event: QKeyEvent) -> bool:
        if not event.nativeVirtualKey():  # made by a program, not typed
            return False
        self._look()
        taken = False
        with self._risked():
            if self._line is not None and self._fcitx is not None and self._fcitx.reached():
                self._place()
                released = event.type() == QEvent.Type.KeyRelease
                numbers = event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers()
                taken = self._fcitx.handles(*numbers, released, event.timestamp())
        return taken

    def _in_front(self, window: QWindow | None) -> None:
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)
        self._look()

    def _look(self, _now: QObject | None = None) -> None:
        """Tell who has the keyboard, if that is another one than before or may be composed in no more."""
        now = QGuiApplication.focusObject()
        line = now if now is not None and composable(now) else None
        if line is self._line:
            return
        if self._line is not None:
            self._finish()
            if isValid(self._line):
                self._line.removeEventFilter(self)
            self._tell("FocusOut")
        self._line = line
        if line is not None:
            line.installEventFilter(self)
            self._enter()

    def _enter(self) -> None:
        with self._risked():
            if self._fcitx is not None and self._fcitx.reached():
                self._where = QRect()
                self._tell("FocusIn")
                self._place()

    def _place(self) -> None:
        """Where the candidates belong, in the screen's own pixels."""
        window = QGuiApplication.focusWindow()
        if self._line is None or window is None:
            return
        where = _pixels(QGuiApplication.inputMethod().cursorRectangle().toRect(), window)
        if where != self._where:
            self._where = where
            self._tell("SetCursorRect", "iiii", where.getRect())

    def _finish(self) -> None:
        """What is being composed stays as it stands there."""
        if not self._composed:
            return
        left, self._composed = self._composed, ""
        self._tell("Reset")
        if self._line is not None and isValid(self._line):
            QCoreApplication.sendEvent(self._line, fcitx4words.committing(left))

    def _read(self) -> None:
        with self._risked():
            if self._fcitx is not None:
                self._fcitx.hear()

    def _heard(self, what: str, body: Any) -> None:
        if what == fcitx4bus.ANOTHER:
            self._finish()
            if self._line is not None:
                self._enter()
        if self._line is None or not isValid(self._line):
            return
        if what == "CommitString":
            self._composed = ""
            QCoreApplication.sendEvent(self._line, fcitx4words.committing(body[0]))
        elif what == "UpdateFormattedPreedit":
            self._compose([(str(piece), int(look)) for piece, look in body[0]], body[1])
        elif what == "ForwardKey":
            made = fcitx4words.key(body[0], body[1], released=bool(body[2]))
            if made is not None:
                QCoreApplication.sendEvent(self._line, made)

    def _compose(self, pieces: list[tuple[str, int]], cursor: int) -> None:
        text = "".join(piece for piece, _ in pieces)
        if self._line is None or not (text or self._composed):
            return
        self._composed = text
        event = fcitx4words.composing(pieces, cursor, QGuiApplication.palette())
        QCoreApplication.sendEvent(self._line, event)

    def _tell(self, what: str, signature: str = "", body: Any = ()) -> None:
        with self._risked():
            if self._fcitx is not None:
                self._fcitx.tell(what, signature, tuple(body))

    @contextmanager
    def _risked(self) -> Iterator[None]:
        """An input method that hangs holds nobody up and loses nothing; without a bus one types as without it."""
        try:
            yield
        except fcitx4bus.Silent:
            if self._fcitx is not None:
                self._fcitx.pause()
            self._finish()
        except fcitx4bus.Gone:
            self._leave()
            self._finish()

    def _leave(self) -> None:
        self._fcitx = None
        self._news.setEnabled(False)
        self._bus.close()


def composable(line: QObject) -> bool:
    """Whether what is typed there may be composed: no secret, and no menu stands open above it."""
    wanted = Qt.InputMethodQuery.ImEnabled, Qt.InputMethodQuery.ImHints
    query = QInputMethodQueryEvent(wanted[0] | wanted[1])
    QCoreApplication.sendEvent(line, query)
    if QApplication.activePopupWidget() is not None or not query.value(wanted[0]):
        return False
    return not Qt.InputMethodHint(query.value(wanted[1]) or 0) & _SECRET


def _pixels(where: QRect, window: QWindow) -> QRect:
    """A place in the window as the screen counts it: screens stand side by side by their own pixels."""
    ratio, corner = window.devicePixelRatio(), window.screen().geometry().topLeft()
    there = (window.mapToGlobal(where.topLeft()) - corner) * ratio + corner
    size = where.size() * ratio
    return QRect(there, size)
