"""Who reviews whom at a meeting: groups kept apart, ties and recusals, the order of review, attendance."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal
from desktop_app.desk import meetings
from desktop_app.desk.meetings import Seen
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import bilingual
from desktop_app.domain.meetings import KeptMeeting
from desktop_app.domain.review_meeting import MeetingGroup, Recusal, Relation, Tie
from desktop_app.policy.meeting_facts import stays_out

#: What a proposed group is called, by what sets its applicants apart (五（五）2, 五（四）7).
APART, GRASSROOTS, OTHERS = "非公和专精特新组", "旗县乡镇组", "综合组"
_GROUPS = bilingual("分组")
_RECUSALS = bilingual("meeting_groups|回避")


@dataclass(frozen=True, slots=True)
class Suggested:
    """A recusal that the records speak for and that is not recorded: a tie, or `None` for one and the same unit."""

    expert: str
    candidate: str
    tie: Tie | None


def withdraw(session: Session, meeting: str, numbers: Sequence[str]) -> KeptMeeting:
    """Take applicants off the meeting, with what was recorded of them there. Their numbers are not given again."""
    kept = meetings.get(session, meeting)
    meetings.require_no_vote(session, kept, bilingual("申报人员名单"))
    _require_seats(kept, numbers)
    gone = set(numbers)
    made = structs.replace(
        kept,
        seats=tuple(one for one in kept.seats if one.number not in gone),
        groups=tuple(
            structs.replace(one, candidates=tuple(n for n in one.candidates if n not in gone)) for one in kept.groups
        ),
        relations=tuple(one for one in kept.relations if one.candidate not in gone),
        recusals=tuple(one for one in kept.recusals if one.candidate not in gone),
    )
    meetings.put(session, made)
    return made


def order(session: Session, meeting: str, numbers: Sequence[str]) -> KeptMeeting:
    """Review these first, in this order; the others follow as they stood."""
    kept = meetings.get(session, meeting)
    meetings.require_no_vote(session, kept, bilingual("评审顺序"))
    _require_seats(kept, numbers)
    by_number = {one.number: one for one in kept.seats}
    wanted = dict.fromkeys(numbers)
    rest = [one for one in kept.seats if one.number not in wanted]
    made = structs.replace(kept, seats=(*(by_number[one] for one in wanted), *rest))
    meetings.put(session, made)
    return made


def group(session: Session, meeting: str, name: str, experts: Sequence[str], candidates: Sequence[str]) -> KeptMeeting:
    """Set a group, in place of one of that name; without anybody in it the group is gone.

    Raises `Fault(MEETING_STRANGER)`, `Fault(MEETING_LACKS)`, `Fault(MEETING_FIXED)`.
    """
    at = meetings.seen(session, meeting)
    meetings.require_no_vote(session, at.kept, _GROUPS)
    called = normal(name.strip())
    if not called:
        raise Fault(Code.MEETING_LACKS, what=bilingual("组名"))
    _require_seats(at.kept, candidates)
    _require_members(at, experts)
    made = MeetingGroup(name=called, experts=tuple(dict.fromkeys(experts)), candidates=tuple(dict.fromkeys(candidates)))
    others = [one for one in at.kept.groups if one.name != called]
    groups = (*others, made) if made.experts or made.candidates else tuple(others)
    kept = structs.replace(at.kept, groups=groups)
    meetings.put(session, kept)
    return kept


def proposed(at: Seen) -> tuple[MeetingGroup, ...]:
    """Groups that keep apart whom the notice sets apart, without experts yet. One kind of applicants gives none."""
    kinds: dict[str, list[str]] = {APART: [], GRASSROOTS: [], OTHERS: []}
    for one in at.applicants:
        candidate = one.candidate()
        kind = APART if candidate.apart else GRASSROOTS if candidate.grassroots else OTHERS
        kinds[kind].append(candidate.id)
    made = tuple(MeetingGroup(name=name, candidates=tuple(numbers)) for name, numbers in kinds.items() if numbers)
    return made if len(made) > 1 else ()


def divide(session: Session, meeting: str) -> KeptMeeting:
    """Make the proposed groups, every member in each: an officer then takes out who does not belong."""
    at = meetings.seen(session, meeting)
    meetings.require_no_vote(session, at.kept, _GROUPS)
    everybody = tuple(one.id for one in at.members)
    groups = tuple(structs.replace(one, experts=everybody) for one in proposed(at))
    kept = structs.replace(at.kept, groups=groups)
    meetings.put(session, kept)
    return kept


def relate(session: Session, meeting: str, expert: str, candidate: str, tie: Tie) -> KeptMeeting:
    """Record a tie, and the recusal that it demands (40号令)."""
    at = _for_pair(session, meeting, expert, candidate)
    relations = (*(r for r in at.kept.relations if (r.expert, r.candidate) != (expert, candidate)),
                 Relation(expert=expert, candidate=candidate, tie=tie))  # fmt: skip
    return _recused(session, structs.replace(at.kept, relations=relations), expert, candidate)


def recuse(session: Session, meeting: str, expert: str, candidate: str) -> KeptMeeting:
    """Record that an expert takes no part in the review of an applicant."""
    at = _for_pair(session, meeting, expert, candidate)
    return _recused(session, at.kept, expert, candidate)


def unrecuse(session: Session, meeting: str, expert: str, candidate: str) -> KeptMeeting:
    """Take a recusal back that was recorded by mistake, and the tie it rested on."""
    at = _for_pair(session, meeting, expert, candidate)
    pair = (expert, candidate)
    kept = structs.replace(
        at.kept,
        recusals=tuple(one for one in at.kept.recusals if (one.expert, one.candidate) != pair),
        relations=tuple(one for one in at.kept.relations if (one.expert, one.candidate) != pair),
    )
    meetings.put(session, kept)
    return kept


def _recused(session: Session, kept: KeptMeeting, expert: str, candidate: str) -> KeptMeeting:
    recusal = Recusal(expert=expert, candidate=candidate)
    made = kept if recusal in kept.recusals else structs.replace(kept, recusals=(*kept.recusals, recusal))
    meetings.put(session, made)
    return made


def suggested(at: Seen) -> tuple[Suggested, ...]:
    """Recusals that are not recorded and that ties, one and the same unit or what the pool says speak for."""
    recorded = {(one.expert, one.candidate) for one in at.kept.recusals}
    ties = {(one.expert, one.candidate): one.tie for one in at.kept.relations}
    found = []
    for expert in at.members:
        for one in at.applicants:
            pair = (expert.id, one.seat.number)
            known = stays_out(expert, one.name, one.content.unit.name)
            if pair not in recorded and (pair in ties or known):
                found.append(Suggested(*pair, ties.get(pair)))
    return tuple(found)


def attend(session: Session, meeting: str, experts: Sequence[str]) -> KeptMeeting:
    """Record who is present.

    Raises `Fault(MEETING_STRANGER)` for who is no member, `Fault(MEETING_FIXED | MEETING_OVER)`.
    """
    at = meetings.seen(session, meeting)
    meetings.require_going_on(session, at.kept, bilingual("出席情况"))
    meetings.require_no_open_vote(session, at.kept, bilingual("出席情况"))
    _require_members(at, experts)
    present = tuple(one.id for one in at.members if one.id in set(experts))
    made = structs.replace(at.kept, present=present, attended_at=session.clock.now().replace(microsecond=0))
    meetings.put(session, made, Act.MEETING_ATTENDED)
    return made


def _for_pair(session: Session, meeting: str, expert: str, candidate: str) -> Seen:
    at = meetings.seen(session, meeting)
    meetings.require_no_vote(session, at.kept, _RECUSALS)
    _require_members(at, [expert])
    _require_seats(at.kept, [candidate])
    return at


def _require_seats(kept: KeptMeeting, numbers: Sequence[str]) -> None:
    for number in numbers:
        if kept.seat(number) is None:
            raise Fault(Code.MEETING_STRANGER, number=number)


def _require_members(at: Seen, numbers: Sequence[str]) -> None:
    known = {one.id for one in at.members}
    for number in numbers:
        if number not in known:
            raise Fault(Code.MEETING_STRANGER, number=number)
