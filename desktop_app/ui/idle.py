"""Tells when nobody has touched keyboard or mouse for a while, dialogs open or not, the machine asleep or not."""

import time
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


#: Between two looks at the clock: so much late it tells at most, and a machine that wakes up shows what is open for no
#: longer.
_LOOK_MS = 1000


def _awake_or_not() -> float:
    """Seconds, those that the machine slept among them: the clock of Qt's timers stands still meanwhile."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.time() if boot is None else time.clock_gettime(boot)


class IdleWatch(QObject):
    """Listens where all input comes in, and looks at the clock by a timer, in place only while somebody is watched.

    Keys and the mouse come to a window, an input method's words to what has the keyboard. A filter of the whole
    application would see besides what widgets tell each other, thousands of events for each screen, and a Python
    object would be made of each: screens came up in half as much time again, with PySide 6.7 in more than twice.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = _awake_or_not) -> None:
        """`now`: seconds of a clock that goes on while the machine sleeps."""
        super().__init__(parent)
        self._now, self._touched = now, 0.0
        self._patience = 0.0
        self._typed_in: QObject | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        app = _application()
        app.focusWindowChanged.connect(self._listen)
        app.focusObjectChanged.connect(self._listen)

    @property
    def patience(self) -> float:
        """Seconds without a touch until it tells; 0 while nobody is watched."""
        return self._patience

    def watch(self, milliseconds: int) -> None:
        """Start over with this patience."""
        self._patience, self._touched = milliseconds / 1000, self._now()
        self._timer.start(min(milliseconds, _LOOK_MS))
        self._listen()

    def rest(self) -> None:
        """Stop watching (locked already)."""
        self._patience = 0.0
        self._timer.stop()
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)
        self._listen_in(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if event.type() not in _TOUCHES or not self._timer.isActive():
            return False
        if self._over():
            return True  # whoever wakes the machine up does nothing in the open vault
        self._touched = self._now()
        return False

    def _look(self) -> None:
        self._listen()  # to a menu, too, which is a window that never is the one in front
        self._over()

    def _listen(self, _: QObject | None = None) -> None:
        """To every window there is, and to what has the keyboard; before whoever else listens there."""
        if not self._timer.isActive():
            return
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)
        self._listen_in(QGuiApplication.focusObject())

    def _listen_in(self, now: QObject | None) -> None:
        if self._typed_in is not None and self._typed_in is not now and shiboken6.isValid(self._typed_in):
            self._typed_in.removeEventFilter(self)
        self._typed_in = now
        if now is not None:
            now.installEventFilter(self)

    def _over(self) -> bool:
        """Whether the patience is over; then it is told, once."""
        now = self._now()
        self._touched = min(self._touched, now)  # a clock that was set back puts the lock off by one patience at most
        over = now - self._touched >= self._patience
        if over:
            self._timer.stop()
            self.idle.emit()
        return over


def _application() -> QGuiApplication:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    return application
