"""Printing for many applications at once: what one press would print, where, and the run from first to last.

One permit holds for the whole batch. Every application and document is a print job of its own, so that each number is
in the register before its first byte leaves, and a jam leaves the copies of one job in doubt, not of five hundred.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import formal_print, print_, printer_access, printer_choice, printer_ready
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.print_ import Job, PrintOutcome
from desktop_app.desk.print_centre import CentreRow
from desktop_app.desk.printer_choice import PaperSize, Place
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.makings import Making
from desktop_app.printing.backend import SpoolWarning

__all__ = ["STOPPING", "Batch", "Done", "Step", "plan", "run", "start"]

#: Faults after which no sheet of the next job would come out either: the batch waits for an officer.
STOPPING = frozenset(
    {
        Code.PRINTER_NONE,
        Code.PRINTER_UNREACHABLE,
        Code.PRINTER_NO_SUCH_MEDIA,
        Code.PRINTER_NO_PDF,
        Code.PRINTER_NO_DUPLEX,
        Code.PRINTER_REFUSED,
        Code.PRINTER_ADDRESS,
        Code.PRINTER_ANSWER,
        Code.PRINTER_CERTIFICATE,
        Code.PRINTER_CERTIFICATE_CHANGED,
        Code.PRINTER_NO_TLS,
        Code.PRINTER_NEEDS_TLS,
        Code.PRINTER_PASSWORD_NEEDED,
        Code.PRINTER_PASSWORD_WRONG,
        Code.PRINTER_PASSWORD_PLAIN,
        Code.PRINTER_FORBIDDEN,
        Code.PRINTER_WRONG_PAPER,
        Code.PRINTER_NO_TRAY,
        Code.PRINTER_TO_FILE,
        Code.PRINTER_LOST,
        Code.PRINT_STOPPED,
        Code.PRINT_TRACES,
        Code.PRINT_TRACES_CHANGED,
        Code.VAULT_FULL,
        Code.VAULT_DISK_ERROR,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One job of a batch: the copies of one document of one application that are missing."""

    application: ApplicationId
    name: str
    document: Document
    copies: int

    @property
    def size(self) -> PaperSize:
        return printer_ready.SIZES[self.document]


@dataclass(frozen=True, slots=True)
class Batch:
    """What one press prints, application by application, and on which printer and tray each size of paper."""

    steps: tuple[Step, ...]
    places: Mapping[PaperSize, Place]
    permit: Permit
    #: What the print server of each size may leave, by an officer's word.
    accepted: Mapping[PaperSize, frozenset[SpoolWarning]] = field(default_factory=dict)
    making: Making = field(default_factory=Making)

    def accepts(self, size: PaperSize) -> frozenset[SpoolWarning]:
        return self.accepted.get(size, frozenset())

    @property
    def copies(self) -> int:
        return sum(step.copies for step in self.steps)


def plan(rows: Iterable[CentreRow], documents: Sequence[Document]) -> tuple[Step, ...]:
    """What is missing of these documents for these applications; what has no numbers is printed once."""
    return tuple(
        Step(row.id, row.name, document, row.missing_of(document) if document.numbered else 1)
        for row in rows
        for document in documents
        if row.prints(document)
    )


def start(
    session: Session,
    steps: Sequence[Step],
    places: Mapping[PaperSize, Place],
    accepted: Mapping[PaperSize, Iterable[SpoolWarning]] | None = None,
    making: Making = Making(),
) -> Batch:
    """Leave to print them all; the places are offered again next time.

    Raises `Fault(NOTHING_MISSING)`, `Fault(PRINTER_NONE)` for a size without a printer, and what `formal_print.permit`
    raises.
    """
    if not steps:
        raise Fault(Code.NOTHING_MISSING)
    sizes = {step.size for step in steps}
    if any(size not in places or not places[size].printer for size in sizes):
        raise Fault(Code.PRINTER_NONE)
    permit = formal_print.permit(session, {"batch": str(len(steps)), "copies": str(sum(s.copies for s in steps))})
    for size in sizes:
        printer_choice.choose(session, size, places[size])
    return Batch(
        tuple(steps),
        {size: places[size] for size in sizes},
        permit,
        {size: frozenset(traces) for size, traces in (accepted or {}).items()},
        making,
    )


@dataclass(frozen=True, slots=True)
class Done:
    """How one job ended: printed, or refused before a number was taken, or in doubt at the printer."""

    step: Step
    outcome: PrintOutcome | None = None
    fault: Fault | None = None
    in_doubt: bool = False

    @property
    def stops(self) -> bool:
        """Whether the batch must wait for an officer before the next job."""
        return self.fault is not None and self.fault.code in STOPPING


def run(session: Session, batch: Batch, progress: Progress) -> Iterator[Done]:
    """Every job in turn, here and now; ends early after one that stops the batch."""
    for at, step in enumerate(batch.steps):
        progress.step(at, len(batch.steps), "batch")
        done = _one(session, batch, step)
        yield done
        if done.stops:
            return


def _one(session: Session, batch: Batch, step: Step) -> Done:
    place = batch.places[step.size]
    job: Job | None = None
    try:
        told = printer_ready.ready(place.printer, step.document, tray=place.tray, access=printer_access.access(session))
        printer_ready.require_accepted(told, batch.accepts(step.size))
        job = print_.begin(
            session,
            step.application,
            step.document,
            place.printer,
            Progress(),
            tray=place.tray,
            traces=told.traces,
            permit=batch.permit,
            making=batch.making,
        )
        return Done(step, print_.finish(session, job, print_.send(job, Progress())))
    except Fault as fault:
        return Done(step, fault=fault, in_doubt=job is not None)
