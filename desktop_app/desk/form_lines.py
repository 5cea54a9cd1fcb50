"""Boxes against the ruled lines of a blank."""

from desktop_app.desk.blanks import Blank, Line
from desktop_app.desk.form_design import LEAST, Box

_PAST = 5.0  # millimetres that a line counts beyond its ends


def snapped(value: float, lines: tuple[Line, ...], reach: float, along: float) -> float:
    """A position, or the nearest line within reach that passes there; `along` is where on the line."""
    near = [at for at, start, end in lines if abs(at - value) <= reach and start - _PAST <= along <= end + _PAST]
    return min(near, key=lambda at: abs(at - value), default=value)


def snapped_box(box: Box, blank: Blank, page: int, reach: float, *, moving: bool) -> Box:
    """A box with its edges on lines that are near; moved whole, or each edge for itself."""
    ruled = blank.pages[page]
    x, y, width, height = box
    middle, centre = y + height / 2, x + width / 2
    left, right = (snapped(edge, ruled.down, reach, middle) for edge in (x, x + width))
    top, bottom = (snapped(edge, ruled.across, reach, centre) for edge in (y, y + height))
    if moving:
        dx = left - x if left != x else right - x - width
        dy = top - y if top != y else bottom - y - height
        return x + dx, y + dy, width, height
    return left, top, max(LEAST, right - left), max(LEAST, bottom - top)
