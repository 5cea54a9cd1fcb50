"""The functions of Windows' print spooler that are used, behind a small interface, and the numbers it speaks in.

The numbers are those of winspool.h and wingdi.h.
"""

from dataclasses import dataclass
from enum import IntEnum, IntFlag
from typing import Protocol

from desktop_app.printing.bands import Band


class Paper(IntEnum):
    """DMPAPER_…"""

    A3 = 8
    A4 = 9


class Duplex(IntEnum):
    """DMDUP_…"""

    SIMPLEX = 1
    VERTICAL = 2  # turned over the long edge
    HORIZONTAL = 3


class Bin(IntEnum):
    """DMBIN_…: those that are no tray of their own, and the slot for single sheets."""

    MANUAL = 4
    AUTO = 7
    FORM_SOURCE = 15


class Attribute(IntFlag):
    """PRINTER_ATTRIBUTE_…"""

    DIRECT = 0x002  # documents pass to the device without being spooled
    NETWORK = 0x010  # a queue of another machine
    KEEP_PRINTED_JOBS = 0x100
    WORK_OFFLINE = 0x400
    FAX = 0x4000
    TERMINAL = 0x8000  # a printer of the machine from which somebody works on this one


class PrinterStatus(IntFlag):
    """PRINTER_STATUS_…: what stops a printer, and what shows it at work."""

    PAUSED = 0x1
    ERROR = 0x2
    PAPER_JAM = 0x8
    PAPER_OUT = 0x10
    PAPER_PROBLEM = 0x40
    OFFLINE = 0x80
    BUSY = 0x200
    PRINTING = 0x400
    OUTPUT_BIN_FULL = 0x800
    NOT_AVAILABLE = 0x1000
    PROCESSING = 0x4000
    NO_TONER = 0x40000
    USER_INTERVENTION = 0x100000
    DOOR_OPEN = 0x400000


class JobFlag(IntFlag):
    """JOB_STATUS_…"""

    PAUSED = 0x1
    ERROR = 0x2
    DELETING = 0x4
    SPOOLING = 0x8
    PRINTING = 0x10
    OFFLINE = 0x20
    PAPER_OUT = 0x40
    PRINTED = 0x80
    DELETED = 0x100
    BLOCKED = 0x200
    USER_INTERVENTION = 0x400
    COMPLETE = 0x1000


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """What the spooler and the driver tell of a queue; `bins` are numbers with the driver's own names."""

    location: str
    attributes: int
    status: int
    papers: tuple[int, ...]
    bins: tuple[tuple[int, str], ...]
    duplex: bool
    ports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """How a document is to be printed. Always one copy at full size; no source leaves the tray to the driver."""

    paper: int
    landscape: bool
    duplex: int
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The device's sheet in its own dots: the whole of it, and where the part that can be printed on begins."""

    dots_across: int  # an inch
    dots_down: int
    width: int
    height: int
    left: int
    top: int


@dataclass(frozen=True, slots=True)
class JobFacts:
    """Where a job is; `pages` is what has gone to the device."""

    status: int
    pages: int


class Drawing(Protocol):
    """A device to draw one document on. Every method raises `OSError`."""

    def sheet(self) -> Sheet: ...

    def begin(self, title: str) -> int:
        """Make the job; its number."""
        ...

    def begin_page(self) -> None: ...

    def put(self, band: Band, left: int, top: int, width: int, height: int) -> None:
        """Draw a band into a rectangle of the printable part, in the device's dots."""
        ...

    def end_page(self) -> None: ...

    def end(self) -> None:
        """The document is whole: it may be printed."""
        ...

    def abort(self) -> None:
        """Remove the job with what was drawn so far."""
        ...

    def close(self) -> None:
        """Give the device back; does nothing to the job."""
        ...


class Spooler(Protocol):
    """The spooler of one machine. Every method raises `OSError` when there is no such queue, or it does not answer."""

    def names(self) -> tuple[str, ...]: ...

    def facts(self, queue: str) -> QueueFacts: ...

    def settled(self, queue: str, wish: Settings) -> Settings:
        """What the driver makes of a wish: it silently changes what it cannot do."""
        ...

    def open(self, queue: str, settings: Settings) -> Drawing: ...

    def job(self, queue: str, number: int) -> JobFacts | None:
        """`None` when the job has left the queue."""
        ...

    def remove(self, queue: str, number: int) -> bool:
        """Stop a job; `False` when it has left the queue."""
        ...
