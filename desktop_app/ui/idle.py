"""Tells when nobody has touched keyboard or mouse for a while, dialogs open or not, the machine asleep or not."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

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
    """An application-wide event filter and a timer that looks at the clock, in place only while somebody is watched.

    Each event it sees makes a Python object of what it is about: in front of the lock that would hold up the start.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = _awake_or_not) -> None:
        """`now`: seconds of a clock that goes on while the machine sleeps."""
        super().__init__(parent)
        self._now, self._touched = now, 0.0
        self._patience = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._over)

    @property
    def patience(self) -> float:
        """Seconds without a touch until it tells; 0 while nobody is watched."""
        return self._patience

    def watch(self, milliseconds: int) -> None:
        """Start over with this patience."""
        if not self._patience:
            _application().installEventFilter(self)
        self._patience, self._touched = milliseconds / 1000, self._now()
        self._timer.start(min(milliseconds, _LOOK_MS))

    def rest(self) -> None:
        """Stop watching (locked already)."""
        self._patience = 0.0
        self._timer.stop()
        _application().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if event.type() not in _TOUCHES or not self._timer.isActive():
            return False
        if self._over():
            return True  # whoever wakes the machine up does nothing in the open vault
        self._touched = self._now()
        return False

    def _over(self) -> bool:
        """Whether the patience is over; then it is told, once."""
        now = self._now()
        self._touched = min(self._touched, now)  # a clock that was set back puts the lock off by one patience at most
        over = now - self._touched >= self._patience
        if over:
            self._timer.stop()
            self.idle.emit()
        return over


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
