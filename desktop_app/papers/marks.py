"""What stands on a sheet beside the form: classification, copy number, page number, version, digest, proof notice."""

from dataclasses import dataclass

from desktop_app.domain.marking import Marking
from desktop_app.papers import fonts, paper_code
from desktop_app.papers.fonts import Face
from desktop_app.papers.items import Item, Matrix, Page, Run
from desktop_app.papers.typeset import MM

PROOF = "校对样张，非正式材料"
BLANK = "（本页空白）"

_LARGE, _SMALL = 16.0, 10.5  # points: 三号 on the first page (GB/T 9704-2012, 7.2), 五号 on those after it
_FOOT = 7.5
_MODULE = 0.4  # millimetres: the smallest module that hand scanners read from laser print


@dataclass(frozen=True, slots=True)
class Identity:
    """What the foot says of the version shown; `number` is `None` for a draft. `document`: its letters."""

    application: str
    number: int | None
    digest: str
    document: str


@dataclass(frozen=True, slots=True)
class Margins:
    """Where marks and foot stand, in millimetres: paper size, and the edges of the form's own frame."""

    width: float
    height: float
    left: float
    right: float


def shared(page: Page, margins: Margins, marking: Marking, foot: tuple[Item, ...]) -> Page:
    """A page with what is the same on every copy: the classification mark and the foot."""
    items = list(page.items)
    printed = marking.printed()
    if printed:
        items.append(Run(margins.left, _second(page), printed, Face.HEI, _size(page)))
    return Page((*items, *foot), page.small_marks)


def foot(margins: Margins, title: str, identity: Identity | None, page: int, pages: int) -> tuple[Item, ...]:
    """Title and version at the left, page n of m in the middle, the code for scanners at the right.

    Without an identity the paper is about no single version, and only its title and pages are said.
    """
    y = margins.height - 9.5
    version = f"　{_version(identity)}" if identity else ""
    items: list[Item] = [Run(margins.left, y, f"{title}{version}", Face.HEI, _FOOT)]
    items.append(_centred(margins.width / 2, y, f"第 {page} 页　共 {pages} 页", Face.SONG, 9.0))
    if identity and identity.number is not None and identity.application and identity.digest:
        text = paper_code.text(identity.application, identity.number, identity.digest, identity.document)
        matrix = paper_code.matrix(text)
        size = len(matrix) * _MODULE
        items.append(Matrix(margins.right - size, margins.height - 5.0 - size, size, matrix, text))
    return tuple(items)


def added(margins: Margins, digests: tuple[str, ...]) -> tuple[Item, ...]:
    """Which of the office's own fonts have drawn on these sheets: what a reprint is compared with."""
    named = "、".join(digest[:8] for digest in digests)
    return (Run(margins.left, margins.height - 6.0, f"补字字体 {named}", Face.HEI, _FOOT),) if named else ()


def _version(identity: Identity) -> str:
    if identity.number is None:
        return "草稿"
    return f"第{identity.number}版" + (f"　校验码 {paper_code.grouped(identity.digest)}" if identity.digest else "")


def numbered(page: Page, margins: Margins, number: int) -> Page:
    """The copy number, six digits on the first line of the type area."""
    return Page((Run(margins.left, _first(page), f"{number:06d}", Face.HEI, _size(page)),))


def set_of(margins: Margins, place: int, total: int) -> Item:
    """Which copy of how many of its version: 「一式15份　第3份」; one beyond the set is a reprint and says so."""
    text = f"一式{total}份　第{place}份" if place <= total else f"一式{total}份　补印"
    extent = fonts.width(text, Face.SONG) * _SMALL / MM
    return Run(margins.right - extent, 14.0, text, Face.SONG, _SMALL)


def proof(page: Page, margins: Margins) -> Page:
    """The notice that this sheet is no formal paper: on the first line, and across the page under the text."""
    head = Run(margins.left, _first(page), PROOF, Face.HEI, _SMALL)
    size = min(margins.width, margins.height) * 0.23  # points: the notice spans most of the width at 45 degrees
    half = fonts.width(PROOF, Face.HEI) * size / MM / 2
    slant = 0.7071
    across = Run(
        margins.width / 2 - half * slant,
        margins.height / 2 + half * slant,
        PROOF,
        Face.HEI,
        size,
        gray=0.9,
        angle=45.0,
    )
    return Page((across, *page.items, head), page.small_marks)


def blank(margins: Margins) -> Page:
    """The page that makes a double-sided copy end on a whole sheet."""
    return Page((_centred(margins.width / 2, margins.height / 2, BLANK, Face.SONG, _SMALL),), small_marks=True)


def _centred(x: float, y: float, text: str, face: Face, size: float) -> Run:
    return Run(x - fonts.width(text, face) * size / MM / 2, y, text, face, size)


def _size(page: Page) -> float:
    return _SMALL if page.small_marks else _LARGE


def _first(page: Page) -> float:
    return 13.0 if page.small_marks else 15.0


def _second(page: Page) -> float:
    return 18.0 if page.small_marks else 23.0
