"""What a paper says, without its layout: headings, facts, sentences and lists, for a copy that people edit."""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.papers.bindings import Values, bind
from desktop_app.papers.form import load
from desktop_app.papers.form_spec import Grid, PageSpec, Prose, Table, fill, keys, needed
from desktop_app.papers.laid import PaperRequest


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what stands beside them."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text under its title, with the lines for signatures below it."""

    title: str
    text: str
    foot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list under its title: heads with their widths in millimetres, and rows."""

    title: str
    heads: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]


Part = Facts | Passage | Listed


@dataclass(frozen=True, slots=True)
class PlainPaper:
    """A paper's parts in their order; `mark` is printed on every page, empty where nothing is."""

    title: str
    mark: str
    wide: bool
    parts: tuple[Part, ...]


def plain(request: PaperRequest) -> PlainPaper:
    """The paper of `request` as its form says it; what the form leaves to a hand stays empty."""
    form = request.form or load(request.document.value)
    values = bind(request.application, request.tables, request.extra, request.rows, request.marking)
    mark = request.marking.printed() if form.file.marked or any(page.small_marks for page in form.pages) else ""
    parts = tuple(part for page in form.pages for part in _of_page(page, values))
    heading = next((page.heading for page in form.pages if page.heading), form.title)
    return PlainPaper(heading, mark, form.file.landscape, parts)


def _of_page(page: PageSpec, values: Values) -> Iterator[Part]:
    for block in page.blocks:
        if block.when and not values.single.get(block.when) and not values.rows.get(block.when):
            continue
        match block:
            case Grid():
                facts = Facts(tuple(_pairs(block, values)))
                if facts.pairs:
                    yield facts
            case Table():
                yield _listed(block, values)
            case Prose():
                yield _passage(block, values)


def _pairs(grid: Grid, values: Values) -> Iterator[tuple[str, str]]:
    """Each value with the label to its left, in reading order."""
    label = ""
    for cell in sorted(grid.cells, key=lambda one: one.at):
        if cell.label:
            label = _flat(cell.label)
        elif cell.bind or cell.text:
            value = values.single.get(cell.bind, "") if cell.bind else fill(cell.text, values.single)
            yield cell.name or label or _flat(cell.heading), value or cell.empty


def _listed(table: Table, values: Values) -> Listed:
    rows = values.rows.get(table.rows, ())
    return Listed(
        table.title,
        tuple((_flat(column.label), column.width) for column in table.columns),
        tuple(tuple(row.get(column.bind, "") for column in table.columns) for row in rows),
    )


def _passage(prose: Prose, values: Values) -> Passage:
    wanted = needed(prose.text)
    empty = wanted and not any(values.single.get(key) for key in keys(prose.text))
    text = prose.empty if empty else fill(prose.text, values.single)
    return Passage(prose.title or prose.heading, text, tuple(fill(line, values.single) for line in prose.foot))


def _flat(label: str) -> str:
    """A label as one word: on paper it is spread over its cell."""
    return label.replace("\n", "").replace("　", "")
