"""The shape of a form file: pages, grids in millimetres, tables, prose, marks. Unknown keys are refused when read."""

import re
from typing import Annotated, Literal

import msgspec

from desktop_app.domain.values import Value

Millimetres = Annotated[float, msgspec.Meta(ge=0, le=450)]
Extent = Annotated[float, msgspec.Meta(gt=0, le=450)]
Rectangle = tuple[Millimetres, Millimetres, Extent, Extent]
Points = Annotated[float, msgspec.Meta(ge=4, le=72)]
Index = Annotated[int, msgspec.Meta(ge=0, le=60)]
Span = Annotated[int, msgspec.Meta(ge=1, le=60)]
Template = Annotated[str, msgspec.Meta(max_length=2000)]
FormName = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{1,40}$")]

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)(?:\|([^{}]*))?\}")


class Style(Value, frozen=True, kw_only=True):
    """How a text is set. `whole`: one face for all of it (names). `minimum` 0 = no shrinking.

    `run_on`: entries on lines of their own are run on in one paragraph before they shrink below this size.
    """

    face: Literal["song", "song_bold", "hei"] = "song"
    size: Points = 10.5
    minimum: Annotated[float, msgspec.Meta(ge=0, le=72)] = 0
    leading: Annotated[float, msgspec.Meta(ge=1, le=3)] = 1.3
    indent: Annotated[float, msgspec.Meta(ge=0, le=4)] = 0
    align: Literal["left", "center", "right", "justify", "distribute"] = "center"
    valign: Literal["top", "middle", "bottom"] = "middle"
    whole: bool = False
    run_on: Annotated[float, msgspec.Meta(ge=0, le=72)] = 0


class Cell(Value, frozen=True, kw_only=True):
    """A cell of a grid: one of a label, a bound value, a template or the photo; or an area for opinion and seal.

    `heading` stands at the top left, `foot` lines at the bottom right. `spill`: what does not fit goes to a
    continuation page. `name` is what an issue calls the field; without it, the label to its left.
    """

    at: tuple[Index, Index]
    span: tuple[Span, Span] = (1, 1)
    label: Template = ""
    bind: str = ""
    text: Template = ""
    photo: bool = False
    style: str = ""
    empty: str = ""
    vertical: bool = False
    spill: bool = False
    heading: Template = ""
    foot: tuple[Template, ...] = ()
    name: str = ""


class Column(Value, frozen=True, kw_only=True):
    """A column of a list. `shade` names the row's value that, when there is one, greys the cell."""

    label: Template
    bind: str
    width: Extent
    style: str = "table_value"
    empty: str = ""
    shade: str = ""


class Block(Value, frozen=True, kw_only=True):
    """What every block may have: space and a title above it. Without either it shares its rule with the last one.

    `when` names a value or a list without which the block is left out.
    `ruled` false: no lines in or around it, as in a letter; so it is with every block of a page that is not ruled.
    """

    gap: Millimetres = 0
    title: str = ""
    ruled: bool = True
    when: str = ""


class Grid(Block, frozen=True, kw_only=True, tag_field="kind", tag="grid"):
    cols: tuple[Extent, ...]
    rows: tuple[Extent, ...]
    cells: tuple[Cell, ...]


class Table(Block, frozen=True, kw_only=True, tag_field="kind", tag="table"):
    """A list: rows grow with their text and run on to further pages. `fill` rules blank rows to the frame's end.

    `after`: room under the last row for what belongs with it, so that no page has a signature alone.
    """

    rows: str
    columns: tuple[Column, ...]
    head: Extent = 9
    row: Extent = 9
    blank: Index = 0
    fill: bool = False
    after: Millimetres = 0
    head_style: str = "table_label"


class Prose(Block, frozen=True, kw_only=True, tag_field="kind", tag="prose"):
    """Long text that runs on to further pages, with room for signatures under its end."""

    text: Template
    height: Millimetres = 0
    fill: bool = False
    heading: Template = ""
    foot: tuple[Template, ...] = ()
    foot_height: Millimetres = 0
    style: str = "prose"
    empty: str = ""
    name: str = ""


