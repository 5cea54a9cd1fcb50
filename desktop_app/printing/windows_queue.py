"""A queue of Windows' print spooler: the driver is asked, the sheet is measured, and the pages are drawn dot by dot.

It takes no PDF, and a driver silently changes what it cannot do. So what it made of the wish is read back, and the
device's sheet is measured before the job is made: a form is printed at its own size on its own paper, or not at all.
"""

import re
from urllib.parse import quote, unquote

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import safe_for_screen
from desktop_app.printing.backend import (
    JobState,
    JobStatus,
    Printer,
    PrinterState,
    Sending,
    Sides,
    SpoolWarning,
    Ticket,
    TicketNote,
)
from desktop_app.printing.bands import Pages
from desktop_app.printing.ipp_printer import PDF
from desktop_app.printing.media import PaperSize
from desktop_app.printing.trays import BY_HAND, Tray
from desktop_app.printing.windows_spooler import (
    Attribute,
    Bin,
    Drawing,
    Duplex,
    JobFlag,
    Paper,
    PrinterStatus,
    QueueFacts,
    Settings,
    Sheet,
    Spooler,
)

SCHEME = "winspool:"
#: Finer than this the spool grows and nobody sees it: A3 at 600 dpi is 9 MB of dots a page.
_MOST_DOTS = 600
#: Drivers round a sheet to their dots; 1 mm is far from the next size of paper.
_NEAR_INCHES = 1 / 25.4
_PAPERS = {PaperSize.A3: Paper.A3, PaperSize.A4: Paper.A4}
_DUPLEX = {Sides.ONE: Duplex.SIMPLEX, Sides.LONG_EDGE: Duplex.VERTICAL, Sides.SHORT_EDGE: Duplex.HORIZONTAL}
_NO_TRAYS = (Bin.AUTO, Bin.FORM_SOURCE)
#: Ports that end in a file or nowhere: the system's own printers to PDF, XPS and fax, and a local port with a path.
_FILE_PORT = re.compile(
    r"(file|portprompt|xpsport|nul|shrfax):|microsoft\.office\.onenote.*|[a-z]:\\.*|.*\.(pdf|xps|prn)", re.I
)
_WORKING = PrinterStatus.BUSY | PrinterStatus.PRINTING | PrinterStatus.PROCESSING
_STOPPED = ~_WORKING
_JOB_WAITS = (
    JobFlag.PAUSED | JobFlag.ERROR | JobFlag.OFFLINE | JobFlag.PAPER_OUT | JobFlag.BLOCKED | JobFlag.USER_INTERVENTION
)


def address(queue: str) -> str:
    """The address by which this program calls a queue."""
    return SCHEME + quote(queue, safe="")


class WindowsQueue:
    """`PrinterBackend` over Windows' spooler."""

    def __init__(self, uri: str, spooler: Spooler) -> None:
        self._uri = uri
        self._queue = unquote(uri.removeprefix(SCHEME))
        self._spooler = spooler

    def describe(self) -> Printer:
        facts = self._facts()
        sides = tuple(Sides) if facts.duplex else (Sides.ONE,)
        return Printer(
            uri=self._uri,
            name=safe_for_screen(self._queue, 80),
            location=safe_for_screen(facts.location, 80),
            state=_state(facts),
            media_supported=tuple(size.value for size, number in _PAPERS.items() if number in facts.papers),
            media_ready=(),  # no driver is asked in a common way what lies in its trays
            sides=sides,
            formats=(PDF,),  # drawn here
            copies=1,
            spooled=True,
            job_attributes=frozenset(),
            unscaled=True,
            trays=tuple(_tray(number, name) for number, name in facts.bins if number not in _NO_TRAYS),
            traces=_traces(facts),
        )

    def validate(self, _printer: Printer, ticket: Ticket) -> tuple[TicketNote, ...]:
        self._facts()
        self._settle(ticket, landscape=False)
        return ()

    def submit(self, _printer: Printer, ticket: Ticket, pdf: bytes, sending: Sending) -> int:
        self._facts()
        with Pages(pdf) as pages:
            across, down = pages.inches(0)
            settings = self._settle(ticket, landscape=across > down)
            try:
                drawing = self._spooler.open(self._queue, settings)
            except OSError as error:
                raise self._unreachable(error) from error
            try:
                self._must_hold(drawing.sheet(), pages, ticket)
                return _draw(drawing, pages, ticket.title, sending, len(pdf))
            except OSError as error:
                raise self._unreachable(error) from error
            finally:
                drawing.close()

    def status(self, job: int, _ticket: Ticket) -> JobStatus:
        try:
            facts = self._spooler.job(self._queue, job)
        except OSError as error:
            raise self._unreachable(error) from error
        if facts is None:
            return JobStatus(JobState.FORGOTTEN, 0)
        return JobStatus(_job_state(JobFlag(facts.status)), facts.pages)

    def cancel(self, job: int) -> bool:
        try:
            return self._spooler.remove(self._queue, job)
        except OSError as error:
            raise self._unreachable(error) from error

    def _facts(self) -> QueueFacts:
        """Raises `PRINTER_TO_FILE` for a queue that makes no paper: what it takes would lie readable on a disk."""
        try:
            facts = self._spooler.facts(self._queue)
        except OSError as error:
            raise self._unreachable(error) from error
        if facts.attributes & Attribute.FAX or any(_FILE_PORT.fullmatch(port) for port in facts.ports):
            raise self._fault(Code.PRINTER_TO_FILE)
        return facts

    def _settle(self, ticket: Ticket, *, landscape: bool) -> Settings:
        """The settings, once the driver has shown that it leaves them as they are."""
        source = self._source(ticket)
        wish = Settings(_PAPERS[ticket.size], landscape, _DUPLEX[ticket.sides], source)
        try:
            made = self._spooler.settled(self._queue, wish)
        except OSError as error:
            raise self._unreachable(error) from error
        if (made.paper, made.landscape) != (wish.paper, wish.landscape):
            raise self._fault(Code.PRINTER_NO_SUCH_MEDIA, size=ticket.size.name)
        if made.duplex != wish.duplex:
            raise self._fault(Code.PRINTER_NO_DUPLEX)
        if source is not None and made.source != source:
            raise self._fault(Code.PRINTER_NO_TRAY)
        return wish

    def _source(self, ticket: Ticket) -> int | None:
        if not ticket.tray:
            return None
        bins = {_tray(number, name).source: number for number, name in self._facts().bins}
        if ticket.tray not in bins:
            raise self._fault(Code.PRINTER_NO_TRAY)
        return bins[ticket.tray]

    def _must_hold(self, sheet: Sheet, pages: Pages, ticket: Ticket) -> None:
        across, down = sheet.width / sheet.dots_across, sheet.height / sheet.dots_down
        for index in range(len(pages)):
            width, height = pages.inches(index)
            if abs(width - across) > _NEAR_INCHES or abs(height - down) > _NEAR_INCHES:
                raise self._fault(Code.PRINTER_NO_SUCH_MEDIA, size=ticket.size.name)

    def _unreachable(self, error: OSError) -> Fault:
        return self._fault(Code.PRINTER_UNREACHABLE, reason=error.strerror or type(error).__name__)

    def _fault(self, code: Code, **fields: object) -> Fault:
        return Fault(code, printer=safe_for_screen(self._queue, 80), **fields)


