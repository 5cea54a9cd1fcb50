"""Printing with numbers: print what is missing, record each copy, say what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CopyId, new_id
from desktop_app.core.progress import Progress
from desktop_app.desk import paper
from desktop_app.desk.balance import balance
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Copy, CopyBalance, CopyFate, Document
from desktop_app.host import atomic
from desktop_app.papers.render import Rendered
from desktop_app.printing import jobs, spool
from desktop_app.printing import printers as found_printers
from desktop_app.printing.backend import JobState, Printer
from desktop_app.printing.jobs import PaperSize, Readiness
from desktop_app.printing.spool import SpoolWarning

#: The size of each document's paper (附件1.1, 附件1.2).
SIZES = {
    Document.REVIEW_FORM: PaperSize.A4,
    Document.SUBMISSION_FORM: PaperSize.A3,
    Document.LIST_OF_MATERIALS: PaperSize.A4,
    Document.DELIVERY_SLIP: PaperSize.A4,
    Document.SEAL_LABEL: PaperSize.A4,
}


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What a print job made: numbered copies in the register, pages, and the printer's own job number.

    `proved` is false when the printer did not count every page: the copies then wait for an officer's word.
    """

    copies: tuple[Copy, ...]
    pages: int
    job: str
    proved: bool = True


@dataclass(frozen=True, slots=True)
class Ready:
    """What an officer should know before a formal print."""

    readiness: Readiness
    spool: tuple[SpoolWarning, ...]


def printers(extra: Sequence[str] = ()) -> tuple[Printer, ...]:
    """Printers this machine can reach. Asks the local CUPS and USB printers: call it off the database thread."""
    return found_printers.discover(extra)


def ready(uri: str, document: Document) -> Ready:
    """Whether the printer has this document's paper, and what its queue would leave on a disk.

    Raises `Fault(PRINTER_*)`. Call it off the database thread.
    """
    readiness = jobs.check(uri, SIZES[document], duplex=document is Document.REVIEW_FORM)
    return Ready(readiness, spool.check(found_printers.ask(uri)))


def print_missing(
    session: Session,
    application: ApplicationId,
    document: Document,
    printer: str,
    progress: Progress,
    *,
    extra: int = 0,
    reason: str = "",
) -> PrintOutcome:
    """Print the copies that are still missing, and `extra` more when a reason is given.

    Each number is in the register before the first byte goes to the printer, so a lost job leaves no unknown sheet.
    """
    counted = _balance(session, application, document)
    if extra and not reason.strip():
        raise Fault(Code.PRINT_REASON_NEEDED, required=counted.required)
    wanted = counted.missing + extra
    if wanted == 0:
        raise Fault(Code.NOTHING_MISSING)
    jobs.check(printer, SIZES[document], duplex=document is Document.REVIEW_FORM)
    rendered, copies = _numbered(session, application, document, wanted, printer, reason, progress)
    # The numbers are in the register before the first byte leaves. When the job fails they stay `SENT`: an officer
    # says which sheets came out.
    job = jobs.print_pdf(
        printer,
        rendered.pdf,
        size=SIZES[document],
        duplex=rendered.duplex,
        title=f"FJ-{copies[0].id}",
        progress=progress,
        page_count=rendered.pages_per_copy * wanted,
    )
    proved = job.state is JobState.COMPLETED and job.pages_completed >= rendered.pages_per_copy * wanted
    if proved:
        _set(session, copies, CopyFate.IN_HAND)
    return PrintOutcome(_again(session, application, copies), job.pages_completed, str(job.job_id), proved)


def print_to_file(
    session: Session, application: ApplicationId, document: Document, path: Path, progress: Progress
) -> PrintOutcome:
    """The missing formal copies as one plain PDF, numbered and registered, for a printer this program cannot reach."""
    wanted = _balance(session, application, document).missing
    if wanted == 0:
        raise Fault(Code.NOTHING_MISSING)
    objects = {"application": application, "document": document.value, "copies": str(wanted)}
    with session.vault.act(Act.PLAIN_TEXT_WRITTEN, objects):
        rendered, copies = _numbered(session, application, document, wanted, "PDF", "", progress)
        _set(session, copies, CopyFate.IN_HAND)
        atomic.write_atomic(path, rendered.pdf)
    return PrintOutcome(_again(session, application, copies), rendered.pages_per_copy * wanted, "PDF")


