"""An office's own form from its blank to numbered sheets: kept, chosen, printed, shared, taken out again."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import blanks, office_forms, paper, print_
from desktop_app.desk.blanks import Blank
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import KeptForm
from desktop_app.domain.vault_report import ProblemKind
from desktop_app.papers import form_text
from desktop_app.papers.form import load, office_file
from tests.support import blanks as made
from tests.support.ipp_printer import LoopbackPrinter

pytestmark = pytest.mark.slow

FIELD = 'texts = [{ box = [35, 72, 60, 8], text = "{person.name}", style = "value", name = "姓名" }]\n'
A3 = (297 * made.MM, 420 * made.MM)


def text_for(
    document: Document, *, title: str = "评审表（自治区样）", form: str = "own_test1", field: str = FIELD
) -> str:
    paper_ = "A3" if document is Document.SUBMISSION_FORM else "A4"
    return (
        f'id = "{form}"\ntitle = "{title}"\npaper = "{paper_}"\nblank = "blank.pdf"\ndocument = "{document.value}"\n'
        f"{made.ONE_PAGE}{field}"
    )


@pytest.fixture(scope="module")
def a4() -> Blank:
    return blanks.rebuilt(made.drawn())


@pytest.fixture(scope="module")
def a3() -> Blank:
    return blanks.rebuilt(made.drawn(A3))


def saved(session: Session, document: Document, blank: Blank, **changes: str) -> KeptForm:
    kept = office_forms.save(session, text_for(document, **changes), blank)
    office_forms.use(session, document, kept.id)
    return kept


def words_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_formal_print_on_the_office_s_own_form(unit: Session, submitted: ApplicationId, a3: Blank) -> None:
    kept = saved(unit, Document.SUBMISSION_FORM, a3)
    with LoopbackPrinter() as printer:
        outcome = print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        assert {copy.fate for copy in outcome.copies} == {CopyFate.IN_HAND}
        pages = words_of(printer.jobs[0].pdf)
    assert len(pages) == 15
    for number, words in enumerate(pages, start=1):
        assert f"{number:06d}" in words
        assert "沈砚舟" in words
        assert f"一式15份　第{number}份" in words
        assert "评审表（自治区样）" in words
    entry = next(e for e in unit.vault.audit.entries(20) if e.act is Act.PRINTED)
    assert (entry.objects["form"], entry.objects["form_digest"]) == (kept.id, kept.digest)


def test_the_form_in_force_is_used_at_once_and_the_shipped_one_stays_to_be_chosen(
    unit: Session, submitted: ApplicationId, a4: Blank
) -> None:
    before = paper.preview(unit, submitted, Document.REVIEW_FORM, Progress())
    assert not before.rendered.over_blank
    kept = saved(unit, Document.REVIEW_FORM, a4)
    now = paper.preview(unit, submitted, Document.REVIEW_FORM, Progress())
    assert (now.rendered.over_blank, now.pages) == (True, 2)
    first = paper.page(now, 0, 50)
    assert (first.width, first.height) == (414, 585)
    rows = [row for row in office_forms.all_(unit) if row.document is Document.REVIEW_FORM]
    assert [(row.kept and row.kept.id, row.in_force, row.chosen_by) for row in rows] == [
        (None, False, ""),
        (kept.id, True, unit.user),
    ]
    office_forms.use(unit, Document.REVIEW_FORM, "")
    again = paper.preview(unit, submitted, Document.REVIEW_FORM, Progress())
    assert again.rendered.pdf == before.rendered.pdf
    assert office_forms.chosen(unit, Document.REVIEW_FORM) is None
    assert [e.act for e in unit.vault.audit.entries(3)] == [Act.FORM_CHOSEN, Act.FORM_CHOSEN, Act.FORM_SAVED]
    assert unit.vault.check(Progress()).sound


def test_the_sheet_can_lie_across_where_an_office_is_told_so(unit: Session, submitted: ApplicationId) -> None:
    office_forms.use(unit, Document.SUBMISSION_FORM, "submission_form_landscape")
    rows = [row for row in office_forms.all_(unit) if row.document is Document.SUBMISSION_FORM]
    assert [(row.variant, row.landscape, row.in_force) for row in rows] == [
        ("", False, False),
        ("submission_form_landscape", True, True),
    ]
    with LoopbackPrinter() as printer:
        outcome = print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
        assert outcome.proved
        (job,) = printer.jobs
        with pikepdf.open(io.BytesIO(job.pdf)) as pdf:
            assert {tuple(round(float(edge)) for edge in page.mediabox) for page in pdf.pages} == {(0, 0, 1191, 842)}
    entry = next(e for e in unit.vault.audit.entries(20) if e.act is Act.PRINTED)
    assert entry.objects["form"] == "submission_form_landscape"
    office_forms.use(unit, Document.SUBMISSION_FORM, "")
    upright = paper.preview(unit, submitted, Document.SUBMISSION_FORM, Progress()).rendered
    assert (upright.width_mm, upright.height_mm, upright.landscape) == (297, 420, False)
    assert unit.vault.check(Progress()).sound


def test_the_shipped_variant_of_another_paper_cannot_be_chosen(unit: Session) -> None:
    with pytest.raises(Fault) as caught:
        office_forms.use(unit, Document.PLEDGE, "submission_form_landscape")
    assert caught.value.code is Code.RECORD_NOT_FOUND


def test_saving_a_form_anew_changes_what_prints_next(unit: Session, submitted: ApplicationId, a4: Blank) -> None:
    saved(unit, Document.PLEDGE, a4)
    moved = FIELD.replace("{person.name}", "{unit.name}")
    office_forms.save(unit, text_for(Document.PLEDGE, field=moved), a4)
    (words,) = words_of(paper.preview(unit, submitted, Document.PLEDGE, Progress()).rendered.pdf)
    assert "沈砚舟" not in words
    assert len([row for row in office_forms.all_(unit) if row.kept]) == 1


def test_a_removed_form_gives_place_to_the_shipped_one(unit: Session, submitted: ApplicationId, a4: Blank) -> None:
    kept = saved(unit, Document.PLEDGE, a4)
    office_forms.remove(unit, kept.id)
    assert not paper.preview(unit, submitted, Document.PLEDGE, Progress()).rendered.over_blank
    assert all(row.kept is None and row.in_force is not bool(row.variant) for row in office_forms.all_(unit))
    with pytest.raises(Fault) as caught:
        office_forms.use(unit, Document.PLEDGE, kept.id)
    assert caught.value.code is Code.RECORD_NOT_FOUND
    assert unit.vault.check(Progress()).sound


def test_what_does_not_fit_blocks_a_formal_print(unit: Session, submitted: ApplicationId, a3: Blank) -> None:
    narrow = FIELD.replace("[35, 72, 60, 8]", "[35, 72, 3, 3]")
    saved(unit, Document.SUBMISSION_FORM, a3, field=narrow)
    with LoopbackPrinter() as printer, pytest.raises(Fault) as caught:
        print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
    assert caught.value.code is Code.LAYOUT_ISSUES
    assert "姓名" in caught.value.fields["first"].zh
    assert print_.register(unit, submitted) == []


def test_a_form_travels_to_another_office(
    unit: Session, open_desk: Callable[..., Session], a4: Blank, tmp_path: Path
) -> None:
    kept = saved(unit, Document.PLEDGE, a4)
    file = tmp_path / "form.fjform"
    office_forms.export(unit, kept.id, file)
    assert sorted(zipfile.ZipFile(file).namelist()) == ["blank.pdf", "form.toml"]
    other = open_desk(Desk.CITY_HR, "CITY01")
    there = office_forms.take_in(other, office_forms.read(file, Progress()))
    assert (there.id, there.title, there.document) == (kept.id, kept.title, kept.document)
    assert office_forms.chosen(other, Document.PLEDGE) is None  # the office decides
    assert office_forms.take_in(other, office_forms.read(file, Progress())).id == kept.id
    office_forms.save(other, text_for(Document.PLEDGE, title="改过的"), a4)
    second = office_forms.take_in(other, office_forms.read(file, Progress()))
    assert second.id != kept.id
    assert {row.kept.title for row in office_forms.all_(other) if row.kept} == {"改过的", kept.title}


def packed(text: str | bytes, blank: bytes, **names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(names.get("form", "form.toml"), text)
        file.writestr(names.get("blank", "blank.pdf"), blank)
    return out.getvalue()


SOUND = text_for(Document.PLEDGE)
WRONG = {
    "no archive": (b"hello", Code.FORM_FILE),
    "another name": (packed(SOUND, made.drawn(), form="../form.toml"), Code.FORM_FILE),
    "no text": (packed(b"\xff\xfe", made.drawn()), Code.FORM_FILE),
    "a bomb": (packed(b" " * (64 << 20), made.drawn()), Code.FORM_FILE),
    "no form": (packed("x = ", made.drawn()), Code.FORM_UNREADABLE),
    "nested": (packed("x = " + "[" * 20_000, made.drawn()), Code.FORM_UNREADABLE),
    "no blank": (packed(SOUND, b"%PDF-1.4"), Code.BLANK_UNREADABLE),
    "two pages under one": (packed(SOUND, made.drawn(pages=2)), Code.BLANK_PAGES),
    "wide under upright": (packed(SOUND, made.drawn((made.A4[1], made.A4[0]))), Code.BLANK_PAPER),
    "another paper": (packed(text_for(Document.SUBMISSION_FORM), made.drawn()), Code.BLANK_PAPER),
    "no paper of ours": (packed(SOUND.replace('"pledge"', '"dream"'), made.drawn()), Code.FORM_INVALID),
    "not of one application": (packed(SOUND.replace('"pledge"', '"seal_label"'), made.drawn()), Code.FORM_INVALID),
    "a deceiving title": (packed(text_for(Document.PLEDGE, title="a\u202eb"), made.drawn()), Code.FORM_NAME),
    "an unknown value": (packed(SOUND.replace("person.name", "person.shoe"), made.drawn()), Code.FORM_INVALID),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_form_is_refused(tmp_path: Path, name: str) -> None:
    data, code = WRONG[name]
    file = tmp_path / "x.fjform"
    file.write_bytes(data)
    with pytest.raises(Fault) as caught:
        office_forms.read(file, Progress())
    assert caught.value.code is code
    assert not any("\u202e" in str(value) for value in caught.value.fields.values())


def test_a_written_form_reads_the_same() -> None:
    for name in ("review_form", "submission_form", "pledge"):
        file = load(name).file
        assert office_file(form_text.text(file)) == file
    odd = office_file(SOUND.replace("评审表（自治区样）", 'a\\"b\\\\c\\n\\u007f'))
    assert office_file(form_text.text(odd)) == odd


def test_no_applicant_s_word_is_in_the_log(unit: Session, submitted: ApplicationId, a4: Blank) -> None:
    saved(unit, Document.PLEDGE, a4)
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, submitted, Document.PLEDGE, printer.uri, Progress())
    assert not any("沈砚舟" in str(entry.objects) for entry in unit.vault.audit.entries(50))


def test_a_form_that_was_altered_behind_the_program_s_back_is_found(unit: Session, a4: Blank) -> None:
    kept = saved(unit, Document.PLEDGE, a4)
    assert unit.vault.check(Progress()).sound
    unit.vault._database.run("UPDATE office_forms SET form = replace(form, 'person.name', 'unit.name')")
    problems = unit.vault.check(Progress()).problems
    assert [(problem.kind, problem.where) for problem in problems] == [(ProblemKind.FORM, kept.id)]


def test_a_form_that_this_program_cannot_lay_any_more_is_said_and_never_replaced_silently(
    unit: Session, submitted: ApplicationId, a4: Blank
) -> None:
    saved(unit, Document.PLEDGE, a4)
    unit.vault._database.run("UPDATE office_forms SET form = replace(form, 'person.name', 'person.shoe')")
    with pytest.raises(Fault) as caught:
        paper.preview(unit, submitted, Document.PLEDGE, Progress())
    assert caught.value.code is Code.FORM_INVALID
    assert "person.shoe" in caught.value.fields["detail"]
    office_forms.use(unit, Document.PLEDGE, "")
    assert not paper.preview(unit, submitted, Document.PLEDGE, Progress()).rendered.over_blank
