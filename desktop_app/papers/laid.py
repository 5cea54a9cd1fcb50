"""From a request to laid-out pages with their marks; any one of them as a PDF of its own, as a preview draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.core.progress import Progress
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET, Marking
from desktop_app.papers import marks
from desktop_app.papers.bindings import bind
from desktop_app.papers.fonts import Added, added_for, using
from desktop_app.papers.form import Form, load
from desktop_app.papers.issues import Issue
from desktop_app.papers.items import Item, Page, Run
from desktop_app.papers.layout import Layout, lay_out
from desktop_app.papers.spots import Spot, framed, spots_of
from desktop_app.papers.wording import CodeTables


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRequest:
    """What to print. `copies` are the numbers of the copies; none at all asks for one proof.

    `other_versions` is how many numbers went to copies of other versions: a version's copies are counted from its own
    first one. `version_number` `None` and an empty digest stand for a draft, an empty `application_id` for a paper
    about several. A document whose copies bear no numbers is printed once for each entry of `copies`. `extra` and
    `rows` hold what a form declares beside the application.
    """

    document: Document
    form: Form | None = None  # an office's own in place of the shipped one
    application: Application = field(default_factory=Application)
    tables: CodeTables = field(default_factory=CodeTables)
    application_id: str = ""
    marking: Marking = NOT_SECRET
    version_number: int | None = None
    version_digest: str = ""
    copies: tuple[int, ...] = ()
    total_copies: int = 0
    other_versions: int = 0
    photo: bytes | None = None
    fonts: tuple[Added, ...] = ()  # an office's own, for what the carried ones lack
    extra: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)

    @property
    def proof(self) -> bool:
        return not self.copies


@dataclass(frozen=True, slots=True)
class Laid:
    """A document ready to be drawn: the bodies of one copy's pages, and for each copy what is drawn over them."""

    request: PaperRequest
    form: Form
    layout: Layout
    pages: tuple[Page, ...]
    overlays: tuple[tuple[Page, ...], ...]

    def spots(self, index: int) -> tuple[Spot, ...]:
        """Where on a page which field's values stand."""
        with using(self.request.fonts):
            return spots_of(self.pages[index])

    def faults(self) -> tuple[tuple[Issue, Spot], ...]:
        """What stands in the way of printing, with the page's place where it does; what has no place is left out."""
        with using(self.request.fonts):
            pages = [spots_of(page) for page in self.layout.pages]
        found = ((issue, framed(issue, pages)) for issue in self.layout.issues)
        return tuple((issue, spot) for issue, spot in found if spot is not None)

    def page_pdf(self, index: int, progress: Progress | None = None) -> bytes:
        """One page as it will be printed in the first of the copies; not for an archive, and not over a blank."""
        from desktop_app.papers import draw, photo  # heavy: loaded when something is drawn

        with using(self.request.fonts):
            picture = photo.prepared(self.request.photo) if self.request.photo is not None else None
            over = [self.overlays[0][index]]
            job = draw.Job(self.layout.width, self.layout.height, self.form.title, [self.pages[index]], [over], picture)
            return draw.draw(job, progress or Progress())


def lay(request: PaperRequest) -> Laid:
    """The pages; draws nothing."""
    with using(request.fonts):
        form = request.form or load(request.document.value)
        layout = _layout(form, request)
        pages, overlays = _sheets(form, layout, request)
        return Laid(request, form, layout, tuple(pages), tuple(tuple(overlay) for overlay in overlays))


def issues(request: PaperRequest) -> tuple[Issue, ...]:
    """What stands in the way of printing; lays out no marks and draws nothing."""
    with using(request.fonts):
        return _layout(request.form or load(request.document.value), request).issues


def _layout(form: Form, request: PaperRequest) -> Layout:
    undeclared = request.extra.keys() - set(form.file.extra) | request.rows.keys() - form.file.lists.keys()
    if undeclared:
        raise ValueError(f"{form.id} declares no {', '.join(sorted(undeclared))}")
    values = bind(request.application, request.tables, request.extra, request.rows, request.marking)
    return lay_out(form, values, has_photo=request.photo is not None)


def added_fonts(layout: Layout) -> tuple[str, ...]:
    """Digests of the added fonts that something is drawn from."""
    texts = (item.text for page in layout.pages for item in page.items if isinstance(item, Run))
    return tuple(added.digest for added in added_for(texts))


def _sheets(form: Form, layout: Layout, request: PaperRequest) -> tuple[list[Page], list[list[Page]]]:
    """The bodies of one copy's pages, and for each copy what is drawn over them."""
    x, _, width, _ = form.pages[0].frame
    margins = marks.Margins(layout.width, layout.height, x, x + width)
    bodies = list(layout.pages)
    if form.file.duplex and len(bodies) % 2:
        bodies.append(marks.blank(margins))
    pages, added = [], added_fonts(layout)
    for number, body in enumerate(bodies, start=1):
        foot = _foot(form, request, margins, number, len(bodies))
        foot = (*foot, *marks.added(margins, added)) if foot else ()
        page = marks.shared(body, margins, request.marking if form.file.marked else NOT_SECRET, foot)
        pages.append(marks.proof(page, margins) if request.proof else page)
    if request.proof:
        return pages, [[Page(()) for _ in pages]]
    return pages, [_overlay(form, request, margins, pages, number) for number in request.copies]


def _foot(form: Form, request: PaperRequest, margins: marks.Margins, page: int, pages: int) -> tuple[Item, ...]:
    if form.file.foot == "none":
        return ()
    letters = request.document.letters
    identity = marks.Identity(request.application_id, request.version_number, request.version_digest, letters)
    return marks.foot(margins, form.title, identity if form.file.foot == "version" else None, page, pages)


def _overlay(form: Form, request: PaperRequest, margins: marks.Margins, pages: list[Page], number: int) -> list[Page]:
    if not form.file.numbered:
        return [Page(()) for _ in pages]
    overlay = [marks.numbered(page, margins, number) for page in pages]
    if request.total_copies:
        first = marks.set_of(margins, number - request.other_versions, request.total_copies)
        overlay[0] = Page((*overlay[0].items, first))
    return overlay