def _numbered(
    session: Session,
    application: ApplicationId,
    document: Document,
    wanted: int,
    printer: str,
    reason: str,
    progress: Progress,
) -> tuple[Rendered, list[Copy]]:
    """Take numbers, draw, and enter the copies in the register, all or nothing."""
    with session.vault.act(Act.PRINTED, {"application": application, "document": document.value}) as scope:
        numbers = session.vault.copies.next_numbers(document, application, wanted)
        rendered = paper.formal(session, application, document, numbers, progress)
        copies = _made(session, application, document, numbers, rendered, printer, reason)
        session.vault.copies.add(copies)
        span = f"{numbers[0]:06d}-{numbers[-1]:06d}"
        scope.note(numbers=span, digest=copies[0].version_digest, printer=printer)
    return rendered, copies


def _balance(session: Session, application: ApplicationId, document: Document) -> CopyBalance:
    content, version = paper.shown(session, application)
    copies = session.vault.copies.of(application)
    return balance(copies, document, paper.required(content, document, session), version.digest if version else "")


def _made(
    session: Session,
    application: ApplicationId,
    document: Document,
    numbers: Sequence[int],
    rendered: Rendered,
    printer: str,
    reason: str,
) -> list[Copy]:
    _, version = paper.shown(session, application)
    assert version is not None  # formal() refused a draft
    now = session.clock.now()
    sheets = -(-rendered.pages_per_copy // 2) if rendered.duplex else rendered.pages_per_copy
    return [
        Copy(
            id=CopyId(new_id(now)),
            application=application,
            document=document,
            number=number,
            version_number=version.number,
            version_digest=version.digest,
            sheets=sheets,
            printer=printer,
            printed_by=session.user,
            printed_at=now,
            fate=CopyFate.SENT,
            reason=reason,
        )
        for number in numbers
    ]


def _set(session: Session, copies: Sequence[Copy], fate: CopyFate) -> None:
    _settle(session, [c.id for c in copies], fate)


def _settle(session: Session, copies: Sequence[CopyId], fate: CopyFate, reason: str = "", witnesses: str = "") -> None:
    if copies:
        with session.vault.act(Act.COPY_FATE_CHANGED, {"copies": str(len(copies)), "fate": fate.value}):
            session.vault.copies.set_fate(list(copies), fate, reason, witnesses)


def _again(session: Session, application: ApplicationId, copies: Sequence[Copy]) -> tuple[Copy, ...]:
    wanted = {copy.id for copy in copies}
    return tuple(c for c in session.vault.copies.of(application) if c.id in wanted)


def came_out(session: Session, good: Sequence[CopyId], spoiled: Sequence[CopyId], lost: Sequence[CopyId]) -> None:
    """After a jam: which sheets are good, which came out spoiled, which never came out."""
    _settle(session, good, CopyFate.IN_HAND)
    _settle(session, spoiled, CopyFate.SPOILED)
    _settle(session, lost, CopyFate.NOT_PRINTED)


def spoil(session: Session, copies: Sequence[CopyId], reason: str) -> None:
    """A good copy was spoiled later (coffee, a wrong seal); its number is never used again."""
    if not reason.strip():
        raise Fault(Code.PRINT_REASON_NEEDED, required=0)
    _settle(session, copies, CopyFate.SPOILED, reason)


def hand_over(session: Session, copies: Sequence[CopyId]) -> None:
    """Good copies left with the dossier."""
    _settle(session, copies, CopyFate.HANDED_OVER)


def destroy(session: Session, copies: Sequence[CopyId], witnesses: tuple[str, str], reason: str) -> None:
    """Spoiled or stale copies are destroyed before two named people."""
    first, second = (name.strip() for name in witnesses)
    if not first or not second or first == second:
        raise Fault(Code.TWO_NAMES_NEEDED)
    _settle(session, copies, CopyFate.DESTROYED, reason, f"{first}、{second}")


def register(session: Session, application: ApplicationId | None = None) -> list[Copy]:
    """The register of copies, of one application or of all."""
    if application is not None:
        return session.vault.copies.of(application)
    return session.vault.copies.register(None)


__all__ = ["Copy", "PaperSize", "Printer", "Readiness"]
