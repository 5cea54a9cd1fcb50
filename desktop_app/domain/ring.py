"""Why the system's key ring cannot be used."""

from enum import Enum


class RingTrouble(Enum):
    """Each with its words: where the ring is offered, the reason is shown with it."""

    NO_SESSION = "no_session"  # nobody's desktop: there is no bus on which a key ring could be asked
    NO_SERVICE = "no_service"
    NOT_ACCEPTED = "not_accepted"  # a ring was chosen on this machine that keeps nothing, or keeps it readable
    LOCKED = "locked"
    FAILED = "failed"  # it took the secret and does not give it back, or answers nonsense
    OTHER_SYSTEM = "other_system"
