"""The pool of a committee from one office to another: what is sealed, and what taking it in would do (六（二）1).

Names are nobody's outside the two offices (40号令): a pool leaves only as a sealed package, and no log names an expert.
"""

from dataclasses import dataclass

import msgspec
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.desk import committees, experts
from desktop_app.desk.session import Session
from desktop_app.domain.committees import KeptExpert
from desktop_app.domain.findings import bilingual
from desktop_app.domain.records import Direction
from desktop_app.domain.review_meeting import Expert
from desktop_app.domain.statements import ExpertPool, KeptStatement, StatementKind


@dataclass(frozen=True, slots=True)
class CameIn:
    """A pool that came: its digest, whose key sealed it, what it says."""

    digest: str
    peer: str
    pool: ExpertPool


@dataclass(frozen=True, slots=True)
class PoolChange:
    """What taking a pool in would do. Nobody leaves by it: who is here and not there stays."""

    new: tuple[KeptExpert, ...]
    changed: tuple[KeptExpert, ...]
    same: int


def made(session: Session, committee: str) -> ExpertPool:
    """The pool as it stands. Raises `Fault(MEETING_LACKS)` for an empty one."""
    kept = committees.bare(session, committee)
    inside = tuple(one.expert for one in experts.all_(session, committee) if one.in_pool)
    if not inside:
        raise Fault(Code.MEETING_LACKS, what=bilingual("在库的专家"))
    return ExpertPool(year=kept.year, title=kept.committee.name, experts=inside)


def came_in(session: Session) -> list[CameIn]:
    """Every pool that came in, the latest first."""
    committees.require_office(session)
    found = session.vault.statements.all(StatementKind.EXPERTS)
    return [_read(one) for one in reversed(found) if one.direction is Direction.IN]


def _read(kept: KeptStatement) -> CameIn:
    return CameIn(kept.digest, kept.peer, msgspec.json.decode(kept.content, type=ExpertPool))


def changes(session: Session, committee: str, pool: ExpertPool) -> PoolChange:
    """Matched by name and unit: the two offices may number their experts differently.

    Of two of one name and unit the one with the same number is meant, else each is taken once.
    """
    known: dict[tuple[str, str], list[KeptExpert]] = {}
    for one in experts.all_(session, committee):
        known.setdefault((one.expert.name, one.expert.unit), []).append(one)
    taken = {one.expert.id for same_named in known.values() for one in same_named}
    new: list[KeptExpert] = []
    changed: list[KeptExpert] = []
    same = 0
    for expert in pool.experts:
        here = _matching(known.get((expert.name, expert.unit), []), expert)
        if here is None:
            number = experts.next_number(taken) if expert.id in taken else expert.id
            sound = experts.checked(structs.replace(expert, id=number), sorted(taken))
            taken.add(number)
            new.append(KeptExpert(id=new_id(session.clock.now()), committee=committee, expert=sound))
        elif (wanted := structs.replace(here, expert=_joined(here.expert, expert), left="")) == here:
            same += 1
        else:
            changed.append(wanted)
    return PoolChange(tuple(new), tuple(changed), same)


def _matching(left: list[KeptExpert], came: Expert) -> KeptExpert | None:
    """The one who is meant, out of those of that name and unit who are left; taken out of them."""
    found = next((one for one in left if one.expert.id == came.id), left[0] if left else None)
    if found is not None:
        left.remove(found)
    return found


def _joined(here: Expert, came: Expert) -> Expert:
    """What came counts, under the number of here; no year of service and nobody to avoid is lost by it."""
    return structs.replace(
        came,
        id=here.id,
        served=tuple(sorted({*here.served, *came.served})),
        avoids=tuple(dict.fromkeys((*here.avoids, *came.avoids))),
    )


def take_in(session: Session, committee: str, pool: ExpertPool) -> PoolChange:
    """Take it into the pool of a committee: all of it in one act."""
    found = changes(session, committee, pool)
    if found.new or found.changed:
        experts.put_all(session, committee, (*found.new, *found.changed))
    return found
