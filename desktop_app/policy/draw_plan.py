"""What the rules say of a committee as its lots would make it, before anybody is drawn (六（二）2, 40号令)."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import structs

from desktop_app.domain.committees import DrawLot, ListedExpert
from desktop_app.domain.findings import Finding
from desktop_app.domain.review_meeting import Committee, Expert
from desktop_app.policy import check
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject

#: The rules that look at how many sit and where from; the others look at who they are, which the draw will tell.
_OF_NUMBERS = ("N08", "R090")


def findings(
    committee: Committee, lots: Sequence[DrawLot], on: date, pack: Pack, leaving: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """The findings about size and share, with the fewest experts of other units that these lots can give."""
    gone = set(leaving)
    staying = tuple(one for one in committee.members if one.id not in gone)
    to_come = [lot.outside for lot in lots for _ in range(lot.seats)]
    drawn = tuple(
        Expert(id=f"lot-{number}", unit="" if not outside else f"other than {committee.unit}")
        for number, outside in enumerate(to_come)
    )
    as_if = structs.replace(committee, members=(*staying, *drawn))
    found = check.findings_about(Subject.COMMITTEE, as_if, on, pack)
    return tuple(one for one in found if one.rule in _OF_NUMBERS)


def short_of(lots: Sequence[DrawLot], experts: Sequence[ListedExpert]) -> tuple[int, ...]:
    """For each lot, how many it could still take from when the lots before it have had theirs."""
    left = list(experts)
    found = []
    for lot in lots:
        fitting = [
            one
            for one in left
            if (one.specialty, one.level) == (lot.specialty, lot.level) and (one.outside or not lot.outside)
        ]
        found.append(len(fitting))
        # those of other units last: a lot that takes anybody may leave them, or not; this is the best that can be
        fitting.sort(key=lambda one: one.outside)
        for one in fitting[: lot.seats + lot.reserves]:
            left.remove(one)
    return tuple(found)
