"""One print job from check to last page: nothing is sent that the printer would not print as asked."""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.backend import (
    JobState,
    JobStatus,
    Printer,
    PrinterBackend,
    PrinterState,
    Sides,
    Ticket,
    TicketNote,
)
from desktop_app.printing.backends import backend_of
from desktop_app.printing.ipp_printer import PDF
from desktop_app.printing.media import PaperSize

__all__ = ["PaperSize", "PrintWarning", "PrintedJob", "Readiness", "check", "job_title", "print_pdf"]

#: Titles appear on panels, in logs and in spools: a reference may, words may not, as they could be a name.
_OPAQUE = re.compile(r"(?=.*[0-9])[0-9A-Z][0-9A-Z-]{0,39}\Z")
#: A printer asleep or rebooting after a jam is back within this; meanwhile the job is not given up.
_PATIENCE_SECONDS = 30.0
_CHECK_TITLE = "FENGJUAN-CHECK"


class PrintWarning(Enum):
    """What does not forbid the job but should be known before it."""

    PAPER_NOT_LOADED = "paper_not_loaded"
    PAPER_UNKNOWN = "paper_unknown"
    PRINTER_STOPPED = "printer_stopped"
    SCALING_NOT_SETTABLE = "scaling_not_settable"
    DEVICE_NOT_ASKED = "device_not_asked"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the printer says about a job to come; `loaded` is `None` when it does not tell."""

    printer: Printer
    loaded: bool | None
    warnings: tuple[PrintWarning, ...]


@dataclass(frozen=True, slots=True)
class PrintedJob:
    """A job that has left the queue; `pages_completed` is the count told, not a proof, and 0 if a queue has none."""

    job_id: int
    state: JobState
    pages_completed: int


def check(
    printer_uri: str,
    size: PaperSize,
    *,
    duplex: bool,
    landscape: bool = False,
    tray: str = "",
    access: Access = NOTHING_KNOWN,
) -> Readiness:
    """Whether a PDF of this size would be printed as asked. Sends no document.

    Raises `PRINTER_NO_PDF`, `PRINTER_NO_SUCH_MEDIA`, `PRINTER_WRONG_PAPER`, `PRINTER_NO_TRAY`, `PRINTER_NO_DUPLEX`,
    and what keeps the printer from being asked at all.
    """
    ticket = Ticket(size, _sides(duplex=duplex, landscape=landscape), _CHECK_TITLE, tray)
    printer, notes = _prove(backend_of(printer_uri, access), ticket)
    warnings = []
    if printer.state is PrinterState.STOPPED:
        warnings.append(PrintWarning.PRINTER_STOPPED)
    loaded = printer.loaded(size, tray)
    if loaded is None:
        warnings.append(PrintWarning.PAPER_UNKNOWN)
    if loaded is False:
        warnings.append(PrintWarning.PAPER_NOT_LOADED)
    if TicketNote.SCALING_NOT_SETTABLE in notes:
        warnings.append(PrintWarning.SCALING_NOT_SETTABLE)
    if printer.spooled and not _ask_device(printer, ticket, access):
        warnings.append(PrintWarning.DEVICE_NOT_ASKED)
    return Readiness(printer, loaded, tuple(warnings))


def print_pdf(
    printer_uri: str,
    pdf: bytes,
    *,
    size: PaperSize,
    duplex: bool,
    title: str,
    progress: Progress,
    page_count: int,
    landscape: bool = False,
    tray: str = "",
    access: Access = NOTHING_KNOWN,
    poll_seconds: float = 1.0,
    patience_seconds: float = _PATIENCE_SECONDS,
) -> PrintedJob:
    """Print once, page for page, and wait until the job is over.

    Reports `(bytes, bytes in all, "print.sending")`, then `(pages, page_count, "print.pages")`, or
    `"print.attention"` while the printer waits for a person. A cancel is passed on to the printer and ends in
    `Cancelled`, unless the job was over already. Raises what `check` raises before anything is sent, then
    `PRINTER_LOST` or `PRINT_STOPPED` with `done` of `total` pages.
    """
    backend = backend_of(printer_uri, access)
    ticket = Ticket(size, _sides(duplex=duplex, landscape=landscape), job_title(title), tray)
    progress.step(0, len(pdf), "print.sending")
    printer, _ = _prove(backend, ticket)
    number = _hand_over(backend, printer, ticket, pdf, progress, page_count)
    watch = _Watch(backend, ticket, printer, number, page_count, progress)
    return watch.until_over(poll_seconds, patience_seconds)


def _hand_over(
    backend: PrinterBackend, printer: Printer, ticket: Ticket, pdf: bytes, progress: Progress, page_count: int
) -> int:
    """Send the document. A line that breaks once bytes have gone leaves it open what the printer made of them."""
    begun = False

    def sending(done: int, total: int) -> None:
        nonlocal begun
        begun = begun or done > 0
        progress.step(done, total, "print.sending")

    try:
        return backend.submit(printer, ticket, pdf, sending)
    except Fault as fault:
        if begun and fault.code in (Code.PRINTER_UNREACHABLE, Code.PRINTER_ANSWER):
            raise Fault(Code.PRINTER_LOST, printer=printer.name, done=0, total=page_count) from fault
        raise


def job_title(title: str) -> str:
    """`title` if it is a bare reference (capitals and hyphens with a digit), else a reference made from its digest."""
    if _OPAQUE.match(title):
        return title
    return "FJ-" + hashlib.sha256(title.encode()).hexdigest()[:12].upper()


def _sides(*, duplex: bool, landscape: bool) -> Sides:
    """Both sides are read by turning the sheet like a page of a book."""
    if not duplex:
        return Sides.ONE
    return Sides.SHORT_EDGE if landscape else Sides.LONG_EDGE


def _prove(backend: PrinterBackend, ticket: Ticket) -> tuple[Printer, tuple[TicketNote, ...]]:
    """The printer, once it has shown by its lists and by its word that it prints the ticket as it stands."""
    printer = backend.describe()
    if PDF not in printer.formats:
        raise Fault(Code.PRINTER_NO_PDF, printer=printer.name)
    if not printer.takes(ticket.size):
        raise Fault(Code.PRINTER_NO_SUCH_MEDIA, printer=printer.name, size=ticket.size.name)
    if ticket.sides is not Sides.ONE and ticket.sides not in printer.sides:
        raise Fault(Code.PRINTER_NO_DUPLEX, printer=printer.name)
    if ticket.tray and printer.tray(ticket.tray) is None:
        raise Fault(Code.PRINTER_NO_TRAY, printer=printer.name)
    if not printer.spooled:  # a queue's word for what is loaded is its default size, whatever lies in the trays
        _must_be_loaded(printer, ticket)
    return printer, backend.validate(printer, ticket)


def _must_be_loaded(printer: Printer, ticket: Ticket) -> None:
    """A printer given another size than it holds keeps the secret pages in its memory until somebody comes.

    Who means to feed the sheets by hand chooses the slot for it, which says nothing about what lies there.
    """
    if printer.loaded(ticket.size, ticket.tray) is not False:
        return
    tray = printer.tray(ticket.tray)
    names = tray.media if tray else printer.media_ready
    ours = [size.name for size in PaperSize if any(size.is_called(name) for name in names)]
    held = "、".join(ours) or "—"
    raise Fault(Code.PRINTER_WRONG_PAPER, printer=printer.name, size=ticket.size.name, loaded=held)


def _ask_device(queue: Printer, ticket: Ticket, access: Access) -> bool:
    """Whether the device behind a queue could be asked too: CUPS says yes to A3 for a printer without it (measured)."""
    try:
        told = backend_of(queue.device, access).describe()
    except Fault:
        return False  # a USB or dnssd device: only CUPS can speak to it
    if not told.takes(ticket.size):
        raise Fault(Code.PRINTER_NO_SUCH_MEDIA, printer=queue.name, size=ticket.size.name)
    _must_be_loaded(told, replace(ticket, tray=""))  # the device may call its trays by other names
    return True


@dataclass(slots=True)
class _Watch:
    """Follows one job to its end."""

    backend: PrinterBackend
    ticket: Ticket
    printer: Printer
    number: int
    page_count: int
    progress: Progress
    pages: int = 0
    silent_since: float | None = None
    clock: Callable[[], float] = time.monotonic

    def until_over(self, poll_seconds: float, patience_seconds: float) -> PrintedJob:
        while True:
            status = self._status(patience_seconds)
            if status is not None and status.state.over:
                return self._outcome(status.state)
            try:
                self._report(status)
            except Cancelled:
                if (ended := self._cancel()) is not None:
                    return ended
                raise
            time.sleep(poll_seconds)

    def _status(self, patience_seconds: float) -> JobStatus | None:
        """The job's state; `None` while the printer is silent and patience lasts."""
        try:
            status = self.backend.status(self.number, self.ticket)
        except Fault as fault:
            now = self.clock()
            self.silent_since = self.silent_since or now
            if fault.code is not Code.PRINTER_UNREACHABLE or now - self.silent_since >= patience_seconds:
                raise self._fault(Code.PRINTER_LOST) from fault
            return None
        self.silent_since = None
        self.pages = max(self.pages, min(status.pages, self.page_count))
        return status

    def _report(self, status: JobStatus | None) -> None:
        waiting = status is None or status.state in (JobState.STOPPED, JobState.HELD)
        self.progress.step(self.pages, self.page_count, "print.attention" if waiting else "print.pages")

    def _cancel(self) -> PrintedJob | None:
        """Stop the job at the printer; the job if it was over before that."""
        try:
            if self.backend.cancel(self.number):
                return None
        except Fault as fault:
            raise self._fault(Code.PRINTER_LOST) from fault
        status = self._status(0.0)
        if status is None or not status.state.over or status.state is JobState.CANCELED:
            return None
        return self._outcome(status.state)

    def _outcome(self, state: JobState) -> PrintedJob:
        if state in (JobState.ABORTED, JobState.CANCELED):
            raise self._fault(Code.PRINT_STOPPED)
        if state is JobState.COMPLETED and self.pages == 0 and not self.printer.spooled:
            # Many printers count nothing; RFC 8011 section 5.3.7 has a completed job's sheets all delivered. A queue
            # says completed when the device has answered at all: CUPS 2.4 did so for a job the device never kept.
            self.pages = self.page_count
        return PrintedJob(self.number, state, self.pages)

    def _fault(self, code: Code) -> Fault:
        return Fault(code, printer=self.printer.name, done=self.pages, total=self.page_count)
