"""Papers of an application: what is required and printed, previews, and saving as plain PDF when asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, blanks, kept_packs, office_forms, plain_text, reviewed, tables
from desktop_app.desk.balance import balance, stale
from desktop_app.desk.session import Session
from desktop_app.domain import marking
from desktop_app.domain.application import Application
from desktop_app.domain.copies import OF_ONE_FILING, Copy, CopyBalance, Document
from desktop_app.domain.findings import Paper
from desktop_app.domain.kinds import MaterialKind, NoticeMode
from desktop_app.domain.marking import Marking
from desktop_app.domain.records import Version
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.papers import raster, render
from desktop_app.papers.issues import Issue
from desktop_app.papers.laid import Laid
from desktop_app.papers.raster import RasterPage
from desktop_app.papers.render import PaperRequest, Rendered
from desktop_app.papers.spots import Spot as Spot
from desktop_app.policy.pack import Pack
from desktop_app.policy.papers import papers

#: Papers of annex 1 that the program itself prints.
PRINTED = {
    MaterialKind.REVIEW_FORM: Document.REVIEW_FORM,
    MaterialKind.SUBMISSION_FORM: Document.SUBMISSION_FORM,
    MaterialKind.PUBLIC_NOTICE_REPORT: Document.PUBLIC_NOTICE_REPORT,
}
#: Papers of one application that annex 1 does not list, in the order in which they are needed.
BESIDE = tuple(document for document in OF_ONE_FILING if document not in PRINTED.values())
_KIND = {document: kind for kind, document in PRINTED.items()}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of annex 1: what is asked for, and for our own documents what exists.

    `written`: it stands in the application itself and is printed with the review form (附件1.9).
    """

    paper: Paper
    document: Document | None
    balance: CopyBalance | None
    written: bool = False


def lines(session: Session, application: ApplicationId) -> tuple[PaperLine, ...]:
    """Annex 1 for this application, with the balance of numbered copies."""
    content, version = shown(session, application)
    copies = session.vault.copies.of(application)
    digest = version.digest if version else ""
    found = []
    for paper in papers(content, kept_packs.of_application(session, application).pack):
        document = PRINTED.get(paper.kind)
        counted = balance(copies, document, paper.copies, digest) if document and document.numbered else None
        written = paper.kind is MaterialKind.WORK_SUMMARY and bool(content.work_summary.strip())
        found.append(PaperLine(paper, document, counted, written))
    return tuple(found)


def stale_copies(session: Session, application: ApplicationId) -> list[Copy]:
    """Printed sheets that show an older version than the one that now stands."""
    version = shown(session, application)[1]
    return stale(session.vault.copies.of(application), version.digest if version else "")


def required(content: Application, document: Document, pack: Pack) -> int:
    """How many copies the notice asks for; one for our own lists and slips."""
    for paper in papers(content, pack):
        if paper.kind is _KIND.get(document):
            return paper.copies
    return 1


def shown(session: Session, application: ApplicationId) -> tuple[Application, Version | None]:
    """The latest version once submitted, with the opinions signed on it in their places; else the draft."""
    record = session.vault.applications.get(application)
    versions = session.vault.versions.of(application)
    if record.status.frozen and versions:
        return reviewed.content(session, versions[-1]), versions[-1]
    return record.draft, None


def mark(session: Session, application: ApplicationId) -> Marking:
    """The mark that its papers bear: over everything in it."""
    return whole_mark(shown(session, application)[0])


def request(
    session: Session,
    application: ApplicationId,
    document: Document,
    copies: Sequence[int] = (),
    extra: Mapping[str, str] | None = None,
    rows: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
) -> PaperRequest:
    """What the papers layer needs to draw one document of one application."""
    content, version = shown(session, application)
    pack = kept_packs.of_application(session, application).pack
    return PaperRequest(
        document=document,
        form=office_forms.in_force(session, document),
        fonts=added_fonts.in_force(session, version),
        application=content,
        tables=tables.code_tables(pack),
        version_number=version.number if version else None,
        version_digest=version.digest if version else "",
        application_id=application,
        marking=whole_mark(content),
        copies=tuple(copies),
        total_copies=required(content, document, pack),
        other_versions=_of_other_versions(session, application, document, version) if copies else 0,
        photo=_photo(session, application, content),
        extra={**found_extra(pack, content, document), **(extra or {})},
        rows=rows or tables.listed(document, content, pack),
    )


def _of_other_versions(
    session: Session, application: ApplicationId, document: Document, version: Version | None
) -> int:
    """How many numbers went to copies that show another version: what is printed first of this one is no reprint."""
    digest = version.digest if version else ""
    copies = session.vault.copies.of(application)
    return sum(copy.document is document and copy.version_digest != digest for copy in copies)


def found_extra(pack: Pack, content: Application, document: Document) -> Mapping[str, str]:
    """What papers about the public notice say beside the application: its workdays, where the calendar knows them."""
    if document not in (Document.PUBLIC_NOTICE, Document.PUBLIC_NOTICE_REPORT):
        return {}
    notice = content.public_notice
    calendar = pack.calendar
    if not (notice.first_day and notice.last_day and calendar.knows(notice.first_day, notice.last_day)):
        return {"workdays": ""}
    return {"workdays": f"，共{calendar.notice_days(notice.first_day, notice.last_day)}个工作日"}


