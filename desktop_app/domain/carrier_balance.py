"""What came in and went out over a period, kind by kind: opening + in = out + in hand, counted from each step taken."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from desktop_app.core.clock import CHINA
from desktop_app.core.ids import CarrierId
from desktop_app.domain.carriers import Carrier, CarrierEvent, CarrierKind, CarrierMove, CarrierState, moved
from desktop_app.domain.values import Value

_M = CarrierMove
_IN = (_M.MAKE, _M.RECEIVE, _M.RETURN, _M.FIND, _M.REINSTATE)
_OUT = (_M.GIVE, _M.LEND, _M.HAND_OVER, _M.ARCHIVE, _M.LOSE, _M.DESTROY, _M.CANCEL)


class Balance(Value, frozen=True, kw_only=True):
    """One kind's numbers; `in_hand` is what the register itself says, not what the sums come to."""

    kind: CarrierKind
    opening: int
    moves: Mapping[CarrierMove, int]
    in_hand: int

    @property
    def came(self) -> int:
        return sum(self.moves.get(move, 0) for move in _IN)

    @property
    def went(self) -> int:
        return sum(self.moves.get(move, 0) for move in _OUT)

    @property
    def balanced(self) -> bool:
        return self.opening + self.came == self.went + self.in_hand


def day_of(event: CarrierEvent) -> date:
    """The office's day of a step."""
    return event.at.astimezone(CHINA).date()


def balances(
    carriers: Sequence[Carrier],
    events: Mapping[CarrierId, Sequence[CarrierEvent]],
    first: date,
    last: date,
    today: date,
) -> tuple[Balance, ...]:
    """One for each kind of which there is a carrier. A period that ends today or later is held against the register."""
    found = []
    for kind in CarrierKind:
        lives = [(one, list(events.get(one.id, ()))) for one in carriers if one.kind is kind]
        if lives:
            found.append(_balance(kind, lives, first, last, today))
    return tuple(found)


def _balance(
    kind: CarrierKind, lives: Iterable[tuple[Carrier, list[CarrierEvent]]], first: date, last: date, today: date
) -> Balance:
    opening, in_hand = 0, 0
    moves: dict[CarrierMove, int] = {}
    for carrier, steps in lives:
        state: CarrierState | None = None
        opened = False
        for step in steps:
            day = day_of(step)
            if day > last:
                break
            if day >= first and not opened:
                opening, opened = opening + (state is CarrierState.IN_HAND), True
            after = moved(carrier.number, state, step.move)
            if day >= first and (state is CarrierState.IN_HAND) != (after is CarrierState.IN_HAND):
                moves[step.move] = moves.get(step.move, 0) + 1
            state = after
        opening += not opened and state is CarrierState.IN_HAND
        in_hand += (carrier.state if last >= today else state) is CarrierState.IN_HAND
    return Balance(kind=kind, opening=opening, moves=moves, in_hand=in_hand)
