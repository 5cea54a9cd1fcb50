"""The log on paper: entries of a wish, oldest first, with the signed head; the PDF is signed as a file besides."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto import sshsig
from desktop_app.desk import (
    added_fonts,
    audit_view,
    confirmed_acts,
    contacts,
    direct_print,
    formal_print,
    heads,
    paper,
    told_files,
)
from desktop_app.desk.audit_file import NAMESPACE, SIGNATURE_SUFFIX
from desktop_app.desk.audit_view import Wish
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act, AuditEntry
from desktop_app.domain.copies import Document
from desktop_app.domain.users import Reading
from desktop_app.domain.words import word
from desktop_app.papers import render, wording
from desktop_app.papers.render import PaperRequest, Rendered

#: About 100 pages; a longer log is printed by periods, or exported as lines.
MOST_ENTRIES = 2000


def save(session: Session, wish: Wish, where: Outlet, progress: Progress) -> Path | None:
    """Write the PDF and its signature, whose place is given back; or let it wait for a printer, without any file.

    Raises `Fault(AUDIT_TOO_MANY | LAYOUT_ISSUES)`.
    """
    leave = confirmed_acts.require(session, Act.AUDIT_EXPORTED)
    contacts.ensure_identity(session)
    entries = _entries(session, wish)
    objects = {"document": Document.AUDIT_LOG.value, "entries": str(len(entries)), **formal_print.noted(leave)}
    order = None
    with session.vault.act(Act.AUDIT_EXPORTED, objects) as scope:
        pdf = _drawn(session, wish, entries, progress).pdf
        scope.note(file=hashlib.sha256(pdf).hexdigest())
        if isinstance(where, Path):
            beside = _written(session, where, pdf)
        else:
            # not an act of printing besides: who audits may do nothing but read and put out the log
            (order, way), beside = direct_print.made(where, Document.AUDIT_LOG, pdf), None
            scope.note(**way)
    if order is not None and not isinstance(where, Path):
        where.orders.append(order)  # not before the entry stands: asked for once more, it would be printed twice
    session.vault.note_head()
    return beside


def _written(session: Session, path: Path, pdf: bytes) -> Path:
    beside = path.with_name(path.name + SIGNATURE_SUFFIX)
    armor = sshsig.sign(pdf, contacts.keys(session).signing_seed, NAMESPACE)
    told_files.put(session, {beside: armor, path: pdf})
    return beside


def _entries(session: Session, wish: Wish) -> list[AuditEntry]:
    wanted = audit_view.filter_of(session, wish)
    session.vault.require(Reading.LOG)
    found = session.vault.audit.found(wanted)
    if found > MOST_ENTRIES:
        raise Fault(Code.AUDIT_TOO_MANY, found=found, limit=MOST_ENTRIES)
    newest_first = session.vault.audit.page(msgspec.structs.replace(wanted, limit=MOST_ENTRIES))
    return newest_first[::-1]


def _drawn(session: Session, wish: Wish, entries: list[AuditEntry], progress: Progress) -> Rendered:
    own = contacts.own_card(session)
    signed = heads.sign(session)
    assert signed is not None, "the desk has keys by now"
    armor = "".join(signed.signature.splitlines()[1:-1])
    facts = {
        "office": session.office.name,
        "code": session.office.code,
        "officer": session.office.officer,
        "period": _period(wish),
        "count": str(len(entries)),
        "vault": session.vault.vault_id,
        "key": own.key_id,
        "head": str(signed.head.sequence),
        "digest": signed.head.digest,
        "signature": armor,
        "printed_on": wording.day(office_day(session.clock)),
    }
    request = PaperRequest(
        document=Document.AUDIT_LOG,
        copies=(1,),
        extra=facts,
        rows={"entries": [_line(entry) for entry in entries]},
        fonts=added_fonts.in_force(session),
    )
    rendered = render.render(request, progress)
    paper.require_no_issues(rendered)
    return rendered


def _line(entry: AuditEntry) -> Mapping[str, str]:
    return {
        "number": str(entry.sequence),
        "at": wording.moment(entry.at, seconds=True),
        "user": entry.user,
        "act": word(entry.act),
        "objects": "　".join(f"{name} {value}" for name, value in entry.objects.items()) or "无",
        "digest": entry.digest[:16],
    }


def _period(wish: Wish) -> str:
    days = [wording.day(wish.since), wording.day(wish.until)]
    parts = ["至".join(days) if any(days) else "全部期间"]
    if wish.acts or wish.user or wish.applicant or wish.text:
        parts.append("按条件摘录")
    return "，".join(parts)
