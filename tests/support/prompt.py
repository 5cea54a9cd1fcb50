"""A user of windows who does not dawdle: looks after one millisecond first, and after ten at most."""

import time
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from tests.support.patience import AT_MOST_S

_LONGEST_MS = 10


class PromptBot(QtBot):
    """pytest-qt waits ten milliseconds between two looks, longer than most jobs of a window take."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 0) -> None:  # noqa: N802 - theirs
        """Until it holds. Nobody is asked for how long: that would ask how fast the machine is."""
        del timeout
        last = time.monotonic() + AT_MOST_S
        pause = 1
        while time.monotonic() < last:
            if _holds(callback):
                return
            self.wait(pause)
            pause = min(pause + 1, _LONGEST_MS)
        super().waitUntil(callback, timeout=0)  # says what was missing


def _holds(callback: Callable[[], bool | None]) -> bool:
    try:
        return callback() in (None, True)
    except AssertionError:
        return False
