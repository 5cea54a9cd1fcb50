"""One backup under way: three jobs in a row that outlive the screen they were begun on, and end with the lock."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import backups
from desktop_app.desk.backups import Plan, Settled
from desktop_app.domain.backups import KeptBackup
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence


class BackupRun(QObject):
    """A child of the context: whoever shows the settings finds it there again."""

    changed = Signal()
    moved = Signal(int, int, str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._progress: Progress | None = None
        self._ended = False
        self.running = False
        self.settled: Settled | None = None
        self.trouble = ""

    @classmethod
    def of(cls, context: Context) -> "BackupRun":
        """The one of this context."""
        found = context.findChild(cls)
        return found if isinstance(found, cls) else cls(context)

    def start(self, folder: Path) -> None:
        """Begin; the vault is busy for a moment only."""
        if self.running:
            return
        self.running, self.settled, self.trouble = True, None, ""
        self.changed.emit()
        self._context.ask(
            self, lambda session, _: backups.begin(session, folder), self._begun, on_fault=self._nothing_begun
        )

    def cancel(self) -> None:
        """Stop at the next step; nothing is left of it."""
        if self._progress is not None:
            self._progress.cancel()

    def _begun(self, plan: Plan) -> None:
        self._ended = False
        self._progress = self._context.work(
            self,
            lambda progress: backups.carry_out(plan, progress),
            self._carried_out,
            on_fault=self._failed,
            on_progress=self.moved.emit,
            on_end=self._cancelled_unless_ended,
        )
        # a lock in the middle of it: the copy would be void
        self.destroyed.connect(cancelling(self._progress))

    def _carried_out(self, made: KeptBackup) -> None:
        self._ended = True
        self._context.ask(
            self, lambda session, _: backups.settle(session, made), self._settled, on_fault=self._nothing_begun
        )

    def _settled(self, settled: Settled) -> None:
        self.settled = settled
        self._over("")

    def _failed(self, fault: Fault) -> None:
        self._ended = True
        self._give_up(sentence(fault))

    def _cancelled_unless_ended(self) -> None:
        if not self._ended:
            self._give_up(say("已取消，没有留下任何备份文件。"))

    def _give_up(self, words: str) -> None:
        self._context.ask(self, lambda session, _: backups.give_up(session), lambda _: self._over(words))

    def _nothing_begun(self, fault: Fault) -> None:
        self._over(sentence(fault))

    def _over(self, trouble: str) -> None:
        self.running, self.trouble, self._progress = False, trouble, None
        self.changed.emit()


def cancelling(progress: Progress) -> Callable[..., None]:
    """A slot that holds nothing but the handle."""
    return lambda *_: progress.cancel()
