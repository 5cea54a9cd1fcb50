"""One print from readiness to register. It belongs to the context, so leaving the screen does not lose its outcome."""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import print_, printer_choice, printer_ready
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.print_ import Job, PrintOutcome
from desktop_app.desk.printer_choice import Place
from desktop_app.desk.printer_ready import Access, SpoolWarning
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.makings import Making
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.dossier import numbers_words


@dataclass(frozen=True, slots=True)
class Order:
    """What the officer asked for."""

    application: ApplicationId
    document: Document
    printer: str
    extra: int = 0
    reason: str = ""
    tray: str = ""
    access: Access = field(default_factory=Access, repr=False)
    accepted: tuple[SpoolWarning, ...] = ()  # what the officer saw that the print server leaves
    permit: Permit | None = None  # of the batch that this print belongs to
    making: Making = field(default_factory=Making)


class PrintRun(QObject):
    """Checks and prints on a worker; on the database thread it only takes numbers and enters the outcome.

    Locked in the middle, the printer goes on, and the copies stay unconfirmed until an officer has counted.
    """

    told = Signal(int, int, str)
    ended = Signal()

    def __init__(self, order: Order, context: Context, *, quiet: bool = False) -> None:
        """Where `quiet`, whoever started it says what came of it."""
        super().__init__(context)
        self.order = order
        self.why = ""  # why nobody can vouch for the copies
        self.fault: Fault | None = None
        self.outcome: PrintOutcome | None = None
        self._quiet = quiet
        self.words = word(order.document, language())
        self._context = context
        self._job: Job | None = None
        self._stopped = False
        self._over = False
        self._progress: Progress | None = None
        self._last = (0, 0, "")

    @classmethod
    def running(cls, context: Context) -> "PrintRun | None":
        """The one that is under way; there is never more than one."""
        found = (child for child in context.children() if isinstance(child, cls))
        return next((run for run in found if not run._over), None)

    @property
    def last(self) -> tuple[int, int, str]:
        """What was told last, for a screen that comes back."""
        return self._last

    def start(self) -> None:
        """Ask the printer once more, then take numbers."""
        order = self.order
        self._tell(0, 0, "ready")
        self._progress = self._context.work(
            self,
            lambda _: printer_ready.ready(order.printer, order.document, tray=order.tray, access=order.access),
            self._begin,
            on_fault=self._refused,
        )

    def cancel(self) -> None:
        """Stop at the next step; a job at the printer is called back."""
        self._stopped = True
        self._tell(0, 0, "stopping")
        if self._progress is not None:
            self._progress.cancel()

    def _begin(self, ready: printer_ready.Ready) -> None:
        if self._stopped:
            self._end()
            return
        if set(ready.traces) - set(self.order.accepted):  # the print server was set otherwise since the officer looked
            self._refused(Fault(Code.PRINT_TRACES_CHANGED, printer=ready.readiness.printer.name))
            return
        self._progress = self._context.ask(
            self,
            self._take_numbers,
            self._send,
            on_fault=self._refused,
            on_progress=self._tell,
            on_end=self._begun,
        )

    def _take_numbers(self, session: Session, progress: Progress) -> Job:
        """On the database thread. The printer and tray are offered again for this size of paper."""
        order = self.order
        printer_choice.choose(session, printer_ready.SIZES[order.document], Place(order.printer, order.tray))
        return print_.begin(
            session,
            order.application,
            order.document,
            order.printer,
            progress,
            extra=order.extra,
            reason=order.reason,
            tray=order.tray,
            traces=order.accepted,
            permit=order.permit,
            making=order.making,
        )

    def _begun(self) -> None:
        if self._job is None:  # stopped while drawing: no number was taken
            self._end()

    def _send(self, job: Job) -> None:
        self._job = job
        if self._stopped:
            self._doubt()
            return
        self._progress = self._context.work(
            self,
            lambda progress: print_.send(job, progress),
            lambda printed: self._finish(job, printed),
            on_fault=self._failed,
            on_progress=self._tell,
            on_end=self._sent,
        )

    def _sent(self) -> None:
        if self._stopped and not self._over and self._progress is not None:
            self._doubt()

    def _finish(self, job: Job, printed: print_.PrintedJob) -> None:
        self._stopped = False  # the job was over before it could be called back
        self._tell(0, 0, "entering")
        self._context.ask(
            self,
            lambda session, _: print_.finish(session, job, printed),
            self._done,
            on_fault=self._failed,
        )

    def _done(self, outcome: PrintOutcome) -> None:
        self.outcome = outcome
        if not outcome.proved:
            self.why = say("打印机没有数清全部页数，请清点实际印出的份。")
        elif not self._quiet:
            numbers = numbers_words([copy.number for copy in outcome.copies])
            what = say("份号 {numbers}，", numbers=numbers) if numbers else ""
            self._context.note(
                say("“{words}”已打印：{what}共 {pages} 页。", words=self.words, what=what, pages=outcome.pages)
            )
        self._end()

    def _refused(self, fault: Fault) -> None:
        """No number was taken."""
        self._tell_fault(fault)
        self._end()

    def _failed(self, fault: Fault) -> None:
        self.why = sentence(fault)
        self._tell_fault(fault)
        self._end()

    def _tell_fault(self, fault: Fault) -> None:
        self.fault = fault
        if not self._quiet:
            self._context.fault(fault)

    def _doubt(self) -> None:
        self.why = say("打印已停止，请清点停止前印出的份。")
        self._end()

    def _tell(self, done: int, total: int, what: str) -> None:
        if self._stopped and what != "stopping":
            return
        self._last = (done, total, what)
        self.told.emit(done, total, what)

    def _end(self) -> None:
        if not self._over:
            self._over = True
            self.ended.emit()
            self.deleteLater()
