"""Printing with numbers: print what is missing and record each copy. What becomes of them is in `fates`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CarrierId, CopyId, new_id
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    added_fonts,
    formal_print,
    kept_packs,
    makings,
    office_forms,
    paper,
    plain_text,
    printer_access,
    printer_ready,
)
from desktop_app.desk.balance import balance
from desktop_app.desk.fates import came_out, destroy, register, settle, spoil
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Copy, CopyBalance, CopyFate, Document
from desktop_app.domain.makings import Making
from desktop_app.papers.render import Rendered
from desktop_app.printing import jobs
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.backend import JobState, SpoolWarning
from desktop_app.printing.jobs import PrintedJob


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What a print job made: numbered copies in the register, pages, and the printer's own job number.

    `proved` is false when the printer did not count every page: the copies then wait for an officer's word.
    """

    copies: tuple[Copy, ...]
    pages: int
    job: str
    proved: bool = True


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
    making: Making = Making(),
) -> PrintOutcome:
    """Print the copies that are still missing, and `extra` more when a reason is given.

    Raises `PRINT_TRACES` when a print server would keep the document in files, unless an officer said to go on.
    Each number is in the register before the first byte goes to the printer, so a lost job leaves no unknown sheet.
    """
    told = printer_ready.ready(printer, document, tray=tray, access=printer_access.access(session))
    printer_ready.require_accepted(told, SpoolWarning if leave_traces else ())
    job = begin(
        session,
        application,
        document,
        printer,
        progress,
        extra=extra,
        reason=reason,
        tray=tray,
        traces=told.traces,
        making=making,
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
    making: Making = Making(),
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
    rendered, copies = _numbered(session, application, document, wanted, way, _asked(making, reason, given), progress)
    return Job(application, document, printer, rendered, tuple(copies), tray, printer_access.access(session))


def send(job: Job, progress: Progress) -> PrintedJob:
    """Second third: minutes at the printer, needs no vault. When it fails the copies stay `SENT` for an officer."""
    return jobs.print_pdf(
        job.printer,
        job.rendered.pdf,
        size=printer_ready.SIZES[job.document],
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
    making: Making = Making(),
) -> PrintOutcome:
    """The missing formal copies as one plain PDF, numbered and registered, for a printer this program cannot reach."""
    wanted = _wanted(session, application, document, extra, reason)
    objects = {"application": application, "document": document.value, "copies": str(wanted)}
    given = formal_print.permit(session, objects)
    with plain_text.writing(session, path, paper.mark(session, application), objects, given=given) as write:
        way = {"printer": "PDF", **formal_print.noted(given)}
        rendered, copies = _numbered(
            session, application, document, wanted, way, _asked(making, reason, given), progress
        )
        settle(session, [c.id for c in copies], CopyFate.IN_HAND)
        write(rendered.pdf)
    return PrintOutcome(_again(session, application, copies), rendered.pages_per_copy * wanted, "PDF")


def _asked(making: Making, reason: str, given: Permit) -> Making:
    """What the register of makings says of these copies: more than the notice wants were printed for a reason."""
    return making.completed(Making(purpose=reason.strip(), approved_by=given.second))


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
    making: Making,
    progress: Progress,
) -> tuple[Rendered, list[Copy]]:
    """Take numbers, draw, and enter the copies in the register, all or nothing."""
    with session.vault.act(Act.PRINTED, {"application": application, "document": document.value}) as scope:
        numbers = session.vault.copies.next_numbers(document, application, wanted)
        rendered = paper.formal(session, application, document, numbers, progress)
        copies = _made(session, application, document, numbers, rendered, way["printer"], making.purpose)
        session.vault.copies.add(copies)
        for copy in copies:
            makings.keep(session, CarrierId(copy.id), structs.replace(making, pages=rendered.pages_per_copy))
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


__all__ = ["Copy", "PrintedJob", "came_out", "destroy", "register", "spoil"]
