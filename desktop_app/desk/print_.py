"""Printing with numbers: print what is missing and record each copy. What becomes of them is in `fates`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CopyId, new_id
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, formal_print, kept_packs, office_forms, paper, plain_text, printer_access
from desktop_app.desk.balance import balance
from desktop_app.desk.fates import came_out, destroy, register, settle, spoil
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Copy, CopyBalance, CopyFate, Document
from desktop_app.papers.render import Rendered
from desktop_app.printing import jobs, spool
from desktop_app.printing import printers as found_printers
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.backend import JobState, Printer, SpoolWarning
from desktop_app.printing.jobs import PaperSize, PrintedJob, Readiness
from desktop_app.printing.trays import Tray

#: The size of each document's paper (附件1.1, 附件1.2).
SIZES = {
    Document.REVIEW_FORM: PaperSize.A4,
    Document.SUBMISSION_FORM: PaperSize.A3,
    Document.LIST_OF_MATERIALS: PaperSize.A4,
    Document.DELIVERY_SLIP: PaperSize.A4,
    Document.SEAL_LABEL: PaperSize.A4,
    Document.WALL_CALENDAR: PaperSize.A3,
    Document.PLEDGE: PaperSize.A4,
    Document.PUBLIC_NOTICE: PaperSize.A4,
    Document.PUBLIC_NOTICE_REPORT: PaperSize.A4,
    Document.RECOMMENDATION: PaperSize.A4,
    Document.COPIES_REGISTER: PaperSize.A4,
    Document.CONTACT_CARD: PaperSize.A4,
    Document.TRUST_REGISTER: PaperSize.A4,
    Document.CARD_SHEET: PaperSize.A4,
    Document.KEY_REVOCATION: PaperSize.A4,
    Document.DIRECTORY: PaperSize.A4,
    Document.OUTER_COVER: PaperSize.A4,
    Document.INNER_COVER: PaperSize.A4,
    Document.CORRECTION_NOTICE: PaperSize.A4,
    Document.RECEIPT_CERTIFICATE: PaperSize.A4,
    Document.PACKAGE_RECEIPT: PaperSize.A4,
    Document.ROSTER: PaperSize.A3,
    Document.ANNEX2_SUMMARY: PaperSize.A4,
    Document.BALLOT: PaperSize.A4,
    Document.REVIEW_SCHEME: PaperSize.A4,
    Document.MEETING_RECORD: PaperSize.A4,
    Document.RESULT_NOTICE: PaperSize.A4,
    Document.RESULT_REPORT: PaperSize.A4,
    Document.RESULT_NOTICE_ACCOUNT: PaperSize.A4,
    Document.PASSED_ROSTER: PaperSize.A3,
    Document.COMMITTEE_COMMITMENT: PaperSize.A4,
    Document.READING_LIST: PaperSize.A4,
    Document.DRAW_SHEET: PaperSize.A4,
    Document.AUDIT_LOG: PaperSize.A4,
    Document.MAKING_REGISTER: PaperSize.A4,
    Document.TRANSIT_REGISTER: PaperSize.A4,
    Document.LOAN_REGISTER: PaperSize.A4,
    Document.COPYING_REGISTER: PaperSize.A4,
    Document.DESTRUCTION_REGISTER: PaperSize.A4,
    Document.CARRIER_INVENTORY: PaperSize.A4,
    Document.NOTICE_LIST: PaperSize.A4,
    Document.POSTING_RECORD: PaperSize.A4,
    Document.RECOVERY_SHEET: PaperSize.A4,
    Document.SUPPORT_SHEET: PaperSize.A4,
    Document.PROOF_SHEET: PaperSize.A4,
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

    @property
    def traces(self) -> tuple[SpoolWarning, ...]:
        """What is left of the document itself, or may be: for an officer to decide on."""
        return tuple(one for one in self.spool if one is not SpoolWarning.HISTORY_KEPT)


def printers(extra: Sequence[str] = (), access: Access = NOTHING_KNOWN) -> tuple[Printer, ...]:
    """Printers this machine can reach. Asks the local CUPS and USB printers: call it off the database thread."""
    return found_printers.discover(extra, access)


def ready(uri: str, document: Document, *, tray: str = "", access: Access = NOTHING_KNOWN) -> Ready:
    """Whether the printer has this document's paper, and what its queue would leave on a disk.

    Raises `Fault(PRINTER_*)`. Call it off the database thread.
    """
    readiness = jobs.check(uri, SIZES[document], duplex=document is Document.REVIEW_FORM, tray=tray, access=access)
    return Ready(readiness, spool.check(readiness.printer))


def require_accepted(told: Ready, accepted: Iterable[SpoolWarning]) -> None:
    """Raises `Fault(PRINT_TRACES)` when a print server would leave what no officer has accepted."""
    if set(told.traces) - set(accepted):
        raise Fault(Code.PRINT_TRACES, printer=told.readiness.printer.name)


def print_missing(
    session: Session,
    application: ApplicationId,
    document: Document,
    printer: str,
    progress: Progress,
    *,
    extra: int = 0,
    reason: str = "",
    tray: str = "",
    leave_traces: bool = False,
) -> PrintOutcome:
    """Print the copies that are still missing, and `extra` more when a reason is given.

    Raises `PRINT_TRACES` when a print server would keep the document in files, unless an officer said to go on.
    Each number is in the register before the first byte goes to the printer, so a lost job leaves no unknown sheet.
    """
    told = ready(printer, document, tray=tray, access=printer_access.access(session))
    require_accepted(told, SpoolWarning if leave_traces else ())
    job = begin(
        session, application, document, printer, progress, extra=extra, reason=reason, tray=tray, traces=told.traces
    )
    return finish(session, job, send(job, progress))


@dataclass(frozen=True, slots=True)
class Job:
    """Copies that have their numbers and stand in the register; `send` takes them to the printer."""

    application: ApplicationId
    document: Document
    printer: str
    rendered: Rendered
    copies: tuple[Copy, ...]  # none for a document whose copies bear no numbers
    tray: str = ""
    access: Access = field(default=NOTHING_KNOWN, repr=False)

    @property
    def pages(self) -> int:
        return self.rendered.pages_per_copy * self.rendered.copies


def begin(
    session: Session,
    application: ApplicationId,
    document: Document,
    printer: str,
    progress: Progress,
    *,
    extra: int = 0,
    reason: str = "",
    tray: str = "",
    traces: tuple[SpoolWarning, ...] = (),
    permit: Permit | None = None,
) -> Job:
    """First third of `print_missing`: numbers into the register. A document without numbers is drawn once.

    `traces` are what an officer accepted that the print server leaves; they go into the log. Without the permit of a
    batch it takes one of its own, and raises what `formal_print.permit` raises before anything is drawn.
    """
    objects = {"application": application, "document": document.value}
    given = formal_print.require(session, permit, objects)
    way = {"printer": printer, **({"tray": tray} if tray else {}), **formal_print.noted(given)}
    if traces:
        way["traces"] = " ".join(one.value for one in traces)
    if not document.numbered:
        with session.vault.act(Act.PRINTED, objects) as scope:
            rendered = paper.formal(session, application, document, (1,), progress)
            used = added_fonts.remember(session, paper.shown(session, application)[1], rendered.fonts)
            scope.note(**way, **used, **_form(session, document))
        return Job(application, document, printer, rendered, (), tray, printer_access.access(session))
    wanted = _wanted(session, application, document, extra, reason)
    rendered, copies = _numbered(session, application, document, wanted, way, reason, progress)
    return Job(application, document, printer, rendered, tuple(copies), tray, printer_access.access(session))


def send(job: Job, progress: Progress) -> PrintedJob:
    """Second third: minutes at the printer, needs no vault. When it fails the copies stay `SENT` for an officer."""
    return jobs.print_pdf(
        job.printer,
        job.rendered.pdf,
        size=SIZES[job.document],
        duplex=job.rendered.duplex,
        landscape=job.rendered.landscape,
        title=f"FJ-{job.copies[0].id if job.copies else job.application}",
        progress=progress,
        page_count=job.pages,
        tray=job.tray,
        access=job.access,
    )


def finish(session: Session, job: Job, printed: PrintedJob) -> PrintOutcome:
    """Last third: what the printer counted in full is in hand."""
    proved = printed.state is JobState.COMPLETED and printed.pages_completed >= job.pages
    if proved:
        settle(session, [c.id for c in job.copies], CopyFate.IN_HAND)
    copies = _again(session, job.application, job.copies)
    return PrintOutcome(copies, printed.pages_completed, str(printed.job_id), proved)


def print_to_file(
    session: Session,
    application: ApplicationId,
    document: Document,
    path: Path,
    progress: Progress,
    *,
    extra: int = 0,
    reason: str = "",
) -> PrintOutcome:
    """The missing formal copies as one plain PDF, numbered and registered, for a printer this program cannot reach."""
    wanted = _wanted(session, application, document, extra, reason)
    objects = {"application": application, "document": document.value, "copies": str(wanted)}
    given = formal_print.permit(session, objects)
    with plain_text.writing(session, path, paper.mark(session, application), objects, given=given) as write:
        way = {"printer": "PDF", **formal_print.noted(given)}
        rendered, copies = _numbered(session, application, document, wanted, way, reason, progress)
        settle(session, [c.id for c in copies], CopyFate.IN_HAND)
        write(rendered.pdf)
    return PrintOutcome(_again(session, application, copies), rendered.pages_per_copy * wanted, "PDF")


def _wanted(session: Session, application: ApplicationId, document: Document, extra: int, reason: str) -> int:
    counted = _balance(session, application, document)
    if extra and not reason.strip():
        raise Fault(Code.PRINT_REASON_NEEDED, required=counted.required)
    if counted.missing + extra <= 0:
        raise Fault(Code.NOTHING_MISSING)
    return counted.missing + extra


def _numbered(
    session: Session,
    application: ApplicationId,
    document: Document,
    wanted: int,
    way: dict[str, str],
    reason: str,
    progress: Progress,
) -> tuple[Rendered, list[Copy]]:
    """Take numbers, draw, and enter the copies in the register, all or nothing."""
    with session.vault.act(Act.PRINTED, {"application": application, "document": document.value}) as scope:
        numbers = session.vault.copies.next_numbers(document, application, wanted)
        rendered = paper.formal(session, application, document, numbers, progress)
        copies = _made(session, application, document, numbers, rendered, way["printer"], reason)
        session.vault.copies.add(copies)
        span = f"{numbers[0]:06d}-{numbers[-1]:06d}"
        used = added_fonts.remember(session, paper.shown(session, application)[1], rendered.fonts)
        scope.note(numbers=span, digest=copies[0].version_digest, **way, **used, **_form(session, document))
    return rendered, copies


def _form(session: Session, document: Document) -> dict[str, str]:
    """Which form other than the usual one the sheets show, for the log."""
    kept = office_forms.chosen(session, document)
    if kept:
        return {"form": kept.id, "form_digest": kept.digest}
    variant = office_forms.chosen_variant(session, document)
    return {"form": variant} if variant else {}


def _balance(session: Session, application: ApplicationId, document: Document) -> CopyBalance:
    content, version = paper.shown(session, application)
    copies = session.vault.copies.of(application)
    pack = kept_packs.of_application(session, application).pack
    return balance(copies, document, paper.required(content, document, pack), version.digest if version else "")


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


def _again(session: Session, application: ApplicationId, copies: Sequence[Copy]) -> tuple[Copy, ...]:
    wanted = {copy.id for copy in copies}
    return tuple(c for c in session.vault.copies.of(application) if c.id in wanted)


__all__ = [
    "Access",
    "Copy",
    "PaperSize",
    "PrintedJob",
    "Printer",
    "Readiness",
    "SpoolWarning",
    "Tray",
    "came_out",
    "destroy",
    "register",
    "spoil",
]
