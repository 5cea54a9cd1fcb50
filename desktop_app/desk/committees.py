"""Committees of this office: what each was approved for and is to review, and who sits in it (五（二）, 六（二）).

A committee is kept without its people; `get` and `all_` give it with the experts of its pool, and with the members whom
the valid draws and the changes after them make.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.core.text import normal
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.committees import ChangeKind, KeptCommittee, KeptDraw, KeptExpert
from desktop_app.domain.findings import Finding, bilingual
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.review_meeting import Committee, Expert, Pool
from desktop_app.domain.words import words_of
from desktop_app.policy import check
from desktop_app.policy.subject import Subject

#: Lines that somebody types: they lose the blanks around them.
_TYPED = ("name", "unit", "consent_number", "size_consent")


def require_office(session: Session) -> None:
    """Raises `Fault(MEETING_ELSEWHERE)` at every other kind of desk."""
    if session.office.desk is not Desk.COMMITTEE_OFFICE:
        raise Fault(Code.MEETING_ELSEWHERE, desk=words_of(session.office.desk))


def all_(session: Session) -> list[KeptCommittee]:
    """The committees of the pack's year, oldest first, with their people."""
    require_office(session)
    return [_filled(session, one) for one in session.vault.work.committees.all(str(session.pack.year))]


def get(session: Session, committee: str) -> KeptCommittee:
    """One committee with its people. Raises `Fault(RECORD_NOT_FOUND)`."""
    return _filled(session, bare(session, committee))


def bare(session: Session, committee: str) -> KeptCommittee:
    """One committee as it is kept, without its people. Raises `Fault(RECORD_NOT_FOUND)`."""
    require_office(session)
    found = session.vault.work.committees.get(committee)
    if found is None:
        raise not_found(RecordKind.COMMITTEE)
    return found


def keep(session: Session, committee: Committee, id_: str = "") -> KeptCommittee:
    """Record a committee, or change what is recorded under `id_`; its people in it are not taken from here.

    Raises `Fault(MEETING_LACKS)` without a name, or for a day on which what is recorded has not happened yet;
    `Fault(FIELD_VALUE)`.
    """
    known = bare(session, id_) if id_ else None
    require_office(session)
    sound = _without_people(_trimmed(committee))
    if not sound.name:
        raise Fault(Code.MEETING_LACKS, what=bilingual("评委会名称"))
    before = set(_happened(known.committee)) if known else set()
    if any(on > session.today() for on in _happened(sound) if on not in before):
        raise Fault(Code.MEETING_LACKS, what=bilingual("已经到来的日期"))
    made = (
        structs.replace(known, committee=sound)
        if known
        else KeptCommittee(id=new_id(session.clock.now()), year=session.pack.year, committee=sound)
    )
    put(session, Act.COMMITTEE_KEPT, made)
    return _filled(session, made)


def _happened(told: Committee) -> list[date]:
    """The days on which something was done, such as the cleaning of the pool; a term or a meeting may be to come."""
    pool = told.pool
    days = (told.consent_on, pool.cleaned_on, pool.reported_on, told.change_decided_on, told.change_announced_on)
    return [on for on in days if on is not None]


def put(session: Session, act: Act, made: KeptCommittee) -> None:
    """Write a bare committee in an act of its own."""
    exchange.require_sound(made)
    with session.vault.act(act, {"committee": made.id, "digest": exchange.digest(made)}):
        session.vault.work.committees.put(made.id, made, str(made.year))


def findings(session: Session, committee: str) -> tuple[Finding, ...]:
    """What the rules say of it today, the gravest first; experts by number only."""
    return said(session, get(session, committee))


def said(session: Session, kept: KeptCommittee) -> tuple[Finding, ...]:
    """The same of a committee that is at hand with its people."""
    return check.findings_about(Subject.COMMITTEE, kept.committee, session.today(), session.pack)


def pool_of(session: Session, committee: str) -> list[KeptExpert]:
    """Everybody who is or was in the pool, by number."""
    return sorted(session.vault.work.experts.all(committee), key=lambda one: one.expert.id)


def draws_of(session: Session, committee: str) -> list[KeptDraw]:
    """Every draw that was made or begun, oldest first."""
    return session.vault.work.draws.all(committee)


def member_numbers(kept: KeptCommittee, draws: Sequence[KeptDraw]) -> tuple[str, ...]:
    """The members in the order drawn, whoever stands in at the place of whom they stand in for."""
    return tuple(dict.fromkeys(number for _, number in seats(kept, draws)))


def seats(kept: KeptCommittee, draws: Sequence[KeptDraw]) -> list[tuple[str, str]]:
    """The draw that each seat comes from, none for whom no draw gave, and who sits there.

    A change ends a seat of its own draw only: whoever left, or was passed over, may be drawn by a later one.
    """
    valid = [draw for draw in draws if draw.valid]
    found = [
        (draw.id, number)
        for draw in valid
        if draw.record.outcome
        for lot in draw.record.outcome.lots
        for number in lot.members
    ]
    counted = {"", *(draw.id for draw in valid)}
    for change in kept.changes:
        if change.draw not in counted:
            continue
        left = (change.draw, change.leaves)
        place = found.index(left) if left in found else len(found)
        sits = any(number == change.comes for _, number in found)
        found[place : place + 1] = [(change.draw, change.comes)] if change.comes and not sits else []
    return found


def _filled(session: Session, kept: KeptCommittee) -> KeptCommittee:
    pool = pool_of(session, kept.id)
    by_number: Mapping[str, Expert] = {one.expert.id: one.expert for one in pool}
    numbers = member_numbers(kept, draws_of(session, kept.id))
    told = kept.committee
    whole = structs.replace(
        told,
        pool=structs.replace(told.pool, experts=tuple(one.expert for one in pool if one.in_pool)),
        members=tuple(by_number[number] for number in numbers if number in by_number),
        undrawn=_undrawn(kept, numbers),
    )
    return structs.replace(kept, committee=whole)


def _undrawn(kept: KeptCommittee, members: Sequence[str]) -> tuple[str, ...]:
    """Who sits there without a draw; the others came by one, or stand in for who did."""
    taken_in = {change.comes for change in kept.changes if change.kind is ChangeKind.TAKEN_IN}
    return tuple(number for number in members if number in taken_in)


def _without_people(committee: Committee) -> Committee:
    return structs.replace(committee, pool=structs.replace(committee.pool, experts=()), members=(), undrawn=())


def _trimmed(committee: Committee) -> Committee:
    said_ = {name: normal(getattr(committee, name).strip()) for name in _TYPED}
    task, registered, pool = committee.task, committee.registered, committee.pool
    return structs.replace(
        committee,
        **said_,
        task=structs.replace(task, specialty=normal(task.specialty.strip()), standard=normal(task.standard.strip())),
        registered=structs.replace(
            registered,
            standard=normal(registered.standard.strip()),
            specialties=tuple(normal(one.strip()) for one in registered.specialties if one.strip()),
        ),
        pool=Pool(
            experts=pool.experts,
            cleaned_on=pool.cleaned_on,
            reported_on=pool.reported_on,
            report_number=normal(pool.report_number.strip()),
        ),
    )
