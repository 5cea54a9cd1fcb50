"""The states of an application and the one table of legal moves."""

from enum import Enum

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.words import words_of


class Status(Enum):
    """Where an application stands at this desk."""

    DRAFT = "draft"
    SUBMITTED = "submitted"  # a version is frozen; the papers may be printed and sealed
    SEALED = "sealed"  # a package for the next desk was written and proved
    DELIVERED = "delivered"  # the next desk's signed receipt is in
    RECEIVED = "received"  # imported from a package at this desk
    RETURNED = "returned"  # sent back with one written notice
    FORWARDED = "forwarded"  # sealed on to the next desk of the chain
    ABANDONED = "abandoned"  # the deadline passed, or the notice's points were not mended in time

    @property
    def frozen(self) -> bool:
        """Whether the latest version speaks for the application, and not the draft."""
        return self not in (Status.DRAFT, Status.ABANDONED)


class Move(Enum):
    """The acts that change a status."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    SEAL = "seal"
    UNSEAL = "unseal"
    CONFIRM = "confirm"
    RETURN = "return"
    TAKE_RETURN = "take_return"
    REVISE = "revise"
    FORWARD = "forward"
    ABANDON = "abandon"


MOVES: dict[tuple[Status, Move], Status] = {
    (Status.DRAFT, Move.SUBMIT): Status.SUBMITTED,
    (Status.DRAFT, Move.ABANDON): Status.ABANDONED,
    (Status.SUBMITTED, Move.WITHDRAW): Status.DRAFT,
    (Status.SUBMITTED, Move.SEAL): Status.SEALED,
    (Status.SUBMITTED, Move.ABANDON): Status.ABANDONED,
    (Status.SEALED, Move.UNSEAL): Status.SUBMITTED,
    (Status.SEALED, Move.SEAL): Status.SEALED,  # a second package: the first stick was lost
    (Status.SEALED, Move.CONFIRM): Status.DELIVERED,
    (Status.SEALED, Move.TAKE_RETURN): Status.RETURNED,
    (Status.DELIVERED, Move.TAKE_RETURN): Status.RETURNED,
    (Status.FORWARDED, Move.TAKE_RETURN): Status.RETURNED,
    (Status.RECEIVED, Move.RETURN): Status.RETURNED,
    (Status.RETURNED, Move.RETURN): Status.RETURNED,  # what came back from the next desk goes on to the one before
    (Status.RECEIVED, Move.FORWARD): Status.FORWARDED,
    (Status.FORWARDED, Move.FORWARD): Status.FORWARDED,
    (Status.FORWARDED, Move.UNSEAL): Status.RECEIVED,
    (Status.FORWARDED, Move.CONFIRM): Status.DELIVERED,
    (Status.RETURNED, Move.REVISE): Status.DRAFT,
    (Status.RETURNED, Move.ABANDON): Status.ABANDONED,
}


def moved(status: Status, move: Move) -> Status:
    """The state after `move`. Raises `Fault(MOVE_NOT_ALLOWED)` when the table has no such move."""
    try:
        return MOVES[status, move]
    except KeyError:
        raise Fault(Code.MOVE_NOT_ALLOWED, status=words_of(status), move=words_of(move)) from None
