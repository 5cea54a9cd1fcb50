"""Drawing experts (六（二）2): settle and sign the plan with the seed's digest, then show the seed and draw, for good.

A plan names who may be drawn, who not and why, and the lots; nothing of it can change after it is signed. Every plan
and every draw stays on record, those that were set aside with the reason.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import msgspec
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.core.text import normal
from desktop_app.crypto import sshsig
from desktop_app.desk import committees, contacts, meetings
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.committees import (
    DrawLot,
    DrawOutcome,
    DrawPlan,
    DrawRecord,
    Exclusion,
    KeptCommittee,
    KeptDraw,
    LeftOut,
    ListedExpert,
)
from desktop_app.domain.findings import Finding, Verdict, bilingual
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.review_meeting import Committee
from desktop_app.policy import draw_plan, draw_record
from desktop_app.policy.draw import commitment
from desktop_app.policy.draw_record import DrawDoubt
from desktop_app.policy.eligible import Eligible, eligible
from desktop_app.policy.meeting_facts import stays_out
from desktop_app.vault import draw_proof

_DAY = bilingual("评审会议日期")
_LOTS = bilingual("至少一个有名额的抽取组")
_REASON = bilingual("重新抽取或补充抽取的理由")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be drawn. `excluded` are an officer's decisions; `replaces` is the draw that this one replaces."""

    lots: tuple[DrawLot, ...]
    excluded: Mapping[str, LeftOut]
    replaces: str = ""
    reason: str = ""

    @property
    def in_order(self) -> tuple[DrawLot, ...]:
        """Lots for other units first: whether all can be filled does then not depend on whom they give."""
        return tuple(sorted(self.lots, key=lambda lot: not lot.outside))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a wish comes to before it is signed: who may be drawn, how many each lot has, what the rules say."""

    eligible: Eligible
    candidates: tuple[int, ...]
    findings: tuple[Finding, ...]

    @property
    def stops(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.verdict is Verdict.BLOCK)


def excluding(decided: Mapping[str, str], why: Exclusion = Exclusion.RELATED) -> dict[str, LeftOut]:
    """An officer's decisions, number -> reason. Raises `Fault(REASON_MISSING)` for one without."""
    if not all(reason.strip() for reason in decided.values()):
        raise Fault(Code.REASON_MISSING)
    return {one: LeftOut(expert=one, why=why, reason=normal(reason.strip())) for one, reason in decided.items()}


def get(session: Session, draw: str) -> KeptDraw:
    """One draw. Raises `Fault(RECORD_NOT_FOUND)`."""
    committees.require_office(session)
    found = session.vault.work.draws.get(draw)
    if found is None:
        raise not_found(RecordKind.DRAW)
    return found


def all_(session: Session, committee: str) -> list[KeptDraw]:
    """Every plan and draw of a committee, oldest first."""
    committees.bare(session, committee)
    return committees.draws_of(session, committee)


def outlook(session: Session, committee: str, wish: Wish) -> Outlook:
    """What the wish comes to. Raises `Fault(MEETING_LACKS)` without a day, `Fault(EXPERT_UNKNOWN)`."""
    return _outlook(session, committees.get(session, committee), wish)


def related(session: Session, committee: str) -> Mapping[str, tuple[str, ...]]:
    """Experts of the pool -> applicants before this committee or waiting for it, for whom they stay out (40号令).

    Whether an expert is left out of the draw for it, or recused in the meeting, an officer decides.
    """
    pool = [one.expert for one in committees.pool_of(session, committee) if one.in_pool]
    waiting = [(one.name, one.unit) for one in meetings.eligible(session, committee) if one.stands is None]
    for meeting in meetings.all_(session, committee):
        waiting += [(one.name, one.content.unit.name) for one in meetings.laid(session, meeting).applicants]
    found = {one.id: tuple(name for name, unit in waiting if stays_out(one, name, unit)) for one in pool}
    return {number: names for number, names in found.items() if names}


def _outlook(session: Session, kept: KeptCommittee, wish: Wish) -> Outlook:
    told = kept.committee
    if told.meets_on is None:
        raise Fault(Code.MEETING_LACKS, what=_DAY)
    # a number mistyped would leave whom it meant in the draw, and nothing would tell
    if unknown := set(wish.excluded) - {one.id for one in told.pool.experts}:
        raise Fault(Code.EXPERT_UNKNOWN, number=min(unknown))
    leaving = _leaving(session, kept, wish)
    who = eligible(told, told.meets_on, session.pack, wish.excluded, leaving)
    found = draw_plan.findings(told, wish.in_order, session.today(), session.pack, leaving)
    return Outlook(who, draw_plan.short_of(wish.in_order, who.experts), found)


def _leaving(session: Session, kept: KeptCommittee, wish: Wish) -> tuple[str, ...]:
    """The members who go when the draw they came from is replaced."""
    if not wish.replaces:
        return ()
    others = [one for one in committees.draws_of(session, kept.id) if one.id != wish.replaces]
    staying = set(committees.member_numbers(kept, others))
    return tuple(one.id for one in kept.committee.members if one.id not in staying)


