"""The repeatable random draw of experts from a pool (六（二）2).

How a draw is made, so that anyone can repeat it by hand:

1. Before the pool is looked at, a secret seed of at least 16 bytes is chosen and its SHA-256 is put on record
   (`commitment`). The seed is shown after the draw; `draw` refuses one that does not fit the record.
   What a witness says aloud then (digits) is put after the seed: whoever chose it could not know it.
2. The eligible experts of the wanted specialty and level (the excluded ones left out) are sorted by id, as Unicode
   text; a lot for other units takes only those who are of one.
3. The stream of numbers for the n-th lot (n from 0) is SHA-256(seed || spoken || "|" || n || "|" || counter) for
   counter 0, 1, 2, …; numbers are decimal ASCII. Each digest gives four numbers of 64 bits, big-endian.
4. To choose among k, numbers from the largest multiple of k below 2^64 upwards are thrown away, so every remainder is
   equally likely; the next number modulo k is the place. Who is chosen leaves the list; those who follow close up.
5. The first `seats` chosen are the members, the next `reserves` stand in for them in that order.

Lots are drawn in the order given; nobody is chosen by two lots.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Expert

_RANGE = 2**64
_SHORTEST_SEED = 16


@dataclass(frozen=True, slots=True)
class Lot:
    """How many of one specialty and level are drawn, and how many reserves after them."""

    specialty: str
    level: Level
    seats: int
    reserves: int = 0
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one lot gave: ids in the order drawn, and from how many."""

    lot: Lot
    candidates: tuple[str, ...]
    members: tuple[str, ...]
    reserves: tuple[str, ...]


def commitment(seed: bytes) -> str:
    """What goes on record before the draw."""
    return hashlib.sha256(seed).hexdigest()


def draw(
    experts: Iterable[Expert],
    lots: Iterable[Lot],
    *,
    seed: bytes,
    committed: str,
    excluded: Iterable[str] = (),
    outside: Iterable[str] = (),
    spoken: str = "",
) -> tuple[Drawn, ...]:
    """Draw every lot; who was excluded or drawn before stays out. `outside`: the ids of experts of other units.

    Raises `Fault(DRAW_SEED_SHORT | DRAW_SEED_OTHER | DRAW_ID_TWICE | DRAW_SEATS | DRAW_TOO_FEW)`, which names nobody.
    """
    if len(seed) < _SHORTEST_SEED:
        raise Fault(Code.DRAW_SEED_SHORT, least=_SHORTEST_SEED)
    if commitment(seed) != committed:
        raise Fault(Code.DRAW_SEED_OTHER)
    pool = tuple(experts)
    if len({expert.id for expert in pool}) < len(pool):
        raise Fault(Code.DRAW_ID_TWICE)
    out, others = set(excluded), frozenset(outside)
    made = []
    for index, lot in enumerate(lots):
        among = tuple(row for row in pool if row.id in others) if lot.outside else pool
        drawn = _one(among, lot, out, _numbers(seed + spoken.encode("ascii"), index))
        out.update(drawn.members, drawn.reserves)
        made.append(drawn)
    return tuple(made)


def _one(pool: tuple[Expert, ...], lot: Lot, out: set[str], numbers: Iterator[int]) -> Drawn:
    if lot.seats < 0 or lot.reserves < 0:
        raise Fault(Code.DRAW_SEATS)
    fitting = (row for row in pool if row.specialty == lot.specialty and row.level is lot.level)
    candidates = tuple(sorted(row.id for row in fitting if row.id not in out))
    wanted = lot.seats + lot.reserves
    if wanted > len(candidates):
        raise Fault(Code.DRAW_TOO_FEW, wanted=wanted, candidates=len(candidates))
    left = list(candidates)
    chosen: list[str] = []
    while len(chosen) < wanted:
        chosen.append(left.pop(_below(len(left), numbers)))
    return Drawn(lot, candidates, tuple(chosen[: lot.seats]), tuple(chosen[lot.seats :]))


def _below(count: int, numbers: Iterator[int]) -> int:
    """A place below `count`; what would favour the first places is thrown away."""
    limit = _RANGE - _RANGE % count
    return next(number for number in numbers if number < limit) % count


def _numbers(seed: bytes, lot: int) -> Iterator[int]:
    counter = 0
    while True:
        block = hashlib.sha256(seed + f"|{lot}|{counter}".encode("ascii")).digest()
        for start in range(0, len(block), 8):
            yield int.from_bytes(block[start : start + 8], "big")
        counter += 1
