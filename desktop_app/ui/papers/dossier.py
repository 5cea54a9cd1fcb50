"""All that the papers screen shows of one application, read in one go on the database thread."""

from dataclasses import dataclass

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft as drafts
from desktop_app.desk import paper, print_
from desktop_app.desk.paper import PaperLine, Preview, Spot
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Copy, CopyFate, Document
from desktop_app.domain.findings import Words
from desktop_app.domain.marking import Marking
from desktop_app.domain.status import Status
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.ui.language import say


@dataclass(frozen=True, slots=True)
class Dossier:
    """Annex 1 with its copies, for the version that stands; `version` is 0 for a draft."""

    application: ApplicationId
    name: str
    what: str
    status: Status
    version: int
    marking: Marking
    lines: tuple[PaperLine, ...]
    copies: tuple[Copy, ...]
    stale: tuple[Copy, ...]

    def line(self, document: Document) -> PaperLine | None:
        """The line of annex 1 of a document of ours."""
        return next((line for line in self.lines if line.document is document), None)

    @property
    def unconfirmed(self) -> tuple[Copy, ...]:
        """Copies of which nobody has said yet whether they came out."""
        return tuple(copy for copy in self.copies if copy.fate is CopyFate.SENT)

    @property
    def complete(self) -> bool:
        """Whether every copy of ours that the notice asks for is there."""
        counted = [line.balance for line in self.lines if line.balance is not None]
        return bool(counted) and not any(one.missing or one.unconfirmed for one in counted)

    def next_number(self, document: Document) -> int:
        """The number that the next copy will bear."""
        return max((copy.number for copy in self.copies if copy.document is document), default=0) + 1


def load(session: Session, application: ApplicationId) -> Dossier:
    """Read it all; the screen asks again after every act."""
    content, version = paper.shown(session, application)
    return Dossier(
        application=application,
        name=content.person.name,
        what="　".join(part for part in (content.filing.title, content.unit.name) if part),
        status=drafts.load(session, application).status,
        version=version.number if version else 0,
        marking=whole_mark(content),
        lines=paper.lines(session, application),
        copies=tuple(print_.register(session, application)),
        stale=tuple(paper.stale_copies(session, application)),
    )


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What does not fit on paper, the field to go to, and where on which page it shows."""

    words: Words
    field: str
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A document ready to be shown page by page."""

    preview: Preview
    pages: int
    obstacles: tuple[Obstacle, ...]

    @property
    def size_mm(self) -> tuple[float, float]:
        return self.preview.size_mm


def look(session: Session, application: ApplicationId, document: Document, progress: Progress) -> Seen:
    """The document as it would print now."""
    made = paper.preview(session, application, document, progress)
    places = {id(issue): spot for issue, spot in made.faults()}
    obstacles = tuple(Obstacle(issue.words(), issue.field, places.get(id(issue))) for issue in made.issues)
    return Seen(made, made.pages, obstacles)


def numbers_words(copies: list[int] | tuple[int, ...]) -> str:
    """Copy numbers as people read them: runs joined, `000001–000008、000010`."""
    runs: list[list[int]] = []
    for number in sorted(copies):
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return say("、").join("–".join(f"{edge:06d}" for edge in run) for run in runs)
