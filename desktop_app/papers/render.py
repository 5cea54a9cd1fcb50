"""From a request to a PDF in memory: the one entrance for printing. Writes no file."""

from dataclasses import dataclass

from desktop_app.core.progress import Progress
from desktop_app.papers.archive_faults import ArchiveFault
from desktop_app.papers.fonts import using
from desktop_app.papers.issues import Issue
from desktop_app.papers.laid import Laid, PaperRequest, added_fonts, issues, lay

__all__ = ["PaperRequest", "Rendered", "drawn", "issues", "lay", "render"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A PDF with what a printer and a register need to know of it. `issues` forbid a formal print."""

    pdf: bytes
    issues: tuple[Issue, ...]
    pages_per_copy: int
    copies: int
    width_mm: float
    height_mm: float
    duplex: bool
    fonts: tuple[str, ...] = ()  # digests of the added fonts that something is drawn from
    over_blank: bool = False
    not_archival: tuple[ArchiveFault, ...] = ()  # what of the blank keeps the file from being PDF/A-1b

    @property
    def landscape(self) -> bool:
        """Whether the pages lie across: a printer then turns a sheet over its short edge."""
        return self.width_mm > self.height_mm


def render(request: PaperRequest, progress: Progress | None = None) -> Rendered:
    """The document. Raises `Fault` for a photo or font that cannot be read, `Cancelled` when asked to stop."""
    return drawn(lay(request), progress)


def drawn(laid: Laid, progress: Progress | None = None) -> Rendered:
    """The same from pages that were laid out before."""
    with using(laid.request.fonts):
        return _drawn(laid, progress or Progress())


def _drawn(laid: Laid, progress: Progress) -> Rendered:
    from desktop_app.papers import archive, backdrop, draw, photo  # heavy: loaded when something is drawn

    form, layout, photo_bytes = laid.form, laid.layout, laid.request.photo
    picture = photo.prepared(photo_bytes) if photo_bytes is not None else None
    job = draw.Job(layout.width, layout.height, form.title, laid.pages, laid.overlays, picture)
    pdf = draw.draw(job, progress)
    faults: tuple[ArchiveFault, ...] = ()
    if form.blank is not None:
        with backdrop.opened(form.blank) as blank:
            pdf, faults = archive.over(pdf, form.title, blank), backdrop.faults(blank)
    return Rendered(
        pdf,
        layout.issues,
        len(laid.pages),
        len(laid.overlays),
        layout.width,
        layout.height,
        form.file.duplex,
        fonts=added_fonts(layout),
        over_blank=form.blank is not None,
        not_archival=faults,
    )
