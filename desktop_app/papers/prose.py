"""Lays out long text in a ruled box, over as many pages as it needs, with room for signatures under its end."""

from dataclasses import dataclass

from desktop_app.papers.cells import MARGIN, Spill, ends_paragraph, foot_height, lay_foot
from desktop_app.papers.flow import Flow
from desktop_app.papers.form_spec import Prose, Style, fill, keys, needed
from desktop_app.papers.sheet import PAD_X, PAD_Y, Rect, check_glyphs, measured, place
from desktop_app.papers.typeset import MM

_SIDE, _HEAD = PAD_X + MARGIN, PAD_Y + MARGIN
_UNBOUNDED = 100_000.0  # millimetres
_LEAST = 25.0  # millimetres: less room than this on a page is left empty


@dataclass(frozen=True, slots=True)
class _Passage:
    """A text with its heading and foot, as a block of prose or as the rest of a cell."""

    text: str
    heading: str
    style: Style
    name: str
    label: str
    foot: tuple[str, ...] = ()
    foot_height: float = 0.0
    height: float = 0.0
    fill: bool = False
    continued: bool = False


def lay_prose(flow: Flow, block: Prose) -> None:
    """A block of prose."""
    bound = keys(block.text)
    wanted = needed(block.text)
    empty = wanted and not any(flow.sheet.values.get(key) for key in bound)
    text = block.empty if empty else fill(block.text, flow.sheet.values)
    name = bound[0] if bound else ""
    label = block.name or block.heading.strip("：")
    height = max(block.foot_height, foot_height(flow.sheet, block.foot) if block.foot else 0.0)
    passage = _Passage(
        text, block.heading, flow.sheet.styles[block.style], name, label, block.foot, height, block.height, block.fill
    )
    if flow.rest < max(_LEAST, block.height) and not flow.fresh:
        flow.turn_for(block)
    flow.open(block.gap, block.title, ruled=block.ruled)
    _lay(flow, passage)


def lay_spill(flow: Flow, spill: Spill) -> None:
    """The rest of a cell's text, on a continuation page."""
    if flow.rest < _LEAST and not flow.fresh:
        flow.turn()
    flow.open(0, "")
    style, heading = flow.sheet.styles["prose"], f"{spill.label}（续）："
    _lay(flow, _Passage(spill.text, heading, style, spill.field, spill.label, continued=spill.continued))


def _lay(flow: Flow, passage: _Passage) -> None:
    check_glyphs(flow.sheet, passage.text, passage.name, passage.label)
    text, heading, continued = passage.text, passage.heading, passage.continued
    while True:
        top = _heading(flow, heading)
        room = flow.rest - top - 2 * _HEAD
        made = measured(text, Rect(0, 0, flow.width - 2 * _SIDE, _UNBOUNDED), passage.style, continued=continued)
        needed = (made.height / MM if text else 0.0) + passage.foot_height
        if needed <= room:
            break
        upper = _text_rect(flow, top, room)
        taken = measured(text, upper, passage.style, continued=continued).taken
        _place(flow, passage, text[:taken].rstrip("\n"), upper, continued=continued)
        continued = not ends_paragraph(text, taken)
        text, heading = text[taken:].lstrip("\n"), f"{passage.label}（续）：" if passage.heading else ""
        flow.y = flow.bottom
        flow.turn()
    height = max(passage.height, needed + top + 2 * _HEAD)
    height = flow.rest if passage.fill else min(height, flow.rest)
    if text:
        body = height - top - passage.foot_height - 2 * _HEAD
        _place(flow, passage, text, _text_rect(flow, top, body), continued=continued)
    if passage.foot:
        y = flow.y + height - passage.foot_height - _HEAD
        lay_foot(flow.sheet, passage.foot, Rect(flow.left + _SIDE, y, flow.width - 2 * _SIDE, passage.foot_height))
    flow.y += height


def _place(flow: Flow, passage: _Passage, text: str, rect: Rect, *, continued: bool) -> None:
    place(flow.sheet, text, rect, passage.style, passage.name, passage.label, continued=continued)


def _heading(flow: Flow, heading: str) -> float:
    """Place the heading; the millimetres it takes come back."""
    if not heading:
        return 0.0
    style = flow.sheet.styles["heading"]
    height = style.size * 1.7 / MM
    place(flow.sheet, heading, Rect(flow.left + _SIDE, flow.y + _HEAD, flow.width - 2 * _SIDE, height), style)
    return height


def _text_rect(flow: Flow, top: float, height: float) -> Rect:
    return Rect(flow.left + _SIDE, flow.y + _HEAD + top, flow.width - 2 * _SIDE, height)
