"""Long work held in its middle, so that a test which stops or watches it does not race with the machine."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop_app.core.progress import Progress
from tests.support.patience import AT_MOST_S


@contextmanager
def held(what: str, done: int) -> Iterator[threading.Event]:
    """The work reported as `what` waits once `done` of it is told, until it is cancelled; it then ends as always.

    What is given lets it go on instead, for as long as the block lasts.
    """
    honest, going_on = Progress.step, threading.Event()

    def step(self: Progress, at: int, total: int, now: str) -> None:
        honest(self, at, total, now)
        if now == what and at >= done:
            for _ in range(AT_MOST_S * 100):
                if going_on.is_set() or self._stop.wait(0.01):
                    return
            raise AssertionError("nobody stopped what was held, or let it go on")

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(Progress, "step", step)
        yield going_on
