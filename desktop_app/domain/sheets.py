"""Paper held against the record: what one sheet says of itself, and whether a stack is all there (四（三）)."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.domain.copies import Copy, CopyFate, Document
from desktop_app.domain.values import Value

_MOST = 999_999
_MOST_LISTED = 2000
_SPAN = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


class SheetState(Enum):
    """What holds of the version that a sheet shows."""

    CURRENT = "current"
    STALE = "stale"  # a later version stands
    DRAFT = "draft"  # the latest one, but it was withdrawn and is being written anew
    ALTERED = "altered"  # the number is known, the digest is another: no sheet of ours
    UNKNOWN_VERSION = "unknown_version"
    UNKNOWN = "unknown"  # no such application in this vault


class Sheet(Value, frozen=True, kw_only=True):
    """One sheet as it was read. `document` is `None` where only a digest was typed; `latest` 0 = none known."""

    state: SheetState
    application: ApplicationId | None = None
    document: Document | None = None
    version: int = 0
    latest: int = 0


class Counted(Enum):
    """What a count found of one copy number."""

    RIGHT = "right"
    UNCONFIRMED = "unconfirmed"  # it is there, but nobody said so after printing
    LOST = "lost"  # in hand by the register, not in the stack
    DOUBLED = "doubled"  # the number stands on two sheets
    STALE = "stale"
    SPOILED = "spoiled"
    GONE = "gone"  # handed over by the register, yet here
    IMPOSSIBLE = "impossible"  # destroyed, or never printed, by the register
    UNKNOWN = "unknown"  # never given out


class Finding(Value, frozen=True, kw_only=True):
    number: int
    counted: Counted


_HERE = {
    CopyFate.IN_HAND: Counted.RIGHT,
    CopyFate.SENT: Counted.UNCONFIRMED,
    CopyFate.SPOILED: Counted.SPOILED,
    CopyFate.HANDED_OVER: Counted.GONE,
    CopyFate.DESTROYED: Counted.IMPOSSIBLE,
    CopyFate.NOT_PRINTED: Counted.IMPOSSIBLE,
}


def numbers(typed: str) -> tuple[int, ...]:
    """Copy numbers as an officer types them: `1-7、9 000012`, a span for each dash, any width of digit.

    Raises `Fault(COPY_NUMBERS)` for anything else, and for more numbers than any stack has.
    """
    plain = unicodedata.normalize("NFKC", typed)
    plain = re.sub(r"\s*[-–—~至到]\s*", "-", plain)
    found: list[int] = []
    for part in re.split(r"[\s,、;。.]+", plain.strip()):
        match = _SPAN.fullmatch(part)
        first = int(match[1]) if match else 0
        last = int(match[2] or first) if match else 0
        if not 0 < first <= last <= _MOST or len(found) + last - first >= _MOST_LISTED:
            raise Fault(Code.COPY_NUMBERS, typed=part[:40] or typed[:40])
        found.extend(range(first, last + 1))
    return tuple(found)


def count(register: Iterable[Copy], here: Sequence[int], digest: str) -> tuple[Finding, ...]:
    """Each number that is here or ought to be, in order. `digest`: of the version that stands now.

    `register`: the copies of one document of one application.
    """
    known = {copy.number: copy for copy in register}
    times = Counter(here)
    found = [Finding(number=number, counted=_one(known.get(number), times[number], digest)) for number in sorted(times)]
    lost = [copy.number for copy in known.values() if copy.fate is CopyFate.IN_HAND and copy.number not in times]
    found += [Finding(number=number, counted=Counted.LOST) for number in lost]
    return tuple(sorted(found, key=lambda one: one.number))


def _one(copy: Copy | None, times: int, digest: str) -> Counted:
    if copy is None:
        return Counted.UNKNOWN
    if times > 1:
        return Counted.DOUBLED
    if copy.version_digest != digest and copy.fate in (CopyFate.IN_HAND, CopyFate.SENT):
        return Counted.STALE
    return _HERE[copy.fate]
