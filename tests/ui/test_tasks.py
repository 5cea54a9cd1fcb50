"""The worker facility: the window lives, one database thread, errors and cancelling arrive as promised."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.ui.tasks import Lane, Tasks
from tests.support.patience import AT_MOST_S
from tests.support.turns import drained


class Heard:
    """What came back, with whether it came on the main thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.faults: list[Fault] = []
        self.crashes: list[BaseException] = []
        self.progress: list[tuple[int, int, str]] = []
        self.ends = 0
        self.threads: set[bool] = set()

    def _note(self) -> None:
        self.threads.add(threading.current_thread() is threading.main_thread())

    def on_done(self, value: object) -> None:
        self._note()
        self.done.append(value)

    def on_fault(self, fault: Fault) -> None:
        self._note()
        self.faults.append(fault)

    def on_crash(self, error: BaseException) -> None:
        self._note()
        self.crashes.append(error)

    def on_progress(self, done: int, total: int, what: str) -> None:
        self._note()
        self.progress.append((done, total, what))

    def on_end(self) -> None:
        self.ends += 1


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def tasks(qapp: object, heard: Heard) -> Iterator[Tasks]:
    made = Tasks(heard.on_crash)
    yield made
    made.shutdown()


@pytest.fixture
def owner(qapp: object) -> QObject:
    return QObject()


def start(
    tasks: Tasks, owner: QObject, heard: Heard, job: Callable[[Progress], object], lane: Lane = Lane.DATABASE
) -> Progress:
    return tasks.start(
        owner,
        job,
        on_done=heard.on_done,
        on_fault=heard.on_fault,
        on_progress=heard.on_progress,
        on_end=heard.on_end,
        lane=lane,
    )


def test_the_window_keeps_ticking_while_a_job_sleeps(tasks: Tasks, owner: QObject, heard: Heard, qtbot: QtBot) -> None:
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(10)
    began, enough = threading.Event(), threading.Event()

    def job(progress: Progress) -> str:
        began.set()
        assert enough.wait(AT_MOST_S)
        return threading.current_thread().name

    start(tasks, owner, heard, job)
    qtbot.waitUntil(began.is_set)
    ticks.clear()
    qtbot.waitUntil(lambda: len(ticks) >= 15)
    assert not heard.done
    enough.set()
    qtbot.waitUntil(lambda: bool(heard.done))
    timer.stop()
    assert str(heard.done[0]).startswith("database")
    assert heard.threads == {True}


def test_database_jobs_never_overlap_and_keep_their_order(
    tasks: Tasks, owner: QObject, heard: Heard, qtbot: QtBot
) -> None:
    began, go_on = threading.Event(), threading.Event()
    ran: list[int] = []

    def job(number: int) -> Callable[[Progress], int]:
        def work(progress: Progress) -> int:
            ran.append(number)
            began.set()
            assert go_on.wait(AT_MOST_S)
            return number

        return work

    for number in range(10):
        start(tasks, owner, heard, job(number))
    assert began.wait(AT_MOST_S)
    start(tasks, owner, heard, lambda progress: len(ran), Lane.WORKER)
    qtbot.waitUntil(lambda: bool(heard.done))
    assert heard.done == [1], "the others wait while the first is at work"
    go_on.set()
    qtbot.waitUntil(lambda: len(heard.done) == 11)
    assert heard.done[1:] == ran == list(range(10))


def test_two_workers_run_side_by_side(tasks: Tasks, owner: QObject, heard: Heard, qtbot: QtBot) -> None:
    meeting = threading.Barrier(2, timeout=AT_MOST_S)
    for _ in range(2):
        start(tasks, owner, heard, lambda progress: meeting.wait() >= 0, Lane.WORKER)
    qtbot.waitUntil(lambda: len(heard.done) == 2)
    assert not heard.crashes


