"""A return that came in: its notices are kept, and what they are about waits to be mended (三（四）5, 四（三）)."""

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import office_cards, statements
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Direction, PackageState
from desktop_app.domain.statements import Notice
from desktop_app.domain.status import Move, Status, moved
from desktop_app.sealing.checks import OpenedPackage


def take(session: Session, opened: OpenedPackage) -> tuple[ApplicationId, ...]:
    """Take all its notices in. Call inside the act of opening. Raises `Fault(RETURN_UNKNOWN | MOVE_NOT_ALLOWED)`."""
    return tuple(_take(session, opened, notice) for notice in opened.enclosed.notices)


def _take(session: Session, opened: OpenedPackage, notice: Notice) -> ApplicationId:
    application = ApplicationId(notice.application)
    _require_ours(session, opened, notice)
    version = session.vault.versions.latest(application)
    if version is None or (version.number, version.digest) != (notice.version, notice.digest):
        raise Fault(Code.RETURN_UNKNOWN)
    status = session.vault.applications.get(application).status
    after = Status.RETURNED if status is Status.RETURNED else moved(status, Move.TAKE_RETURN)
    with session.vault.act(Act.RETURN_TAKEN, {"application": application, "notice": exchange.digest(notice)}):
        statements.keep(session, notice, Direction.IN, opened.head.package_id, opened.head.sender)
        session.vault.applications.set_status(application, after)
    return application


def _require_ours(session: Session, opened: OpenedPackage, notice: Notice) -> None:
    """It must answer a package that went out from here to that desk with this application in it."""
    sent = session.vault.packages.by_seal(opened.manifest.in_reply_to or "")
    answers = office_cards.answerers(session, sent) if sent is not None else ()
    ours = sent is not None and sent.direction is Direction.OUT and opened.head.sender in answers
    if sent is None or not ours or sent.state is PackageState.VOID or notice.application not in sent.applications:
        raise Fault(Code.RETURN_UNKNOWN)
