"""Comparisons of paper with online that the vault keeps, and the rulings on what they leave open (四（三）)."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, ComparisonId
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.desk.session import Session
from desktop_app.domain import comparison
from desktop_app.domain.application import Application, Online
from desktop_app.domain.audit import Act
from desktop_app.domain.comparison import Compared, ComparisonResult, History, Judged, Outcome, Ruling
from desktop_app.domain.records import ApplicationRecord
from desktop_app.domain.status import Status
from desktop_app.policy.character_marks import marks
from desktop_app.policy.online_fields import compared_content

__all__ = [
    "REASON_LIMIT",
    "Compared",
    "ComparisonResult",
    "History",
    "Judged",
    "Kept",
    "Outcome",
    "Ruling",
    "keep",
    "marks",
    "of",
    "rule",
]

#: As long as a line that is kept may be.
REASON_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Kept:
    """All comparisons of one application, the newest first, and whether the record has moved on since that one."""

    record: ApplicationRecord
    histories: tuple[History, ...]

    @property
    def stale(self) -> bool:
        """Whether anything that was compared, or the submission online, is another now."""
        return bool(self.histories) and is_stale(self.histories[0], self.record.draft)

    @property
    def current(self) -> History | None:
        """The comparison that still holds."""
        return self.histories[0] if self.histories and not self.stale else None


def is_stale(history: History, application: Application) -> bool:
    """Whether a comparison is about other values than the application has now."""
    return history.comparison.result.content != compared_content(application)


def of(session: Session, application: ApplicationId) -> Kept:
    """What was compared so far."""
    record = session.vault.applications.get(application)
    return Kept(record, tuple(session.vault.comparisons.of(application)))


def keep(session: Session, application: ApplicationId, result: ComparisonResult) -> Kept:
    """Keep a comparison; in a draft the day and the count follow, so that the findings do.

    What was settled before holds for fields that say exactly the same again. A submitted version never changes: there
    the comparison stands beside it.
    """
    record = session.vault.applications.get(application)
    before = session.vault.comparisons.latest(application)
    objects = {"application": application, "content": result.content, "file": result.file}
    with session.vault.act(Act.COMPARED_ONLINE, objects) as scope:
        made = session.vault.comparisons.add(application, result)
        scope.note(comparison=made.id)
        for judged in comparison.brought_over(before, result.found):
            session.vault.comparisons.bring(made.id, judged)
        online = structs.replace(
            record.draft.online,
            compared_on=session.today(),
            differences=comparison.differences(result.found),
            compared_content=result.content,
        )
        _follow(session, record, session.vault.comparisons.get(made.id), online)
    return of(session, application)


def rule(session: Session, application: ApplicationId, ruling: Ruling, fields: Sequence[str], reason: str = "") -> Kept:
    """Say what an officer says to fields that the comparison in force left open.

    Raises `Fault(COMPARISON_NONE | COMPARISON_STALE | COMPARISON_FIELD | COMPARISON_REASON)`; settling takes a reason.
    """
    kept = of(session, application)
    if not kept.histories:
        raise Fault(Code.COMPARISON_NONE)
    if kept.stale:
        raise Fault(Code.COMPARISON_STALE)
    history = kept.histories[0]
    _require_open(history, fields)
    made = history.comparison
    with session.vault.act(Act.DIFFERENCE_JUDGED, _named(application, made.id)):
        session.vault.comparisons.rule(made.id, ruling, tuple(dict.fromkeys(fields)), _reason(ruling, reason))
        _follow(session, kept.record, session.vault.comparisons.get(made.id), kept.record.draft.online)
    return of(session, application)


def _named(application: ApplicationId, made: ComparisonId) -> dict[str, str]:
    return {"application": application, "comparison": made}


def _require_open(history: History, fields: Sequence[str]) -> None:
    open_ones = {one.path for one in history.open_fields}
    unknown = [field for field in fields if field not in open_ones]
    if unknown or not fields:
        raise Fault(Code.COMPARISON_FIELD, field=unknown[0][:60] if unknown else "")


def _reason(ruling: Ruling, reason: str) -> str:
    why = normal(reason.strip())
    if (ruling.settles and not why) or len(why) > REASON_LIMIT or unsafe_characters(why):
        raise Fault(Code.COMPARISON_REASON, limit=REASON_LIMIT)
    return why


def _follow(session: Session, record: ApplicationRecord, history: History, online: Online) -> None:
    """The draft says what the comparison in force says, by the ordinary act of editing."""
    settled = bool(history.open_fields) and not history.unsettled
    online = structs.replace(online, differences_settled=settled)
    if record.status is not Status.DRAFT or online == record.draft.online:
        return
    with session.vault.act(Act.APPLICATION_EDITED, {"application": record.id}):
        session.vault.applications.save_draft(record.id, structs.replace(record.draft, online=online))
