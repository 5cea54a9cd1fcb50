"""Breaks text into lines as Chinese setting asks, and finds the size at which it fits a box. Sizes are points."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.papers.fonts import Face, width

MM = 72 / 25.4  # points in a millimetre
#: Text shrinks by this much until it fits (half a point: the step of Chinese size names).
STEP = 0.5
#: Marks that never begin a line, and marks that never end one (GB/T 15834, 附录 A in spirit).
_NO_START = frozenset("，。、；：？！）》」』】〕〉…—～％‰℃”’·,.;:?!)]}%／/")
_NO_END = frozenset("（《「『【〔〈“‘([{")
#: Full-width marks whose right half is blank: at the end of a line that half may lie beyond the measure.
_HALF_BLANK = frozenset("，。、；：）》」』】〕〉”’")
#: A number is not parted from what it counts.
_COUNTED = frozenset("年月日号时分秒人份票项篇页名万亿元亩届级期版")
_TOKEN = re.compile(r"[A-Za-z0-9À-ɏ@#&+_~'.:%\-]+|\s|.", re.DOTALL)
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
        gaps = len(line.text) - 1
        slack = measure - (line.indent + line.width) * self.size
        if line.last or gaps < 1 or slack <= 0 or slack / gaps > _STRETCH * self.size:
            return 0.0
        return slack / gaps


def block_height(count: int, size: float, leading: float) -> float:
    """The height in points of `count` lines."""
    return size * (1 + (count - 1) * leading) if count else 0.0


def room(height: float, size: float, leading: float) -> int:
    """How many lines a height in points holds."""
    return int((height - size + 0.01) // (size * leading)) + 1 if height + 0.01 >= size else 0


def _units(paragraph: str) -> Iterator[str]:
    """The smallest pieces between which a line may break."""
    unit = ""
    for token in _TOKEN.findall(paragraph):
        counted = token in _COUNTED and unit[-1:].isascii() and unit[-1:].isdigit()
        joined = unit and (token[0] in _NO_START or unit[-1] in _NO_END or counted or token == "\u200d")
        if joined:
            unit += token
            continue
        if unit:
            yield unit
        unit = token
    if unit:
        yield unit


def _hang(text: str) -> float:
    return 0.5 if text and text[-1] in _HALF_BLANK else 0.0


def _split(unit: str, face: Face, measure: float) -> Iterator[str]:
    """A piece longer than a whole line, cut where it must be."""
    part = ""
    for character in unit:
        if part and width(part + character, face) > measure:
            yield part
            part = character
        else:
            part += character
    yield part


def _paragraph(paragraph: str, face: Face, measure: float, indent: float, offset: int) -> Iterator[Line]:
    text, used, lead = "", 0.0, indent
    for unit in _units(paragraph):
        for piece in _split(unit, face, measure) if width(unit, face) > measure else (unit,):
            extent = width(piece, face)
            if text and lead + used + extent - _hang(piece) > measure + _TOLERANCE:
                kept = text.rstrip()
                blank = len(piece) if piece.isspace() else 0
                yield Line(kept, width(kept, face), lead, last=False, end=offset + blank)
                text, used, lead = "", 0.0, 0.0
                if blank:
                    offset += blank
                    continue
            text += piece
            used += extent
            offset += len(piece)
    yield Line(text, used, lead, last=True, end=offset)


def wrap(
    text: str, face: Face, size: float, measure: float, indent: float = 0.0, *, continued: bool = False
) -> tuple[Line, ...]:
    """`text` in lines of `measure` points; `indent` (ems) opens each paragraph but the rest of one from before."""
    lines: list[Line] = []
    offset = 0
    for number, paragraph in enumerate(text.split("\n")):
        opening = 0.0 if continued and number == 0 else indent
        lines.extend(_paragraph(paragraph, face, measure / size, opening, offset))
        offset += len(paragraph) + 1
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
    size = sizing.size
    while True:
        lines = wrap(text, sizing.face, size, measure, sizing.indent, continued=sizing.continued)
        made = Fit(lines, size, sizing.leading, room(height, size, sizing.leading))
        too_wide = any(line.width - _hang(line.text) > measure / size + _TOLERANCE for line in lines)
        if (made.fits and not too_wide) or size - STEP < sizing.minimum:
            return made
        size -= STEP


def fit_compact(text: str, sizing: Sizing, measure: float, height: float) -> Fit:
    """As `fit`, for short centred text: a line fewer is worth a little size, and lines share the text evenly."""
    made = fit(text, sizing, measure, height)
    paragraphs = text.count("\n") + 1
    if len(made.lines) > paragraphs:
        floor = max(sizing.minimum, made.size - _WORTH_A_LINE)
        tight = fit(text, Sizing(sizing.face, made.size, floor, sizing.leading), measure, _lines_high(made, 1))
        made = tight if tight.fits and len(tight.lines) < len(made.lines) else made
    if len(made.lines) > paragraphs:
        made = _balanced(text, made, sizing.face, measure)
    return made


def _lines_high(made: Fit, fewer: int) -> float:
    return block_height(len(made.lines) - fewer, made.size, made.leading)


def _balanced(text: str, made: Fit, face: Face, measure: float) -> Fit:
    """The same lines over the narrowest measure that holds them, so that no single character is left over."""
    narrow, wide = measure / len(made.lines), measure
    best = made.lines
    while wide - narrow > made.size / 4:
        middle = (narrow + wide) / 2
        lines = wrap(text, face, made.size, middle)
        if len(lines) > len(made.lines):
            narrow = middle
        else:
            wide, best = middle, lines
    return Fit(best, made.size, made.leading, made.room)
