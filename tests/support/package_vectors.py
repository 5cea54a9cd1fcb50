"""Makes `tests/vectors/package` anew: `python -m tests.support.package_vectors`.

Only for a change of the format or of the exchange form that has its own number: the packages stand for those already
sealed, so a test that no longer opens them is a finding first.
"""

import hashlib
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import Suite
from desktop_app.sealing import cards, paper_receipt, reader, receipts
from desktop_app.sealing.content import Channel
from desktop_app.sealing.receipts import Outcome, ReceiptItem
from tests.support.packages import NOW, Desks, Office, contents, sealed_application, source

FOLDER = Path(__file__).parents[1] / "vectors" / "package"
PDF = b"%PDF-1.7\n% a file of the test vectors\n%%EOF\n"
PACKAGES = {"classical": (Suite.CLASSICAL, None), "post_quantum": (Suite.POST_QUANTUM, 4000)}


def _office(code: str, name: str, desk: Desk, role: str) -> Office:
    seeds = (hashlib.sha256(f"fengjuan test vector {role} {number}".encode()).digest() for number in range(3))
    keys = cards.DeskKeys(*seeds)
    return Office(keys, cards.make_card(keys, code=code, name=name, desk=desk, valid_from=date(2026, 1, 1)))


def _package(name: str, sequence: int, sender: Office, recipient: Office) -> dict[str, Any]:
    suite, volume_bytes = PACKAGES[name]
    application = sealed_application(source("学历证书.pdf", PDF), name="示例甲")
    desks = Desks(FOLDER, sender, recipient, Channel("00c0ffee00c0ffee", sequence, None))
    package = desks.seal(contents(application), suite=suite, volume_bytes=volume_bytes)
    package.folder.rename(FOLDER / name)
    return {
        "package_id": package.package_id,
        "seal_digest": package.seal_digest,
        "seal_code": package.seal_code,
        "label_qr": package.label_qr,
        "volumes": package.volumes,
        "application": {"id": application.id, "digest": application.digest, "name": "示例甲"},
        "file": {"path": "data/a0001/f0001.pdf", "sha256": hashlib.sha256(PDF).hexdigest()},
    }


def make() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    (FOLDER / ".gitattributes").write_text("* -text\n", encoding="utf-8")
    sender = _office("UNIT01", "示例单位", Desk.UNIT, "sender")
    recipient = _office("HRB01", "示例人社局", Desk.DISTRICT_HR, "recipient")
    for office, file in ((sender, "sender.fjcard"), (recipient, "recipient.fjcard")):
        (FOLDER / file).write_bytes(cards.card_file(office.card, office.keys))
    packages = {name: _package(name, at, sender, recipient) for at, name in enumerate(PACKAGES, start=1)}
    receipt = receipts.make(
        reader.inspect(FOLDER / "classical"),
        Outcome.ACCEPTED,
        receiver=recipient.card,
        received_at=NOW + timedelta(days=1),
        items=[ReceiptItem(id=packages["classical"]["application"]["id"], result=Outcome.ACCEPTED)],
    )
    (FOLDER / "classical.receipt").write_bytes(receipts.receipt_file(receipt, recipient.keys))
    expected = {
        "note": "Fictional desks. The keys are public and good for nothing else.",
        "sender": {"kid": sender.kid, "fingerprint": cards.fingerprint(sender.card)},
        "recipient": {
            "kid": recipient.kid,
            "fingerprint": cards.fingerprint(recipient.card),
            "keys": recipient.keys.to_bytes().hex(),
            "identity_classical": cards.age.X25519Identity(recipient.keys.classical_seed).text(),
            "identity_post_quantum": cards.age.HybridIdentity(recipient.keys.post_quantum_seed).text(),
        },
        "packages": packages,
        "receipt_qr": paper_receipt.qr_text(receipt, recipient.keys),
    }
    text = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / "expected.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    make()
