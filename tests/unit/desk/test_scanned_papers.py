"""Every printed code read by an independent decoder, from a clean page and from a worn one, and taken in again."""

from pathlib import Path

import pytest

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    contacts,
    covers,
    office_papers,
    paper,
    paper_cards,
    paper_receipts,
    proof_sheet,
    proofs,
    receive,
    revocations,
    seal,
    sheets,
    successions,
    support,
)
from desktop_app.desk.revocations import Ended
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.records import Contact, PackageState, Trust
from desktop_app.domain.sheets import SheetState
from tests.support import scanner

Two = tuple[Session, Session]

pytestmark = pytest.mark.slow  # every page is drawn twice, large


def read(pdf: bytes, *, folded: bool = True) -> list[list[str]]:
    """The texts of each page in reading order: the same from a good scan and from a poor one of a worn sheet."""
    clean = scanner.clean(pdf)
    worn = scanner.worn(pdf, clean if folded else ())
    assert [sorted(code.text for code in page) for page in worn] == [sorted(c.text for c in page) for page in clean]
    return [[code.text for code in sorted(page, key=lambda c: (round(c.y / 10), c.x))] for page in clean]


@pytest.fixture
def sealed(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> seal.SealedOutcome:
    unit, _ = introduced
    (tmp_path / "stick").mkdir()
    return seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "stick", Progress())


def test_label_and_slip_open_the_package_they_travel_with(introduced: Two, sealed: seal.SealedOutcome) -> None:
    unit, committee = introduced
    (label,) = read(covers.label_pdf(unit, sealed.record.id, Progress()))
    (slip,) = read(covers.slip_pdf(unit, sealed.record.id, Progress()))
    assert len(label) == 2
    assert {*label, *slip} == {label[0]}
    received = receive.open_(committee, sealed.folder, None, lambda line: None, Progress(), label_qr=label[1])
    assert received.applications


def test_a_receipt_scanned_from_paper_closes_the_loop(introduced: Two, sealed: seal.SealedOutcome) -> None:
    unit, committee = introduced
    received = receive.open_(committee, sealed.folder, None, lambda line: None, Progress())
    (((line,)),) = read(paper_receipts.pdf(committee, received.package.id, Progress()))
    assert paper_receipts.take(unit, line).state is PackageState.RECEIPTED


def test_a_card_is_put_together_from_its_codes(unit: Session, committee: Session) -> None:
    codes, *others = read(office_papers.drawn(committee, Document.CARD_SHEET, Progress()).pdf)
    assert tuple(codes) == paper_cards.own_sheet(committee)[0]
    assert not any(others)
    came = paper_cards.take(unit, "\n".join(reversed(codes)))
    assert isinstance(came, Contact)
    assert came.card == contacts.own_card(committee).card


def test_the_largest_card_is_still_read(introduced: Two) -> None:
    """Keys that follow others carry those and their signature too."""
    unit, committee = introduced
    successions.change_keys(committee)
    codes, *_ = read(office_papers.drawn(committee, Document.CARD_SHEET, Progress()).pdf)
    came = paper_cards.take(unit, "\n".join(codes))
    assert isinstance(came, Contact)
    assert successions.to_follow(unit, came) is not None


def test_a_revocation_scanned_from_the_safe_ends_the_keys(introduced: Two) -> None:
    unit, committee = introduced
    ((line,),) = read(office_papers.drawn(committee, Document.KEY_REVOCATION, Progress()).pdf)
    ended = paper_cards.take(unit, line)
    assert isinstance(ended, Ended)
    assert ended.contact.trust is Trust.REVOKED
    assert line == revocations.paper_line(revocations.spare(committee)).scanned


def test_the_code_of_a_proof_is_the_line_that_the_commands_need(introduced: Two, sealed: seal.SealedOutcome) -> None:
    unit, _ = introduced
    proof = proofs.of_folder(sealed.folder, contacts.own_card(unit).card, Progress())
    pages = read(proof_sheet.pdf(proof, unit, "2026年7月6日", Progress()))
    assert pages[0] == [proof.signers[0].line]


def test_the_support_page_says_the_same_in_its_code(unit: Session) -> None:
    pages = read(support.drawn(unit, Progress()).pdf)
    assert pages[0] == [support.request(unit).extra["support_qr"]]


@pytest.mark.parametrize("document", [Document.REVIEW_FORM, Document.SUBMISSION_FORM])
def test_every_sheet_of_a_copy_leads_back_to_its_version(
    unit: Session, submitted: ApplicationId, document: Document
) -> None:
    rendered = paper.formal(unit, submitted, document, (3,), Progress())
    # The code at the foot is small: a fold right through it leaves two of a hundred unread, and the digits beside it.
    pages = read(rendered.pdf, folded=False)
    assert all(len(page) <= 1 for page in pages)
    answers = [sheets.read(unit, page[0]) for page in pages if page]
    assert len(answers) >= len(pages) - 1  # but for what makes a double-sided copy even
    for answer in answers:
        assert (answer.sheet.state, answer.sheet.application) == (SheetState.CURRENT, submitted)
        assert answer.sheet.document is document