def test_a_fault_goes_to_the_fault_handler_and_a_bug_to_the_crash_hook(
    tasks: Tasks, owner: QObject, heard: Heard, qtbot: QtBot
) -> None:
    def world(progress: Progress) -> None:
        raise Fault(Code.DISK_FULL)

    def ours(progress: Progress) -> None:
        raise ZeroDivisionError

    start(tasks, owner, heard, world)
    start(tasks, owner, heard, ours)
    qtbot.waitUntil(lambda: heard.ends == 2)
    assert [fault.code for fault in heard.faults] == [Code.DISK_FULL]
    assert [type(error) for error in heard.crashes] == [ZeroDivisionError]
    assert heard.done == []
    assert heard.threads == {True}


def test_cancel_is_silent_and_prompt(tasks: Tasks, owner: QObject, heard: Heard, qtbot: QtBot) -> None:
    cancelled = threading.Event()

    def job(progress: Progress) -> None:
        for number in range(1000):
            progress.step(number, 1000, "page")
            if number == 4:
                assert cancelled.wait(AT_MOST_S)

    handle = start(tasks, owner, heard, job)
    qtbot.waitUntil(lambda: len(heard.progress) > 3)
    handle.cancel()
    cancelled.set()
    qtbot.waitUntil(lambda: heard.ends == 1)
    assert not heard.done
    assert not heard.faults
    assert not heard.crashes
    assert [done for done, _, _ in heard.progress] == [0, 1, 2, 3, 4], "not a step after it"


def test_a_job_whose_owner_is_gone_does_nothing(tasks: Tasks, heard: Heard, qtbot: QtBot) -> None:
    parent = QObject()
    child = QObject(parent)
    release = threading.Event()
    start(tasks, child, heard, lambda progress: release.wait(AT_MOST_S))
    parent.deleteLater()
    qtbot.waitUntil(lambda: not _exists(child))
    release.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert not heard.done
    assert heard.ends == 0


def _exists(thing: QObject) -> bool:
    import shiboken6

    return shiboken6.isValid(thing)


def test_shutdown_cancels_waits_and_closes_on_the_database_thread(owner: QObject, heard: Heard, qtbot: QtBot) -> None:
    tasks = Tasks(heard.on_crash)
    seen: list[str] = []
    began = threading.Event()

    def long(progress: Progress) -> None:
        began.set()
        assert progress._stop.wait(AT_MOST_S)
        progress.step(0, 0, "x")

    start(tasks, owner, heard, long, Lane.WORKER)
    start(tasks, owner, heard, lambda progress: seen.append("saved"))
    assert began.wait(AT_MOST_S)
    tasks.shutdown(lambda: seen.append(threading.current_thread().name))
    assert seen[0] == "saved"
    assert seen[1].startswith("database")
    start(tasks, owner, heard, lambda progress: seen.append("too late"))
    drained()
    assert seen[2:] == []
    assert heard.done == []


def test_the_vault_is_locked_though_a_worker_hangs(owner: QObject, heard: Heard, qtbot: QtBot) -> None:
    """A stick that answers nothing any more lets nobody cancel; the vault must not stay open for it."""
    tasks = Tasks(heard.on_crash)
    hangs, locked = threading.Event(), threading.Event()
    outcome: list[bool] = []

    def hang(_: Progress) -> None:
        hangs.set()
        outcome.append(locked.wait(5))

    start(tasks, owner, heard, hang, Lane.WORKER)
    assert hangs.wait(5)
    tasks.shutdown(locked.set)
    assert outcome == [True], "locked while it hung"


def test_garbage_of_another_thread_is_collected_on_the_main_one(qtbot: QtBot, tasks: Tasks, heard: Heard) -> None:
    class Ring:
        def __init__(self) -> None:
            self.self = self

    collected: list[bool] = []

    def litter(_: Progress) -> int:
        for _unused in range(5000):  # far more than what makes the interpreter collect by itself
            ring = Ring()
            weakref.finalize(ring, lambda: collected.append(threading.current_thread() is threading.main_thread()))
        return len(collected)

    for lane in Lane:
        tasks.start(tasks, litter, on_done=heard.on_done, on_fault=heard.on_fault, lane=lane)
    qtbot.waitUntil(lambda: len(heard.done) == 2)
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: len(collected) > 5000)
    assert set(collected) == {True}
    tasks.shutdown()
    assert gc.isenabled()
