"""Cuts measured text into lines: a text is measured once, and its lines are found for any measure by bisection.

Widths are ems, so that one measuring serves every size that is tried.
"""

from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import accumulate

from msgspec import Struct

from desktop_app.papers.breaking import may_part, units
from desktop_app.papers.fonts import Face, width, widths

#: Full-width marks whose right half is blank: at the end of a line that half may lie beyond the measure.
_HALF_BLANK = frozenset("，。、；：）》」』】〕〉”’")
TOLERANCE = 1e-6  # ems: binary fractions


class Line(Struct, frozen=True, gc=False):
    """One line: its text, its width in ems, the indent before it, whether its paragraph ends here.

    `end` is how much of the whole text stands in this line and the lines before it.
    """

    text: str
    width: float
    indent: float
    last: bool
    end: int


class Paragraph(Struct, frozen=True):
    """A paragraph as pieces between which a line may end; of each piece what its end comes to.

    `ends` counts characters, `extents` adds the widths up, and `reaches` is the furthest that ink comes so far: blank
    halves at the end of a line may hang. `widest` is the ink of the widest piece, `solid` the width without blanks.
    """

    text: str
    ends: list[int]
    extents: list[float]
    reaches: list[float]
    widest: float
    solid: float


def hang(text: str) -> float:
    """How many ems of the end of a text may lie beyond the measure."""
    return 0.5 if text and text[-1] in _HALF_BLANK else 0.0


#: What was measured while one document is laid out: a table's cells are measured for their height, then placed.
_KNOWN: ContextVar[dict[tuple[str, Face], tuple[Paragraph, ...]] | None] = ContextVar("measured texts", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """While this lasts, in this thread, no text is measured twice; nothing of it is kept afterwards."""
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def measured(text: str, face: Face) -> tuple[Paragraph, ...]:
    """The paragraphs of a text."""
    known = _KNOWN.get()
    if known is None:
        return _measured(text, face)
    found = known.get((text, face))
    if found is None:
        found = known[text, face] = _measured(text, face)
    return found


def _measured(text: str, face: Face) -> tuple[Paragraph, ...]:
    return tuple(_paragraph(line, units(line), face) for line in text.split("\n"))


def _paragraph(text: str, pieces: list[str], face: Face) -> Paragraph:
    wide = widths(pieces, face)
    extents = list(accumulate(wide))
    hangs = [0.5 if piece[-1] in _HALF_BLANK else 0.0 for piece in pieces]
    inks = [extent - hung for extent, hung in zip(extents, hangs, strict=True)]
    widest = max([extent - hung for extent, hung in zip(wide, hangs, strict=True)], default=0.0)
    solid = extents[-1] if extents else 0.0
    if text.split() != [text]:
        solid -= sum(extent for extent, piece in zip(wide, pieces, strict=True) if piece.isspace())
    return Paragraph(text, list(accumulate(map(len, pieces))), extents, list(accumulate(inks, max)), widest, solid)


def least(paragraphs: tuple[Paragraph, ...], measure: float) -> int:
    """No setting in lines of `measure` ems has fewer lines than this."""
    longest = measure + 0.5 + TOLERANCE
    return sum(max(1, -int(-paragraph.solid // longest)) for paragraph in paragraphs)


def lines(
    paragraphs: tuple[Paragraph, ...], face: Face, measure: float, indent: float = 0.0, *, continued: bool = False
) -> tuple[Line, ...]:
    """Lines of `measure` ems; `indent` opens each paragraph but the rest of one from before."""
    made: list[Line] = []
    before = 0
    for number, paragraph in enumerate(paragraphs):
        fitting = paragraph if paragraph.widest <= measure else _cut(paragraph, face, measure)
        _break(fitting, face, measure, 0.0 if continued and number == 0 else indent, before, made)
        before = made[-1].end + 1
    return tuple(made)


def _break(paragraph: Paragraph, face: Face, measure: float, lead: float, before: int, made: list[Line]) -> None:
    """Add the lines of a paragraph; `before` characters of the whole text stand before it."""
    text, ends, extents, reaches = paragraph.text, paragraph.ends, paragraph.extents, paragraph.reaches
    count = len(ends)
    piece, start, base = 0, 0, 0.0  # where the line begins: its first piece, its first character, what lies before it
    while count and reaches[-1] > (limit := base + measure - lead + TOLERANCE):
        beyond = max(bisect_right(reaches, limit, piece), piece + 1)  # the first piece that has no room
        if beyond == count:
            break
        end, extent = ends[beyond - 1], extents[beyond - 1]
        shown = text[start:end]
        kept = shown.rstrip()
        wide = extent - base if len(kept) == len(shown) else width(kept, face)
        piece, start, base = beyond, end, extent
        if text[end : ends[beyond]].isspace():  # a blank that a line ends at is not shown
            piece, start, base = beyond + 1, ends[beyond], extents[beyond]
        made.append(Line(kept, wide, lead, False, before + start))
        lead = 0.0
    made.append(Line(text[start:], extents[-1] - base if count else 0.0, lead, True, before + len(text)))


def _cut(paragraph: Paragraph, face: Face, measure: float) -> Paragraph:
    """The same with the pieces cut that are longer than a whole line."""
    pieces: list[str] = []
    start = 0
    for end in paragraph.ends:
        piece = paragraph.text[start:end]
        pieces.extend(_split(piece, face, measure) if width(piece, face) - hang(piece) > measure else (piece,))
        start = end
    return _paragraph(paragraph.text, pieces, face)


def _split(text: str, face: Face, measure: float) -> Iterator[str]:
    """A piece longer than a whole line, cut where it must be: as late as may be, but not before a closing mark."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and width(text[start : end + 1], face) - hang(text[end]) <= measure:
            end += 1
        cut = end if end == len(text) else next((at for at in range(end, start, -1) if may_part(text, at)), end)
        yield text[start:cut]
        start = cut
