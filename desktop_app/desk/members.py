"""Who sits in a committee after the draw: the next reserve for a member, others with a reason (六（二）2)."""

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal
from desktop_app.desk import committees
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.committees import ChangeKind, KeptCommittee, KeptDraw, MemberChange
from desktop_app.domain.records import RecordKind, not_found


def stand_in(session: Session, committee: str, leaves: str, reason: str) -> KeptCommittee:
    """A member goes; the next reserve of the lot that their seat comes from sits there.

    Raises `Fault(REASON_MISSING | DRAW_NO_RESERVE | DRAW_OPEN)`, `Fault(RECORD_NOT_FOUND)` for who is no drawn member.
    """
    kept = committees.bare(session, committee)
    draws = committees.draws_of(session, committee)
    _require_none_open(draws)
    _require_member(kept, draws, leaves)
    draw, at = _seat(kept, draws, leaves)
    reserve = _next_reserve(session, kept, draw, at)
    return _change(session, kept, ChangeKind.STANDS_IN, reason, leaves=leaves, comes=reserve, draw=draw.id)


def pass_over(session: Session, committee: str, reserve: str, reason: str) -> KeptCommittee:
    """A reserve who cannot come: the one after them is next."""
    kept = committees.bare(session, committee)
    for draw in committees.draws_of(session, committee):
        if draw.valid and draw.record.outcome and any(reserve in lot.reserves for lot in draw.record.outcome.lots):
            return _change(session, kept, ChangeKind.LEAVES, reason, leaves=reserve, draw=draw.id)
    raise not_found(RecordKind.EXPERT)


def take_in(session: Session, committee: str, number: str, reason: str) -> KeptCommittee:
    """Somebody of the pool sits without a draw, such as a member for the whole term. Raises `Fault(DRAW_OPEN)`."""
    kept = committees.bare(session, committee)
    pool = {one.expert.id for one in committees.pool_of(session, committee) if one.in_pool}
    if number not in pool:
        raise not_found(RecordKind.EXPERT)
    draws = committees.draws_of(session, committee)
    _require_none_open(draws)
    if number in committees.member_numbers(kept, draws):
        raise Fault(Code.EXPERT_SITS, number=number)
    return _change(session, kept, ChangeKind.TAKEN_IN, reason, comes=number)


def leave(session: Session, committee: str, number: str, reason: str) -> KeptCommittee:
    """A member goes and nobody comes."""
    kept = committees.bare(session, committee)
    draws = committees.draws_of(session, committee)
    _require_member(kept, draws, number)
    try:
        draw = _seat(kept, draws, number)[0].id
    except Fault:
        draw = ""
    return _change(session, kept, ChangeKind.LEAVES, reason, leaves=number, draw=draw)


def reserves_left(kept: KeptCommittee, draw: KeptDraw, lot: int) -> tuple[str, ...]:
    """The reserves of a lot who were not called yet, in their order."""
    assert draw.record.outcome is not None
    used = {number for one in kept.changes if one.draw == draw.id for number in (one.comes, one.leaves)}
    return tuple(one for one in draw.record.outcome.lots[lot].reserves if one not in used)


def _require_none_open(draws: list[KeptDraw]) -> None:
    """A plan that waits says who may be drawn: one of these who sat down now could be drawn for a second seat."""
    if any(one.open for one in draws):
        raise Fault(Code.DRAW_OPEN)


def _require_member(kept: KeptCommittee, draws: list[KeptDraw], number: str) -> None:
    if number not in committees.member_numbers(kept, draws):
        raise not_found(RecordKind.EXPERT)


def _seat(kept: KeptCommittee, draws: list[KeptDraw], number: str) -> tuple[KeptDraw, int]:
    """The draw and the lot that a member's seat comes from, through all who stood in before."""
    of = {sits: draw for draw, sits in committees.seats(kept, draws)}.get(number, "")
    # of this draw only: under another one the two may have stood in for each other the other way round
    came = {one.comes: one.leaves for one in kept.changes if one.kind is ChangeKind.STANDS_IN and one.draw == of}
    first = number
    while first in came:
        first = came[first]
    for draw in draws:
        if draw.id != of or draw.record.outcome is None:
            continue
        for at, lot in enumerate(draw.record.outcome.lots):
            if first in lot.members:
                return draw, at
    raise not_found(RecordKind.EXPERT)


def _next_reserve(session: Session, kept: KeptCommittee, draw: KeptDraw, lot: int) -> str:
    """The first reserve who is not used up, still in the pool and no member."""
    pool = {one.expert.id for one in committees.pool_of(session, kept.id) if one.in_pool}
    sitting = set(committees.member_numbers(kept, committees.draws_of(session, kept.id)))
    left = (one for one in reserves_left(kept, draw, lot) if one in pool and one not in sitting)
    found = next(left, None)
    if found is None:
        raise Fault(Code.DRAW_NO_RESERVE)
    return found


def _change(
    session: Session,
    kept: KeptCommittee,
    kind: ChangeKind,
    reason: str,
    *,
    leaves: str = "",
    comes: str = "",
    draw: str = "",
) -> KeptCommittee:
    if not reason.strip():
        raise Fault(Code.REASON_MISSING)
    change = MemberChange(
        kind=kind,
        leaves=leaves,
        comes=comes,
        draw=draw,
        reason=normal(reason.strip()),
        by=session.user,
        at=session.clock.now().replace(microsecond=0),
    )
    committees.put(session, Act.MEMBERS_CHANGED, structs.replace(kept, changes=(*kept.changes, change)))
    return committees.get(session, kept.id)