def _photo(session: Session, application: ApplicationId, content: Application) -> bytes | None:
    wanted = next((m for m in content.materials if m.kind is MaterialKind.PHOTO), None)
    if wanted is None:
        return None
    for kept in session.vault.attachments.of(application):
        if kept.digest == wanted.digest:
            with session.vault.attachments.open(kept.id) as stream:
                return stream.read()
    return None


@dataclass(frozen=True)
class Preview:
    """A document as it would print. `formal` is false for a proof of a draft.

    What was only laid out is drawn page by page as it is looked at, and as a whole when that is asked for.
    """

    made: Rendered | None
    formal: bool
    laid: Laid | None = None

    @cached_property
    def rendered(self) -> Rendered:
        """The whole file."""
        assert self.made is not None or self.laid is not None
        return self.made or render.drawn(self.laid)  # type: ignore[arg-type]

    @property
    def pages(self) -> int:
        return len(self.laid.pages) if self.laid else self.rendered.pages_per_copy * self.rendered.copies

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height of a page."""
        where = self.laid.layout if self.laid else None
        return (where.width, where.height) if where else (self.rendered.width_mm, self.rendered.height_mm)

    @property
    def issues(self) -> tuple[Issue, ...]:
        return self.laid.layout.issues if self.laid else self.rendered.issues

    @property
    def over_blank(self) -> bool:
        return self.made is not None and self.made.over_blank

    def faults(self) -> tuple[tuple[Issue, Spot], ...]:
        """What does not fit, with its places on the pages."""
        return self.laid.faults() if self.laid else ()

    def spots(self, index: int) -> tuple[Spot, ...]:
        """Where on a page which field's values stand."""
        return self.laid.spots(index) if self.laid else ()


def preview(session: Session, application: ApplicationId, document: Document, progress: Progress) -> Preview:
    """The document on screen: of a draft a proof, of a version the page that prints next."""
    _, version = shown(session, application)
    numbers = (_next_number(session, application, document),) if version or document.of_a_draft else ()
    laid = render.lay(request(session, application, document, numbers))
    progress.step(0, 1, "draw")
    # pages of a blank come from outside: they are drawn with the whole file, in a confined process
    made = render.drawn(laid, progress) if laid.form.blank is not None else None
    return Preview(made, version is not None or document.of_a_draft, laid)


def _next_number(session: Session, application: ApplicationId, document: Document) -> int:
    given = [c.number for c in session.vault.copies.of(application) if c.document is document]
    return max(given, default=0) + 1


def page(seen: Preview, index: int, dpi: int) -> RasterPage:
    """One page of a preview as pixels; with an office's blank in it, drawn in a confined process."""
    if seen.over_blank:
        return blanks.picture(seen.rendered.pdf, index, dpi)
    if seen.laid is not None:
        return raster.page(seen.laid.page_pdf(index), 0, dpi)
    return raster.page(seen.rendered.pdf, index, dpi)


def formal(
    session: Session,
    application: ApplicationId,
    document: Document,
    copies: Sequence[int],
    progress: Progress,
    extra: Mapping[str, str] | None = None,
) -> Rendered:
    """The document for formal use.

    Raises `Fault(NOT_SUBMITTED)`, `Fault(MARKING_UNDECIDED)`, `Fault(NOTICE_WITHHELD)`, and `Fault(LAYOUT_ISSUES)` when
    anything does not fit.
    """
    content, version = shown(session, application)
    if version is None and not document.of_a_draft:
        raise Fault(Code.NOT_SUBMITTED)
    if document is Document.PUBLIC_NOTICE and content.public_notice.mode is NoticeMode.WITHHELD:
        raise Fault(Code.NOTICE_WITHHELD)
    marking.require_decided(whole_mark(content))
    rendered = render.render(request(session, application, document, copies, extra), progress)
    require_no_issues(rendered)
    return rendered


def require_no_issues(rendered: Rendered) -> None:
    """Nothing formal leaves with text that does not fit or cannot be drawn. Raises `Fault(LAYOUT_ISSUES)`."""
    if rendered.issues:
        raise Fault(Code.LAYOUT_ISSUES, count=len(rendered.issues), first=rendered.issues[0].words())


def save_pdf(
    session: Session, application: ApplicationId, document: Document, path: Path, progress: Progress
) -> Rendered:
    """Write a document as plain PDF: only on request, and in the log.

    What bears copy numbers is written as a proof: a numbered sheet exists only through the register of copies.
    Raises `Fault(MARKING_UNDECIDED)`: a file goes where no officer sees it, so a proof needs its mark as well.
    """
    content, version = shown(session, application)
    copies = (1,) if (version or document.of_a_draft) and not document.numbered else ()
    rendered = render.render(request(session, application, document, copies), progress)
    objects = {"application": application, "document": document.value, "version": str(version.number if version else 0)}
    plain_text.write(session, path, rendered.pdf, whole_mark(content), objects)
    return rendered
