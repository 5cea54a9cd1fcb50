"""Paper against the record, with real vaults and the code read back from the printed page."""

import io

import msgspec
import pypdfium2
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, paper, print_, sheets, submit
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.domain.sheets import Counted, SheetState
from desktop_app.papers import paper_code
from tests.support.ipp_printer import LoopbackPrinter


def code_of(session: Session, application: ApplicationId, document: Document, version: int = -1) -> str:
    made = draft.versions(session, application)[version]
    return paper_code.text(application, made.number, made.digest, document.letters)


def renewed(session: Session, application: ApplicationId) -> None:
    """Withdraw, change the unit's department, submit again."""
    submit.withdraw(session, application, "内容有误")
    content = draft.load(session, application).draft
    unit = msgspec.structs.replace(content.unit, department="青城自然资源局")
    draft.save(session, application, msgspec.structs.replace(content, unit=unit))
    submit.submit(session, application)


def test_the_digits_printed_at_the_foot_lead_back(unit: Session, submitted: ApplicationId) -> None:
    rendered = paper.formal(unit, submitted, Document.SUBMISSION_FORM, (3,), Progress())
    pdf = pypdfium2.PdfDocument(io.BytesIO(rendered.pdf))
    foot = pdf[0].get_textpage().get_text_bounded()
    pdf.close()
    digits = foot.split("校验码 ")[1][:14]
    answer = sheets.read(unit, digits)
    assert (answer.sheet.state, answer.sheet.application) == (SheetState.CURRENT, submitted)
    assert answer.name == draft.load(unit, submitted).draft.person.name


def test_a_scanned_sheet_is_current_and_says_which_document(unit: Session, submitted: ApplicationId) -> None:
    for document in (Document.REVIEW_FORM, Document.SUBMISSION_FORM):
        answer = sheets.read(unit, code_of(unit, submitted, document).lower() + "\r\n")
        assert answer.sheet.state is SheetState.CURRENT
        assert answer.sheet.document is document
        assert (answer.sheet.version, answer.sheet.latest, answer.changed) == (1, 1, ())


def test_an_older_sheet_is_stale_and_names_what_changed(
    unit: Session, submitted: ApplicationId, clock: FixedClock
) -> None:
    before = draft.load(unit, submitted).draft.unit.department
    renewed(unit, submitted)
    answer = sheets.read(unit, code_of(unit, submitted, Document.REVIEW_FORM, 0))
    assert (answer.sheet.state, answer.sheet.version, answer.sheet.latest) == (SheetState.STALE, 1, 2)
    assert [(one.path, one.before, one.after) for one in answer.changed] == [
        ("unit.department", before, "青城自然资源局")
    ]
    assert sheets.read(unit, code_of(unit, submitted, Document.REVIEW_FORM)).sheet.state is SheetState.CURRENT


def test_a_withdrawn_version_is_not_called_current(unit: Session, submitted: ApplicationId) -> None:
    code = code_of(unit, submitted, Document.REVIEW_FORM)
    submit.withdraw(unit, submitted, "内容有误")
    assert sheets.read(unit, code).sheet.state is SheetState.DRAFT


def test_a_sheet_that_was_never_printed_here(unit: Session, submitted: ApplicationId) -> None:
    made = draft.versions(unit, submitted)[0]
    altered = paper_code.text(submitted, 1, "0" * 16 + made.digest[16:], "RF")
    later = paper_code.text(submitted, 7, made.digest, "RF")
    elsewhere = paper_code.text("01K3ZZZZZZZZZZZZZZZZZZZZZZ", 1, made.digest, "RF")
    found = [sheets.read(unit, code).sheet.state for code in (altered, later, elsewhere, "0" * 12)]
    assert found == [SheetState.ALTERED, SheetState.UNKNOWN_VERSION, SheetState.UNKNOWN, SheetState.UNKNOWN]


@pytest.mark.parametrize("typed", ["", "陆怀谷", "3f9a", "FJV1:", "3f9a02bc77eg", "1" * 65])
def test_what_is_no_code_is_said(unit: Session, submitted: ApplicationId, typed: str) -> None:
    with pytest.raises(Fault) as caught:
        sheets.read(unit, typed)
    assert caught.value.code is Code.SHEET_CODE


def test_a_stack_is_counted_against_the_register(unit: Session, submitted: ApplicationId) -> None:
    with LoopbackPrinter() as printer:
        print_.print_missing(unit, submitted, Document.SUBMISSION_FORM, printer.uri, Progress())
    register = print_.register(unit, submitted)
    print_.spoil(unit, [register[4].id], "盖错了章")
    found = {
        one.number: one.counted for one in sheets.count(unit, submitted, Document.SUBMISSION_FORM, "1-5、7-15 7 20")
    }
    wrong = {number: counted for number, counted in found.items() if counted is not Counted.RIGHT}
    assert wrong == {5: Counted.SPOILED, 6: Counted.LOST, 7: Counted.DOUBLED, 20: Counted.UNKNOWN}
    assert {copy.fate for copy in print_.register(unit, submitted)} == {CopyFate.IN_HAND, CopyFate.SPOILED}
    entries = [one for one in unit.vault.audit.entries() if one.act is Act.COPIES_COUNTED]
    assert entries[-1].objects["wrong"] == "4"


def test_reading_is_in_the_log_without_a_name(unit: Session, submitted: ApplicationId) -> None:
    sheets.read(unit, code_of(unit, submitted, Document.REVIEW_FORM))
    entry = [one for one in unit.vault.audit.entries() if one.act is Act.SHEET_CHECKED][-1]
    assert entry.objects == {"application": submitted, "state": "current", "version": "1"}
