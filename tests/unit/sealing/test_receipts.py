"""Receipts in their three forms, and what makes one invalid or unknown."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import segno

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.sealing import canonical, paper_receipt, reader, receipts, signed
from desktop_app.sealing.content import Channel, PackageContent, PackageKind
from desktop_app.sealing.receipts import Outcome, Receipt, ReceiptItem
from tests.support.packages import NOW, Desks, office, two_desks
from tests.support.receipts import read_receipt, receipt_file


@pytest.fixture
def receipt(desks: Desks) -> Receipt:
    opened = desks.opening().open(desks.seal().folder)
    items = [ReceiptItem(id=one.id, result=Outcome.ACCEPTED) for one in opened.applications]
    return receipts.make(
        opened.head,
        Outcome.ACCEPTED,
        receiver=desks.recipient.card,
        received_at=NOW + timedelta(days=1, microseconds=7),
        opened_at=NOW + timedelta(days=1, hours=1),
        items=items,
        highest_seen=40,
        missing=[39],
    )


def invalid(file: bytes, card: object) -> None:
    with pytest.raises(Fault) as caught:
        read_receipt(file, card)  # type: ignore[arg-type]
    assert caught.value.code is Code.RECEIPT_INVALID


def test_the_small_file(desks: Desks, receipt: Receipt) -> None:
    file = receipt_file(receipt, desks.recipient.keys)
    assert read_receipt(file, desks.recipient.card) == receipt
    assert receipt.highest_seq_seen == 41
    assert receipt.received_at.microsecond == 0


def test_signed_by_another_desk_or_changed(desks: Desks, receipt: Receipt) -> None:
    file = receipt_file(receipt, desks.recipient.keys)
    invalid(receipt_file(receipt, desks.sender.keys), desks.recipient.card)
    invalid(file, desks.sender.card)
    invalid(file.replace(b'"accepted"', b'"rejected"', 1), desks.recipient.card)
    invalid(file[:-1], desks.recipient.card)
    invalid(b"", desks.recipient.card)
    invalid(
        signed.write(canonical.dump(receipt), desks.recipient.keys.signing_seed, "fj-card@v1"), desks.recipient.card
    )


def test_an_unknown_signer(desks: Desks, receipt: Receipt) -> None:
    file = receipt_file(receipt, desks.recipient.keys)
    with pytest.raises(Fault) as caught:
        receipts.read_signed(file, lambda key: None)
    assert caught.value.code is Code.RECEIPT_INVALID
    with pytest.raises(Fault):
        receipts.read_signed(file, lambda key: desks.sender.card)


def test_matching_the_package_that_was_sent(desks: Desks, receipt: Receipt) -> None:
    sent = {"package_id": receipt.package_id, "seal_digest": receipt.seal_digest, "recipients": {desks.recipient.kid}}
    receipts.match(receipt, **sent)
    for changes, code in (
        ({"package_id": new_id(NOW)}, Code.RECEIPT_UNKNOWN),
        ({"seal_digest": "00" * 32}, Code.RECEIPT_INVALID),
        ({"recipients": {desks.sender.kid}}, Code.RECEIPT_INVALID),
    ):
        with pytest.raises(Fault) as caught:
            receipts.match(receipt, **{**sent, **changes})
        assert caught.value.code is code


def back(desks: Desks) -> Desks:
    return Desks(desks.medium, desks.recipient, desks.sender, Channel(epoch="e2", sequence=1, prev_seal=None))


def carried(desks: Desks, receipt: Receipt, **changes: object) -> Receipt:
    content = {
        "kind": PackageKind.RECEIPT,
        "marking": NOT_SECRET,
        "documents": (receipts.document(receipt),),
        "in_reply_to": receipt.seal_digest,
        **changes,
    }
    way = back(desks)
    return receipts.from_package(way.opening().open(way.seal(PackageContent(**content)).folder))  # type: ignore[arg-type]


def test_in_a_package(desks: Desks, receipt: Receipt) -> None:
    assert carried(desks, receipt) == receipt


def test_in_a_package_that_is_none(desks: Desks, receipt: Receipt) -> None:
    for changes in (
        {"kind": PackageKind.RETURN},
        {"documents": ()},
        {"documents": (receipts.document(receipt),) * 2},
        {"in_reply_to": None},
    ):
        with pytest.raises(Fault) as caught:
            carried(desks, receipt, **changes)
        assert caught.value.code is Code.PACKAGE_FORMAT


def test_nobody_answers_for_another_desk(
    desks: Desks, receipt: Receipt, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = two_desks(tmp_path_factory.mktemp("other"))
    stranger = Desks(other.medium, other.sender, desks.sender)
    content = PackageContent(
        kind=PackageKind.RECEIPT,
        marking=NOT_SECRET,
        documents=(receipts.document(receipt),),
        in_reply_to=receipt.seal_digest,
    )
    opened = stranger.opening().open(stranger.seal(content).folder)
    with pytest.raises(Fault) as caught:
        receipts.from_package(opened)
    assert caught.value.code is Code.RECEIPT_INVALID


def test_a_refused_package_is_answered_too(desks: Desks, receipt: Receipt) -> None:
    head = reader.inspect(desks.seal().folder)
    refusal = receipts.make(
        head, Outcome.REJECTED, receiver=desks.recipient.card, received_at=NOW, code=Code.VOLUME_DIGEST
    )
    file = receipt_file(refusal, desks.recipient.keys)
    assert read_receipt(file, desks.recipient.card).code == "sealing.volume_digest"


def test_on_paper(desks: Desks, receipt: Receipt) -> None:
    text = paper_receipt.qr_text(receipt, desks.recipient.keys)
    assert set(text) <= set("FJR1:0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    read = paper_receipt.read_qr(text.lower() + "\n", desks.recipient.card)
    assert (read.package_id, read.seal_digest, read.sequence) == (receipt.package_id, receipt.seal_digest, receipt.seq)
    assert (read.receiver, read.received_at, read.result) == (
        desks.recipient.kid,
        receipt.received_at,
        Outcome.ACCEPTED,
    )
    assert read.items == (Outcome.ACCEPTED, Outcome.ACCEPTED)


def test_paper_for_twenty_applications_fits_a_scanner(desks: Desks) -> None:
    head = desks.opening().open(desks.seal().folder).head
    items = [ReceiptItem(id=new_id(NOW), result=Outcome.RETURNED) for _ in range(20)]
    receipt = receipts.make(head, Outcome.PARTIAL, receiver=desks.recipient.card, received_at=NOW, items=items)
    text = paper_receipt.qr_text(receipt, desks.recipient.keys)
    assert int(segno.make(text, error="q", boost_error=False, micro=False).version) <= 12
    most = receipts.make(head, Outcome.PARTIAL, receiver=desks.recipient.card, received_at=NOW, items=items * 5)
    assert len(paper_receipt.qr_text(most, desks.recipient.keys)) <= 212 + 160
    many = receipts.make(
        head, Outcome.PARTIAL, receiver=desks.recipient.card, received_at=NOW, items=[*items * 5, items[0]]
    )
    with pytest.raises(Fault) as caught:
        paper_receipt.qr_text(many, desks.recipient.keys)
    assert caught.value.code is Code.PACKAGE_LIMIT


def test_bad_paper(desks: Desks, receipt: Receipt) -> None:
    text = paper_receipt.qr_text(receipt, desks.recipient.keys)
    for bad in ("", "FJR1:", text[:-3], text[:60] + ("0" if text[60] != "0" else "1") + text[61:], text[1:]):
        with pytest.raises(Fault) as caught:
            paper_receipt.read_qr(bad, desks.recipient.card)
        assert caught.value.code is Code.RECEIPT_INVALID
    with pytest.raises(Fault):
        paper_receipt.read_qr(text, office("OTHER", "别处").card)


def test_on_paper_nobody_answers_for_another_desk(desks: Desks, receipt: Receipt) -> None:
    posing = paper_receipt.qr_text(receipt, desks.sender.keys)  # it names the recipient
    with pytest.raises(Fault) as caught:
        paper_receipt.read_qr(posing, desks.sender.card)
    assert caught.value.code is Code.RECEIPT_INVALID


@pytest.mark.parametrize("read", [paper_receipt.package_of, paper_receipt.receiver_of])
@pytest.mark.parametrize("line", ["FJR1:", "FJR1:00", "FJR1:Ü"])
def test_a_line_that_is_too_short_for_a_receipt_names_nothing(read: Callable[[str], str], line: str) -> None:
    with pytest.raises(Fault) as caught:
        read(line)
    assert caught.value.code is Code.RECEIPT_INVALID


def test_a_package_of_another_kind_holds_no_receipt(desks: Desks) -> None:
    opened = desks.opening().open(desks.seal().folder)
    with pytest.raises(Fault) as caught:
        receipts.from_package(opened)
    assert caught.value.code is Code.RECEIPT_INVALID
