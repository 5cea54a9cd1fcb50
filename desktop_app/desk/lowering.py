"""Lowering a mark: only with the reason and the 定密责任人's name, which the vault keeps and the log points to."""

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, new_id
from desktop_app.core.text import normal
from desktop_app.desk.draft import require_sound_marks
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.lowering import MarkLowering, require_grounds
from desktop_app.domain.marking import Marking
from desktop_app.domain.status import Status


def lower(
    session: Session,
    application: ApplicationId,
    mark: Marking,
    *,
    reason: str,
    decided_by: str,
    material: str = "",
) -> Application:
    """Give the draft, or the attachment with the digest `material`, a lower mark. Returns the draft.

    Raises `Fault(MARKING_LOWERED)` without reason or name, `Fault(VERSION_IS_FINAL)`, `Fault(MATERIAL_MISSING)`.
    """
    require_grounds(reason, decided_by)
    record = session.vault.applications.get(application)
    if record.status is not Status.DRAFT:
        raise Fault(Code.VERSION_IS_FINAL, number=record.latest_version)
    before, draft = _with(record.draft, mark, material)
    require_sound_marks(session, draft)
    now = session.clock.now()
    kept = MarkLowering(
        id=new_id(now),
        application=application,
        material=material,
        before=before,
        after=mark,
        reason=normal(reason.strip()),
        decided_by=normal(decided_by.strip()),
        lowered_by=session.user,
        lowered_at=now,
    )
    with session.vault.act(Act.MARKING_LOWERED, {"application": application, "lowering": kept.id}) as scope:
        if material:
            scope.note(material=material)
        session.vault.lowerings.add(kept)
        session.vault.applications.save_draft(application, draft)
    return draft


def _with(draft: Application, mark: Marking, material: str) -> tuple[Marking, Application]:
    if not material:
        return draft.marking, structs.replace(draft, marking=mark)
    found = next((one for one in draft.materials if one.digest == material), None)
    if found is None:
        raise Fault(Code.MATERIAL_MISSING, name=material[:12])
    changed = tuple(structs.replace(one, marking=mark) if one.digest == material else one for one in draft.materials)
    return found.marking, structs.replace(draft, materials=changed)


def lowerings(session: Session, application: ApplicationId) -> list[MarkLowering]:
    """What was lowered in this application, oldest first."""
    return session.vault.lowerings.of(application)
