"""A form written as a file is the form that was read; and what a paper says is the same where it is no drawing."""

import datetime
import io

import pytest
from openpyxl import Workbook

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.copies import Document
from desktop_app.papers import form_text, plain_parts, workbook_cells
from desktop_app.papers.form import form_names, load, office_file
from desktop_app.papers.form_spec import Grid, Prose, Table
from desktop_app.papers.plain_parts import Facts, Listed, Passage
from tests.support import contents
from tests.support.papers import application, request

WORDS = "呼和浩特市第一批"


@pytest.mark.parametrize("name", form_names())
def test_every_form_comes_back_from_its_own_text(name: str) -> None:
    form = load(name).file
    assert office_file(form_text.text(form)) == form


@pytest.mark.parametrize("text", ["id = ", "[" * 3000, 'id = "own"\nshoe = 1\n'])
def test_a_text_that_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(Fault) as caught:
        office_file(text)
    assert caught.value.code in (Code.FORM_UNREADABLE, Code.FORM_INVALID)


@pytest.mark.parametrize("document", Document)
def test_a_plain_paper_has_every_list_and_value_of_its_form(document: Document) -> None:
    form = load(document.value)
    asked = request(document, application(), tables=contents.tables(), **contents.declared(document.value, WORDS, 2))
    found = plain_parts.plain(asked)
    assert found.title
    assert found.wide is form.file.landscape
    if form.file.marked:
        assert found.mark == asked.marking.printed()
    blocks = [block for page in form.pages for block in page.blocks if not block.when]
    assert sum(isinstance(block, Table) for block in blocks) <= sum(isinstance(part, Listed) for part in found.parts)
    assert sum(isinstance(block, Prose) for block in blocks) <= sum(isinstance(part, Passage) for part in found.parts)
    if any(isinstance(block, Grid) and any(cell.bind or cell.text for cell in block.cells) for block in blocks):
        assert any(isinstance(part, Facts) for part in found.parts)
    for part in found.parts:
        if isinstance(part, Listed):
            assert {len(row) for row in part.rows} <= {len(part.heads)}
        if isinstance(part, Facts):
            assert not any("\n" in label or "　" in label for label, _ in part.pairs)


def test_the_booklet_as_plain_parts_says_the_name_and_every_year() -> None:
    found = plain_parts.plain(request(Document.REVIEW_FORM, application()))
    facts = dict(pair for part in found.parts if isinstance(part, Facts) for pair in part.pairs)
    assert facts["现名"] == application().person.name
    rows = [row for part in found.parts if isinstance(part, Listed) for row in part.rows]
    assert sum(application().work[0].unit in row for row in rows) >= 1


# --- a workbook from elsewhere --------------------------------------------------------------------------------------


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(row)
    book.create_sheet("空")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_cells_come_as_texts_without_blank_tails() -> None:
    day = datetime.date(2026, 7, 1)
    given = workbook(
        ("姓名", "日期", "数", None), (" 云曦 ", day, 3.0, 2.5), (True, False, None, None), (None, None), (None,)
    )
    assert workbook_cells.read(given) == [
        {"name": "名单", "rows": [["姓名", "日期", "数"], ["云曦", "2026-07-01", "3", "2.5"], ["是", "否"]]},
        {"name": "空", "rows": []},
    ]


@pytest.mark.parametrize("untrusted", [b"", b"PK\x03\x04", workbook(("x",))[:-30], b"hello" * 100])
def test_what_is_no_workbook_is_refused(untrusted: bytes) -> None:
    with pytest.raises(Fault) as caught:
        workbook_cells.read(untrusted)
    assert caught.value.code is Code.WORKBOOK_UNREADABLE


@pytest.mark.parametrize("limit", ["_ROWS", "_UNPACKED"])
def test_a_workbook_without_end_is_refused(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_cells, limit, 2)
    with pytest.raises(Fault) as caught:
        workbook_cells.read(workbook(("a",), ("b",), ("c",)))
    assert caught.value.code is Code.WORKBOOK_LARGE
