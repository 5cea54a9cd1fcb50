"""The office's own papers, from real vaults, read back from the page."""

import io
from pathlib import Path

import pypdfium2
import pytest

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, office_papers, print_
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.papers.render import Rendered
from tests.support.destroying import destroyed
from tests.support.ipp_printer import LoopbackPrinter


def text(rendered: Rendered) -> str:
    pdf = pypdfium2.PdfDocument(io.BytesIO(rendered.pdf))
    found = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return "".join(found.split())


@pytest.fixture
def printed(unit: Session, submitted: ApplicationId) -> ApplicationId:
    with LoopbackPrinter() as printer:
        for document in (Document.REVIEW_FORM, Document.SUBMISSION_FORM):
            print_.print_missing(unit, submitted, document, printer.uri, Progress())
    return submitted


def test_the_register_lists_every_copy_and_its_balance_comes_out(unit: Session, printed: ApplicationId) -> None:
    copies = print_.register(unit, printed)
    print_.spoil(unit, [copies[0].id], "装订错页")
    print_.destroy(unit, [copies[0].id], destroyed("甲", "乙", "装订错页"))
    rendered = office_papers.drawn(unit, Document.COPIES_REGISTER, Progress())
    found = text(rendered)
    assert rendered.pages_per_copy >= 2  # seventeen lines are more than one landscape page
    for words in ("000015", "沈砚舟", "装订错页", "甲、乙", "已销毁", "本库全部", "机密★5年"):
        assert words in found
    assert found.count("相符") == 3  # its heading, and both documents
    assert "不符" not in found


def test_the_register_of_one_person_names_nobody_else(unit: Session, printed: ApplicationId) -> None:
    found = text(office_papers.drawn(unit, Document.COPIES_REGISTER, Progress(), printed))
    assert "范围沈砚舟" in found
    assert "本库全部" not in found


def test_an_empty_register_says_so(unit: Session) -> None:
    assert "无" in text(office_papers.drawn(unit, Document.COPIES_REGISTER, Progress()))


def test_the_card_bears_the_fingerprint_that_the_other_desk_types(unit: Session) -> None:
    own = contacts.ensure_identity(unit)
    found = text(office_papers.drawn(unit, Document.CONTACT_CARD, Progress()))
    assert own.fingerprint.replace(" ", "") in found
    assert own.key_id in found


def test_the_directory_has_the_offices_of_the_annex_and_the_desks(introduced: tuple[Session, Session]) -> None:
    unit, committee = introduced
    found = text(office_papers.drawn(unit, Document.DIRECTORY, Progress()))
    for words in ("0471-6218653", "武川县人力资源和社会保障局", "0471-7388036", committee.office.code, "甲、乙"):
        assert words in found


@pytest.mark.slow
@pytest.mark.parametrize("document", office_papers.PAPERS)
def test_each_is_written_only_on_request_and_in_the_log(unit: Session, tmp_path: Path, document: Document) -> None:
    path = tmp_path / "paper.pdf"
    office_papers.save(unit, document, path, Progress())
    assert path.read_bytes().startswith(b"%PDF-1.4")
    entry = [one for one in unit.vault.audit.entries() if one.act is Act.PLAIN_TEXT_WRITTEN][-1]
    assert entry.objects == {"document": document.value}
