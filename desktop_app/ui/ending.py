"""Ends the window when the system asks for it: logging out, shutting down, a closed terminal, Ctrl+C.

A signal ends a process in the middle of whatever it does. Here it only wakes the event loop, which closes the window as
its user does: what was typed is saved, running jobs are cancelled, the vault is locked.
"""

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

#: Windows sends none of them to a window; it asks through Qt.
_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


class Ending(QObject):
    """`close` is called in the event loop for each signal that comes."""

    def __init__(self, close: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._close = close
        if sys.platform == "win32":
            return
        self._ear, mouth = os.pipe()
        for end in (self._ear, mouth):
            os.set_blocking(end, False)
        for name in _SIGNALS:
            signal.signal(getattr(signal, name), _heard)
        signal.set_wakeup_fd(mouth, warn_on_full_buffer=False)
        self._notice = QSocketNotifier(self._ear, QSocketNotifier.Type.Read, self)
        self._notice.activated.connect(self._asked)

    def _asked(self) -> None:
        os.read(self._ear, 64)
        self._close()


def _heard(number: int, frame: object) -> None:
    """Python's own share; the event loop has been woken already."""
    del number, frame
