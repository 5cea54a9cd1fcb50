"""What stands on the pages of a PDF, read back by pdfium: the ink of each character and each line, in millimetres."""

import ctypes
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
#: Characters of one line share a baseline to within this, in millimetres.
_LINE = 0.3
#: How deep the boxes of two Latin letters of one word may lie in each other, in millimetres.
_TAIL = 0.5
#: Characters are looked for in squares of this side, in millimetres; a line has no more breadth than this.
_CELL, _THIN = 5.0, 0.01


@dataclass(frozen=True, slots=True)
class Box:
    """Millimetres from the top left corner of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds_middle_of(self, other: "Box") -> bool:
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left < x < self.right and self.top < y < self.bottom

    def beyond(self, other: "Box") -> float:
        """By how much `other` stands out of this box on the side where it does most; negative inside."""
        return max(self.left - other.left, self.top - other.top, other.right - self.right, other.bottom - self.bottom)

    def depth(self, other: "Box") -> float:
        """How deep the two lie in each other; negative when they are apart."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return min(across, down)


@dataclass(frozen=True, slots=True)
class Character:
    """A character with the box of its ink and the place where it was set."""

    text: str
    ink: Box
    x: float
    baseline: float


@dataclass(frozen=True, slots=True)
class Paper:
    """One page. `lines` are straight strokes as boxes without width."""

    width: float
    height: float
    characters: tuple[Character, ...]
    lines: tuple[Box, ...]

    def within(self, box: Box) -> list[Character]:
        """The characters whose ink has its middle in the box, in reading order."""
        return read(one for one in self.characters if box.holds_middle_of(one.ink))

    def text(self) -> str:
        return "".join(one.text for one in read(self.characters))


def read(characters: Iterable[Character]) -> list[Character]:
    """Line by line from the top, each from the left."""
    lines: list[list[Character]] = []
    for one in sorted(characters, key=lambda each: each.baseline):
        if lines and one.baseline - lines[-1][0].baseline < _LINE:
            lines[-1].append(one)
        else:
            lines.append([one])
    return [one for line in lines for one in sorted(line, key=lambda each: each.x)]


def papers(pdf: bytes) -> list[Paper]:
    """Every page of the PDF."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [_paper(page) for page in document]
    finally:
        document.close()


def _paper(page: pypdfium2.PdfPage) -> Paper:
    width, height = page.get_size()
    words = page.get_textpage()
    try:
        characters = tuple(_characters(words, height))
    finally:
        words.close()
    return Paper(width / MM, height / MM, characters, tuple(_lines(page, height)))


def _characters(words: pypdfium2.PdfTextPage, height: float) -> Iterator[Character]:
    x, y = ctypes.c_double(), ctypes.c_double()
    high = 0
    for index in range(words.count_chars()):
        code = pdfium.FPDFText_GetUnicode(words, index)
        if 0xD800 <= code < 0xDC00:  # a rare character comes as the two halves of its UTF-16
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
        if pdfium.FPDFText_IsGenerated(words, index) or chr(code).isspace():
            continue
        pdfium.FPDFText_GetCharOrigin(words, index, x, y)
        left, bottom, right, top = words.get_charbox(index)
        ink = Box(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
        yield Character(chr(code), ink, x.value / MM, (height - y.value) / MM)


def _lines(page: pypdfium2.PdfPage, height: float) -> Iterator[Box]:
    """The strokes of the page's body, which is a form of its own, and of what is drawn over it."""
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=2):
        points = list(_points(item.raw, height))
        for (x1, y1), (x2, y2) in pairwise(points):
            yield Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _points(path: object, height: float) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    first: tuple[float, float] | None = None
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value / MM, (height - y.value) / MM)
        first = first or point
        yield point
        if pdfium.FPDFPathSegment_GetClose(segment) and first != point:
            yield first


def collisions(paper: Paper, deepest: float) -> list[tuple[Character, Character]]:
    """Characters whose ink lies deeper than this in another's."""
    places: dict[tuple[int, int], list[Character]] = defaultdict(list)
    found = []
    for one in paper.characters:
        corners = [(x, y) for x in (one.ink.left, one.ink.right) for y in (one.ink.top, one.ink.bottom)]
        at = {(int(x // _CELL), int(y // _CELL)) for x, y in corners}
        near = {id(other): other for cell in at for other in places[cell]}
        found += [(one, other) for other in near.values() if one.ink.depth(other.ink) > _allowed(one, other, deepest)]
        for cell in at:
            places[cell].append(one)
    return found


def _allowed(one: Character, other: Character, deepest: float) -> float:
    """The tail of a Latin j reaches under the letter before it, whose box it then shares."""
    one_word = one.text.isascii() and other.text.isascii() and abs(one.baseline - other.baseline) < _LINE
    return max(deepest, _TAIL) if one_word else deepest


def crossings(paper: Paper, deepest: float) -> list[tuple[Character, Box]]:
    """Characters through whose ink a line goes, further than this from its edges."""
    rows: dict[int, list[Character]] = defaultdict(list)
    columns: dict[int, list[Character]] = defaultdict(list)
    for one in paper.characters:
        for at in range(int(one.ink.top // _CELL), int(one.ink.bottom // _CELL) + 1):
            rows[at].append(one)
        for at in range(int(one.ink.left // _CELL), int(one.ink.right // _CELL) + 1):
            columns[at].append(one)
    return [
        (one, line)
        for line in paper.lines
        for one in _beside(line, rows, columns, paper)
        if line.left < one.ink.right - deepest
        and line.right > one.ink.left + deepest
        and line.top < one.ink.bottom - deepest
        and line.bottom > one.ink.top + deepest
    ]


def _beside(
    line: Box, rows: dict[int, list[Character]], columns: dict[int, list[Character]], paper: Paper
) -> Iterable[Character]:
    """The characters that a level or an upright line may touch; of a slanting one, all."""
    if line.bottom - line.top < _THIN:
        return rows[int(line.top // _CELL)]
    if line.right - line.left < _THIN:
        return columns[int(line.left // _CELL)]
    return paper.characters
