"""A receipt as a sheet of paper: what stands on it, and what a scanner or a hand brings back from it."""

import io
import re
from pathlib import Path

import pypdfium2
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, draft, paper_receipts, receive, revocations, seal
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.records import PackageState
from desktop_app.domain.status import Status
from desktop_app.sealing import paper_receipt, receipts
from desktop_app.sealing.receipts import Outcome

Two = tuple[Session, Session]


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _rows(sheet: str) -> str:
    """What a person copies from the sheet: its rows in the order of their numbers."""
    row = r"(\d+) ((?:[0-9A-Z]{5} ){4}[0-9A-Z]{2}|(?:[0-9A-Z]{5} )*[0-9A-Z]{1,4} [0-9A-Z]{2})\b"
    found = re.findall(row, sheet.split("录入用字符")[-1])
    rows = {int(number): row for number, row in found}
    assert sorted(rows) == list(range(1, 12)), sheet
    return "\n".join(rows[number] for number in sorted(rows))


def _refusal(act: object) -> Fault:
    with pytest.raises(Fault) as caught:
        act()  # type: ignore[operator]
    return caught.value


@pytest.fixture
def crossed(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> tuple[seal.SealedOutcome, receive.Received]:
    """A package that was taken in at the other desk."""
    unit, committee = introduced
    (tmp_path / "s").mkdir()
    outcome = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "s", Progress())
    return outcome, receive.open_(committee, outcome.folder, None, lambda line: None, Progress())


def test_the_sheet_closes_the_loop_scanned_or_typed_and_names_nobody(
    introduced: Two, submitted: ApplicationId, crossed: tuple[seal.SealedOutcome, receive.Received], tmp_path: Path
) -> None:
    unit, committee = introduced
    outcome, received = crossed
    path = tmp_path / "receipt.pdf"
    paper_receipts.save(committee, received.package.id, path, Progress())
    assert committee.vault.packages.get(received.package.id).state is PackageState.RECEIPTED
    sheet = _text(path.read_bytes())
    assert outcome.seal_code in sheet
    assert "全部接收" in sheet
    assert "1／1" in sheet
    assert "沈砚舟" not in sheet
    typed = _rows(sheet)
    wrong = typed.splitlines()
    wrong[3] = wrong[3].replace(wrong[3][0], "Z" if wrong[3][0] != "Z" else "Y", 1)
    slip = _refusal(lambda: paper_receipts.take(unit, "\n".join(wrong)))
    assert (slip.code, slip.fields["row"]) == (Code.RECEIPT_ROW, 4)
    swapped = typed.splitlines()
    swapped[1], swapped[2] = swapped[2], swapped[1]
    assert _refusal(lambda: paper_receipts.take(unit, "\n".join(swapped))).fields["row"] == 2
    assert unit.vault.packages.get(outcome.record.id).state is PackageState.VERIFIED
    assert paper_receipts.take(unit, typed.lower()).state is PackageState.RECEIPTED
    assert draft.load(unit, submitted).status is Status.DELIVERED
    line = paper_receipt.line_of(typed)
    assert paper_receipts.take(unit, f" {line}\n").state is PackageState.RECEIPTED  # the scanner says the same
    last = [one for one in unit.vault.audit.entries() if one.act is Act.RECEIPT_MATCHED]
    assert last[-1].objects["package"] == outcome.record.id


def test_another_signer_another_package_and_a_card_never_compared_record_nothing(
    introduced: Two, crossed: tuple[seal.SealedOutcome, receive.Received]
) -> None:
    unit, committee = introduced
    outcome, received = crossed
    made, _ = receive.answer(committee, received.package.id)
    ours = paper_receipt.qr_text(made, contacts.keys(unit))  # signed by the sender itself
    assert _refusal(lambda: paper_receipts.take(unit, ours)).code is Code.RECEIPT_INVALID
    line = paper_receipt.qr_text(made, contacts.keys(committee))
    assert _refusal(lambda: paper_receipts.take(committee, line)).code is Code.RECEIPT_UNKNOWN
    assert _refusal(lambda: paper_receipts.take(unit, line[:-2])).code is Code.RECEIPT_INVALID
    assert _refusal(lambda: paper_receipts.take(unit, "FJR1:")).code is Code.RECEIPT_INVALID
    assert _refusal(lambda: paper_receipts.take(unit, "")).fields["row"] == 1
    left_out = "\n".join(paper_receipt.typed_rows(line)[:-1])
    assert _refusal(lambda: paper_receipts.take(unit, left_out)).fields["row"] == 11
    revocations.say(unit, contacts.all_(unit)[0].id, "密钥遗失")
    assert _refusal(lambda: paper_receipts.take(unit, line)).code is Code.RECEIPT_INVALID
    assert unit.vault.packages.get(outcome.record.id).state is PackageState.VERIFIED


def test_a_sheet_that_refuses_delivers_nothing(
    introduced: Two, submitted: ApplicationId, crossed: tuple[seal.SealedOutcome, receive.Received]
) -> None:
    unit, committee = introduced
    outcome, _ = crossed
    head = receive.found(outcome.folder)[0].head
    assert head is not None
    now = committee.clock.now()
    items = [receipts.ReceiptItem(id=submitted, result=Outcome.REJECTED, code="sealing.file_digest")]
    refusing = receipts.make(
        head, Outcome.REJECTED, receiver=contacts.own_card(committee).card, received_at=now, items=items
    )
    line = paper_receipt.qr_text(refusing, contacts.keys(committee))
    assert paper_receipts.take(unit, line).state is PackageState.REFUSED
    assert draft.load(unit, submitted).status is Status.SEALED
