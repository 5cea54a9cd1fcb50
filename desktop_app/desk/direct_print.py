"""Papers that bear no copy numbers of the register, from memory to a printer: no file, and an entry in the log.

Whatever writes a paper takes an `Outlet`: a file's path, or a printer. On the way to a printer a paper is drawn and
entered in the log where the vault is at hand; `send` then needs the printer alone, and may take minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import formal_print, printer_access, printer_choice, printer_ready
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.printer_choice import Place
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.papers import raster
from desktop_app.printing import jobs
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.backend import JobState, SpoolWarning

#: A number mistyped would print all night.
MOST = 50


@dataclass(frozen=True, slots=True)
class Order:
    """One paper on its way; what its jobs are called at the printer says nothing of it."""

    document: Document
    pdf: bytes = field(repr=False)
    pages: int
    landscape: bool
    title: str = "FJ-P"


@dataclass(slots=True)
class ToPrinter:
    """A printer as the place where papers go. `orders` are those that were drawn and wait to be sent."""

    place: Place
    copies: int = 1
    traces: tuple[SpoolWarning, ...] = ()  # what an officer accepted that the print server leaves
    access: Access = field(default=NOTHING_KNOWN, repr=False)
    orders: list[Order] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not 0 < self.copies <= MOST:
            raise Fault(Code.ARGUMENT, detail=f"{self.copies} > {MOST}")


Outlet = Path | ToPrinter


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of it. `proved` is false when the printer did not count every page."""

    pages: int
    proved: bool


def place(session: Session, document: Document, typed: Place) -> Place:
    """The printer named, or the one chosen for the document's paper. Raises `Fault(PRINTER_NONE)`."""
    if typed.printer:
        return typed
    chosen = printer_choice.chosen(session, printer_ready.SIZES[document])
    if not chosen.printer:
        raise Fault(Code.PRINTER_NONE)
    return Place(chosen.printer, typed.tray or chosen.tray)


def ready(
    session: Session, document: Document, typed: Place, *, copies: int = 1, leave_traces: bool = False
) -> ToPrinter:
    """A printer that has this document's paper. Asks it: call it off the database thread, or where nobody waits.

    Raises `Fault(PRINTER_*)`, and `Fault(PRINT_TRACES)` where a print server would keep the paper in a file, unless an
    officer said to go on.
    """
    chosen, access = place(session, document, typed), printer_access.access(session)
    told = printer_ready.ready(chosen.printer, document, tray=chosen.tray, access=access)
    printer_ready.require_accepted(told, SpoolWarning if leave_traces else ())
    return ToPrinter(chosen, copies, told.traces, access)


def order(
    session: Session, where: ToPrinter, pdf: bytes, objects: Mapping[str, str], given: Permit | None = None
) -> None:
    """Enter in the log that it is printed, and let it wait for `send`. `objects` name the document, ids and digests.

    Raises what `formal_print.permit` raises: the passphrase that was typed at the door counts while it is fresh.
    """
    leave = given or formal_print.permit(session, objects, unlocked=True)
    waiting, way = made(where, Document(objects["document"]), pdf)
    with session.vault.act(Act.PRINTED, {**objects, **way, **formal_print.noted(leave)}):
        pass
    where.orders.append(waiting)  # not before the entry stands: asked for once more, it would be printed twice


def made(where: ToPrinter, document: Document, pdf: bytes) -> tuple[Order, dict[str, str]]:
    """The order for one paper, and what the log is to say of its way: printer, tray, copies, pages, accepted traces."""
    order = Order(document, pdf, *raster.shape(pdf))
    way = {"printer": where.place.printer, "copies": str(where.copies), "pages": str(order.pages)}
    if where.place.tray:
        way["tray"] = where.place.tray
    if where.traces:
        way["traces"] = " ".join(one.value for one in where.traces)
    return order, way


def send(where: ToPrinter, progress: Progress) -> Sent:
    """Print what waits, one job a copy, so that copies come out sorted. Raises `Fault(PRINTER_* | PRINT_STOPPED)`."""
    pages, proved = 0, True
    for one in where.orders:
        for _ in range(where.copies):
            printed = jobs.print_pdf(
                where.place.printer,
                one.pdf,
                size=printer_ready.SIZES[one.document],
                duplex=False,
                landscape=one.landscape,
                title=one.title,
                progress=progress,
                page_count=one.pages,
                tray=where.place.tray,
                access=where.access,
            )
            pages += printed.pages_completed
            proved &= printed.state is JobState.COMPLETED and printed.pages_completed >= one.pages
    where.orders.clear()
    return Sent(pages, proved)
