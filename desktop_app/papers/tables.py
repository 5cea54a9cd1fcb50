"""Lays out a list as a table: rows grow with their text and run on to further pages under a repeated head."""

from dataclasses import dataclass

from msgspec import structs

from desktop_app.papers.flow import TITLE, Flow
from desktop_app.papers.form_spec import Column, Table
from desktop_app.papers.items import Shade
from desktop_app.papers.sheet import PAD_X, PAD_Y, Rect, check_glyphs, measured, place
from desktop_app.papers.typeset import MM

_UNBOUNDED = 10_000.0  # millimetres
_GREY = 0.88  # what is written on it stays as black as elsewhere, also on a copier


@dataclass(slots=True)
class _Segment:
    """The part of the table on one page: where it begins, for the rules between columns."""

    top: float


def lay_table(flow: Flow, block: Table) -> None:
    """The whole table, on as many pages as it needs."""
    rows, shaded = _texts(flow, block), _shaded(flow, block)
    capacity = flow.spec.frame[3] - block.head - (TITLE if block.title else 0)
    heights = [_height(flow, block, texts, capacity) for texts in rows]
    title = TITLE + block.gap if block.title else block.gap
    first = (heights[0] if heights else block.row) + (block.after if len(heights) < 2 else 0)
    if title + block.head + first > flow.rest and not flow.fresh:
        flow.turn_for(block)
    flow.open(block.gap, block.title, ruled=block.ruled)
    segment = _head(flow, block)
    for at, (texts, height, grey) in enumerate(zip(rows, heights, shaded or [()] * len(rows), strict=True), start=1):
        needed = height + (block.after if at == len(rows) > 1 else 0)
        if needed > flow.rest + 0.05:
            _columns(flow, block, segment)
            flow.turn()
            segment = _head(flow, block)
        _shade(flow, block, grey, height)
        _row(flow, block, texts, height)
    for height in _blank(flow, block, len(rows)):
        _row(flow, block, ("",) * len(block.columns), height)
    _columns(flow, block, segment)


def _texts(flow: Flow, block: Table) -> list[tuple[str, ...]]:
    rows = flow.rows.get(block.rows, ())
    if not rows:
        first = tuple(column.empty for column in block.columns)
        return [first] if any(first) else []
    return [tuple(row.get(column.bind, "") or column.empty for column in block.columns) for row in rows]


def _shaded(flow: Flow, block: Table) -> list[tuple[bool, ...]]:
    """Which cells of each row are greyed; none at all where the form names no such value."""
    if not any(column.shade for column in block.columns):
        return []
    rows = flow.rows.get(block.rows, ())
    return [tuple(bool(row.get(column.shade)) for column in block.columns) for row in rows]


def _shade(flow: Flow, block: Table, grey: tuple[bool, ...], height: float) -> None:
    x = flow.left
    for shaded, column in zip(grey, block.columns, strict=False):
        if shaded:
            flow.sheet.items.append(Shade(x, flow.y, column.width, height, _GREY))
        x += column.width


def _blank(flow: Flow, block: Table, used: int) -> list[float]:
    """Heights of the blank rows: at least `blank` rows in all where they fit, or as many as rule the page."""
    if block.fill:
        count = int((flow.rest + 0.05) // block.row)
        return [flow.rest / count] * count if count else []
    wanted = max(0, block.blank - used)
    return [block.row] * min(wanted, int((flow.rest + 0.05) // block.row))


def _height(flow: Flow, block: Table, texts: tuple[str, ...], capacity: float) -> float:
    tallest = block.row
    for text, column in zip(texts, block.columns, strict=True):
        style = flow.sheet.styles[column.style]
        made = measured(text, Rect(0, 0, column.width - 2 * PAD_X, _UNBOUNDED), style)
        tallest = max(tallest, made.height / MM + 2 * PAD_Y + 0.4)
    return min(tallest, capacity)


def _head(flow: Flow, block: Table) -> _Segment:
    top, x = flow.y, flow.left
    style = flow.sheet.styles[block.head_style]
    for column in block.columns:
        place(flow.sheet, column.label, Rect(x, top, column.width, block.head).inner(), style, "", column.label)
        x += column.width
    flow.y += block.head
    return _Segment(top)


def _row(flow: Flow, block: Table, texts: tuple[str, ...], height: float) -> None:
    flow.divide()
    x = flow.left
    for text, column in zip(texts, block.columns, strict=True):
        if text:
            name, label = f"{block.rows}.{column.bind}", _label(block, column)
            check_glyphs(flow.sheet, text, name, label)
            rect = Rect(x, flow.y, column.width, height).inner()
            style = flow.sheet.styles[column.style]
            style = structs.replace(style, align="center") if text == column.empty else style
            place(flow.sheet, text, rect, style, name, label)
        x += column.width
    flow.y += height


def _label(block: Table, column: Column) -> str:
    heading = "".join(column.label.split())
    return f"{block.title}·{heading}" if block.title else heading


def _columns(flow: Flow, block: Table, segment: _Segment) -> None:
    if not flow.ruled:
        return
    x = flow.left
    for column in block.columns[:-1]:
        x += column.width
        flow.sheet.rule(x, segment.top, x, flow.y)
