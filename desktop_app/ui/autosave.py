"""Keeps every change: an edited draft goes to the vault within a second, and none is dropped when that fails."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.desk.session import Session
    from desktop_app.domain.application import Application

#: At most this long after a change it is on its way, however fast the typing goes on.
WAIT_MS = 600
RETRY_MS = 5000


class Autosave(QObject):
    """Outlives a lock, so that a draft the disk refused is still there after unlocking."""

    saved = Signal(object)  # datetime
    failed = Signal(object)  # Fault
    settled = Signal()  # nothing is on its way any more

    def __init__(self, tasks: Tasks, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._clock = clock
        self._session: Session | None = None
        self._pending: dict[ApplicationId, Application] = {}
        self._flying = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    def use(self, session: "Session | None") -> None:
        """Save into this session from now on; `None` while locked."""
        self._session = session
        if session is not None:
            self.flush()

    def put(self, application: ApplicationId, draft: "Application") -> None:
        """Keep `draft`; the newest one wins."""
        self._pending[application] = draft
        if not self._timer.isActive():
            self._timer.start(WAIT_MS)

    def pending(self, application: ApplicationId) -> "Application | None":
        """The draft that the vault does not have yet."""
        return self._pending.get(application)

    def forget(self, application: ApplicationId) -> None:
        """The application is gone: there is nothing to save."""
        self._pending.pop(application, None)

    @property
    def busy(self) -> bool:
        """Whether a save is on its way."""
        return self._flying > 0

    @property
    def clean(self) -> bool:
        """Whether the vault has everything."""
        return not self._pending

    def flush(self) -> None:
        """Send everything to the database thread now."""
        self._timer.stop()
        session = self._session
        if session is None:
            return
        for application, draft in self._pending.items():
            self._flying += 1
            self._tasks.start(
                self,
                partial(_save, session, application, draft),
                on_done=partial(self._kept, application, draft),
                on_fault=self._refused,
                on_end=self._landed,
            )

    def _kept(self, application: ApplicationId, draft: "Application", _: None) -> None:
        if self._pending.get(application) is draft:
            del self._pending[application]
        moment: datetime = self._clock.now()
        self.saved.emit(moment)

    def _refused(self, fault: Fault) -> None:
        self.failed.emit(fault)
        self._timer.start(RETRY_MS)

    def _landed(self) -> None:
        self._flying -= 1
        if not self._flying:
            self.settled.emit()


def _save(session: "Session", application: ApplicationId, draft: "Application", progress: Progress) -> None:
    from desktop_app.desk import draft as drafts

    del progress
    drafts.save(session, application, draft)
