"""Breaks text into lines as Chinese setting asks, and finds the size at which it fits a box. Sizes are points."""

from msgspec import Struct

from desktop_app.papers.fonts import Face, gaps, width
from desktop_app.papers.lines import TOLERANCE, Line, Paragraph, hang, least, lines, measured

MM = 72 / 25.4  # points in a millimetre
#: Text shrinks by this much until it fits (half a point: the step of Chinese size names).
STEP = 0.5
#: Lines are stretched to the measure when each gap grows by no more than this part of the size.
_STRETCH = 0.12
#: Points that a short text may shrink to save a line.
_WORTH_A_LINE = 1.5
_ASCENT = 0.88  # from the top of the em box to the baseline in the three families


class Fit(Struct, frozen=True):
    """Lines at a size in a box; `room` is how many of them the box holds."""

    lines: tuple[Line, ...]
    size: float
    leading: float
    room: int

    @property
    def fits(self) -> bool:
        return len(self.lines) <= self.room

    @property
    def excess(self) -> int:
        """Characters beyond the room."""
        return self.lines[-1].end - self.taken if self.lines else 0

    @property
    def taken(self) -> int:
        """Characters of the text that stand in the room."""
        return self.lines[min(self.room, len(self.lines)) - 1].end if self.room and self.lines else 0

    @property
    def height(self) -> float:
        """Points from the top of the first line to the bottom of the last."""
        return block_height(len(self.lines), self.size, self.leading)

    def baseline(self, index: int) -> float:
        """Points from the top of the block to the baseline of a line."""
        return self.size * (_ASCENT + index * self.leading)

    def spacing(self, line: Line, measure: float) -> float:
        """Points to add after each character so that a full line ends at the measure; 0 where it would show."""
        between = gaps(line.text)
        slack = measure - (line.indent + line.width) * self.size
        if line.last or between < 1 or slack <= 0 or slack / between > _STRETCH * self.size:
            return 0.0
        return slack / between


def block_height(count: int, size: float, leading: float) -> float:
    """The height in points of `count` lines."""
    return size * (1 + (count - 1) * leading) if count else 0.0


def room(height: float, size: float, leading: float) -> int:
    """How many lines a height in points holds."""
    return int((height - size + 0.01) // (size * leading)) + 1 if height + 0.01 >= size else 0


def wrap(
    text: str, face: Face, size: float, measure: float, indent: float = 0.0, *, continued: bool = False
) -> tuple[Line, ...]:
    """`text` in lines of `measure` points; `indent` (ems) opens each paragraph but the rest of one from before."""
    return lines(measured(text, face), face, measure / size, indent, continued=continued)


class Sizing(Struct, frozen=True):
    """How a text may be set: from `size` down to `minimum`, with a leading in ems and an indent in ems.

    `continued`: the text begins in the middle of a paragraph.
    """

    face: Face
    size: float
    minimum: float
    leading: float
    indent: float = 0.0
    continued: bool = False


def fit(text: str, sizing: Sizing, measure: float, height: float) -> Fit:
    """The largest size at which `text` fits `measure` × `height` points; at the minimum it may not fit."""
    return _single(text, sizing, measure, height) or _fit(measured(text, sizing.face), sizing, measure, height)


def _single(text: str, sizing: Sizing, measure: float, height: float) -> Fit | None:
    """A text that stands in one line as it is, which most fields do: nothing need be cut into units."""
    if "\n" in text or height < sizing.size:
        return None
    indent, extent = 0.0 if sizing.continued else sizing.indent, width(text, sizing.face)
    if (indent + extent) * sizing.size > measure:
        return None
    line = Line(text, extent, indent, last=True, end=len(text))
    return Fit((line,), sizing.size, sizing.leading, room(height, sizing.size, sizing.leading))


def _fit(paragraphs: tuple[Paragraph, ...], sizing: Sizing, measure: float, height: float) -> Fit:
    size = sizing.size
    while True:
        ems, rows = measure / size, room(height, size, sizing.leading)
        last = size - STEP < sizing.minimum
        if last or least(paragraphs, ems) <= rows:
            set_in = lines(paragraphs, sizing.face, ems, sizing.indent, continued=sizing.continued)
            too_wide = any(line.width - hang(line.text) > ems + TOLERANCE for line in set_in)
            if last or (len(set_in) <= rows and not too_wide):
                return Fit(set_in, size, sizing.leading, rows)
        size -= STEP


def fit_compact(text: str, sizing: Sizing, measure: float, height: float) -> Fit:
    """As `fit`, for short centred text: a line fewer is worth a little size, and lines share the text evenly."""
    if single := _single(text, sizing, measure, height):
        return single
    paragraphs = measured(text, sizing.face)
    made = _fit(paragraphs, sizing, measure, height)
    if len(made.lines) > len(paragraphs):
        floor = max(sizing.minimum, made.size - _WORTH_A_LINE)
        tight = _fit(paragraphs, Sizing(sizing.face, made.size, floor, sizing.leading), measure, _lines_high(made, 1))
        made = tight if tight.fits and len(tight.lines) < len(made.lines) else made
    if len(made.lines) > len(paragraphs):
        made = _balanced(paragraphs, made, sizing.face, measure)
    return made


def _lines_high(made: Fit, fewer: int) -> float:
    return block_height(len(made.lines) - fewer, made.size, made.leading)


def _balanced(paragraphs: tuple[Paragraph, ...], made: Fit, face: Face, measure: float) -> Fit:
    """The same lines over the narrowest measure that holds them, so that no single character is left over."""
    narrow, wide = measure / len(made.lines), measure
    best = made.lines
    while wide - narrow > made.size / 4:
        middle = (narrow + wide) / 2
        tried = lines(paragraphs, face, middle / made.size)
        if len(tried) > len(made.lines):
            narrow = middle
        else:
            wide, best = middle, tried
    return Fit(best, made.size, made.leading, made.room)
