"""Long work reports where it stands and stops at its next step once asked to."""

import threading

import pytest

from desktop_app.core.errors import Cancelled
from desktop_app.core.progress import Progress
from tests.support.patience import AT_MOST_S


def test_steps_reach_the_report() -> None:
    seen: list[tuple[int, int, str]] = []
    progress = Progress(lambda done, total, what: seen.append((done, total, what)))
    progress.step(1, 3, "read")
    progress.step(2, 3, "write")
    assert seen == [(1, 3, "read"), (2, 3, "write")]


def test_work_without_a_listener_runs_on() -> None:
    progress = Progress()
    progress.step(0, 0, "read")
    progress.step(1, 1, "read")


def test_cancelling_stops_the_next_step_and_every_one_after() -> None:
    seen: list[int] = []
    progress = Progress(lambda done, total, what: seen.append(done))
    progress.step(1, 9, "read")
    progress.cancel()
    for _ in range(2):
        with pytest.raises(Cancelled):
            progress.step(2, 9, "read")
    assert seen == [1]


def test_another_thread_can_cancel() -> None:
    progress = Progress()
    started, ended = threading.Event(), threading.Event()
    steps = 0

    def work() -> None:
        nonlocal steps
        try:
            while True:
                progress.step(steps, 0, "count")
                steps += 1
                started.set()
        except Cancelled:
            ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert started.wait(AT_MOST_S)
    progress.cancel()
    thread.join(AT_MOST_S)
    assert ended.is_set()
    assert steps > 0
