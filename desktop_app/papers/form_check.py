"""What a form file must satisfy beyond its shape: grids without gap or overlap, widths, names, values that exist."""

from collections.abc import Iterator, Mapping

from desktop_app.papers.form_spec import (
    Cell,
    FormFile,
    Grid,
    PageSpec,
    PlacedList,
    Prose,
    Style,
    Table,
    keys,
    stray_braces,
)
from desktop_app.papers.sheet import PAD_X, PAD_Y

PAPER = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}
_LINES, _HEADINGS = 20.0, 20.0  # millimetres: two lines of prose; headings above them
_EXACT = 0.051  # millimetres: sums of tenths in binary


def size(form: FormFile) -> tuple[float, float]:
    """Width and height in millimetres."""
    width, height = PAPER[form.paper]
    return (height, width) if form.landscape else (width, height)


def faults(
    form: FormFile, styles: Mapping[str, Style], values: frozenset[str], rows: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    """Everything wrong with the form, as places and short reasons in English."""
    lists = {**rows, **{name: frozenset(columns) for name, columns in form.lists.items()}}
    known = values | {f"extra.{name}" for name in form.extra}
    if len({page.id for page in form.pages}) != len(form.pages):
        yield "two pages have one id"
    for name, style in styles.items():
        if style.minimum > style.size:
            yield f"style {name}: minimum above size"
    for page in form.pages:
        for fault in _page(form, page, styles, known, lists):
            yield f"page {page.id}: {fault}"


def _page(
    form: FormFile,
    page: PageSpec,
    styles: Mapping[str, Style],
    known: frozenset[str],
    lists: Mapping[str, frozenset[str]],
) -> Iterator[str]:
    width, height = size(form)
    lists_at = [(*p.at, sum(c.width for c in p.columns), p.row * p.count) for p in page.lists]
    for x, y, w, h in (page.frame, *(text.box for text in page.texts), *page.photos, *lists_at):
        if x + w > width + _EXACT or y + h > height + _EXACT:
            yield f"box {x}, {y}, {w}, {h} leaves the paper"
    if page.per and page.per not in lists:
        yield f"unknown list {page.per}"
    known |= {f"each.{column}" for column in lists.get(page.per, frozenset())}
    if page.when and page.when not in known | lists.keys():
        yield f"unknown condition {page.when}"
    yield from _texts((t.text for t in page.texts), known)
    yield from _styles((t.style for t in page.texts), styles)
    yield from (f"unknown value {code.bind}" for code in page.codes if code.bind not in known)
    for placed in page.lists:
        yield from (f"list {placed.rows}: {fault}" for fault in _placed(placed, styles, lists))
    if form.blank and (page.blocks or page.when or page.heading or page.note):
        yield "over a blank there are only things at places of their own"
    fixed = 0.0
    for number, block in enumerate(page.blocks):
        if block.when and block.when not in known | lists.keys():
            yield f"block {number}: unknown condition {block.when}"
        fixed += block.gap + (sum(block.rows) if isinstance(block, Grid) else 0)
        if isinstance(block, Grid):
            found = _grid(block, page.frame[2], styles, known)
        elif isinstance(block, Table):
            found = _table(block, page.frame[2], styles, lists)
        else:
            found = _prose(block, styles, known)
        yield from (f"block {number}: {fault}" for fault in found)
        if not isinstance(block, Grid):
            yield from (f"block {number}: {fault}" for fault in _room(block, page, last=number == len(page.blocks) - 1))
    if fixed > page.frame[3] + _EXACT:
        yield f"grids are {fixed:.1f} mm high, the frame {page.frame[3]:.1f}"


def _grid(block: Grid, width: float, styles: Mapping[str, Style], known: frozenset[str]) -> Iterator[str]:
    if abs(sum(block.cols) - width) > _EXACT:
        yield f"columns are {sum(block.cols):.2f} mm wide, the frame {width:.2f}"
    taken: dict[tuple[int, int], Cell] = {}
    for cell in block.cells:
        for row in range(cell.at[0], cell.at[0] + cell.span[0]):
            for col in range(cell.at[1], cell.at[1] + cell.span[1]):
                if (row, col) in taken:
                    yield f"overlap at row {row}, column {col}"
                taken[row, col] = cell
                if row >= len(block.rows) or col >= len(block.cols):
                    yield f"row {row}, column {col} is outside the grid"
        yield from _cell(cell, styles, known)
    for row in range(len(block.rows)):
        for col in range(len(block.cols)):
            if (row, col) not in taken:
                yield f"gap at row {row}, column {col}"


def _cell(cell: Cell, styles: Mapping[str, Style], known: frozenset[str]) -> Iterator[str]:
    contents = sum((bool(cell.label), bool(cell.bind), bool(cell.text), cell.photo))
    if contents > 1 or (contents == 0 and not (cell.heading or cell.foot)):
        yield f"cell {cell.at} must have one content"
    if cell.bind and cell.bind not in known:
        yield f"unknown value {cell.bind}"
    yield from _texts((cell.text, cell.heading, *cell.foot), known)
    yield from _styles((cell.style,), styles)


def _table(
    block: Table, width: float, styles: Mapping[str, Style], lists: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    if abs(sum(column.width for column in block.columns) - width) > _EXACT:
        yield f"columns are {sum(c.width for c in block.columns):.2f} mm wide, the frame {width:.2f}"
    if block.rows not in lists:
        yield f"unknown list {block.rows}"
        return
    for column in block.columns:
        if column.bind not in lists[block.rows]:
            yield f"unknown column {block.rows}.{column.bind}"
        if column.shade and column.shade not in lists[block.rows]:
            yield f"unknown shade {block.rows}.{column.shade}"
    yield from _styles((block.head_style, *(column.style for column in block.columns)), styles)


def _placed(block: PlacedList, styles: Mapping[str, Style], lists: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if block.rows not in lists:
        yield "unknown list"
        return
    bound = [column for column in block.columns if column.bind]
    if not bound:
        yield "no column has a value"
    yield from (f"unknown column {c.bind}" for c in bound if c.bind not in lists[block.rows])
    yield from _styles((column.style for column in bound), styles)
    if any(column.width <= 2 * PAD_X for column in bound) or block.row <= 2 * PAD_Y:
        yield "a row or a column leaves no room for text"


def _prose(block: Prose, styles: Mapping[str, Style], known: frozenset[str]) -> Iterator[str]:
    yield from _texts((block.text, block.heading, *block.foot), known)
    yield from _styles((block.style,), styles)


def _room(block: Table | Prose, page: PageSpec, *, last: bool) -> Iterator[str]:
    """What runs on over pages needs room on an empty one, or laying it out would never end."""
    if block.fill and not last:
        yield "only the last block of a page may fill it"
    least = block.head + block.row if isinstance(block, Table) else max(block.height, block.foot_height + _LINES)
    if least > page.frame[3] - _HEADINGS:
        yield f"needs {least:.1f} mm, the frame has {page.frame[3]:.1f}"


def _texts(templates: Iterator[str] | tuple[str, ...], known: frozenset[str]) -> Iterator[str]:
    for template in templates:
        yield from (f"unknown value {key}" for key in keys(template) if key not in known)
        if stray_braces(template):
            yield f"braces that are no value: {template}"


def _styles(names: Iterator[str] | tuple[str, ...], styles: Mapping[str, Style]) -> Iterator[str]:
    yield from (f"unknown style {name}" for name in names if name and name not in styles)
