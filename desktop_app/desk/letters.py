"""Papers that an office gives out about one filing on its way: the correction notice, the certificate of receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import paper
from desktop_app.desk.session import Session
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.domain.office_acts import ReturnNotice
from desktop_app.papers import render, wording
from desktop_app.papers.render import Rendered
from desktop_app.policy.papers import papers


def correction_notice(
    session: Session, application: ApplicationId, notice: ReturnNotice, progress: Progress, *, number: str = ""
) -> Rendered:
    """All that has to be supplied or mended, told once and with its day (三（四）5).

    Raises `Fault(NOTICE_EMPTY)` without a point or a day: half a notice would have to be followed by a second.
    """
    if not notice.points or notice.mend_by is None:
        raise Fault(Code.NOTICE_EMPTY)
    facts = {
        "office": session.office.name,
        "number": number,
        "issued_on": wording.day(notice.on),
        "mend_by": wording.day(notice.mend_by),
        "phone": "",
        "which": f"{len(notice.points)}项",
    }
    points = [{"number": str(at), "what": point} for at, point in enumerate(notice.points, start=1)]
    return _drawn(session, application, Document.CORRECTION_NOTICE, facts, {"points": points}, progress)


@dataclass(frozen=True, slots=True)
class Handed:
    """What was counted at the counter: pieces by paper of annex 1, who brought them, when."""

    present: Mapping[str, int]  # by the paper's kind
    delivered_by: str
    received_at: datetime
    late: bool = False  # after the last day that counts for it


def receipt_certificate(
    session: Session, application: ApplicationId, handed: Handed, progress: Progress, *, number: str = ""
) -> Rendered:
    """What was taken, counted copy by copy; it says that it is no approval, and when it came too late (三（四）4)."""
    facts = {
        "office": session.office.name,
        "number": number,
        "received_on": wording.moment(handed.received_at),
        "officer": session.office.officer,
        "delivered_by": handed.delivered_by,
        "late": "材料在规定期限之后送达，逾期的不再补报。" if handed.late else "",
    }
    items = _items(session, application, handed.present)
    return _drawn(session, application, Document.RECEIPT_CERTIFICATE, facts, {"items": items}, progress)


def _items(session: Session, application: ApplicationId, present: Mapping[str, int]) -> Sequence[Mapping[str, str]]:
    content, _ = paper.shown(session, application)
    found = []
    for one in papers(content, session.pack):
        document = paper.PRINTED.get(one.kind)
        counted = present.get(one.kind.value)
        found.append(
            {
                "number": str(one.number),
                "name": one.name.zh,
                "copies": str(one.copies) if one.copies else "",
                "present": "" if counted is None else str(counted),
                "numbers": (_numbers(session, application, document) if document else "") or "无",
                "note": "缺" if counted is not None and counted < one.copies else "无",
            }
        )
    return found


def _numbers(session: Session, application: ApplicationId, document: Document) -> str:
    """The span of copy numbers that left this vault with the dossier."""
    gone = [
        copy.number
        for copy in session.vault.copies.of(application)
        if copy.document is document and copy.fate is CopyFate.HANDED_OVER
    ]
    return f"{min(gone):06d}—{max(gone):06d}" if gone else ""


def _drawn(
    session: Session,
    application: ApplicationId,
    document: Document,
    facts: Mapping[str, str],
    rows: Mapping[str, Sequence[Mapping[str, str]]],
    progress: Progress,
) -> Rendered:
    request = paper.request(session, application, document, (1,), facts, rows)
    rendered = render.render(request, progress)
    paper.require_no_issues(rendered)
    return rendered
