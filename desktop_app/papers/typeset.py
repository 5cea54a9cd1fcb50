"""Breaks text into lines as Chinese setting asks, and finds the size at which it fits a box. Sizes are points."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.papers.breaking import may_part, units
from desktop_app.papers.fonts import Face, carried, gaps, width

MM = 72 / 25.4  # points in a millimetre
#: Text shrinks by this much until it fits (half a point: the step of Chinese size names).
STEP = 0.5
#: Full-width marks whose right half is blank: at the end of a line that half may lie beyond the measure.
_HALF_BLANK = frozenset("，。、；：）》」』】〕〉”’")
#: Lines are stretched to the measure when each gap grows by no more than this part of the size.
_STRETCH = 0.12
_TOLERANCE = 1e-6  # ems: binary fractions
#: Points that a short text may shrink to save a line.
_WORTH_A_LINE = 1.5
_ASCENT = 0.88  # from the top of the em box to the baseline in the three families


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text, its width in ems, the indent before it, whether its paragraph ends here.

    `end` is how much of the whole text stands in this line and the lines before it.
    """

    text: str
    width: float
    indent: float
    last: bool
    end: int


@dataclass(frozen=True, slots=True)
class Fit:
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


def _hang(text: str) -> float:
    return 0.5 if text and text[-1] in _HALF_BLANK else 0.0


@dataclass(frozen=True, slots=True)
class _Unit:
    """A piece that is not broken unless it is longer than a line, measured once for every size that is tried."""

    text: str
    width: float
    hang: float  # what of its end may lie beyond the measure
    blank: bool


#: The units of each paragraph of a text.
_Measured = tuple[tuple[_Unit, ...], ...]


@lru_cache(maxsize=16384)
def _character(text: str, face: Face) -> _Unit:
    """Raises `LookupError`, which is not remembered, where the width depends on what an office has added."""
    if not carried(text):
        raise LookupError
    return _measure(text, face)


def _measure(text: str, face: Face) -> _Unit:
    return _Unit(text, width(text, face), _hang(text), text.isspace())


def _unit(text: str, face: Face) -> _Unit:
    """Single characters are remembered: nearly every unit of Chinese text is one, and they give nobody's words away."""
    try:
        return _character(text, face) if len(text) == 1 else _measure(text, face)
    except LookupError:
        return _measure(text, face)


def _measured(text: str, face: Face) -> _Measured:
    return tuple(tuple(_unit(piece, face) for piece in units(line)) for line in text.split("\n"))


def _split(unit: _Unit, face: Face, measure: float) -> Iterator[_Unit]:
    """A piece longer than a whole line, cut where it must be: as late as may be, but not before a closing mark."""
    text, start = unit.text, 0
    while start < len(text):
        end = start + 1
        while end < len(text) and width(text[start : end + 1], face) - _hang(text[end]) <= measure:
            end += 1
        cut = end if end == len(text) else next((at for at in range(end, start, -1) if may_part(text, at)), end)
        yield _unit(text[start:cut], face)
        start = cut


def _paragraph(pieces: tuple[_Unit, ...], face: Face, measure: float, indent: float, offset: int) -> Iterator[Line]:
    text, used, lead = "", 0.0, indent
    for unit in pieces:
        for piece in _split(unit, face, measure) if unit.width - unit.hang > measure else (unit,):
            if text and lead + used + piece.width - piece.hang > measure + _TOLERANCE:
                kept = text.rstrip()
                extent = used if len(kept) == len(text) else width(kept, face)
                blank = len(piece.text) if piece.blank else 0
                yield Line(kept, extent, lead, last=False, end=offset + blank)
                text, used, lead = "", 0.0, 0.0
                if blank:
                    offset += blank
                    continue
            text += piece.text
            used += piece.width
            offset += len(piece.text)
    yield Line(text, used, lead, last=True, end=offset)


def wrap(
    text: str, face: Face, size: float, measure: float, indent: float = 0.0, *, continued: bool = False
) -> tuple[Line, ...]:
    """`text` in lines of `measure` points; `indent` (ems) opens each paragraph but the rest of one from before."""
    return _wrapped(_measured(text, face), face, measure / size, indent, continued=continued)


def _wrapped(
    measured: _Measured, face: Face, measure: float, indent: float = 0.0, *, continued: bool = False
) -> tuple[Line, ...]:
    """Lines of `measure` ems."""
    lines: list[Line] = []
    offset = 0
    for number, paragraph in enumerate(measured):
        opening = 0.0 if continued and number == 0 else indent
        lines.extend(_paragraph(paragraph, face, measure, opening, offset))
        offset = lines[-1].end + 1
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class Sizing:
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
    return _single(text, sizing, measure, height) or _fit(_measured(text, sizing.face), sizing, measure, height)


def _single(text: str, sizing: Sizing, measure: float, height: float) -> Fit | None:
    """A text that stands in one line as it is, which most fields do: nothing need be cut into units."""
    if "\n" in text or height < sizing.size:
        return None
    indent, extent = 0.0 if sizing.continued else sizing.indent, width(text, sizing.face)
    if (indent + extent) * sizing.size > measure:
        return None
    line = Line(text, extent, indent, last=True, end=len(text))
    return Fit((line,), sizing.size, sizing.leading, room(height, sizing.size, sizing.leading))


def _fit(measured: _Measured, sizing: Sizing, measure: float, height: float) -> Fit:
    size = sizing.size
    while True:
        lines = _wrapped(measured, sizing.face, measure / size, sizing.indent, continued=sizing.continued)
        made = Fit(lines, size, sizing.leading, room(height, size, sizing.leading))
        too_wide = any(line.width - _hang(line.text) > measure / size + _TOLERANCE for line in lines)
        if (made.fits and not too_wide) or size - STEP < sizing.minimum:
            return made
        size -= STEP


def fit_compact(text: str, sizing: Sizing, measure: float, height: float) -> Fit:
    """As `fit`, for short centred text: a line fewer is worth a little size, and lines share the text evenly."""
    if single := _single(text, sizing, measure, height):
        return single
    measured = _measured(text, sizing.face)
    made = _fit(measured, sizing, measure, height)
    if len(made.lines) > len(measured):
        floor = max(sizing.minimum, made.size - _WORTH_A_LINE)
        tight = _fit(measured, Sizing(sizing.face, made.size, floor, sizing.leading), measure, _lines_high(made, 1))
        made = tight if tight.fits and len(tight.lines) < len(made.lines) else made
    if len(made.lines) > len(measured):
        made = _balanced(measured, made, sizing.face, measure)
    return made


def _lines_high(made: Fit, fewer: int) -> float:
    return block_height(len(made.lines) - fewer, made.size, made.leading)


def _balanced(measured: _Measured, made: Fit, face: Face, measure: float) -> Fit:
    """The same lines over the narrowest measure that holds them, so that no single character is left over."""
    narrow, wide = measure / len(made.lines), measure
    best = made.lines
    while wide - narrow > made.size / 4:
        middle = (narrow + wide) / 2
        lines = _wrapped(measured, face, middle / made.size)
        if len(lines) > len(made.lines):
            narrow = middle
        else:
            wide, best = middle, lines
    return Fit(best, made.size, made.leading, made.room)
