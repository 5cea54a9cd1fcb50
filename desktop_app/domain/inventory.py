"""The yearly count (清查): what should be in hand against the numbers that were found."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import Enum

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.carriers import Carrier, CarrierState
from desktop_app.domain.values import Short, Value

_MOST = 2000
#: A numbered copy as the program writes it: document, end of the application's id, number or span of numbers.
_COPIES = re.compile(r"^([A-Z]{2,4}-[0-9A-Z]{6})-([0-9]{1,6})(?:[-~]([0-9]{1,6}))?$")


class Seen(Enum):
    """What the count found of one number."""

    RIGHT = "right"
    LOST = "lost"  # in hand by the register, not found
    AWAY = "away"  # given out, lent or handed over by the register, yet here
    MISSING = "missing"  # entered as lost, and here again
    IMPOSSIBLE = "impossible"  # destroyed, archived or cancelled by the register, yet here
    DOUBLED = "doubled"  # one number on two things
    UNKNOWN = "unknown"  # never entered


class Counted(Value, frozen=True, kw_only=True):
    number: Short
    title: str = ""
    seen: Seen


class Inventory(Value, frozen=True, kw_only=True):
    """One count; open until somebody closes it with its result."""

    id: str
    year: int
    opened_at: datetime
    opened_by: Short
    closed_at: datetime | None = None
    closed_by: Short = ""
    result: tuple[Counted, ...] = ()


_HERE = {
    CarrierState.IN_HAND: Seen.RIGHT,
    CarrierState.GIVEN_OUT: Seen.AWAY,
    CarrierState.LENT: Seen.AWAY,
    CarrierState.HANDED_OVER: Seen.AWAY,
    CarrierState.MISSING: Seen.MISSING,
    CarrierState.ARCHIVED: Seen.IMPOSSIBLE,
    CarrierState.DESTROYED: Seen.IMPOSSIBLE,
    CarrierState.VOID: Seen.IMPOSSIBLE,
}


def key(number: str) -> str:
    """How two spellings of one number are told to be the same."""
    return unicodedata.normalize("NFKC", number).strip().upper()


def numbers(typed: str) -> tuple[str, ...]:
    """Numbers as they are scanned or typed, one or many; `RF-7K3M9Q-1-12` stands for twelve copies.

    Raises `Fault(CARRIER_NUMBERS)` when there is none, or more than any cabinet holds.
    """
    found: list[str] = []
    for part in re.split(r"[\s,，、;；]+", typed.strip()):
        plain = key(part)
        match = _COPIES.match(plain)
        if match is None:
            found += [plain] if plain else []
            continue
        first, last = int(match[2]), int(match[3] or match[2])
        if not 0 < first <= last or last - first >= _MOST:
            raise Fault(Code.CARRIER_NUMBERS, typed=part[:40])
        found += [f"{match[1]}-{number:06d}" for number in range(first, last + 1)]
    if not found or len(found) > _MOST:
        raise Fault(Code.CARRIER_NUMBERS, typed=typed[:40])
    return tuple(found)


def compared(register: Iterable[Carrier], here: Sequence[str]) -> tuple[Counted, ...]:
    """Every number that is here or should be, the differences first."""
    known = {key(one.number): one for one in register}
    times = Counter(key(number) for number in here)
    found = [
        Counted(number=one.number, title=one.title, seen=Seen.LOST)
        for at, one in known.items()
        if one.state is CarrierState.IN_HAND and at not in times
    ]
    for at, count in times.items():
        carrier = known.get(at)
        if carrier is None:
            found.append(Counted(number=at, seen=Seen.UNKNOWN))
        else:
            seen = Seen.DOUBLED if count > 1 else _HERE[carrier.state]
            found.append(Counted(number=carrier.number, title=carrier.title, seen=seen))
    return tuple(sorted(found, key=lambda one: (one.seen is Seen.RIGHT, one.number)))
