"""Papers of the office itself, about no single version: the register of copies, the fingerprint card, the directory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop_app.core.clock import office_day
from desktop_app.core.ids import ApplicationId, CopyId
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    added_fonts,
    contacts,
    directory,
    paper,
    paper_cards,
    plain_text,
    revocations,
    standing,
    trust_register,
    typed_paper,
)
from desktop_app.desk.balance import balance
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.paper import Preview
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Copy, Document
from desktop_app.domain.marking import NOT_SECRET, Marking, combined
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.domain.words import word
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest, Rendered

Rows = Sequence[Mapping[str, str]]


def drawn(
    session: Session, document: Document, progress: Progress, application: ApplicationId | None = None
) -> Rendered:
    """One of the office's papers as it stands now; `application` narrows the register to one person's copies.

    Raises `Fault(LAYOUT_ISSUES)` when anything does not fit.
    """
    if document is Document.KEY_REVOCATION:
        session.vault.require(Act.REVOCATION_PRINTED)
    request = replace(_REQUESTS[document](session, application), fonts=added_fonts.in_force(session))
    rendered = render.render(request, progress)
    paper.require_no_issues(rendered)
    return rendered


def preview(session: Session, document: Document, progress: Progress) -> Preview:
    """The same, to look at."""
    return Preview(drawn(session, document, progress), formal=True)


def save(
    session: Session,
    document: Document,
    where: Outlet,
    progress: Progress,
    application: ApplicationId | None = None,
) -> None:
    """Write it as plain PDF, or print it: only on request, and in the log."""
    request = replace(_REQUESTS[document](session, application), fonts=added_fonts.in_force(session))
    rendered = render.render(request, progress)
    paper.require_no_issues(rendered)
    objects = {"document": document.value} | ({"application": application} if application else {})
    plain_text.write(session, where, rendered.pdf, request.marking, objects)
    if document is Document.KEY_REVOCATION:
        revocations.spare_printed(session)


def _register(session: Session, application: ApplicationId | None) -> PaperRequest:
    vault = session.vault
    copies = vault.copies.of(application) if application else vault.copies.register()
    head = vault.audit.head()
    shown = {copy.application: paper.shown(session, copy.application)[0] for copy in copies}
    marks = _marks(session, copies)
    facts = {
        "office": session.office.name,
        "officer": session.office.officer,
        "printed_on": _day(session),
        "of": shown[application].person.name if application in shown else "本库全部",
        # an older vault put back in place is found by comparing this number with its log
        "audit_head": f"{head.sequence} {head.digest[:16]}" if head else "",
    }
    lines = [
        _copy(number, copy, shown[copy.application].person.name, marks[copy.id])
        for number, copy in enumerate(copies, start=1)
    ]
    return PaperRequest(
        document=Document.COPIES_REGISTER,
        marking=combined(list(marks.values())) if marks else NOT_SECRET,
        copies=(1,),
        extra=facts,
        rows={"copies": lines, "balance": _balances(copies)},
    )


def _marks(session: Session, copies: Sequence[Copy]) -> dict[CopyId, Marking]:
    """What each copy bears: the mark of the version it shows, whatever became of the application since."""
    found = {
        (application, version.number): whole_mark(version.content)
        for application in {copy.application for copy in copies}
        for version in session.vault.versions.of(application)
    }
    return {copy.id: found[copy.application, copy.version_number] for copy in copies}


def _copy(number: int, copy: Copy, name: str, marking: Marking) -> Mapping[str, str]:
    return {
        "number": str(number),
        "name": name,
        "document": word(copy.document),
        "copy": f"{copy.number:06d}",
        "version": str(copy.version_number),
        "mark": wording.marked(marking),
        "sheets": str(copy.sheets),
        "printed": f"{wording.moment(copy.printed_at)}\n{copy.printed_by}",
        "fate": word(copy.fate),
        "reason": copy.reason,
        "witnesses": copy.witnesses,
    }


def _balances(copies: Sequence[Copy]) -> Rows:
    """One line a document: over all versions, what was printed against what became of it."""
    found = []
    for document in (one for one in Document if one.numbered):
        of_it = [copy for copy in copies if copy.document is document]
        parts = [balance(of_it, document, 0, digest) for digest in {copy.version_digest for copy in of_it}]
        if not parts:
            continue
        names = ("printed", "in_hand", "handed_over", "spoiled", "destroyed", "unconfirmed")
        sums = {name: sum(getattr(part, name) for part in parts) for name in names}
        even = sums["printed"] == sum(value for name, value in sums.items() if name != "printed")
        found.append(
            {"document": word(document), "balanced": "相符" if even else "不符"}
            | {name: str(value) for name, value in sums.items()}
        )
    return found


def _card(session: Session, _application: ApplicationId | None) -> PaperRequest:
    own = contacts.ensure_identity(session)
    facts = {
        "name": own.card.name,
        "code": own.card.code,
        "desk": word(own.card.desk),
        "key": own.key_id,
        "fingerprint": own.fingerprint,
        "spoken": contacts.spoken(own.fingerprint, Language.ZH),
        "valid_from": wording.day(own.card.valid_from),
        "printed_on": _day(session),
        "officer": session.office.officer,
        "machine": session.machine.number,
    }
    return PaperRequest(document=Document.CONTACT_CARD, copies=(1,), extra=facts)


def _trust_register(session: Session, _application: ApplicationId | None) -> PaperRequest:
    head = session.vault.audit.head()
    rows = [
        {
            "number": str(number),
            "at": wording.moment(line.step.at),
            "name": standing.named(line.contact.card),
            "key": line.contact.key_id,
            "what": trust_register.what(line.step).zh,
            "user": line.step.user,
        }
        for number, line in enumerate(trust_register.whole(session), start=1)
    ]
    facts = {
        "office": session.office.name,
        "printed_on": _day(session),
        "audit_head": f"{head.sequence} {head.digest[:16]}" if head else "",
    }
    return PaperRequest(document=Document.TRUST_REGISTER, copies=(1,), extra=facts, rows={"rows": rows})


def _card_sheet(session: Session, _application: ApplicationId | None) -> PaperRequest:
    own = contacts.ensure_identity(session)
    codes, rows = paper_cards.own_sheet(session)
    facts = {
        "name": standing.named(own.card),
        "code": own.card.code,
        "key": own.key_id,
        "printed_on": _day(session),
        "count": str(len(codes)),
        "row_count": str(len(rows)),
    }
    pieces = {f"code{number}": codes[number - 1] if number <= len(codes) else "" for number in range(1, 10)}
    table = {"rows": typed_paper.beside(rows)}
    return PaperRequest(document=Document.CARD_SHEET, copies=(1,), extra=facts | pieces, rows=table)


def _revocation(session: Session, _application: ApplicationId | None) -> PaperRequest:
    own = contacts.ensure_identity(session)
    line = revocations.paper_line(revocations.spare(session))
    facts = {
        "name": own.card.name,
        "code": own.card.code,
        "key": own.key_id,
        "fingerprint": own.fingerprint,
        "valid_from": wording.day(own.card.valid_from),
        "printed_on": _day(session),
        "officer": session.office.officer,
        "code_qr": line.scanned,
    }
    rows = {"rows": typed_paper.beside(line.rows)}
    return PaperRequest(document=Document.KEY_REVOCATION, copies=(1,), extra=facts, rows=rows)


def _directory(session: Session, _application: ApplicationId | None) -> PaperRequest:
    pack = session.pack
    offices = [
        {
            "number": str(number),
            "area": line.name,
            "office": line.office,
            "section": line.section,
            "phone": line.phone,
        }
        for number, line in enumerate(directory.lines(session), start=1)
    ]
    desks = [
        {
            "number": str(number),
            "name": contact.card.name,
            "code": contact.card.code,
            "desk": word(contact.card.desk),
            "trust": word(contact.trust),
            "key": contact.key_id,
            "verified": contact.verified_by,
        }
        for number, contact in enumerate(contacts.all_(session), start=1)
    ]
    facts = {"office": session.office.name, "policy": pack.version, "printed_on": _day(session)}
    return PaperRequest(
        document=Document.DIRECTORY, copies=(1,), extra=facts, rows={"offices": offices, "desks": desks}
    )


def _day(session: Session) -> str:
    return wording.day(office_day(session.clock))


_REQUESTS = {
    Document.COPIES_REGISTER: _register,
    Document.CONTACT_CARD: _card,
    Document.TRUST_REGISTER: _trust_register,
    Document.CARD_SHEET: _card_sheet,
    Document.KEY_REVOCATION: _revocation,
    Document.DIRECTORY: _directory,
}
#: What `drawn` can draw.
PAPERS = tuple(_REQUESTS)
