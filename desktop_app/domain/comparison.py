"""What a comparison of the record with the online system's export found, field by field (四（三）)."""

from enum import Enum

from desktop_app.domain.findings import Words
from desktop_app.domain.values import Value


class Outcome(Enum):
    SAME = "same"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


class Compared(Value, frozen=True, kw_only=True):
    """One field. `online` is what stands there online, empty where it could not be told."""

    path: str
    label: Words
    outcome: Outcome
    paper: str
    online: str = ""


def differences(found: tuple[Compared, ...]) -> int:
    """How many values an officer must look at: those that differ and those not found."""
    return sum(one.outcome is not Outcome.SAME for one in found)
