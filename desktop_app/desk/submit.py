"""From draft to version: freeze an application once nothing stands in its way, or take it back."""

from datetime import date

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import kept_packs
from desktop_app.desk.check import Assessment, assess
from desktop_app.desk.draft import require_sound_marks
from desktop_app.desk.session import Session
from desktop_app.domain import marking
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Version
from desktop_app.domain.status import Move, Status, moved


def submit(session: Session, application: ApplicationId) -> Version:
    """Freeze the draft as the next version.

    Raises `Fault(MARKING_UNDECIDED)`, `Fault(RULES_BLOCK)` with the number of findings, `Fault(MOVE_NOT_ALLOWED)`.
    """
    record = session.vault.applications.get(application)
    status = moved(record.status, Move.SUBMIT)
    draft = _dated(record.draft, session.today())
    require_sound_marks(session, draft)
    marking.require_decided(draft.marking)
    _require_no_twin(session, application, draft)
    pack = kept_packs.of_record(session, record).pack
    standing = assess(draft, session.today(), pack, session.office.desk, session.office.name).standing
    if standing:
        raise Fault(Code.RULES_BLOCK, count=len(standing))
    with session.vault.act(Act.APPLICATION_SUBMITTED, {"application": application}) as scope:
        session.vault.applications.save_draft(application, draft)
        kept_packs.put_under(session, application, pack)
        filed = kept_packs.reference(pack)
        version = session.vault.versions.add(application, draft, session.user, policy=filed)
        session.vault.applications.set_status(application, status)
        scope.note(version=str(version.number), digest=version.digest)
    return version


def would_meet(session: Session, application: ApplicationId) -> Assessment:
    """What a submission would meet today; a version that stands is judged as it was submitted, by its own pack."""
    record = session.vault.applications.get(application)
    pack = kept_packs.of_record(session, record).pack
    met = as_met(record.draft, record.status, session.today())
    return assess(met, session.today(), pack, session.office.desk, session.office.name)


def as_met(draft: Application, status: Status, day: date) -> Application:
    """The application as a submission on `day` would meet the rules; one that is submitted stays as it was."""
    return draft if status.frozen else _dated(draft, day)


def _dated(draft: Application, day: date) -> Application:
    return msgspec.structs.replace(draft, filing=msgspec.structs.replace(draft.filing, submitted_on=day))


def _require_no_twin(session: Session, application: ApplicationId, draft: Application) -> None:
    """R031: at one level, one series a year; the vault knows the person's other applications of the year."""
    if session.vault.examples.holds(application):  # it is in nobody's way, and nobody in its
        return
    twins = session.vault.applications.same_year(
        draft.person.identity_number, draft.year, draft.filing.level, except_id=application
    )
    standing = [twin for twin in twins if twin.status is not Status.ABANDONED]
    if standing:
        raise Fault(Code.APPLICATION_TWIN, title=standing[0].title)


def withdraw(session: Session, application: ApplicationId, reason: str) -> None:
    """Back to draft; the version stays for ever, the next submission makes a new one."""
    record = session.vault.applications.get(application)
    status = moved(record.status, Move.WITHDRAW)
    with session.vault.act(Act.APPLICATION_WITHDRAWN, {"application": application, "reason_length": str(len(reason))}):
        session.vault.applications.set_status(application, status)
