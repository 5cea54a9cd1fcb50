"""Laying out as pure steps: what is laid, moved, styled and taken back, and that what is written reads the same."""

import pytest
from msgspec import structs

from desktop_app.core.progress import Progress
from desktop_app.desk import form_design, form_values, office_forms
from desktop_app.desk.blanks import Blank, Ruled
from desktop_app.desk.form_design import FormFile, Kind, Ref, Style
from desktop_app.desk.form_history import History
from desktop_app.desk.form_lines import snapped_box
from desktop_app.desk.form_trial import Trial, person, tried
from desktop_app.domain.copies import Document
from desktop_app.papers import bindings
from desktop_app.papers.form import load, of_office
from desktop_app.papers.issues import IssueKind
from desktop_app.policy.pack import load_shipped
from tests.support import blanks as made

RULED = Ruled(across=((100.0, 30.0, 150.0),), down=((70.0, 70.0, 130.0),))
FIRST = Ref(0, Kind.TEXT, 0)


def blank(pages: int = 1) -> Blank:
    return Blank(pdf=b"", paper="A4", landscape=False, pages=(RULED,) * pages)


def form(document: Document = Document.REVIEW_FORM, pages: int = 1) -> FormFile:
    return form_design.begun("own_x", document, blank(pages))


@pytest.mark.parametrize("document", office_forms.PAPERS)
def test_every_value_and_list_of_every_paper_has_a_name_and_can_be_laid(document: Document) -> None:
    values = form_values.values(document)
    known = bindings.vocabulary() | {f"extra.{name}" for name in load(document.value).file.extra}
    assert {one.name for one in values} == known
    assert all(one.words.zh != one.name and one.words.en != one.name for one in values)
    assert len({one.words.zh for one in values}) == len(values)
    laid = form(document)
    laid = structs.replace(laid, paper=load(document.value).file.paper)
    for one in values:
        laid, _ = form_design.lay_value(laid, 0, (10, 10, 40, 8), one.name)
    lists = form_values.lists(document)
    assert {one.name for one in lists} == bindings.row_vocabulary().keys() | load(document.value).file.lists.keys()
    for one in lists:
        columns = bindings.row_vocabulary().get(one.name) or set(load(document.value).file.lists[one.name])
        assert {column.name for column in one.columns} == columns
        laid, _ = form_design.lay_list(laid, 0, (10, 10, 180, 60), one.name)
    read = of_office(form_design.text_of(laid), b"")
    assert len(read.pages[0].texts) == len(values)
    assert len(read.pages[0].lists) == len(lists)


def test_a_form_that_was_written_is_the_form() -> None:
    laid, ref = form_design.lay_words(form(pages=2), 1, (10.123, 20.5, 40, 8), '他说："好" \\ 完')
    laid = form_design.styled(laid, ref, Style(face="hei", size=12, minimum=9, align="left"))
    laid, _ = form_design.lay_photo(laid, 0, (150, 40, 30, 40))
    laid, ref = form_design.lay_list(laid, 0, (20, 100, 150, 45), "awards")
    assert form_design.office_file(form_design.text_of(laid)) == laid


def test_unused_styles_are_not_written() -> None:
    laid, ref = form_design.lay_value(form(), 0, (10, 10, 40, 8), "person.name")
    for size in (9, 10, 11):
        laid = form_design.styled(laid, ref, Style(size=size))
    assert len(laid.styles) == 3
    assert list(form_design.office_file(form_design.text_of(laid)).styles) == ["own_3"]
    again, other = form_design.lay_value(laid, 0, (10, 30, 40, 8), "unit.name")
    again = form_design.styled(again, other, Style(size=11))
    assert again.styles == laid.styles  # what is set alike shares one style


def test_nothing_leaves_the_paper() -> None:
    laid, ref = form_design.lay_value(form(), 0, (200, 290, 40, 30), "person.name")
    assert form_design.box_of(laid, ref) == (170, 267, 40, 30)
    for box in ((-5, -5, 10, 10), (300, 300, 10, 10), (0, 0, 900, 900), (50, 50, 0, 0)):
        x, y, width, height = form_design.box_of(form_design.boxed(laid, ref, box), ref)
        assert x >= 0
        assert y >= 0
        assert x + width <= 210
        assert y + height <= 297
        assert min(width, height) >= form_design.LEAST


