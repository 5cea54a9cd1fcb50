"""Packages sealed by an earlier version of this program: they open, and their codes stay what labels and papers say."""

import hashlib
import json
from pathlib import Path

import pytest

from desktop_app.sealing import cards, label, paper_receipt, reader, receipts
from desktop_app.sealing.cards import DeskKeys
from tests.support.packages import Desks, Office, Opening
from tests.support.receipts import read_receipt

FOLDER = Path(__file__).parents[2] / "vectors" / "package"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
SENDER = cards.read_card((FOLDER / "sender.fjcard").read_bytes())
RECIPIENT = Office(
    DeskKeys.from_bytes(bytes.fromhex(EXPECTED["recipient"]["keys"])),
    cards.read_card((FOLDER / "recipient.fjcard").read_bytes()),
)


def test_cards() -> None:
    for card, name in ((SENDER, "sender"), (RECIPIENT.card, "recipient")):
        assert cards.key_id(card) == EXPECTED[name]["kid"]
        assert cards.fingerprint(card) == EXPECTED[name]["fingerprint"]


@pytest.mark.parametrize("name", EXPECTED["packages"])
def test_packages(name: str) -> None:
    expected = EXPECTED["packages"][name]
    sender = Office(RECIPIENT.keys, SENDER)
    opening = Opening(
        RECIPIENT,
        Desks.knows(sender),
        options={
            "label_groups": dict(enumerate(expected["seal_code"].split(" "))),
            "label_qr": expected["label_qr"],
        },
    )
    opened = opening.open(FOLDER / name)
    assert opened.head.seal_digest == expected["seal_digest"]
    assert opened.head.seal_code == expected["seal_code"] == label.code(expected["seal_digest"])
    assert len(opened.head.volumes) == expected["volumes"]
    (application,) = opened.applications
    assert (application.id, application.digest) == (expected["application"]["id"], expected["application"]["digest"])
    assert application.content.person.name == expected["application"]["name"]
    file = opening.sink.files[expected["file"]["path"]].getvalue()
    assert hashlib.sha256(file).hexdigest() == expected["file"]["sha256"]
    assert reader.verify(FOLDER / name, SENDER) == opened.head


def test_receipts() -> None:
    receipt = read_receipt((FOLDER / "classical.receipt").read_bytes(), RECIPIENT.card)
    paper = paper_receipt.read_qr(EXPECTED["receipt_qr"], RECIPIENT.card)
    sent = EXPECTED["packages"]["classical"]
    assert receipt.seal_digest == paper.seal_digest == sent["seal_digest"]
    who = {cards.key_id(RECIPIENT.card)}
    receipts.match(receipt, package_id=sent["package_id"], seal_digest=sent["seal_digest"], recipients=who)
