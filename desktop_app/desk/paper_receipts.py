"""A receipt on paper: printed where a package was taken in, scanned or typed where it was sent from.

No medium has to leave the receiving desk for it; it closes the loop as a sealed receipt does.
"""

import hashlib

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    added_fonts,
    channel,
    confirmed_acts,
    contacts,
    courier,
    formal_print,
    office_cards,
    paper,
    plain_text,
    receive,
    seal,
    typed_paper,
)
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.records import PackageRecord, PackageState, Trust
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest
from desktop_app.sealing import label, paper_receipt
from desktop_app.sealing.receipts import Outcome

_RESULT = {
    Outcome.ACCEPTED: "全部接收",
    Outcome.PARTIAL: "部分接收",
    Outcome.REJECTED: "未接收",
    Outcome.RETURNED: "退回",
}


def pdf(session: Session, package: PackageId, progress: Progress) -> bytes:
    """The sheet: codes, numbers and the signed line as QR and in rows for a hand; nobody's name but the officer's.

    Raises `Fault(RECORD_NOT_FOUND)`, and `Fault(PACKAGE_LIMIT)` where there are more filings than a QR holds.
    """
    made, peer = receive.answer(session, package)
    record = session.vault.packages.get(package)
    line = paper_receipt.qr_text(made, contacts.keys(session))
    facts = {
        "office": session.office.name,
        "officer": session.office.officer,
        "receiver_code": channel.own(session).card.code,
        "sender_name": peer.card.name,
        "sender_code": peer.card.code,
        "package_id": made.package_id,
        "sequence": f"{made.seq:06d}",
        "result": _RESULT[made.result],
        "count": f"{sum(one.result is Outcome.ACCEPTED for one in made.items)}／{len(made.items)}",
        "received_on": wording.moment(made.received_at),
        "carrier": record.medium,
        "seal_code": label.code(made.seal_digest),
        "strip": arrived.bag if (arrived := courier.of(session, package).arrived) else "",
        "receipt_qr": line,
    }
    request = PaperRequest(
        document=Document.PACKAGE_RECEIPT,
        marking=NOT_SECRET,  # ids, digests, codes and a time only
        copies=(1,),
        fonts=added_fonts.in_force(session),
        extra=facts,
        rows={"rows": typed_paper.beside(paper_receipt.typed_rows(line))},
    )
    rendered = render.render(request, progress)
    paper.require_no_issues(rendered)
    return rendered.pdf


def save(session: Session, package: PackageId, where: Outlet, progress: Progress) -> None:
    """Write the sheet as PDF. From then on the package counts as answered; the sheet can be made again at any time."""
    leave = confirmed_acts.require(session, Act.RECEIPT_SEALED, {"package": package})
    content = pdf(session, package, progress)
    made, _ = receive.answer(session, package)
    receipt = exchange.digest(made)
    objects = {"package": package, "receipt": receipt, "form": "paper", **formal_print.noted(leave)}
    with session.vault.act(Act.RECEIPT_SEALED, objects):
        said = {"package": package, "document": Document.PACKAGE_RECEIPT.value}
        plain_text.write(session, where, content, NOT_SECRET, said, given=leave)
        session.vault.packages.set_state(package, PackageState.RECEIPTED, receipt_digest=receipt)


def take(session: Session, untrusted: str, strip: str = "") -> PackageRecord:
    """Match a scanned line, or the rows that a hand typed, with the package that they answer.

    `strip`: the strip's number as the sheet has it, where it has one; it must be the one that closed the bag here.
    Raises `Fault(STRIP_MISMATCH)`, `Fault(RECEIPT_ROW)` for a slip of the hand, `Fault(RECEIPT_UNKNOWN)` for a package
    never sent from here,
    `Fault(RECEIPT_INVALID)` for another desk's signature, another seal, or a desk whose card was never compared.
    """
    line = paper_receipt.line_of(untrusted)
    sent = seal.sent_package(session, paper_receipt.package_of(line))
    receiver = paper_receipt.receiver_of(line)
    peer = session.vault.contacts.get_by_key(receiver)
    if peer is None or peer.trust is not Trust.VERIFIED or receiver not in office_cards.answerers(session, sent):
        raise Fault(Code.RECEIPT_INVALID)
    read = paper_receipt.read_qr(line, peer.card)
    if read.seal_digest != sent.seal_digest or len(read.items) != len(sent.applications):
        raise Fault(Code.RECEIPT_INVALID)
    courier.seen_strip(session, sent.id, strip)
    said = zip(sent.applications, read.items, strict=True)  # in the package's order (FORMAT.md, section 11)
    accepted = {application for application, result in said if result is Outcome.ACCEPTED}
    digest = hashlib.sha256(line.encode()).hexdigest()
    with seal.matching(session, sent, digest, read.result, accepted):
        pass
    return session.vault.packages.get(sent.id)
