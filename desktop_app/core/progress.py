"""Progress and cancelling for long work; knows no widget."""

import threading
from collections.abc import Callable

from desktop_app.core.errors import Cancelled

#: Called with units done, units in all (0 = unknown) and a short key of what is being done.
Report = Callable[[int, int, str], None]


def _silent(done: int, total: int, what: str) -> None:
    del done, total, what


class Progress:
    """Handed to every long task, which calls `step` often; safe to cancel from another thread."""

    def __init__(self, report: Report = _silent) -> None:
        self._report = report
        self._stop = threading.Event()

    def step(self, done: int, total: int, what: str) -> None:
        """Report the state of the work. Raises `Cancelled` once someone asked to stop."""
        if self._stop.is_set():
            raise Cancelled
        self._report(done, total, what)

    @property
    def cancelled(self) -> bool:
        """Whether someone asked to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()
