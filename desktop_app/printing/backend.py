"""What every way of printing must offer: the one interface that jobs are run through."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from desktop_app.printing.media import PaperSize
from desktop_app.printing.trays import Tray


class PrinterState(Enum):
    """What a printer says about itself, or that it says nothing."""

    IDLE = "idle"
    PROCESSING = "processing"
    STOPPED = "stopped"  # out of paper, jammed, cover open
    UNREACHABLE = "unreachable"
    STRANGER = "stranger"  # wants its certificate compared, or a password, before it says anything


class Sides(Enum):
    """How the pages lie on the sheets. The value is the IPP keyword."""

    ONE = "one-sided"
    LONG_EDGE = "two-sided-long-edge"
    SHORT_EDGE = "two-sided-short-edge"


class SpoolWarning(Enum):
    """What an officer has to know before a secret document passes the print server."""

    SPOOL_ON_DISK = "spool_on_disk"
    TEMP_ON_DISK = "temp_on_disk"
    JOBS_KEPT = "jobs_kept"
    HISTORY_KEPT = "history_kept"  # that a job was printed, under its reference; nothing of what it said
    SWAP_ON_DISK = "swap_on_disk"  # what lies in memory may be written out
    OTHER_MACHINE = "other_machine"  # its spool cannot be seen from here
    UNKNOWN = "unknown"  # the settings may not be read by this user


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer, or a queue of this machine's print server."""

    uri: str
    name: str
    location: str
    state: PrinterState
    media_supported: tuple[str, ...]
    media_ready: tuple[str, ...]
    sides: tuple[Sides, ...]
    formats: tuple[str, ...]
    copies: int  # the most it makes of one job; 1 when it does not say
    spooled: bool  # the job passes a print server, which keeps it in files while it waits
    job_attributes: frozenset[str]  # the names a job may carry; empty when it does not say
    unscaled: bool  # can be told to leave the page's size alone
    device: str = ""  # where a queue sends its jobs
    trays: tuple[Tray, ...] = ()  # those a job may choose from
    traces: tuple[SpoolWarning, ...] | None = None  # what the queue itself tells it leaves behind, if it tells

    def takes(self, size: PaperSize) -> bool:
        """Whether the size is among those it can be given."""
        return any(size.is_called(name) for name in self.media_supported)

    def tray(self, source: str) -> Tray | None:
        """The tray of that name, if it has it."""
        return next((tray for tray in self.trays if tray.source == source), None)

    def loaded(self, size: PaperSize, tray: str = "") -> bool | None:
        """Whether the size lies in the tray, or in any tray, now; `None` when the printer does not say."""
        if tray:
            chosen = self.tray(tray)
            return chosen.loaded(size) if chosen else None
        return any(size.is_called(name) for name in self.media_ready) if self.media_ready else None


class JobState(Enum):
    """Where a job is (RFC 8011 section 5.3.7)."""

    PENDING = "pending"
    HELD = "held"
    PROCESSING = "processing"
    STOPPED = "stopped"
    CANCELED = "canceled"
    ABORTED = "aborted"
    COMPLETED = "completed"
    FORGOTTEN = "forgotten"  # the printer no longer knows it: it has left the queue, how is not told

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self in (JobState.CANCELED, JobState.ABORTED, JobState.COMPLETED, JobState.FORGOTTEN)


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job at one moment; `pages` is what has come out as far as the printer counts it."""

    state: JobState
    pages: int


class TicketNote(Enum):
    """A wish the printer cannot keep and that does not spoil the sheets."""

    SCALING_NOT_SETTABLE = "scaling_not_settable"


@dataclass(frozen=True, slots=True)
class Ticket:
    """How a document is to be printed. Always one copy: each numbered copy has pages of its own."""

    size: PaperSize
    sides: Sides
    title: str
    tray: str = ""  # the printer's own choice when empty


#: Called with bytes sent and bytes in all; may raise to stop the sending.
Sending = Callable[[int, int], None]


class PrinterBackend(Protocol):
    """One printer, by whatever way it is reached. Every method raises `Fault` with a `PRINTER_…` code."""

    def describe(self) -> Printer:
        """Ask the printer what it is and can do."""
        ...

    def validate(self, printer: Printer, ticket: Ticket) -> tuple[TicketNote, ...]:
        """Ask the printer whether it would print the ticket as it stands, without sending a document."""
        ...

    def submit(self, printer: Printer, ticket: Ticket, pdf: bytes, sending: Sending) -> int:
        """Hand over the document; the job's number. When `sending` raises, no job stays behind."""
        ...

    def status(self, job: int, ticket: Ticket) -> JobStatus:
        """Where the job is now."""
        ...

    def cancel(self, job: int) -> bool:
        """Stop the job; `False` when it was over already."""
        ...
