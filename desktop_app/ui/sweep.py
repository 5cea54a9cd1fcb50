"""Python's cyclic garbage, collected on the main thread and on no other.

A collection may take a Qt connection apart. On another thread it then holds Qt's lock and waits for the interpreter's,
while the main thread holds the interpreter's and waits for Qt's: the window stands still for ever. It was seen to.
"""

import gc

from PySide6.QtCore import QObject, QTimer

#: Often enough that garbage never piles up, seldom enough that nobody notices.
_EVERY_MS = 250


class Sweep(QObject):
    """Collects by the interpreter's own thresholds, but here. Lives as long as there are other threads."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._sweep)
        self._timer.start()

    def _sweep(self) -> None:
        due = [at for at in range(3) if gc.get_count()[at] > gc.get_threshold()[at]]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Leave it to the interpreter again: there is no other thread left."""
        self._timer.stop()
        gc.enable()