def test_a_list_keeps_room_for_text() -> None:
    laid, ref = form_design.lay_list(form(), 0, (20, 100, 150, 45), "work")
    placed = form_design.list_at(laid, ref)
    assert placed is not None
    assert (placed.count, len(placed.columns)) == (5, 6)
    assert form_design.boxed(laid, ref, (20, 100, 12, 45)) == laid
    wider = form_design.boxed(laid, ref, (20, 100, 180, 90))
    assert form_design.box_of(wider, ref) == pytest.approx((20, 100, 180, 90), abs=0.1)
    many = form_design.relisted(laid, ref, structs.replace(placed, count=60))
    _, y, _, height = form_design.box_of(many, ref)
    assert y + height <= 297.01
    of_office(form_design.text_of(many), b"")


def test_onto_all_pages_once() -> None:
    laid, ref = form_design.lay_value(form(pages=3), 1, (10, 10, 40, 8), "person.name")
    spread = form_design.on_all_pages(laid, ref)
    assert [len(page.texts) for page in spread.pages] == [1, 1, 1]
    assert form_design.on_all_pages(spread, ref) == spread


def test_steps_of_one_gesture_are_taken_back_together() -> None:
    start = form()
    history = History(start, start)
    first, ref = form_design.lay_value(start, 0, (10, 10, 40, 8), "person.name")
    history.step(first)
    for x in range(11, 30):
        history.step(form_design.boxed(history.now, ref, (x, 10, 40, 8)), "box")
    history.end()
    moved = history.now
    history.step(form_design.boxed(history.now, ref, (50, 10, 40, 8)), "box")
    history.undo()
    assert history.now == moved
    history.undo()
    assert history.now == first
    history.undo()
    assert (history.now, history.can_undo, history.dirty) == (start, False, False)
    for _ in range(3):
        history.redo()
    assert not history.can_redo
    assert form_design.box_of(history.now, ref)[0] == 50
    history.undo()
    history.step(start)
    assert not history.can_redo


def test_edges_snap_to_lines_only_where_the_lines_are() -> None:
    near = (70.9, 99.2, 40.0, 10.0)
    assert snapped_box(near, blank(), 0, 1.5, moving=True) == pytest.approx((70, 100, 40, 10))
    assert snapped_box(near, blank(), 0, 1.5, moving=False) == pytest.approx((70, 100, 40.9, 9.2))
    beside = (70.9, 200.0, 40.0, 10.0)
    assert snapped_box(beside, blank(), 0, 1.5, moving=True) == beside


@pytest.mark.slow
@pytest.mark.parametrize("who", Trial)
def test_a_form_is_tried_on_people_who_are_easy_and_hard(who: Trial) -> None:
    from desktop_app.desk import blanks

    read = blanks.rebuilt(made.drawn())
    laid = form_design.begun("own_x", Document.PLEDGE, read)
    laid, _ = form_design.lay_value(laid, 0, (40, 72, 40, 8), "person.name")
    laid, _ = form_design.lay_list(laid, 0, (20, 150, 170, 40), "work")
    found = tried(load_shipped(), form_design.text_of(laid), read.pdf, who, Progress())
    kinds = {issue.kind for issue in found.issues}
    assert (IssueKind.TOO_MANY_ROWS in kinds) is (who is Trial.CROWDED)
    assert IssueKind.GLYPH_MISSING not in kinds
    assert found.not_archival == ()
    assert person(who).person.name


def test_a_value_is_set_as_on_our_own_forms_at_first() -> None:
    laid, ref = form_design.lay_value(form(), 0, (10, 10, 40, 8), "person.name")
    text = form_design.text_at(laid, ref)
    assert text is not None
    assert form_design.style_of(laid, text.style).size == 10.5
    assert form_design.words_of(laid, FIRST).zh == "姓名"
