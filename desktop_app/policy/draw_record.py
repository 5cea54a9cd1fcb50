"""What a draw puts on record, and repeating it from the record alone: no vault, no name, only what was signed."""

import hashlib
from collections.abc import Iterable, Iterator
from enum import Enum

from desktop_app.core.errors import Fault
from desktop_app.domain import exchange
from desktop_app.domain.committees import DrawLot, DrawOutcome, DrawPlan, DrawRecord, ListedExpert, LotResult
from desktop_app.domain.review_meeting import Expert
from desktop_app.policy.draw import Lot, commitment, draw


class DrawDoubt(Enum):
    """What in a record contradicts the rest of it."""

    LIST = "list"  # the list is not the one whose digest was signed
    SEED = "seed"  # the seed is not the one committed to
    PLAN = "plan"  # the outcome is of another plan
    RESULT = "result"  # the lots give others
    SIGNATURE = "signature"
    LOG = "log"  # the log has another record of it, or none


def list_text(experts: Iterable[ListedExpert]) -> str:
    """The list as text, one line an expert: number, specialty, level, 1 for somebody of another unit; tabs between.

    Saved as UTF-8 its SHA-256 is the plan's `list_digest`.
    """
    rows = sorted(experts, key=lambda one: one.id)
    return "".join(f"{one.id}\t{one.specialty}\t{one.level.value}\t{int(one.outside)}\n" for one in rows)


def list_digest(experts: Iterable[ListedExpert]) -> str:
    return hashlib.sha256(list_text(experts).encode("utf-8")).hexdigest()


def results(plan: DrawPlan, seed: str, spoken: str) -> tuple[LotResult, ...]:
    """Whom the plan gives with this seed. Raises `Fault(DRAW_*)`."""
    drawn = draw(
        (Expert(id=one.id, specialty=one.specialty, level=one.level) for one in plan.experts),
        map(_lot, plan.lots),
        seed=seed.encode("ascii"),
        committed=plan.seed_digest,
        outside=[one.id for one in plan.experts if one.outside],
        spoken=spoken,
    )
    return tuple(LotResult(members=one.members, reserves=one.reserves) for one in drawn)


def doubts(record: DrawRecord) -> Iterator[DrawDoubt]:
    """What contradicts itself in a record, its signatures aside."""
    if list_digest(record.plan.experts) != record.plan.list_digest:
        yield DrawDoubt.LIST
    if record.outcome is not None:
        yield from _of_outcome(record.plan, record.outcome)


def _of_outcome(plan: DrawPlan, outcome: DrawOutcome) -> Iterator[DrawDoubt]:
    if outcome.plan != exchange.digest(plan):
        yield DrawDoubt.PLAN
    if commitment(outcome.seed.encode("ascii")) != plan.seed_digest:
        yield DrawDoubt.SEED
        return
    try:
        same = results(plan, outcome.seed, outcome.spoken) == outcome.lots
    except Fault:
        same = False
    if not same:
        yield DrawDoubt.RESULT


def _lot(lot: DrawLot) -> Lot:
    return Lot(lot.specialty, lot.level, lot.seats, lot.reserves, lot.outside)
