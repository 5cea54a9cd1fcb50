"""The one written notice (三（四）5): everything to mend and by when, sealed or on paper; given up after its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import msgspec

from desktop_app.core.clock import CHINA
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    carrier_media,
    channel,
    confirmed_acts,
    formal_print,
    heads,
    kept_packs,
    letters,
    paper,
    plain_text,
    seated,
    sending,
    statements,
    successions,
)
from desktop_app.desk.check import assess
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.seal import SealedOutcome
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.domain.makings import Making
from desktop_app.domain.office_acts import Return, ReturnNotice
from desktop_app.domain.records import Direction, PackageKind, PackageRecord, Version
from desktop_app.domain.statements import KeptStatement, Notice, NoticePoint, StatementKind
from desktop_app.domain.status import Move, Status, moved
from desktop_app.domain.version_changes import changed_paths, touches
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.policy import check
from desktop_app.policy.labels import labels
from desktop_app.policy.subject import Subject
from desktop_app.sealing import enclosed, kinds
from desktop_app.sealing.content import PackageContent

__all__ = ["Notice", "NoticePoint"]

#: What an office usually leaves for mending.
_DAYS = 7
#: The kinds of package that bring an application.
_BRINGS = (PackageKind.APPLICATION, PackageKind.FORWARD, PackageKind.CORRECTION)


@dataclass(frozen=True, slots=True)
class Planned:
    """What is to be told about one application."""

    points: tuple[NoticePoint, ...]
    mend_by: date


def given(session: Session, application: ApplicationId) -> tuple[Notice, ...]:
    """The notices that this desk gave on an application, oldest first."""
    return tuple(notice for _, notice in _kept(session, application, Direction.OUT))


def received(session: Session, application: ApplicationId) -> tuple[Notice, ...]:
    """The notices that came back on an application, oldest first."""
    return tuple(notice for _, notice in _kept(session, application, Direction.IN))


def brought_by(session: Session, application: ApplicationId) -> tuple[PackageRecord, ...]:
    """The packages that brought an application, the latest first; none for one that was written here."""
    came = session.vault.packages.holding(application, Direction.IN)
    return tuple(one for one in came if one.kind in _BRINGS)


def _kept(session: Session, application: str, direction: Direction) -> list[tuple[KeptStatement, Notice]]:
    kept = session.vault.statements.of(application, StatementKind.NOTICE)
    return [(one, msgspec.json.decode(one.content, type=Notice)) for one in kept if one.direction is direction]


def suggested(found: Sequence[Finding]) -> tuple[NoticePoint, ...]:
    """Points for a notice, made from what the rules find against the application."""
    standing = [one for one in found if one.verdict in (Verdict.BLOCK, Verdict.TODO)]
    return tuple(
        NoticePoint(field=one.field, says=f"{one.says.zh}{one.mend.zh}（{one.clause}）"[:200]) for one in standing
    )


def own_points(lines: str) -> tuple[NoticePoint, ...]:
    """An officer's own points, one a line; “联系电话：少一位” stands at the field, or the table, of that name."""
    return tuple(
        NoticePoint(field=field_named(line), says=line[:200]) for one in lines.splitlines() if (line := one.strip())
    )


def field_named(line: str) -> str:
    """The path of the field or table by whose name and a colon a line begins; empty for any other line."""
    name, colon, _ = line.replace(":", "：").partition("：")
    called = (one for one in labels().values() if colon and "[" not in one.path)
    return next((one.path for one in called if name.strip().lower() in (one.zh, one.en)), "")


def findings(session: Session, application: ApplicationId, planned: Planned | None = None) -> tuple[Finding, ...]:
    """What the rules say to the notices given so far, and to one more if it is `planned`."""
    before = given(session, application)
    notices = [notice.plain() for notice in before]
    again = False
    if planned is not None:
        again = bool(before) and _about_mended(session, application, before[-1], planned)
        points = tuple(point.says for point in planned.points)
        notices.append(ReturnNotice(on=session.today(), points=points, mend_by=planned.mend_by))
    record = session.vault.applications.get(application)
    pack = kept_packs.of_record(session, record).pack
    mended_on = _mended_on(session, application, before)
    about = Return(
        notices=tuple(notices),
        about_mended_only=again,
        mended_on=mended_on,
        unmet=bool(notices),
        sent_back_on=notices[0].on if notices else None,
        submitted_again_on=mended_on,
        due=_due(session, application, notices),
    )
    return check.findings_about(Subject.RETURN, about, session.today(), pack)


