"""What came back to be mended: the points of its notice as findings at their fields, met once the field is another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import returns
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Verdict, bilingual
from desktop_app.domain.statements import NoticePoint
from desktop_app.domain.status import Status
from desktop_app.domain.version_changes import changed_paths, touches


@dataclass(frozen=True, slots=True)
class Mending:
    """The notice that stands against the latest version. `ours`: it was written here, so it is mended here."""

    points: tuple[NoticePoint, ...]
    mend_by: date
    base: Application
    ours: bool


def standing(session: Session, application: ApplicationId) -> Mending | None:
    """What is still to be mended; `None` where nothing came back, or a later version went out since."""
    notices = returns.received(session, application)
    status = session.vault.applications.get(application).status
    latest = session.vault.versions.latest(application)
    if not notices or latest is None or status not in (Status.RETURNED, Status.DRAFT):
        return None
    last = notices[-1]
    if last.digest != latest.digest:
        return None
    ours = not returns.brought_by(session, application)
    return Mending(last.points, last.mend_by, latest.content, ours)


def findings(mending: Mending, draft: Application, on: date) -> tuple[Finding, ...]:
    """Each point where it is to be mended. A point at no field stays open: only a person can say that it is done."""
    changed = changed_paths(mending.base, draft)
    return tuple(_finding(point, mending, _met(point, changed), on) for point in mending.points)


def _met(point: NoticePoint, changed: Sequence[str]) -> bool:
    return bool(point.field) and any(touches(point.field, path) for path in changed)


def _finding(point: NoticePoint, mending: Mending, met: bool, on: date) -> Finding:
    late = on > mending.mend_by
    by = mending.mend_by.isoformat()
    return Finding(
        rule="R028",
        clause="三（四）5",
        verdict=Verdict.PASS if met else Verdict.BLOCK if late else Verdict.TODO,
        says=bilingual("告知须补正：{says}", says=point.says),
        mend=(
            bilingual("补正期限 {by} 已过，视为放弃。", by=by)
            if late
            else bilingual("请在 {by} 前补正后再次提交。", by=by)
        ),
        field=point.field,
    )
