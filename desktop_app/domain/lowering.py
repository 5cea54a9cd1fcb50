"""Why a mark was lowered, and on whose word: kept beside the log for as long as the vault."""

from datetime import datetime

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.domain.marking import Marking
from desktop_app.domain.values import DigestOrNone, Line, Short, Value


class MarkLowering(Value, frozen=True, kw_only=True):
    """One lowering. `material` is the digest of the attachment that it is about; empty: the application itself."""

    id: str
    application: ApplicationId
    material: DigestOrNone = ""
    before: Marking
    after: Marking
    reason: Line
    decided_by: Short
    lowered_by: Short
    lowered_at: datetime


def require_grounds(reason: str, decided_by: str) -> None:
    """Raises `Fault(MARKING_LOWERED)` without a reason or without the name of the 定密责任人."""
    if not reason.strip() or not decided_by.strip():
        raise Fault(Code.MARKING_LOWERED)
