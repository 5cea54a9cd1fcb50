"""Tells when nobody has touched keyboard or mouse for a while, dialogs open or not."""

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


class IdleWatch(QObject):
    """An application-wide event filter with one timer, in place only while somebody is watched.

    Each event it sees makes a Python object of what it is about: in front of the lock that would hold up the start.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)

    def watch(self, milliseconds: int) -> None:
        """Start over with this patience."""
        if not self._timer.isActive():
            _application().installEventFilter(self)
        self._timer.start(milliseconds)

    def rest(self) -> None:
        """Stop watching (locked already)."""
        self._timer.stop()
        _application().removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False


def _application() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application
