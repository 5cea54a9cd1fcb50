"""Who of a pool may be drawn, and why the others not (六（二）2, 40号令). Pure; experts by number only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.committees import Exclusion, LeftOut, ListedExpert
from desktop_app.domain.review_meeting import Committee, Expert
from desktop_app.policy.committee_facts import served_before
from desktop_app.policy.pack import Pack


@dataclass(frozen=True, slots=True)
class Eligible:
    """The list of a draw; `kept_in` are those an officer takes again although they served for years."""

    experts: tuple[ListedExpert, ...]
    left_out: tuple[LeftOut, ...]
    kept_in: tuple[LeftOut, ...]


def eligible(
    committee: Committee, on: date, pack: Pack, excluded: Mapping[str, LeftOut], leaving: Iterable[str] = ()
) -> Eligible:
    """Everybody in the pool, sorted by number into who may be drawn and who not.

    `on` is the day of the meeting, `excluded` what an officer decided; `leaving` are members whom this draw replaces.
    """
    years = int(str(pack.parameter("expert_years_running", on)))
    members = {one.id for one in committee.members} - set(leaving)
    listed, left_out, kept_in = [], [], []
    for one in sorted(committee.pool.experts, key=lambda each: each.id):
        served = served_before(one, on.year, years)
        why = _why_not(one, on, members, served=served)
        if one.id in excluded:
            left_out.append(excluded[one.id])
        elif why is not None:
            left_out.append(LeftOut(expert=one.id, why=why))
        else:
            if served:
                kept_in.append(LeftOut(expert=one.id, why=Exclusion.SERVED, reason=one.kept_reason.strip()))
            assert one.level is not None
            outside = bool(one.unit) and one.unit != committee.unit
            listed.append(ListedExpert(id=one.id, specialty=one.specialty, level=one.level, outside=outside))
    return Eligible(tuple(listed), tuple(left_out), tuple(kept_in))


def _why_not(expert: Expert, on: date, members: set[str], *, served: bool) -> Exclusion | None:
    if not expert.specialty or expert.level is None:
        return Exclusion.INCOMPLETE
    if expert.id in members:
        return Exclusion.MEMBER
    if served and not expert.kept_reason.strip():
        return Exclusion.SERVED
    if expert.term_from is None or expert.term_to is None:
        return Exclusion.NO_TERM
    return None if expert.term_from <= on <= expert.term_to else Exclusion.OUT_OF_TERM
