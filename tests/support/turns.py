"""Turns of Qt's event loop, counted by what is left to do and not by the clock."""

from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop

#: A window that never comes to rest is found by what is asked of it, not by waiting for it.
_MOST = 1000


def drained() -> None:
    """Everything that waits in Qt's queue is done, and what that put there: layout, focus, calls for later."""
    dispatcher = QAbstractEventDispatcher.instance()
    assert dispatcher is not None
    for _ in range(_MOST):
        if not dispatcher.processEvents(QEventLoop.ProcessEventsFlag.AllEvents):
            return
