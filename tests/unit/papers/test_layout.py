"""From values to pages: nothing lost, cut, overprinted or off the paper; what does not fit is said."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from msgspec import structs

from desktop_app.core.text import unsafe_characters
from desktop_app.domain.application import Application, Opinion, Opinions
from desktop_app.domain.copies import Document
from desktop_app.papers import fonts
from desktop_app.papers.bindings import bind
from desktop_app.papers.form import load
from desktop_app.papers.issues import Issue, IssueKind
from desktop_app.papers.items import Box, Page, Rule, Run
from desktop_app.papers.layout import Layout, lay_out
from desktop_app.papers.typeset import MM
from tests.support.papers import LONG_NAME, RARE_NAME, TABLES, application, crowded

SUBJECTS = {"usual": application(), "crowded": crowded(), "empty": Application(), "rare": application(RARE_NAME)}


def laid(document: Document, subject: Application, **extra: str) -> Layout:
    return lay_out(load(document.value), bind(subject, TABLES, extra), has_photo=True)


def runs(pages: Sequence[Page]) -> list[Run]:
    return [item for page in pages for item in page.items if isinstance(item, Run)]


def printed(pages: Sequence[Page], field: str) -> str:
    """All that is printed of one field, line after line, without the marks of continuation."""
    return "".join(run.text for run in runs(pages) if run.field == field)


@pytest.mark.slow
@pytest.mark.parametrize("document", Document)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_glyph_leaves_the_paper(document: Document, subject: str) -> None:
    made = laid(document, SUBJECTS[subject])
    for run in runs(made.pages):
        width = fonts.width(run.text, run.face) * run.size / MM + run.spacing * (len(run.text) - 1) / MM
        assert run.x >= 5, run
        assert run.x + width <= made.width - 5, run
        assert run.y - run.size / MM >= 5, run
        assert run.y <= made.height - 5, run


@pytest.mark.slow
@pytest.mark.parametrize("document", Document)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_text_is_printed_over_a_rule(document: Document, subject: str) -> None:
    for number, page in enumerate(laid(document, SUBJECTS[subject]).pages):
        rules = [item for item in page.items if isinstance(item, Rule)]
        for box in (item for item in page.items if isinstance(item, Box)):
            right, low = box.x + box.width, box.y + box.height
            rules += [Rule(box.x, y, right, y, box.weight) for y in (box.y, low)]
            rules += [Rule(x, box.y, x, low, box.weight) for x in (box.x, right)]
        for run in (item for item in page.items if isinstance(item, Run) and item.text.strip()):
            text = run.text.rstrip()
            left, right = run.x, run.x + fonts.width(text.rstrip("，。、；：）》"), run.face) * run.size / MM
            top, low = run.y - 0.8 * run.size / MM, run.y + 0.08 * run.size / MM
            for rule in rules:
                crosses = rule.x1 < right and rule.x2 > left and rule.y1 < low and rule.y2 > top
                assert not crosses, (number + 1, run, rule)


def test_only_the_crowded_subject_has_issues() -> None:
    for document in Document:
        for name in ("usual", "empty", "rare"):
            assert laid(document, SUBJECTS[name]).issues == (), (document, name)


def test_the_sheet_stays_one_page_and_says_what_does_not_fit() -> None:
    made = laid(Document.SUBMISSION_FORM, crowded())
    assert len(made.pages) == 1
    fields = {issue.field for issue in made.issues}
    assert {"sheet.results", "opinions.unit"} <= fields
    for issue in made.issues:
        assert issue.kind is IssueKind.OVERFLOW
        assert issue.room > 0
        assert issue.excess > 0
        assert issue.label
        assert str(issue.excess) in issue.words().zh
        assert str(issue.excess) in issue.words().en


@pytest.mark.slow
def test_the_sheet_takes_a_text_up_to_its_room_and_not_one_character_more() -> None:
    def issues(characters: int) -> tuple[Issue, ...]:
        subject = structs.replace(application(), opinions=Opinions(unit=Opinion(text="草" * characters)))
        return laid(Document.SUBMISSION_FORM, subject).issues

    most = max(count for count in range(50, 400) if not issues(count))
    assert most >= 100
    assert issues(most) == ()
    (issue,) = issues(most + 1)
    assert (issue.field, issue.excess) == ("opinions.unit", 1)
    assert issue.label == "单位呈报意见"


def test_the_booklet_takes_everything_by_continuing() -> None:
    usual, made = laid(Document.REVIEW_FORM, application()), laid(Document.REVIEW_FORM, crowded())
    assert made.issues == ()
    assert len(made.pages) > len(usual.pages) + 8


@pytest.mark.parametrize(
    "field", ["work_summary", "opinions.unit", "opinions.department", "review.peer", "review.approval"]
)
def test_text_that_runs_on_is_all_there_in_order(field: str) -> None:
    values = bind(crowded(), TABLES)
    made = lay_out(load("review_form"), values)
    assert printed(made.pages, field).replace(" ", "") == values.single[field].replace(" ", "")


def test_continuation_pages_say_so_and_cells_point_to_them() -> None:
    texts = [run.text for run in runs(laid(Document.REVIEW_FORM, crowded()).pages)]
    for heading in ("工　作　经　历（续）", "专业技术工作业绩总结（续）", "单　位　推　荐　意　见（续）"):
        assert heading in texts
    assert "基层单位意见（续）：" in texts
    assert texts.count("（下接续页）") >= 5


def test_tables_repeat_their_head_and_lose_no_row() -> None:
    subject = application()
    work = tuple(structs.replace(subject.work[0], unit=f"第{n}单位") for n in range(60))
    pages = laid(Document.REVIEW_FORM, structs.replace(subject, work=work)).pages
    texts = [run.text for run in runs(pages)]
    assert [t for t in texts if t.startswith("第") and t.endswith("单位")] == [f"第{n}单位" for n in range(60)]
    assert texts.count("证明人") >= 60 // 16 + 1


def test_empty_optional_cells_print_none_and_required_ones_stay_blank() -> None:
    pages = laid(Document.REVIEW_FORM, Application()).pages
    shown = {run.field: run.text for run in runs(pages) if run.field}
    assert shown["person.former_name"] == "无"
    assert shown["patents.name"] == "无"
    assert "person.name" not in shown
    assert "person.birth" not in shown


def test_the_summary_page_is_there_only_with_a_summary() -> None:
    without = structs.replace(application(), work_summary="")
    counts = [len(laid(Document.REVIEW_FORM, subject).pages) for subject in (application(), without)]
    assert counts[0] == counts[1] + 1


@pytest.mark.parametrize("name", [LONG_NAME, RARE_NAME, "甲"])
def test_names_are_printed_whole(name: str) -> None:
    for document in (Document.REVIEW_FORM, Document.SUBMISSION_FORM, Document.LIST_OF_MATERIALS):
        made = laid(document, application(name))
        assert made.issues == ()
        found = printed(made.pages, "person.name")
        assert found == name * (found.count(name) or 1)


def test_characters_that_cannot_be_printed_are_named_with_their_field() -> None:
    subject = application(f"萨仁\U0002ebf0{chr(0xE863)}")
    for document in (Document.REVIEW_FORM, Document.SUBMISSION_FORM):
        found = {issue.kind: issue for issue in laid(document, subject).issues}
        assert set(found) == {IssueKind.GLYPH_MISSING, IssueKind.PRIVATE_USE}
        for kind, code_point in ((IssueKind.GLYPH_MISSING, "U+2EBF0"), (IssueKind.PRIVATE_USE, "U+E863")):
            assert (found[kind].field, found[kind].code_point) == ("person.name", code_point)
            assert found[kind].label in ("姓名", "现名")
            assert code_point in found[kind].words().zh


def test_every_label_fits_its_cell_and_is_safe_text() -> None:
    for document in Document:
        made = laid(document, Application())
        assert made.issues == ()
        for run in runs(made.pages):
            assert unsafe_characters(run.text) == []
            assert run.size >= 7


def test_more_pages_than_a_form_may_have_are_an_issue() -> None:
    form = load("review_form")
    short = replace(form, file=structs.replace(form.file, pages_most=3))
    made = lay_out(short, bind(application(), TABLES))
    (issue,) = made.issues
    assert issue.kind is IssueKind.TOO_MANY_PAGES
    assert (issue.room, issue.excess) == (3, len(made.pages) - 3)
    assert str(issue.excess) in issue.words().zh


def test_values_are_never_taken_for_templates() -> None:
    subject = application("{unit.name}")
    assert printed(laid(Document.SUBMISSION_FORM, subject).pages, "person.name") == "{unit.name}"


@pytest.mark.slow
def test_laying_out_ends_whatever_the_text() -> None:
    took = []
    for count in (1, 500, 4000):  # fonts are read for the first
        began = time.process_time()
        for letter in "A，（\n …":
            text = letter * (count - (letter == "\n"))
            laid(
                Document.REVIEW_FORM,
                structs.replace(application(), work_summary=text, opinions=Opinions(unit=Opinion(text=text))),
            )
        took.append(time.process_time() - began)
    assert took[2] < 32 * took[1], "eight times as much; each letter looked at for each would take 64 times as long"
