"""Every document with every content, drawn and read back: each word whole in its box, or said not to fit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest
from msgspec import structs

from desktop_app.domain.application import Application, Recommendation
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Level, Path, Track
from desktop_app.papers import glyphs
from desktop_app.papers.bindings import Values, bind
from desktop_app.papers.fonts import INVISIBLE
from desktop_app.papers.form import Form, form_names, load
from desktop_app.papers.form_spec import Cell, Column, Grid, PageSpec, Table, fill, keys
from desktop_app.papers.issues import Issue, IssueKind
from desktop_app.papers.layout import lay_out
from desktop_app.papers.render import PaperRequest, Rendered, render
from tests.support import contents, ink
from tests.support.ink import Box, Character, Paper
from tests.support.papers import application, photo, request

pytestmark = pytest.mark.slow

#: A stroke of ink may reach this far over a line or into another character before it is a fault, in millimetres.
TOUCH = 0.2
#: How exactly words stand in their boxes, in millimetres.
EXACT = 0.3
#: Printers do not reach the outermost millimetres of a sheet.
EDGE = 4.0

ORDINARY_WORDS = "呼和浩特市第一批"


def ordinary() -> Application:
    """A complete application without anything that the domain lets be left out."""
    said = Recommendation(
        how_chosen="民主推荐", conditions="资历符合", assessments_considered=True, committed=True, notice="无异议"
    )
    return structs.replace(application(), recommendation=said)


@dataclass(frozen=True)
class Content:
    """An application, and the words that stand in everything a form asks for beside it, in so many rows."""

    application: Application
    words: str
    rows: int


@cache
def content(name: str) -> Content:
    match name:
        case "empty":
            return Content(Application(), "", 0)
        case "ordinary":
            return Content(ordinary(), ORDINARY_WORDS, 3)
        case "longest":
            return Content(contents.longest(6), contents.text(60), 6)
        case "200 rows":
            return Content(contents.longest(200), contents.text(200), 200)
    return Content(contents.rare(), contents.text(20, contents.RARE), 3)


def document_of(paper: str) -> Document:
    """A form stands for the document of its own name, or says for which."""
    return Document(load(paper).file.document or paper)


CONTENTS = ("empty", "ordinary", "longest", "rare")


def asked(paper: str, name: str) -> PaperRequest:
    chosen = content(name)
    return request(
        document_of(paper),
        chosen.application,
        form=load(paper),
        tables=contents.tables(),
        total_copies=2,
        photo=photo(),
        **contents.declared(paper, chosen.words, chosen.rows),
    )


def values_of(question: PaperRequest) -> Values:
    return bind(question.application, question.tables, question.extra, question.rows, question.marking)


@cache
def drawn(paper: str, name: str) -> Rendered:
    return render(asked(paper, name))


@cache
def pages_of(paper: str, name: str) -> tuple[Paper, ...]:
    return tuple(ink.papers(drawn(paper, name).pdf))


def faults(pages: tuple[Paper, ...]) -> Iterator[str]:
    """Ink off the sheet, on a line or on other ink."""
    for number, page in enumerate(pages, start=1):
        sheet = Box(EDGE, EDGE, page.width - EDGE, page.height - EDGE)
        yield from (f"page {number}: off the sheet: {one}" for one in page.characters if sheet.beyond(one.ink) > 0)
        yield from (f"page {number}: on a line: {both}" for both in ink.crossings(page, TOUCH))
        yield from (f"page {number}: on each other: {both}" for both in ink.collisions(page, TOUCH))


@pytest.mark.parametrize("paper", form_names())
@pytest.mark.parametrize("name", CONTENTS)
def test_no_ink_leaves_the_sheet_or_lies_on_other_ink(paper: str, name: str) -> None:
    assert not list(faults(pages_of(paper, name)))


@pytest.mark.fuzz
@pytest.mark.parametrize("paper", form_names())
def test_two_hundred_rows_lie_as_clean_as_three(paper: str) -> None:
    assert not list(faults(pages_of(paper, "200 rows")))


@pytest.mark.parametrize("paper", form_names())
@pytest.mark.parametrize("name", CONTENTS)
def test_what_does_not_fit_is_said_with_field_room_and_excess(paper: str, name: str) -> None:
    found = drawn(paper, name).issues
    for issue in found:
        assert issue.field, issue
        assert issue.label, issue
        if issue.kind is IssueKind.GLYPH_MISSING:
            assert issue.code_point, issue
        else:
            assert issue.room > 0, issue
            assert issue.excess > 0, issue
            assert str(issue.excess) in issue.words().zh
    if name in ("empty", "ordinary"):
        assert found == ()


# --- each word in its box -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Placed:
    """A cell of a grid that has its place whatever stands before it, worked out from the form file alone."""

    grid: Grid
    cell: Cell
    box: Box


def placed(spec: PageSpec) -> Iterator[Placed]:
    """The cells of the grids that stand first on a page: nothing above them grows."""
    left, y, _, _ = spec.frame
    for number, block in enumerate(spec.blocks):
        if not isinstance(block, Grid):
            return
        y += (block.gap if number else 0) + (9.0 if block.title else 0)
        for cell in block.cells:
            (row, column), (down, across) = cell.at, cell.span
            top, start = y + sum(block.rows[:row]), left + sum(block.cols[:column])
            low, end = top + sum(block.rows[row : row + down]), start + sum(block.cols[column : column + across])
            yield Placed(block, cell, Box(start, top, end, low))
        y += sum(block.rows)


def first_pages(form: Form, values: Values, pages: tuple[Paper, ...]) -> Iterator[tuple[PageSpec, Paper]]:
    """Each page description with the first page that was made of it."""
    number = 0
    for spec in form.pages:
        alone = Form(structs.replace(form.file, pages=(spec,), pages_most=0), form.styles)
        made = len(lay_out(alone, values).pages)
        if made:
            yield spec, pages[number]
        number += made


def bare(text: str) -> str:
    return "".join(one for one in text if not one.isspace() and ord(one) not in INVISIBLE)


def printable(text: str) -> str:
    lost = {character for character, _, _ in glyphs.missing(text)}
    return bare("".join(one for one in text if one not in lost))


def expected(cell: Cell, single: dict[str, str]) -> str:
    """What stands in a cell from top to bottom."""
    if cell.label:
        return bare(cell.label)
    if cell.bind:
        value = single.get(cell.bind, "") or cell.empty
    else:
        bound = keys(cell.text)
        value = cell.empty if cell.empty and not any(single.get(k) for k in bound) else fill(cell.text, single)
    return printable(fill(cell.heading, single) + value + "".join(fill(line, single) for line in cell.foot))


def too_long(cell: Cell, issues: tuple[Issue, ...]) -> bool:
    names = {cell.bind, *keys(cell.text), *keys(cell.heading), *(key for line in cell.foot for key in keys(line))}
    return any(issue.field in names for issue in issues if issue.kind is IssueKind.OVERFLOW)


def whole(characters: list[Character]) -> str:
    return "".join(one.text for one in characters)


@pytest.mark.parametrize("paper", form_names())
@pytest.mark.parametrize("name", ["ordinary", "longest", "rare"])
def test_every_cell_shows_its_value_and_nothing_else(paper: str, name: str) -> None:
    form, single = load(paper), values_of(asked(paper, name)).single
    issues = drawn(paper, name).issues
    for spec, page in first_pages(form, values_of(asked(paper, name)), pages_of(paper, name)):
        for one in placed(spec):
            if one.cell.photo:
                continue
            inside = page.within(one.box)
            assert all(one.box.beyond(each.ink) <= EXACT for each in inside), (one.cell, inside)
            shown, wanted = whole(inside), expected(one.cell, single)
            if one.cell.spill and shown != wanted:
                assert "下接续页" in shown, (one.cell, shown)
            elif too_long(one.cell, issues):
                assert set(shown) <= set(wanted), (one.cell, shown)
            else:
                assert shown.replace("；", "") == wanted.replace("；", ""), (one.cell, shown)


@pytest.mark.parametrize("paper", form_names())
def test_the_lines_of_a_form_are_where_its_file_says(paper: str) -> None:
    form, values = load(paper), values_of(asked(paper, "ordinary"))
    for spec, page in first_pages(form, values, pages_of(paper, "ordinary")):
        for one in placed(spec):
            if not (spec.ruled and one.grid.ruled):
                continue
            for x in (one.box.left, one.box.right):
                across = [line for line in page.lines if abs(line.left - x) < EXACT and abs(line.right - x) < EXACT]
                assert covers(across, one.box.top, one.box.bottom), (spec.id, one.cell)


def covers(lines: list[Box], top: float, bottom: float) -> bool:
    """Whether upright lines, one under another, reach from top to bottom."""
    reached = top
    for line in sorted(lines, key=lambda each: each.top):
        if line.top <= reached + EXACT:
            reached = max(reached, line.bottom)
    return reached >= bottom - EXACT


# --- the rules of entry -------------------------------------------------------------------------------------------

#: What a hand, a seal or a later step fills in; on a complete application it may still be empty.
_LATER = ("review.", "opinions.", "extra.")


@pytest.mark.parametrize("paper", form_names())
def test_a_complete_application_leaves_no_cell_empty(paper: str) -> None:
    form, values = load(paper), values_of(asked(paper, "ordinary"))
    for spec, page in first_pages(form, values, pages_of(paper, "ordinary")):
        for one in placed(spec):
            bound = (one.cell.bind, *keys(one.cell.text))
            if any(name and not name.startswith(_LATER) for name in bound):
                assert page.within(one.box), (spec.id, one.cell)


def test_a_row_of_the_booklet_leaves_no_cell_empty() -> None:
    form, values = load("review_form"), values_of(asked("review_form", "ordinary"))
    columns = [
        (spec, block.rows, column)
        for spec in form.pages
        for block in spec.blocks
        if isinstance(block, Table)
        for column in block.columns
    ]
    assert len({rows for _, rows, _ in columns}) == 10
    shown = {spec.id: page for spec, page in first_pages(form, values, pages_of("review_form", "ordinary"))}
    for spec, rows, column in columns:
        for row in values.rows[rows]:
            assert row[column.bind] or column.empty, (rows, column.label)
            assert bare(row[column.bind] or column.empty) in in_columns(shown[spec.id], spec, rows, column)


def in_columns(page: Paper, spec: PageSpec, rows: str, column: Column) -> str:
    """All that stands in one column of a table, from the head to the foot of the page."""
    table = next(block for block in spec.blocks if isinstance(block, Table) and block.rows == rows)
    before = sum(each.width for each in table.columns[: table.columns.index(column)])
    left, top, _, height = spec.frame
    return whole(page.within(Box(left + before, top, left + before + column.width, top + height)))


_OTHER_DATES = re.compile(r"(19|20)\d\d([-/]\d{1,2}(?!\d)|\.\d{1,2}\.\d{1,2}|年\d\d?月(?!\d|至))")


@pytest.mark.parametrize("paper", form_names())
def test_dates_are_written_in_one_way(paper: str) -> None:
    for page in pages_of(paper, "ordinary"):
        found = _OTHER_DATES.search(page.text())
        assert not found, (found, page.text())


@pytest.mark.parametrize("paper", form_names())
def test_names_that_must_agree_are_printed_the_same_everywhere(paper: str) -> None:
    """The unit's legal name is the seal's; the speciality worked in is one on every form."""
    shown = ordinary()
    unit, work = "呼和浩特市青城草原与林业有害生物防治检疫工作中心站", "草原生态监测与退化草地修复"
    shown = structs.replace(
        shown,
        unit=structs.replace(shown.unit, name=unit),
        post=structs.replace(shown.post, current_work=work),
        work=(structs.replace(shown.work[-1], unit=unit),),
    )
    form = load(paper)
    asked_for = {key for spec in form.pages for key in bound_by(spec)}
    beside = contents.declared(paper, ORDINARY_WORDS, 1)
    pages = ink.papers(render(request(document_of(paper), shown, form=form, **beside)).pdf)
    text = "".join(page.text() for page in pages)
    assert ("unit.name" not in asked_for) or unit in text or unit in by_cell(form, shown, pages, "unit.name")
    assert ("post.work" not in asked_for) or by_cell(form, shown, pages, "post.work") == [work]


def bound_by(spec: PageSpec) -> Iterator[str]:
    for one in placed(spec):
        yield from (one.cell.bind, *keys(one.cell.text))
    yield from (key for text in spec.texts for key in keys(text.text))


def by_cell(form: Form, shown: Application, pages: list[Paper], name: str) -> list[str]:
    """What stands in each cell and each box that is bound to one value."""
    found = []
    for spec, page in first_pages(form, bind(shown, contents.tables()), tuple(pages)):
        boxes = [one.box for one in placed(spec) if one.cell.bind == name]
        for text in (text for text in spec.texts if text.text == f"{{{name}}}"):
            x, y, width, height = text.box
            boxes.append(Box(x, y, x + width, y + height))
        found += [whole(page.within(box)) for box in boxes]
    return found


# --- levels and tracks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "paper", [one for one in form_names() if document_of(one).numbered or document_of(one).of_a_draft]
)
@pytest.mark.parametrize("name", ["empty", "longest", "rare"])
def test_the_extremes_lie_clean_at_every_level(paper: str, name: str) -> None:
    """Beside the level that the content itself has."""
    question = asked(paper, name)
    for level in (one for one in Level if one is not question.application.filing.level):
        filing = structs.replace(question.application.filing, level=level)
        changed = replace(question, application=structs.replace(question.application, filing=filing))
        assert not list(faults(tuple(ink.papers(render(changed).pdf)))), level


@pytest.mark.parametrize(
    "paper", [one for one in form_names() if document_of(one).numbered or document_of(one).of_a_draft]
)
def test_every_level_track_and_kind_of_filing_fits(paper: str) -> None:
    form = load(paper)
    for level in Level:
        for track in Track:
            for path in Path:
                filing = structs.replace(application().filing, level=level, track=track, path=path)
                made = lay_out(form, bind(structs.replace(ordinary(), filing=filing), contents.tables()))
                assert made.issues == (), (level, track, path)
