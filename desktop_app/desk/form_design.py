"""Laying things on the pages of a form: placed, moved, styled, copied, taken away. Pure; each step is a new form."""

from dataclasses import dataclass
from enum import Enum

from msgspec import structs

from desktop_app.desk.blanks import Blank
from desktop_app.desk.form_values import lists, value_words
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Words, bilingual
from desktop_app.papers import form_check, form_text
from desktop_app.papers.form import load, office_file
from desktop_app.papers.form_spec import FormFile, PageSpec, PlacedColumn, PlacedList, Style, Text, keys

__all__ = ["FormFile", "Kind", "PlacedColumn", "PlacedList", "Ref", "Style", "Text", "office_file"]

_WIDEST = 60.0  # millimetres: a wider margin would leave the foot no room
_FRAME = 20.0  # millimetres from the paper's edges: where marks and foot stand
LEAST = 2.0  # millimetres: no box is smaller
LEAST_COLUMN = 4.0  # nor a column with text
Box = tuple[float, float, float, float]


class Kind(Enum):
    """What can be laid; the value is where a page keeps it."""

    TEXT = "texts"
    PHOTO = "photos"
    LIST = "lists"


@dataclass(frozen=True, slots=True)
class Ref:
    """One thing on one page."""

    page: int
    kind: Kind
    index: int


def begun(name: str, document: Document, blank: Blank) -> FormFile:
    """A form over a blank with nothing laid on it yet."""
    sheet = FormFile(id=name, title="x", paper=blank.paper, landscape=blank.landscape, pages=())
    width, height = form_check.size(sheet)
    frame = (_FRAME, _FRAME, width - 2 * _FRAME, height - 2 * _FRAME)
    pages = tuple(PageSpec(id=f"page_{number}", frame=frame) for number in range(1, len(blank.pages) + 1))
    title = load(document.value).title
    return structs.replace(sheet, title=title, blank="blank.pdf", document=document.value, pages=pages)


def text_of(form: FormFile) -> str:
    """The file of the form, with the styles that are used."""
    used = {text.style for page in form.pages for text in page.texts}
    used |= {column.style for page in form.pages for placed in page.lists for column in placed.columns}
    return form_text.text(structs.replace(form, styles={n: s for n, s in form.styles.items() if n in used}))


def size(form: FormFile) -> tuple[float, float]:
    """The paper in millimetres."""
    return form_check.size(form)


def things(form: FormFile, page: int) -> tuple[Ref, ...]:
    """Everything on a page, in the order in which it is drawn."""
    spec = form.pages[page]
    return tuple(Ref(page, kind, at) for kind in Kind for at in range(len(getattr(spec, kind.value))))


def box_of(form: FormFile, ref: Ref) -> Box:
    """Left, top, width and height in millimetres."""
    thing = _of(form, ref)
    if isinstance(thing, Text):
        return thing.box
    if isinstance(thing, PlacedList):
        return (*thing.at, sum(column.width for column in thing.columns), thing.row * thing.count)
    return thing


def text_at(form: FormFile, ref: Ref) -> Text | None:
    thing = _of(form, ref)
    return thing if isinstance(thing, Text) else None


def list_at(form: FormFile, ref: Ref) -> PlacedList | None:
    thing = _of(form, ref)
    return thing if isinstance(thing, PlacedList) else None


def _of(form: FormFile, ref: Ref) -> Text | PlacedList | Box:
    found: Text | PlacedList | Box = getattr(form.pages[ref.page], ref.kind.value)[ref.index]
    return found


def words_of(form: FormFile, ref: Ref) -> Words:
    """What a thing is called in a list of things."""
    thing = _of(form, ref)
    if isinstance(thing, PlacedList):
        found = next((each for each in lists(Document(form.document)) if each.name == thing.rows), None)
        return found.words if found else Words(zh=thing.rows, en=thing.rows)
    if isinstance(thing, Text):
        bound = bound_of(thing)
        return value_words(bound) if bound else bilingual("“{words}”", words=thing.text)
    return bilingual("照片")


def found(form: FormFile, page: int, field: str) -> Ref | None:
    """The thing on a page that shows a field: a value by its name, a list or its column by the list's."""
    for ref in things(form, page):
        thing = _of(form, ref)
        if isinstance(thing, Text) and field in keys(thing.text):
            return ref
        if isinstance(thing, PlacedList) and field.partition(".")[0] == thing.rows:
            return ref
    return None


def bound_of(text: Text) -> str:
    """The value of a text that is nothing but one value; empty for anything else."""
    names = keys(text.text)
    return names[0] if len(names) == 1 and text.text == f"{{{names[0]}}}" else ""


# --- laying, moving, taking away -------------------------------------------------------------------------------


def lay_value(form: FormFile, page: int, box: Box, name: str) -> tuple[FormFile, Ref]:
    return _added(form, page, Kind.TEXT, showing(Text(box=_within(form, box), text="", style="value"), name))


def showing(text: Text, name: str) -> Text:
    """The text with a value in it; an issue calls it by the value's name."""
    return structs.replace(text, text=f"{{{name}}}", name=value_words(name).zh)


def lay_words(form: FormFile, page: int, box: Box, words: str) -> tuple[FormFile, Ref]:
    return _added(
        form, page, Kind.TEXT, Text(box=_within(form, box), text=fixed(words), style="value", name=words[:20])
    )


def fixed(words: str) -> str:
    """Words that stand as they are: braces would name a value."""
    return words.replace("{", "｛").replace("}", "｝")


def lay_photo(form: FormFile, page: int, box: Box) -> tuple[FormFile, Ref]:
    return _added(form, page, Kind.PHOTO, _within(form, box))


