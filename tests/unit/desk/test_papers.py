"""Papers at the desk: proofs of drafts, formal pages of versions, and nothing formal that does not fit or print."""

import io
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import covers, draft, paper, print_, seal, submit
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import OF_ONE_FILING, Document
from desktop_app.domain.kinds import NoticeMode
from desktop_app.papers.form import load
from tests.support.ipp_printer import LoopbackPrinter


def _submit_with(session: Session, application: ApplicationId, part: str, **values: object) -> None:
    content = draft.load(session, application).draft
    changed = msgspec.structs.replace(getattr(content, part), **values)
    draft.save(session, application, _replaced(content, part, changed))
    submit.submit(session, application)


def _replaced(content: Application, part: str, value: object) -> Application:
    return msgspec.structs.replace(content, **{part: value})


@pytest.mark.parametrize(
    ("part", "values", "says"),
    [
        ("person", {"former_name": "王\U00031350"}, "U+31350"),
        ("person", {"former_name": "王\ue000"}, "U+E000"),
        ("post", {"title_certificate": "证" * 60, "title_granted_by": "关" * 60}, "排不下"),
    ],
)
def test_nothing_formal_with_a_missing_character_or_text_that_does_not_fit(
    unit: Session, drafted: ApplicationId, tmp_path: Path, part: str, values: dict[str, object], says: str
) -> None:
    _submit_with(unit, drafted, part, **values)
    out = tmp_path / "x.pdf"
    with pytest.raises(Fault) as caught:
        print_.print_to_file(unit, drafted, Document.REVIEW_FORM, out, Progress())
    assert caught.value.code is Code.LAYOUT_ISSUES
    assert says in sentence(caught.value)
    assert not out.exists()
    assert print_.register(unit, drafted) == []
    assert unit.vault.audit.head().act is Act.APPLICATION_SUBMITTED  # type: ignore[union-attr]
    assert paper.preview(unit, drafted, Document.REVIEW_FORM, Progress()).rendered.issues  # still to be looked at


@pytest.mark.parametrize("document", OF_ONE_FILING)
def test_a_paper_of_a_filing_is_given_the_lists_that_its_form_declares(
    unit: Session, drafted: ApplicationId, document: Document
) -> None:
    asked = paper.request(unit, drafted, document)
    assert asked.rows.keys() == load(document.value).file.lists.keys()


def test_draft_gives_a_proof_and_a_version_the_formal_page(unit: Session, drafted: ApplicationId) -> None:
    proof = paper.preview(unit, drafted, Document.SUBMISSION_FORM, Progress())
    submit.submit(unit, drafted)
    formal = paper.preview(unit, drafted, Document.SUBMISSION_FORM, Progress())
    assert (proof.formal, formal.formal) == (False, True)
    assert (proof.pages, formal.pages) == (1, 1)
    texts = [_text(p.rendered.pdf) for p in (proof, formal)]
    assert "校对样张" in texts[0]
    assert "校对样张" not in texts[1]
    assert "000001" in texts[1]
    pixels = paper.page(formal, 0, 72)
    assert (pixels.width, pixels.height) == (842, 1191)


def _text(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_annex_one_counts_what_is_there(unit: Session, submitted: ApplicationId) -> None:
    lines = {line.paper.kind.value: line for line in paper.lines(unit, submitted)}
    assert lines["review_form"].paper.copies == 2
    assert lines["submission_form"].paper.copies == 15
    assert lines["yearly_assessment"].paper.present == 3
    assert lines["submission_form"].balance is not None
    assert lines["submission_form"].balance.missing == 15
    assert lines["work_summary"].balance is None


def test_plain_pdf_is_in_the_log(unit: Session, submitted: ApplicationId, tmp_path: Path) -> None:
    paper.save_pdf(unit, submitted, Document.LIST_OF_MATERIALS, tmp_path / "list.pdf", Progress())
    entry = unit.vault.audit.head()
    assert entry is not None
    assert entry.act is Act.PLAIN_TEXT_WRITTEN
    text = _text((tmp_path / "list.pdf").read_bytes())
    assert "继续教育审验卡" in text
    assert "复印件" in text
    assert "original" not in text


def test_label_names_nobody_and_slip_names_the_offices(
    introduced: tuple[Session, Session], submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    outcome = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path, Progress())
    label = _text(covers.label_pdf(unit, outcome.record.id, Progress()))
    slip = _text(covers.slip_pdf(unit, outcome.record.id, Progress()))
    name = draft.load(unit, submitted).draft.person.name
    for group in outcome.seal_code.split():
        assert group in label
        assert group in slip
    assert unit.office.code in label
    assert name not in label
    assert unit.office.name not in label
    assert committee.office.name in slip
    assert "内含申报 1 份" in slip
    assert "共 1 页" in slip  # signatures and rule stand on the sheet that is signed
    assert name not in slip


@pytest.mark.parametrize("document", [one for one in Document if one.of_a_draft])
def test_a_units_paper_is_printed_from_the_draft_and_is_no_proof(
    unit: Session, drafted: ApplicationId, document: Document
) -> None:
    with LoopbackPrinter() as printer:
        outcome = print_.print_missing(unit, drafted, document, printer.uri, Progress())
        assert outcome.copies == ()
        pdf = pypdfium2.PdfDocument(io.BytesIO(printer.jobs[0].pdf))
        found = pdf[0].get_textpage().get_text_bounded()
        pdf.close()
    assert "校对样张" not in found
    assert "沈砚舟" in found


def test_the_notices_workdays_are_counted_from_the_calendar(unit: Session, drafted: ApplicationId) -> None:
    assert paper.request(unit, drafted, Document.PUBLIC_NOTICE_REPORT).extra == {"workdays": "，共5个工作日"}


def test_no_notice_is_printed_for_what_is_not_made_public(unit: Session, drafted: ApplicationId) -> None:
    content = draft.load(unit, drafted).draft
    notice = msgspec.structs.replace(content.public_notice, mode=NoticeMode.WITHHELD)
    draft.save(unit, drafted, msgspec.structs.replace(content, public_notice=notice))
    with pytest.raises(Fault) as caught:
        paper.formal(unit, drafted, Document.PUBLIC_NOTICE, (1,), Progress())
    assert caught.value.code is Code.NOTICE_WITHHELD
    assert paper.formal(unit, drafted, Document.PUBLIC_NOTICE_REPORT, (1,), Progress()).issues == ()
