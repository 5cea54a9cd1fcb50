"""The one worker facility: a database thread, two workers, and one way back to the main thread."""

import threading
import weakref
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from desktop_app.core.errors import Cancelled, Fault
from desktop_app.core.progress import Progress
from desktop_app.ui.sweep import Sweep

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")


class Lane(Enum):
    """Where a job runs."""

    DATABASE = "database"  # the one thread that owns the vault's connection
    WORKER = "worker"  # key derivation, media, pictures: anything that needs no vault


_THREADS = {Lane.DATABASE: 1, Lane.WORKER: 2}


class Tasks(QObject):
    """Starts jobs off the main thread and brings each result back to it, unless its owner is gone by then.

    A job takes a `Progress` and returns a value. `Cancelled` ends it silently, a `Fault` goes to `on_fault`, anything
    else is our mistake and goes to `crash`.
    """

    _landed = Signal(object)

    def __init__(self, crash: Callable[[BaseException], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._crash = crash
        self._pools: dict[Lane, ThreadPoolExecutor] = {}
        self._running: set[Progress] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._landed.connect(self._run, Qt.ConnectionType.QueuedConnection)
        self._garbage = Sweep(self)

    @Slot(object)
    def _run(self, closure: Callable[[], None]) -> None:
        if not self._closed:
            closure()

    def start(
        self,
        owner: QObject,
        job: Callable[[Progress], T],
        *,
        on_done: Callable[[T], None],
        on_fault: Callable[[Fault], None],
        on_progress: Callable[[int, int, str], None] | None = None,
        on_end: Callable[[], None] | None = None,
        lane: Lane = Lane.DATABASE,
    ) -> Progress:
        """Queue `job`. `on_end` comes after every outcome, cancelled too. Returns the handle that cancels it.

        Once `shutdown` began, jobs are refused: nothing runs and nothing comes back.
        """
        alive = partial(_alive, weakref.ref(owner))

        def report(done: int, total: int, what: str) -> None:
            if on_progress is not None:
                self._post(lambda: on_progress(done, total, what) if alive() else None)

        progress = Progress(report)
        with self._lock:
            if self._closed:
                return progress
            self._running.add(progress)
            future = self._pool(lane).submit(job, progress)
        future.add_done_callback(
            lambda ended: self._post(lambda: self._deliver(ended, progress, alive, on_done, on_fault, on_end))
        )
        return progress

    def _pool(self, lane: Lane) -> "ThreadPoolExecutor":
        """The lane's threads, made and imported for its first job: the first paint does not wait for them."""
        if lane not in self._pools:
            from concurrent.futures import ThreadPoolExecutor

            self._pools[lane] = ThreadPoolExecutor(_THREADS[lane], lane.value)
        return self._pools[lane]

    def _post(self, closure: Callable[[], None]) -> None:
        with self._lock:
            if not self._closed:
                self._landed.emit(closure)

    def _deliver(
        self,
        ended: "Future[T]",
        progress: Progress,
        alive: Callable[[], bool],
        on_done: Callable[[T], None],
        on_fault: Callable[[Fault], None],
        on_end: Callable[[], None] | None,
    ) -> None:
        self._running.discard(progress)
        if not alive():
            return
        try:
            if not ended.cancelled():
                on_done(ended.result())
        except Cancelled:
            pass
        except Fault as fault:
            on_fault(fault)
        except Exception as error:  # noqa: BLE001 - one of the two places where our own mistakes are caught
            self._crash(error)
        if on_end is not None and alive():
            on_end()

    @property
    def busy(self) -> bool:
        """Whether any job has not come back yet."""
        return bool(self._running)

    def shutdown(self, last: Callable[[], None] | None = None) -> None:
        """Refuse new jobs, cancel running ones, run `last` on the database thread after those there, wait for all.

        Workers come after it: they need no vault, and one that hangs at a dead stick must not keep it open.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
        for progress in list(self._running):
            progress.cancel()
        try:
            if last is not None:
                self._pool(Lane.DATABASE).submit(last).result()
        finally:
            self._wait_for_all()

    def _wait_for_all(self) -> None:
        if Lane.WORKER in self._pools:
            self._pools[Lane.WORKER].shutdown(wait=True, cancel_futures=True)
        if Lane.DATABASE in self._pools:
            self._pools[Lane.DATABASE].shutdown(wait=True)
        self._garbage.stop()


def _alive(owner: "weakref.ref[QObject]") -> bool:
    found = owner()
    return found is not None and shiboken6.isValid(found)
