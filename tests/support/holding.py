"""Long work held in its middle, so that a test which stops it does not race with the machine."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from desktop_app.core.progress import Progress

#: No test waits this long: what holds it is over by then, or the test has failed.
_AT_MOST_S = 60


@contextmanager
def held(what: str, done: int) -> Iterator[None]:
    """The work reported as `what` waits once `done` of it is told, until it is cancelled; it then ends as always."""
    honest = Progress.step

    def step(self: Progress, at: int, total: int, now: str) -> None:
        honest(self, at, total, now)
        if now == what and at >= done:
            assert self._stop.wait(_AT_MOST_S), "nobody stopped what was held"

    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(Progress, "step", step)
        yield