def _about_mended(session: Session, application: ApplicationId, before: Notice, planned: Planned) -> bool:
    """Whether every new point is at a field that was changed since the notice (A10)."""
    versions = {version.number: version.content for version in session.vault.versions.of(application)}
    latest = versions[max(versions)]
    if before.version not in versions or before.version == max(versions):
        return False
    changed = changed_paths(versions[before.version], latest)
    return all(point.field and any(touches(point.field, path) for path in changed) for point in planned.points)


def _mended_on(session: Session, application: ApplicationId, before: Sequence[Notice]) -> date | None:
    if not before:
        return None
    later = [one for one in session.vault.versions.of(application) if one.number > before[0].version]
    return later[0].made_at.astimezone(CHINA).date() if later else None


def usual_day(session: Session, application: ApplicationId) -> date:
    """What an office usually leaves for mending: a week, as long as that is within the days for submitting."""
    usual = session.today() + timedelta(days=_DAYS)
    last = _due(session, application, ())
    return min(usual, last) if last is not None and last >= session.today() else usual


def _due(session: Session, application: ApplicationId, notices: Sequence[ReturnNotice]) -> date | None:
    """Until when it has to be submitted again: the days for submitting (四（三）), at a committee's office its notice.

    There they are over long before, and the notice sets its own day (三（四）5).
    """
    if session.office.desk is Desk.COMMITTEE_OFFICE:
        return max((notice.mend_by for notice in notices if notice.mend_by), default=None)
    record = session.vault.applications.get(application)
    pack = kept_packs.of_record(session, record).pack
    open_days = assess(record.draft, session.today(), pack, session.office.desk).window
    return open_days.last if open_days else None


def require_allowed(session: Session, application: ApplicationId, planned: Planned) -> None:
    """Points, a day to come, and for a committee's office only one notice.

    Raises `Fault(NOTICE_EMPTY | NOTICE_DAY_PAST | RETURN_BLOCKED)`.
    """
    if not planned.points:
        raise Fault(Code.NOTICE_EMPTY)
    if planned.mend_by < session.today():
        raise Fault(Code.NOTICE_DAY_PAST, day=planned.mend_by.isoformat())
    if session.office.desk is not Desk.COMMITTEE_OFFICE:
        return
    refused = (Verdict.BLOCK, Verdict.ASK)
    for one in findings(session, application, planned):
        if one.rule == "R028" and one.verdict in refused:
            raise Fault(Code.RETURN_BLOCKED, reason=one.says)


def give(
    session: Session,
    planned: Mapping[ApplicationId, Planned],
    folder: Path,
    progress: Progress,
    *,
    carrier: str = "",
    making: Making = Making(),
) -> SealedOutcome:
    """Send applications back to the desk they came from, each with its one notice, as one sealed return.

    `making`: who asked for the medium and who approved it.

    Raises `Fault(RETURN_NOT_FROM_OUTSIDE | RETURN_MIXED | RETURN_BLOCKED | NOTICE_EMPTY | …)` and the writer's.
    """
    carrier_media.require_usable(session, carrier)
    made = [_notice(session, application, one) for application, one in planned.items()]
    came = {package.id: package for package in (_came_in(session, application) for application in planned)}
    if len(came) != 1:
        raise Fault(Code.RETURN_MIXED)
    leave = confirmed_acts.require(session, Act.RETURNED, {"applications": str(len(planned))})
    (answered,) = came.values()
    versions = [_latest(session, application) for application in planned]
    content = PackageContent(
        kind=PackageKind.RETURN,
        marking=channel.whole_mark(session, [whole_mark(version.content) for version in versions]),
        documents=tuple(enclosed.document(kinds.NOTICE, notice) for notice in made),
        in_reply_to=answered.seal_digest,
    )
    peer = successions.present_peer(session, answered.peer)
    record, sealed = sending.send(session, peer, content, list(planned), folder, progress, making=making)
    with session.vault.act(
        Act.PACKAGE_WRITTEN, {"package": record.id, "seal": sealed.seal_digest, **formal_print.noted(leave)}
    ):
        heads.sign(session)
        sending.settle(session, record.id, sealed, carrier)
        for notice in made:
            _keep(session, notice, record.id, peer.key_id)
    session.vault.note_head()
    return SealedOutcome(session.vault.packages.get(record.id), sealed.folder, sealed.seal_code)


