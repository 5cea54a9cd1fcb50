"""The draw of experts: repeatable by hand, even-handed, and refused where it would not be what was put on record."""

from collections import Counter
from typing import Any

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Expert
from desktop_app.policy.draw import Lot, _below, commitment, draw

SEED = b"hohhot-2026-draw"
COMMITTED = "3c454d6e7a458619a633d94db47bb43c5733e9a18636dd1736112b8d99aa94a1"
POOL = tuple(Expert(id=f"E{n:02}", specialty="水利", level=Level.MID) for n in range(1, 11))
LOT = Lot("水利", Level.MID, seats=3, reserves=2)


def test_the_vector_worked_out_from_the_written_algorithm() -> None:
    """The ids come from a few lines written after the docstring alone, the record from `sha256sum`."""
    (drawn,) = draw(POOL, [LOT], seed=SEED, committed=COMMITTED)
    assert drawn.candidates == tuple(row.id for row in POOL)
    assert drawn.members == ("E10", "E07", "E05")
    assert drawn.reserves == ("E06", "E04")


def test_the_order_of_the_pool_does_not_matter() -> None:
    again = draw(reversed(POOL), [LOT], seed=SEED, committed=COMMITTED)
    assert again == draw(POOL, [LOT], seed=SEED, committed=COMMITTED)


def test_another_seed_draws_otherwise() -> None:
    other = b"hohhot-2026-drax"
    assert draw(POOL, [LOT], seed=other, committed=commitment(other)) != draw(
        POOL, [LOT], seed=SEED, committed=COMMITTED
    )


def test_only_the_lot_s_specialty_and_level_are_drawn_and_the_excluded_never() -> None:
    others = (
        Expert(id="F01", specialty="林草", level=Level.MID),
        Expert(id="F02", specialty="水利", level=Level.ASSOCIATE_SENIOR),
        Expert(id="F03", specialty="水利"),
    )
    lot = Lot("水利", Level.MID, seats=8)
    (drawn,) = draw(POOL + others, [lot], seed=SEED, committed=COMMITTED, excluded=["E01", "E10"])
    assert sorted(drawn.members) == [f"E{n:02}" for n in range(2, 10)]


def test_nobody_is_drawn_by_two_lots() -> None:
    first, second = draw(POOL, [LOT, LOT], seed=SEED, committed=COMMITTED)
    both = first.members + first.reserves + second.members + second.reserves
    assert len(set(both)) == len(POOL)


def test_each_expert_is_as_likely_as_any_other() -> None:
    """Chi squared over ten places, for the first drawn and for all drawn; 27.88 is passed by chance once in 1000."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    rounds = 2000
    for n in range(rounds):
        seed = f"uniformity-{n:08}".encode()
        (drawn,) = draw(POOL, [LOT], seed=seed, committed=commitment(seed))
        first[drawn.members[0]] += 1
        last[drawn.reserves[-1]] += 1
    for counts in (first, last):
        expected = rounds / len(POOL)
        assert sum((counts[row.id] - expected) ** 2 / expected for row in POOL) < 27.88


def test_numbers_that_would_favour_the_first_places_are_thrown_away() -> None:
    assert _below(3, iter([2**64 - 1, 5])) == 2
    assert _below(3, iter([2**64 - 2, 5])) == (2**64 - 2) % 3
    assert _below(4, iter([2**64 - 1])) == 3


@pytest.mark.parametrize(
    ("change", "code", "says"),
    [
        ({"committed": "0" * 64}, Code.DRAW_SEED_OTHER, "not the one put on record"),
        ({"seed": b"short", "committed": commitment(b"short")}, Code.DRAW_SEED_SHORT, "fewer than 16 bytes"),
        ({"experts": (*POOL, POOL[0])}, Code.DRAW_ID_TWICE, "the same number"),
        ({"lots": [Lot("水利", Level.MID, seats=9, reserves=2)]}, Code.DRAW_TOO_FEW, "11 are to be drawn and only 10"),
        ({"lots": [LOT, Lot("水利", Level.MID, seats=6)]}, Code.DRAW_TOO_FEW, "6 are to be drawn and only 5"),
        ({"lots": [Lot("水利", Level.MID, seats=-1)]}, Code.DRAW_SEATS, "negative"),
    ],
)
def test_a_draw_that_cannot_be_as_asked_is_refused(change: dict[str, Any], code: Code, says: str) -> None:
    asked: dict[str, Any] = {"experts": POOL, "lots": [LOT], "seed": SEED, "committed": COMMITTED} | change
    with pytest.raises(Fault) as refused:
        draw(asked.pop("experts"), asked.pop("lots"), **asked)
    assert refused.value.code is code
    assert says in sentence(refused.value, Language.EN)
    assert "E0" not in sentence(refused.value) + sentence(refused.value, Language.EN)


def test_no_seats_draw_nobody() -> None:
    (drawn,) = draw((), [Lot("水利", Level.MID, seats=0)], seed=SEED, committed=COMMITTED)
    assert drawn.members == drawn.reserves == ()
