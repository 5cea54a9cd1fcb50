"""Who works at a desk: users with their roles, and the ways back into a vault. Frozen values."""

from datetime import date
from enum import Enum

from desktop_app.domain.values import Short, Value


class UserRole(Enum):
    """What a user is at this desk (三员分立 for an office; a personal vault has one user with all)."""

    OWNER = "owner"  # the only user: every role at once
    OPERATOR = "operator"
    REVIEWER = "reviewer"
    SECURITY_KEEPER = "security_keeper"
    AUDITOR = "auditor"
    SYSTEM_KEEPER = "system_keeper"


class Reading(Enum):
    """What is seen rather than done, and not by everybody."""

    CONTENTS = "contents"  # what the applications say, their files and papers
    LOG = "log"


#: Roles that one person may not hold together: nobody keeps the log of what they themselves keep, or reviews own work.
APART: tuple[frozenset[UserRole], ...] = (
    frozenset({UserRole.AUDITOR, UserRole.SECURITY_KEEPER}),
    frozenset({UserRole.AUDITOR, UserRole.SYSTEM_KEEPER}),
    frozenset({UserRole.OPERATOR, UserRole.REVIEWER}),
)


class User(Value, frozen=True, kw_only=True):
    """One user. `passphrase_on` is the day of the present passphrase."""

    id: str
    name: Short
    roles: tuple[UserRole, ...]
    passphrase_on: date
    device: bool = False  # opens on this machine only


class RecoveryKind(Enum):
    """How the way back is kept on paper."""

    CODE = "code"
    SHARES = "shares"


class RecoveryState(Value, frozen=True, kw_only=True):
    """The way back that is in force: since when, when it was last rehearsed, and when it was used."""

    id: str
    kind: RecoveryKind
    made_on: date
    drilled_on: date | None = None
    used_on: date | None = None


class RecoveryNeed(Enum):
    """What is to be done about the way back; the first that applies."""

    UNPROVED = "unproved"  # a sheet was generated and never typed back: it opens nothing yet
    NEVER_MADE = "never_made"
    USED = "used"
    NEVER_REHEARSED = "never_rehearsed"
