"""The ruled lines of a page, found in its picture, so that boxes can be set against them; also in a scan."""

import re
from dataclasses import dataclass

from PIL import Image

MM_PER_INCH = 25.4
_DARK = 150  # of 255: a grey rule counts, a light tint does not
_ACROSS, _DOWN = 10.0, 6.0  # millimetres: longer than the strokes of a title's characters
_THICK = 1.5  # millimetres: more than that is an area with two edges
_MOST = 300

#: Where it lies, and from where to where it runs, in millimetres from the top left corner.
Line = tuple[float, float, float]


def found(gray: Image.Image, dpi: float) -> tuple[list[Line], list[Line]]:
    """Lines across and lines down."""
    marked = gray.point([int(level < _DARK) for level in range(256)])
    turned = marked.transpose(Image.Transpose.TRANSPOSE)
    unit = MM_PER_INCH / dpi
    return _lines(marked, unit, _ACROSS), _lines(turned, unit, _DOWN)


@dataclass(slots=True)
class _Mark:
    """A dark stretch while it is followed from row to row, in dots."""

    first: int
    last: int
    start: int
    end: int


def _lines(marked: Image.Image, unit: float, least: float) -> list[Line]:
    """Long dark runs, those that touch from row to row joined to one line."""
    width, dots = marked.width, marked.tobytes()
    dark = b"\x01" * max(1, round(least / unit))
    long_run = re.compile(dark + b"+")
    lines: list[Line] = []
    followed: list[_Mark] = []
    for row in range(marked.height):
        here = dots.find(dark, row * width, (row + 1) * width)  # sooner than the pattern, and most rows have none
        if here < 0 and not followed:
            continue
        for run in long_run.finditer(dots, here, (row + 1) * width) if here >= 0 else ():
            start, end = run.start() - row * width, run.end() - row * width
            above = next((m for m in followed if m.last >= row - 1 and m.start < end and start < m.end), None)
            if above is None:
                followed.append(_Mark(row, row, start, end))
            else:
                above.last, above.start, above.end = row, min(above.start, start), max(above.end, end)
        lines.extend(line for mark in followed if mark.last < row for line in _edges(mark, unit))
        followed = [mark for mark in followed if mark.last == row]
        if len(lines) >= _MOST:
            break
    lines.extend(line for mark in followed for line in _edges(mark, unit))
    return sorted(lines)[:_MOST]


def _edges(mark: _Mark, unit: float) -> list[Line]:
    """The middle of a line, or the two edges of an area."""
    span = (round(mark.start * unit, 2), round(mark.end * unit, 2))
    first, last = mark.first * unit, (mark.last + 1) * unit
    edges = [(first + last) / 2] if last - first <= _THICK else [first, last]
    return [(round(edge, 2), *span) for edge in edges]