def lay_list(form: FormFile, page: int, box: Box, name: str) -> tuple[FormFile, Ref]:
    """A list in a box: rows about a line high, the columns of the list side by side."""
    found = next(each for each in lists(Document(form.document)) if each.name == name)
    box = _within(form, (box[0], box[1], max(box[2], 8.0), max(box[3], 5.0)))
    count = max(1, min(30, round(box[3] / 9.0)))
    columns = found.columns[: max(1, int(box[2] // 8))]
    width = int(box[2] / len(columns) * 100) / 100
    made = PlacedList(
        at=(box[0], box[1]),
        rows=name,
        row=int(box[3] / count * 100) / 100,
        count=count,
        columns=tuple(PlacedColumn(bind=column.name, width=width, style="value") for column in columns),
        name=found.words.zh,
    )
    return _added(form, page, Kind.LIST, made)


def _added(form: FormFile, page: int, kind: Kind, thing: object) -> tuple[FormFile, Ref]:
    there = getattr(form.pages[page], kind.value)
    return _on_page(form, page, kind, (*there, thing)), Ref(page, kind, len(there))


def removed(form: FormFile, ref: Ref) -> FormFile:
    there = getattr(form.pages[ref.page], ref.kind.value)
    return _on_page(form, ref.page, ref.kind, (*there[: ref.index], *there[ref.index + 1 :]))


def replaced(form: FormFile, ref: Ref, thing: Text | PlacedList | Box) -> FormFile:
    """Another thing of the same kind in its place."""
    there = list(getattr(form.pages[ref.page], ref.kind.value))
    there[ref.index] = thing
    return _on_page(form, ref.page, ref.kind, tuple(there))


def boxed(form: FormFile, ref: Ref, box: Box) -> FormFile:
    """Moved or resized, kept on the paper and large enough to take hold of."""
    x, y, width, height = _within(form, box)
    thing = _of(form, ref)
    if isinstance(thing, Text):
        return replaced(form, ref, structs.replace(thing, box=(x, y, width, height)))
    if not isinstance(thing, PlacedList):
        return replaced(form, ref, (x, y, width, height))
    wide, row = sum(column.width for column in thing.columns), round(height / thing.count, 3)
    columns = tuple(structs.replace(c, width=round(c.width * width / wide, 3)) for c in thing.columns)
    if row < LEAST or any(c.width < LEAST_COLUMN for c in columns if c.bind):
        return form  # no text would stand in it
    return replaced(form, ref, structs.replace(thing, at=(x, y), row=row, columns=columns))


def relisted(form: FormFile, ref: Ref, placed: PlacedList) -> FormFile:
    """Another list in its place, kept on the paper: as many rows and as wide as there is room for."""
    width, height = size(form)
    count = max(1, min(placed.count, int((height - placed.at[1] + 0.01) / placed.row)))
    if any(c.width < LEAST_COLUMN for c in placed.columns if c.bind):
        return form
    form = replaced(form, ref, structs.replace(placed, count=count))
    return form if placed.at[0] + sum(c.width for c in placed.columns) <= width else boxed(form, ref, box_of(form, ref))


def _within(form: FormFile, box: Box) -> Box:
    paper_width, paper_height = size(form)
    width, height = min(max(box[2], LEAST), paper_width), min(max(box[3], LEAST), paper_height)
    x, y = min(max(box[0], 0.0), paper_width - width), min(max(box[1], 0.0), paper_height - height)
    return round(x, 2), round(y, 2), round(width, 2), round(height, 2)


def on_all_pages(form: FormFile, ref: Ref) -> FormFile:
    """The same thing at the same place of every other page that does not have it yet."""
    thing = _of(form, ref)
    for page in range(len(form.pages)):
        if thing not in getattr(form.pages[page], ref.kind.value):
            form, _ = _added(form, page, ref.kind, thing)
    return form


def _on_page(form: FormFile, page: int, kind: Kind, there: tuple[object, ...]) -> FormFile:
    pages = list(form.pages)
    pages[page] = structs.replace(pages[page], **{kind.value: there})
    return structs.replace(form, pages=tuple(pages))


def margins(form: FormFile) -> tuple[float, float]:
    """How far from the left and right edge of the paper marks, copy number, foot and code stand."""
    x, _, width, _ = form.pages[0].frame
    return x, size(form)[0] - x - width


def framed(form: FormFile, left: float, right: float) -> FormFile:
    """Other margins, on every page."""
    left, right = (min(max(edge, 5.0), _WIDEST) for edge in (left, right))
    width = size(form)[0] - left - right
    pages = (structs.replace(page, frame=(left, page.frame[1], width, page.frame[3])) for page in form.pages)
    return structs.replace(form, pages=tuple(pages))


def titled(form: FormFile, title: str) -> FormFile:
    return structs.replace(form, title=title)


# --- styles ----------------------------------------------------------------------------------------------------


def style_of(form: FormFile, name: str) -> Style:
    """The style of that name, the form's own or one that all forms share."""
    return form.styles.get(name) or load(form.document).styles[name]


def styled(form: FormFile, ref: Ref, style: Style) -> FormFile:
    """The thing set in this style, under a name of the form's own; one name for all things that are set alike."""
    name = next((name for name, held in form.styles.items() if held == style), "")
    if not name:
        name = next(f"own_{n}" for n in range(1, len(form.styles) + 2) if f"own_{n}" not in form.styles)
        form = structs.replace(form, styles={**form.styles, name: style})
    thing = _of(form, ref)
    if isinstance(thing, Text):
        return replaced(form, ref, structs.replace(thing, style=name))
    if isinstance(thing, PlacedList):
        columns = tuple(structs.replace(column, style=name) for column in thing.columns)
        return replaced(form, ref, structs.replace(thing, columns=columns))
    return form