class Text(Value, frozen=True, kw_only=True):
    """Text at a place of its own; `rule` underlines its box, `vertical` sets it from top to bottom.

    `every`: it stands on continuation pages as well.
    """

    box: Rectangle
    text: Template
    style: str
    rule: bool = False
    vertical: bool = False
    every: bool = False
    name: str = ""


class PlacedColumn(Value, frozen=True, kw_only=True):
    """A column of a placed list; one without a value leaves its width free."""

    width: Extent
    bind: str = ""
    style: str = "table_value"
    empty: str = ""


class PlacedList(Value, frozen=True, kw_only=True):
    """A list in the rows that a blank has ruled: `count` of them, `row` high each. More entries are an issue."""

    at: tuple[Millimetres, Millimetres]
    rows: str
    row: Extent
    count: Annotated[int, msgspec.Meta(ge=1, le=60)]
    columns: tuple[PlacedColumn, ...]
    name: str = ""


class CodeMark(Value, frozen=True, kw_only=True):
    """A QR code whose content is bound; nothing is drawn when the content is empty."""

    at: tuple[Millimetres, Millimetres]
    size: Extent
    bind: str


class PageSpec(Value, frozen=True, kw_only=True):
    """One page and its continuation. `when` names a value or a list without which the page is left out.
    `per` names a list: the page is made for each of its rows, with the row's values as `each.…`; once without rows.
    `heading_gap` is the space between heading and frame, wider where a line of its own stands between the two.
    """

    id: FormName
    heading: str = ""
    heading_gap: Millimetres = 3.5
    note: str = ""
    frame: Rectangle
    blocks: tuple[Grid | Table | Prose, ...] = ()
    texts: tuple[Text, ...] = ()
    photos: tuple[Rectangle, ...] = ()
    lists: tuple[PlacedList, ...] = ()
    codes: tuple[CodeMark, ...] = ()
    rules: tuple[tuple[Millimetres, Millimetres, Millimetres, Millimetres, Extent], ...] = ()
    when: str = ""
    per: str = ""
    small_marks: bool = True
    ruled: bool = True


class FormFile(Value, frozen=True, kw_only=True):
    """A form as its file says it. `extra` and `lists` declare what the caller supplies beside the application.

    `foot`: title, version and page; or title and page only, for a paper about several applications; or nothing.
    `marked`: whether the classification mark is drawn in its usual place. `blank` names the PDF in the form's folder
    over which the values are laid, a page of it for each page; `document` the paper of ours that a variant, or an
    office's own form, stands for.
    """

    id: FormName
    title: str
    paper: Literal["A4", "A3"]
    landscape: bool = False
    numbered: bool = False
    duplex: bool = False
    pages_most: Index = 0
    foot: Literal["version", "page", "none"] = "version"
    marked: bool = True
    blank: Literal["", "blank.pdf"] = ""
    document: str = ""
    extra: tuple[str, ...] = ()
    lists: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    styles: dict[str, Style] = msgspec.field(default_factory=dict)
    pages: tuple[PageSpec, ...]


def keys(template: str) -> tuple[str, ...]:
    """The values that a template asks for."""
    return tuple(match[1] for match in _PLACEHOLDER.finditer(template))


def needed(template: str) -> tuple[str, ...]:
    """The values without which the template says nothing: those that name no blank to print in their place."""
    return tuple(match[1] for match in _PLACEHOLDER.finditer(template) if match[2] is None)


def fill(template: str, values: "dict[str, str]") -> str:
    """The template with its values; `{key|blank}` prints `blank` where the value is empty."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], "") or (match[2] or ""), template)


def stray_braces(template: str) -> bool:
    """Whether braces are left that are no placeholder: a misspelt key."""
    rest = _PLACEHOLDER.sub("", template)
    return "{" in rest or "}" in rest
