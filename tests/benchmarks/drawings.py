"""What one of our documents shows, as placed words and boxes that another program can draw the same."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pdfplumber
from pdfplumber.page import Page

from desktop_app.papers.fonts import Face, glyph
from desktop_app.papers.render import PaperRequest, render


@dataclass(frozen=True, slots=True)
class Piece:
    """Words at a place, with a box around them or without; points from the top left corner."""

    left: float
    top: float
    width: float
    height: float
    words: str
    size: float
    ruled: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """What one of our documents shows: the pages of one copy, and how many copies."""

    width: float
    height: float
    copies: int
    pages: tuple[tuple[Piece, ...], ...]

    @property
    def rare(self) -> bool:
        """Whether it has a character that the usual font lacks."""
        words = {character for page in self.pages for piece in page for character in piece.words}
        return any(glyph(character, Face.SONG).face is Face.RARE for character in words)


def drawing(request: PaperRequest) -> Drawing:
    drawn = render(request)
    with pdfplumber.open(io.BytesIO(drawn.pdf)) as pdf:
        pages = tuple(tuple(pieces(page)) for page in pdf.pages[: drawn.pages_per_copy])
        size = float(pdf.pages[0].width), float(pdf.pages[0].height)
    return Drawing(*size, drawn.copies, pages)


def pieces(page: Page) -> Iterator[Piece]:
    """Every box of the page with the words in it, and every line of words outside the boxes."""
    boxes = sorted({box for table in page.find_tables() for box in table.cells})
    for box in boxes:
        inside = page.crop(box)
        left, top, right, bottom = box
        words = inside.extract_text().replace("\n", "")
        size = inside.chars[0]["size"] if inside.chars else 10.5
        yield Piece(left, top, right - left, bottom - top, words, size, ruled=True)
    outside = page.filter(lambda thing: thing["object_type"] != "char" or not any(within(thing, box) for box in boxes))
    for line in outside.extract_text_lines():
        wide, high = line["x1"] - line["x0"], line["bottom"] - line["top"]
        yield Piece(line["x0"], line["top"], wide, high, line["text"], line["chars"][0]["size"], ruled=False)


def within(thing: dict[str, float], box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    middle_x, middle_y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return left <= middle_x <= right and top <= middle_y <= bottom