def tell_on_paper(session: Session, application: ApplicationId, planned: Planned) -> Notice:
    """The same without a medium: the notice is printed and handed over; the application waits to be mended."""
    notice = _notice(session, application, planned)
    leave = confirmed_acts.require(session, Act.RETURNED, {"application": application})
    with session.vault.act(Act.RETURNED, {"application": application, **formal_print.noted(leave)}):
        _keep(session, notice, "", "")
    return notice


def _keep(session: Session, notice: Notice, package: str, peer: str) -> None:
    application, digest = ApplicationId(notice.application), exchange.digest(notice)
    status = session.vault.applications.get(application).status
    with session.vault.act(Act.RETURNED, {"application": application, "notice": digest, "version": notice.digest}):
        statements.keep(session, notice, Direction.OUT, package, peer)
        session.vault.applications.set_status(application, moved(status, Move.RETURN))


def _notice(session: Session, application: ApplicationId, planned: Planned) -> Notice:
    require_allowed(session, application, planned)
    moved(session.vault.applications.get(application).status, Move.RETURN)
    seated.require_free(session, application)
    _came_in(session, application)
    version = _latest(session, application)
    made = Notice(
        application=application,
        version=version.number,
        digest=version.digest,
        on=session.today(),
        mend_by=planned.mend_by,
        points=planned.points,
    )
    exchange.require_sound(made)
    return made


def _latest(session: Session, application: ApplicationId) -> Version:
    version = session.vault.versions.latest(application)
    assert version is not None, "what came from outside has a version"
    return version


def _came_in(session: Session, application: ApplicationId) -> PackageRecord:
    """The latest package that brought it. Raises `Fault(RETURN_NOT_FROM_OUTSIDE)`."""
    came = brought_by(session, application)
    if not came:
        raise Fault(Code.RETURN_NOT_FROM_OUTSIDE)
    return came[0]


def passed_down(session: Session, application: ApplicationId) -> Planned | None:
    """The notice that came back from the next desk, as it goes on to the desk before."""
    came = received(session, application)
    return Planned(came[-1].points, came[-1].mend_by) if came else None


def letter(
    session: Session, application: ApplicationId, where: Outlet, progress: Progress, *, number: str = ""
) -> None:
    """The latest notice given here as plain PDF, in the log. Raises `Fault(NOTICE_EMPTY)` where none was given."""
    notices = given(session, application)
    if not notices:
        raise Fault(Code.NOTICE_EMPTY)
    rendered = letters.correction_notice(session, application, notices[-1].plain(), progress, number=number)
    mark = paper.mark(session, application)
    objects = {"application": application, "document": Document.CORRECTION_NOTICE.value}
    plain_text.write(session, where, rendered.pdf, mark, objects)


def revise(session: Session, application: ApplicationId) -> None:
    """Open what came back to be mended, where it was written; the version stays and nothing typed is lost.

    Raises `Fault(MOVE_NOT_ALLOWED)`, and `Fault(VERSION_IS_FINAL)` for what another desk wrote.
    """
    record = session.vault.applications.get(application)
    after = moved(record.status, Move.REVISE)
    if brought_by(session, application):
        raise Fault(Code.VERSION_IS_FINAL, number=record.latest_version)
    with session.vault.act(Act.REVISED, {"application": application}):
        session.vault.applications.set_status(application, after)


def overdue(session: Session, application: ApplicationId) -> date | None:
    """The day that passed without anything being mended; `None` while there is time, or when it was."""
    notices = given(session, application) or received(session, application)
    if not notices or session.vault.applications.get(application).status is not Status.RETURNED:
        return None
    return notices[-1].mend_by if session.today() > notices[-1].mend_by else None


def give_up(session: Session, application: ApplicationId) -> None:
    """Record that nothing was mended by the day: the filing counts as given up (R029). Raises `Fault(RETURN_DAY)`."""
    notices = given(session, application) or received(session, application)
    by = notices[-1].mend_by if notices else session.today()
    after = moved(session.vault.applications.get(application).status, Move.ABANDON)
    if overdue(session, application) is None:
        raise Fault(Code.RETURN_DAY, by=by)
    with session.vault.act(Act.GIVEN_UP, {"application": application, "mend_by": by.isoformat()}):
        session.vault.applications.set_status(application, after)