def commit(session: Session, committee: str, wish: Wish) -> KeptDraw:
    """Choose a seed, sign the plan with its digest, and put both on record.

    Raises `Fault(DRAW_OPEN)` while another plan waits,
    `Fault(MEETING_LACKS | DRAW_TOO_FEW | RULES_BLOCK | EXPERT_UNKNOWN)`.
    """
    kept = committees.get(session, committee)
    known = committees.draws_of(session, committee)
    if any(one.open for one in known):
        raise Fault(Code.DRAW_OPEN)
    _require_told(known, wish)
    seen = _outlook(session, kept, wish)
    if seen.stops:
        raise Fault(Code.RULES_BLOCK, count=len(seen.stops))
    seed = secrets.token_hex(32)
    plan = _plan(session, kept, wish, seen.eligible, seed)
    exchange.require_sound(plan)
    # whether the lots can be filled at all is found by filling them, with a seed that is thrown away
    trial = secrets.token_hex(32)
    draw_record.results(structs.replace(plan, seed_digest=commitment(trial.encode("ascii"))), trial, "")
    contacts.ensure_identity(session)
    key, signature = _signed(session, plan, draw_proof.PLAN)
    record = DrawRecord(key=key, plan=plan, plan_signature=signature)
    made = KeptDraw(id=plan.draw, committee=committee, seed=seed, record=record)
    _put(session, Act.DRAW_COMMITTED, made)
    return made


def _require_told(known: Sequence[KeptDraw], wish: Wish) -> None:
    if not sum(lot.seats for lot in wish.lots):
        raise Fault(Code.MEETING_LACKS, what=_LOTS)
    valid = [one.id for one in known if one.valid]
    if wish.replaces and wish.replaces not in valid:
        raise not_found(RecordKind.DRAW)
    if valid and not wish.reason.strip():
        raise Fault(Code.MEETING_LACKS, what=_REASON)


def _plan(session: Session, kept: KeptCommittee, wish: Wish, who: Eligible, seed: str) -> DrawPlan:
    now = session.clock.now()
    return DrawPlan(
        draw=new_id(now),
        committee=kept.id,
        title=kept.committee.name,
        office=session.office.code,
        year=kept.year,
        seed_digest=commitment(seed.encode("ascii")),
        pool_digest=_pool_digest(kept.committee),
        list_digest=draw_record.list_digest(who.experts),
        experts=who.experts,
        left_out=who.left_out,
        kept_in=who.kept_in,
        lots=wish.in_order,
        replaces=wish.replaces,
        reason=normal(wish.reason.strip()),
        by=session.user,
        at=now.replace(microsecond=0),
    )


def _pool_digest(committee: Committee) -> str:
    """Over everything that is known of the experts then, so that no number can later be somebody else's."""
    whole = b"".join(exchange.canonical(one) + b"\n" for one in sorted(committee.pool.experts, key=lambda e: e.id))
    return hashlib.sha256(whole).hexdigest()


def run(session: Session, draw: str, spoken: str = "") -> KeptDraw:
    """Show the seed and draw. `spoken`: the digits that a witness says now, unknown when the seed was chosen.

    Raises `Fault(DRAW_DONE)` for a plan carried out or set aside, `Fault(FIELD_VALUE)` for more than digits.
    """
    kept = get(session, draw)
    if not kept.open:
        raise Fault(Code.DRAW_DONE)
    if not (spoken.isascii() and (spoken.isdigit() or not spoken) and len(spoken) <= 20):
        raise Fault(Code.FIELD_VALUE, where="spoken")
    plan = kept.record.plan
    outcome = DrawOutcome(
        plan=exchange.digest(plan),
        seed=kept.seed,
        spoken=spoken,
        lots=draw_record.results(plan, kept.seed, spoken),
        by=session.user,
        at=session.clock.now().replace(microsecond=0),
    )
    key, signature = _signed(session, outcome, draw_proof.OUTCOME)
    if key != kept.record.key:
        raise Fault(Code.DRAW_OTHER_KEY)
    made = structs.replace(kept, record=structs.replace(kept.record, outcome=outcome, outcome_signature=signature))
    before = session.vault.work.draws.get(plan.replaces) if plan.replaces else None
    with session.vault.act(Act.DRAW_MADE, _objects(made)):
        session.vault.work.draws.put(made.id, made, made.committee)
        if before is not None and before.valid:
            _put(session, Act.DRAW_DROPPED, _dropped(session, before, plan.reason))
    return made


def drop(session: Session, draw: str, reason: str) -> KeptDraw:
    """Set a plan or a draw aside. It stays on record. Raises `Fault(REASON_MISSING | DRAW_DONE)`."""
    kept = get(session, draw)
    if not reason.strip():
        raise Fault(Code.REASON_MISSING)
    if kept.dropped:
        raise Fault(Code.DRAW_DONE)
    made = _dropped(session, kept, reason)
    _put(session, Act.DRAW_DROPPED, made)
    return made


def _dropped(session: Session, kept: KeptDraw, reason: str) -> KeptDraw:
    now = session.clock.now().replace(microsecond=0)
    return structs.replace(kept, dropped=normal(reason.strip()), dropped_by=session.user, dropped_at=now)


def _signed(session: Session, value: msgspec.Struct, namespace: str) -> tuple[str, str]:
    keys = contacts.keys(session)
    sign = partial(sshsig.sign, seed=keys.signing_seed, namespace=namespace)
    return keys.public_signing_key().hex(), sign(draw_proof.message(value)).decode("ascii")


def _put(session: Session, act: Act, made: KeptDraw) -> None:
    exchange.require_sound(made)
    with session.vault.act(act, _objects(made)):
        session.vault.work.draws.put(made.id, made, made.committee)


def _objects(made: KeptDraw) -> dict[str, str]:
    """The digest of the whole goes into the log: a row altered later is found by it."""
    plan = made.record.plan
    return {
        "draw": made.id,
        "committee": made.committee,
        "digest": exchange.digest(made),
        "seed": plan.seed_digest,
        "list": plan.list_digest,
    }


def doubts(record: DrawRecord) -> tuple[DrawDoubt, ...]:
    """What in a record does not hold; nothing for one that proves its draw."""
    return draw_proof.all_doubts(record)


def listed(record: DrawRecord) -> dict[str, ListedExpert]:
    """The list of the plan by number."""
    return {one.id: one for one in record.plan.experts}
