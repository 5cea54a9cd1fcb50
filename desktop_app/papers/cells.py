"""Lays out one cell of a grid: label, value, photo, or an area for opinion, signature and seal."""

from dataclasses import dataclass

from msgspec import structs

from desktop_app.papers.form_spec import Cell, Grid, Style, fill, keys
from desktop_app.papers.items import Picture
from desktop_app.papers.sheet import PAD_X, Rect, Sheet, check_glyphs, measured, place, place_vertical
from desktop_app.papers.typeset import MM

MARGIN = 1.2  # millimetres more around opinions and prose than around values
_CONTINUED = "（下接续页）"


@dataclass(frozen=True, slots=True)
class Spill:
    """Text that goes on to a continuation page, under the field's own name."""

    label: str
    field: str
    text: str
    continued: bool = False  # whether the text begins in the middle of a paragraph


def label_of(grid: Grid, cell: Cell) -> str:
    """What to call a cell: its name, its heading, or the label to its left."""
    if cell.name:
        return cell.name
    if cell.heading:
        return _plain(cell.heading)
    row, col = cell.at
    labels = [c for c in grid.cells if c.label]
    left = [c for c in labels if c.at[1] < col and c.at[0] <= row < c.at[0] + c.span[0]]
    above = [c for c in labels if c.at[1] == col and c.at[0] + c.span[0] == row]
    nearest = max(left, key=lambda c: c.at[1], default=None)
    if above and (nearest is None or nearest.span[0] > 1):
        nearest = above[0]  # a head over the column says more than the title beside the whole group
    return _plain(nearest.label) if nearest else ""


def _plain(label: str) -> str:
    return "".join(label.split()).strip("：")


def value_of(sheet: Sheet, cell: Cell) -> tuple[str, str]:
    """The text of a cell and the field it shows; an empty value prints what the form says."""
    if cell.bind:
        return sheet.values.get(cell.bind, "") or cell.empty, cell.bind
    if not cell.text:
        return "", ""
    bound = keys(cell.text)
    if cell.empty and bound and not any(sheet.values.get(key) for key in bound):
        return cell.empty, bound[0]
    return fill(cell.text, sheet.values), bound[0] if bound else ""


def lay_cell(sheet: Sheet, grid: Grid, cell: Cell, rect: Rect) -> Spill | None:
    """Place a cell's content; the text that must go on to a continuation page comes back."""
    if cell.photo:
        if sheet.has_photo:
            sheet.items.append(Picture(rect.x + PAD_X, rect.y + PAD_X, rect.width - 2 * PAD_X, rect.height - 2 * PAD_X))
        else:
            place(sheet, "照　片", rect.inner(), sheet.styles["label"])
        return None
    if cell.label:
        setter = place_vertical if cell.vertical else place
        setter(sheet, cell.label, rect.inner(), sheet.styles[cell.style or "label"], "", _plain(cell.label))
        return None
    return _lay_value(sheet, grid, cell, rect)


def _lay_value(sheet: Sheet, grid: Grid, cell: Cell, rect: Rect) -> Spill | None:
    text, name = value_of(sheet, cell)
    label = label_of(grid, cell)
    check_glyphs(sheet, text, name, label)
    room = _between(sheet, cell, rect)
    style = sheet.styles[cell.style or ("opinion" if cell.heading or cell.foot else "value")]
    if not text:
        return None
    if cell.spill:
        return _spill(sheet, text, room, style, Spill(label, name, ""))
    place(sheet, text, room, style, name, label)
    return None


def _between(sheet: Sheet, cell: Cell, rect: Rect) -> Rect:
    """Place the heading and the lines for signatures; what is left between them is for the text."""
    inner = rect.inner()
    if not (cell.heading or cell.foot):
        return inner
    inner = Rect(inner.x + MARGIN, inner.y + MARGIN, inner.width - 2 * MARGIN, inner.height - MARGIN)
    top, bottom = inner.y, inner.y + inner.height
    if cell.heading:
        style = sheet.styles["heading"]
        height = style.size * 1.6 / MM
        name = (keys(cell.heading) or ("",))[0]
        place(sheet, fill(cell.heading, sheet.values), Rect(inner.x, top, inner.width, height), style, name)
        top += height
    if cell.foot:
        bottom -= foot_height(sheet, cell.foot)
        lay_foot(sheet, cell.foot, Rect(inner.x, bottom, inner.width, inner.y + inner.height - bottom))
    return Rect(inner.x, top, inner.width, bottom - top)


def foot_height(sheet: Sheet, foot: tuple[str, ...]) -> float:
    """Millimetres taken by the lines for signatures and seal."""
    style = sheet.styles["foot"]
    return len(foot) * style.size * style.leading / MM


def lay_foot(sheet: Sheet, foot: tuple[str, ...], rect: Rect) -> None:
    """Place the lines for signatures, seal and date at the right, each on its own; room to sign is above them."""
    style = sheet.styles["foot"]
    step = style.size * style.leading / MM
    top = rect.y + max(0.0, rect.height - len(foot) * step)
    for index, line in enumerate(foot):
        text, name = fill(line, sheet.values), (keys(line) or ("",))[0]
        label = _plain(text.split("：")[0])
        check_glyphs(sheet, text, name, label)
        place(sheet, text, Rect(rect.x, top + index * step, rect.width - PAD_X, step), style, name, label)


def _spill(sheet: Sheet, text: str, rect: Rect, style: Style, empty: Spill) -> Spill | None:
    made = measured(text, rect, style)
    if made.fits:
        place(sheet, text, rect, style, empty.field, empty.label)
        return None
    note_height = style.size * 1.4 / MM
    upper = Rect(rect.x, rect.y, rect.width, rect.height - note_height)
    kept = measured(text, upper, style).taken
    from_top = structs.replace(style, valign="top")
    place(sheet, text[:kept].rstrip("\n"), upper, from_top, empty.field, empty.label)
    place(sheet, _CONTINUED, Rect(rect.x, upper.y + upper.height, rect.width, note_height), sheet.styles["note_right"])
    return Spill(empty.label, empty.field, text[kept:].lstrip("\n"), continued=not ends_paragraph(text, kept))


def ends_paragraph(text: str, position: int) -> bool:
    """Whether a text cut at `position` is cut between two paragraphs."""
    return position == 0 or text[position - 1] == "\n" or text[position : position + 1] in ("", "\n")
