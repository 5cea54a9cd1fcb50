"""What travels around a package on paper: label, slip and covers, as of the moment of sealing, with the bag's strip."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from desktop_app.core.clock import CHINA
from desktop_app.core.ids import PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, courier, paper, plain_text, sealed_as
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.records import PackageRecord
from desktop_app.papers import form as forms
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest
from desktop_app.sealing import label


def label_pdf(session: Session, package: PackageId, progress: Progress) -> bytes:
    """The seal label: codes, sequence, the 30 digits and the signed QR; no name of an office or a person."""
    record = session.vault.packages.get(package)
    return _sheet(session, record, Document.SEAL_LABEL, _facts(session, record), progress)


def slip_pdf(session: Session, package: PackageId, progress: Progress) -> bytes:
    """The delivery slip that travels with the medium and is signed on arrival."""
    record = session.vault.packages.get(package)
    peer = session.vault.contacts.get_by_key(record.peer)
    head = session.vault.audit.head()
    names = {
        "sender_name": session.office.name,
        "recipient_name": peer.card.name if peer else record.peer_name,
        "officer": session.office.officer,
        # an older vault put back in place is found by comparing this number with its log
        "audit_head": f"{head.sequence} {head.digest[:16]}" if head else "",
    }
    facts = _facts(session, record) | names
    return _sheet(session, record, Document.DELIVERY_SLIP, facts, progress, {"items": [_item(session, record)]})


def cover_pdf(session: Session, package: PackageId, document: Document, progress: Progress) -> bytes:
    """The cover of the outer or the inner envelope: mark, number, sender and recipient; nobody's name."""
    record = session.vault.packages.get(package)
    peer = session.vault.contacts.get_by_key(record.peer)
    facts = _facts(session, record)
    shown = {
        "sender_name": session.office.name,
        "recipient_name": peer.card.name if peer else record.peer_name,
        "number": f"{facts['sender_code']}-{facts['sequence']}",
    }
    wanted = set(forms.load(document.value).file.extra)
    given = {name: value for name, value in (facts | shown).items() if name in wanted}
    return _sheet(session, record, document, given, progress)


def _item(session: Session, record: PackageRecord) -> Mapping[str, str]:
    """What is handed over, for the hand that counts it: one medium; names of applicants stay inside."""
    return {
        "number": "1",
        "what": f"加密封装，内含申报 {len(record.applications)} 份",
        "mark": sealed_as.of(session, record).marking.printed(),
        "quantity": "1",
        "carrier": "见载体编号",
        "note": "",
    }


_SHEETS: Mapping[Document, Callable[[Session, PackageId, Progress], bytes]] = {
    Document.SEAL_LABEL: label_pdf,
    Document.DELIVERY_SLIP: slip_pdf,
    Document.OUTER_COVER: lambda session, package, progress: cover_pdf(
        session, package, Document.OUTER_COVER, progress
    ),
    Document.INNER_COVER: lambda session, package, progress: cover_pdf(
        session, package, Document.INNER_COVER, progress
    ),
}


def save(session: Session, package: PackageId, document: Document, where: Outlet, progress: Progress) -> None:
    """Write the label, the slip or a cover as plain PDF: only on request, and in the log."""
    pdf = _SHEETS[document](session, package, progress)
    mark = sealed_as.of(session, session.vault.packages.get(package)).marking
    plain_text.write(session, where, pdf, mark, {"package": package, "document": document.value})


def _facts(session: Session, record: PackageRecord) -> dict[str, str]:
    sealed = sealed_as.of(session, record)
    own = sealed_as.sender(session, record.id)
    peer = session.vault.contacts.get_by_key(record.peer)
    return {
        "package_id": record.id,
        "sender_code": own.card.code,
        "recipient_code": peer.card.code if peer else "",
        "sequence": f"{record.sequence:06d}",
        "applications": str(len(record.applications)),
        "seal_code": label.code(record.seal_digest),
        "seal_qr": label.qr_text(record.id, own.key_id, record.peer, record.sequence, record.seal_digest, own.keys),
        "sealed_on": wording.day(sealed.at.astimezone(CHINA).date()),
        "medium": record.medium,
        "strip": courier.of(session, record.id).strip,
    }


def _sheet(
    session: Session,
    record: PackageRecord,
    document: Document,
    facts: dict[str, str],
    progress: Progress,
    rows: Mapping[str, Sequence[Mapping[str, str]]] = MappingProxyType({}),
) -> bytes:
    mark = sealed_as.of(session, record).marking
    request = PaperRequest(
        document=document,
        marking=mark,
        copies=(1,),
        fonts=added_fonts.in_force(session),
        extra=facts,
        rows=rows,
    )
    rendered = render.render(request, progress)
    paper.require_no_issues(rendered)
    return rendered.pdf
