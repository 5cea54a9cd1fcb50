"""What a comparison of the record with the online system's export found, and what an officer said to it (四（三）)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum

from desktop_app.core.ids import ApplicationId, ComparisonId
from desktop_app.domain.findings import Words
from desktop_app.domain.values import Digest, Line, Short, Value


class Outcome(Enum):
    SAME = "same"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


class Compared(Value, frozen=True, kw_only=True):
    """One field. `online` is what stands there online, empty where it could not be told.

    `page` and `line` count from 1 and say where that was found, 0 where nothing was; `near` is the text of that place.
    """

    path: str
    label: Words
    outcome: Outcome
    paper: str
    online: str = ""
    page: int = 0
    line: int = 0
    near: str = ""


def differences(found: Iterable[Compared]) -> int:
    """How many values an officer must look at: those that differ and those not found."""
    return sum(one.outcome is not Outcome.SAME for one in found)


class Ruling(Enum):
    """What an officer says to a value that differs or was not found."""

    SAME_THING = "same_thing"
    PAPER_WRONG = "paper_wrong"
    ONLINE_WRONG = "online_wrong"
    NOT_IN_EXPORT = "not_in_export"

    @property
    def settles(self) -> bool:
        """Whether nothing is left to mend: a value typed wrong stays open until it is the same on both sides."""
        return self in (Ruling.SAME_THING, Ruling.NOT_IN_EXPORT)


class ComparisonResult(Value, frozen=True, kw_only=True):
    """What was found, and in what content: `content` is the digest of the values that were compared."""

    record: Digest
    content: Digest
    file: Digest
    found: tuple[Compared, ...]


class Comparison(Value, frozen=True, kw_only=True):
    """A comparison as it is kept; it never changes."""

    id: ComparisonId
    application: ApplicationId
    result: ComparisonResult
    made_at: datetime
    made_by: Short


class Judged(Value, frozen=True, kw_only=True):
    """One ruling on one or more fields, with the reason. Kept beside its comparison and never changed.

    `brought_from` is the earlier comparison in which the same field with the same values was ruled on.
    """

    ruling: Ruling
    paths: tuple[str, ...]
    reason: Line = ""
    brought_from: str = ""
    by: Short
    at: datetime


class History(Value, frozen=True, kw_only=True):
    """A comparison with all rulings on it, the oldest first."""

    comparison: Comparison
    rulings: tuple[Judged, ...] = ()

    @property
    def open_fields(self) -> tuple[Compared, ...]:
        """The fields that an officer must look at."""
        return tuple(one for one in self.comparison.result.found if one.outcome is not Outcome.SAME)

    @property
    def standing(self) -> Mapping[str, Judged]:
        """Field -> the ruling that stands: the last one."""
        return {path: one for one in self.rulings for path in one.paths}

    @property
    def unsettled(self) -> tuple[Compared, ...]:
        """The fields that are still to be ruled on, or to be mended."""
        standing = self.standing
        return tuple(
            one for one in self.open_fields if one.path not in standing or not standing[one.path].ruling.settles
        )


def brought_over(before: History | None, found: Sequence[Compared]) -> list[Judged]:
    """The settling rulings of an earlier comparison on fields that say exactly the same again.

    What an officer has looked at once need not be looked at again because another field was mended.
    """
    if before is None:
        return []
    earlier = {one.path: _said(one) for one in before.open_fields}
    again = {one.path for one in found if earlier.get(one.path) == _said(one)}
    kept: dict[tuple[Ruling, str, str, str, datetime], list[str]] = {}
    for path, one in before.standing.items():
        if path in again and one.ruling.settles:
            origin = one.brought_from or before.comparison.id
            kept.setdefault((one.ruling, one.reason, origin, one.by, one.at), []).append(path)
    return [
        Judged(ruling=ruling, paths=tuple(paths), reason=reason, brought_from=origin, by=by, at=at)
        for (ruling, reason, origin, by, at), paths in kept.items()
    ]


def _said(one: Compared) -> tuple[Outcome, str, str]:
    return one.outcome, one.paper, one.online