def _draw(drawing: Drawing, pages: Pages, title: str, sending: Sending, total: int) -> int:
    """Draw every page; when anything raises, the job is taken back."""
    sheet = drawing.sheet()
    number = drawing.begin(title)
    try:
        for index in range(len(pages)):
            sending(total * index // len(pages), total)
            drawing.begin_page()
            _draw_page(drawing, pages, index, sheet)
            drawing.end_page()
        sending(total, total)
    except BaseException:
        drawing.abort()
        raise
    drawing.end()
    return number


def _draw_page(drawing: Drawing, pages: Pages, index: int, sheet: Sheet) -> None:
    """At its own size from the sheet's corner: the device counts from the corner of its printable part."""
    across, down = pages.inches(index)
    width, height = round(across * sheet.dots_across), round(down * sheet.dots_down)
    finer = max(1.0, max(sheet.dots_across, sheet.dots_down) / _MOST_DOTS)
    drawn_height = round(height / finer)
    for band in pages.bands(index, round(width / finer), drawn_height):
        top = height * band.top // drawn_height
        bottom = height * (band.top + band.rows) // drawn_height
        drawing.put(band, -sheet.left, top - sheet.top, width, bottom - top)


def _tray(number: int, name: str) -> Tray:
    source = BY_HAND if number == Bin.MANUAL else f"bin-{number}"
    return Tray(source, label=safe_for_screen(name, 24))


def _state(facts: QueueFacts) -> PrinterState:
    status = PrinterStatus(facts.status & sum(PrinterStatus))
    if status & _STOPPED or facts.attributes & Attribute.WORK_OFFLINE:
        return PrinterState.STOPPED
    return PrinterState.PROCESSING if status else PrinterState.IDLE


def _traces(facts: QueueFacts) -> tuple[SpoolWarning, ...]:
    """What the queue leaves behind: Windows spools into files unless it is told to print directly."""
    if facts.attributes & (Attribute.NETWORK | Attribute.TERMINAL):
        return (SpoolWarning.OTHER_MACHINE,)
    found = [] if facts.attributes & Attribute.DIRECT else [SpoolWarning.SPOOL_ON_DISK]
    if facts.attributes & Attribute.KEEP_PRINTED_JOBS:
        found.append(SpoolWarning.JOBS_KEPT)
    return tuple(found)


def _job_state(flags: JobFlag) -> JobState:
    if flags & (JobFlag.DELETING | JobFlag.DELETED):
        return JobState.CANCELED
    if flags & (JobFlag.PRINTED | JobFlag.COMPLETE):
        # The spooler has sent everything; whether it came out is for an officer to count.
        return JobState.FORGOTTEN
    if flags & _JOB_WAITS:
        return JobState.STOPPED
    return JobState.PROCESSING if flags & JobFlag.PRINTING else JobState.PENDING
