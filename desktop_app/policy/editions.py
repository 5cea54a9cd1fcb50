"""Which of a year's packs is current: the newest edition of the pack that came first for that year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Origin(IntEnum):
    """Where a pack came from; of two with one edition the later in this order is current."""

    EARLIER_PROGRAM = 1  # kept from a version of the program that is gone
    PROGRAM = 2
    IMPORTED = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pack of a year; `order` counts them as they came, the program's own first."""

    digest: str
    pack: str
    edition: str
    origin: Origin
    order: int


def ranked(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """Digests of one year's packs, the one to be current first.

    A pack of another name (another place's) is never current by itself: it needs an officer's word.
    """
    found = sorted(candidates, key=lambda each: each.order)
    if not found:
        return ()
    lead = found[0].pack
    ours = [each for each in found if each.pack == lead]
    return tuple(each.digest for each in sorted(ours, key=_rank, reverse=True))


def _rank(each: Candidate) -> tuple[tuple[int, ...], Origin, int]:
    return edition_key(each.edition), each.origin, each.order


def edition_key(edition: str) -> tuple[int, ...]:
    """An edition's numbers: 2026.10 comes after 2026.9."""
    return tuple(int(digits) for digits in re.findall(r"[0-9]{1,9}", edition))
