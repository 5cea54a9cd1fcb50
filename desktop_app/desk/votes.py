"""Votes by ballot at a meeting: opened on what was recorded, the sheets printed, set aside where one does not count."""

from collections.abc import Sequence
from secrets import choice

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import new_id
from desktop_app.core.progress import Progress
from desktop_app.core.text import normal
from desktop_app.desk import ballots, committees, meetings
from desktop_app.desk.ballots import Sitting, VotedOn
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.meetings import Seen
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Finding, Verdict, bilingual, listed
from desktop_app.domain.meetings import Entitled, KeptVote, Stage, VoidCause
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.policy import check, voting
from desktop_app.policy.subject import Subject

#: What a sheet is marked with: letters and digits that nobody mistakes for one another.
_LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
_CODE = 4


def all_(session: Session, meeting: str) -> list[KeptVote]:
    """Every vote that was opened, oldest first."""
    meetings.get(session, meeting)
    return session.vault.work.votes.all(meeting)


def get(session: Session, vote: str) -> KeptVote:
    """Raises `Fault(RECORD_NOT_FOUND)`."""
    committees.require_office(session)
    found = session.vault.work.votes.get(vote)
    if found is None:
        raise not_found(RecordKind.VOTE)
    return found


def standing(session: Session, meeting: str, stage: Stage) -> dict[str, KeptVote]:
    """The vote that counts, or is under way, on each applicant."""
    found = [one for one in session.vault.work.votes.all(meeting) if one.stage is stage and one.void is None]
    return {row.candidate: one for one in found for row in one.entitled}


def sat(session: Session, at: Seen) -> tuple[str, ...]:
    """The committee as it sat at the votes that count, also after somebody left it or it was drawn anew.

    Before the first of them whoever sits in it now.
    """
    counted = {one.id: one for one in standing(session, at.kept.id, Stage.COMMITTEE).values() if one.agreed}.values()
    now = [one.id for one in at.members]
    known = [number for vote in counted for number in (*(vote.members or now), *vote.present)]
    return tuple(dict.fromkeys(known or now))


def open_(session: Session, meeting: str, stage: Stage, group: str = "", candidates: Sequence[str] = ()) -> KeptVote:
    """Open a vote: on those named, or on all who have none that counts. What the rules refuse is not voted on.

    Raises `Fault(MEETING_RULES | MEETING_OVER | MEETING_STRANGER | MEETING_LACKS)`, `Fault(VOTE_AGAIN)`.
    """
    at = meetings.seen(session, meeting)
    meetings.require_going_on(session, at.kept, bilingual("表决的安排"))
    if open_points := check.blocking(meetings.said(session, at)):
        raise Fault(Code.MEETING_RULES, count=len(open_points), first=open_points[0].says)
    voters, may_be = _who(at, stage, group)
    done = standing(session, meeting, stage)
    for number in candidates:
        if number not in may_be:
            raise Fault(Code.MEETING_STRANGER, number=number)
        if number in done:
            raise Fault(Code.VOTE_AGAIN, number=number)
    numbers = tuple(one for one in may_be if one not in done and (not candidates or one in candidates))
    if not numbers:
        raise Fault(Code.MEETING_LACKS, what=bilingual("还没有表决的申报人"))
    made = KeptVote(
        id=new_id(session.clock.now()),
        meeting=meeting,
        stage=stage,
        group=group if stage is Stage.GROUP else "",
        round=1 + _rounds(session, meeting, stage, numbers),
        members=tuple(one.id for one in at.members),
        present=voters,
        codes=_codes(len(voters)),
        entitled=tuple(Entitled(candidate=one, voters=_entitled(at, voters, one)) for one in numbers),
        opened_by=session.user,
        opened_at=session.clock.now().replace(microsecond=0),
    )
    _require_voters(made)
    put(session, Act.VOTE_OPENED, made)
    return made


def _who(at: Seen, stage: Stage, group: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The experts who get a sheet, and the applicants they may vote on, in the order of review."""
    order = tuple(one.number for one in at.kept.seats)
    if stage is Stage.COMMITTEE:
        return at.kept.present, order
    found = next((one for one in at.kept.groups if one.name == group), None)
    if found is None:
        raise Fault(Code.MEETING_STRANGER, number=group)
    present = tuple(one for one in at.kept.present if one in found.experts)
    return present, tuple(one for one in order if one in found.candidates)


def _entitled(at: Seen, voters: Sequence[str], candidate: str) -> int:
    recused = {one.expert for one in at.kept.recusals if one.candidate == candidate}
    return sum(one not in recused for one in voters)


def _require_voters(vote: KeptVote) -> None:
    for one in vote.entitled:
        if one.voters == 0:
            what = bilingual("可对 {candidate} 表决的专家", candidate=one.candidate)
            raise Fault(Code.MEETING_LACKS, what=what)


def _rounds(session: Session, meeting: str, stage: Stage, numbers: Sequence[str]) -> int:
    """How often these were voted on; only votes that were set aside can lie before."""
    earlier = [one for one in session.vault.work.votes.all(meeting) if one.stage is stage]
    return max((one.round for one in earlier if any(one.voters(number) for number in numbers)), default=0)


def _codes(count: int) -> tuple[str, ...]:
    """Marks at random, no two alike: they prove a sheet to be the office's and say nothing of who holds it."""
    made: dict[str, None] = {}
    while len(made) < count:
        made["".join(choice(_LETTERS) for _ in range(_CODE))] = None
    return tuple(made)


def put(session: Session, act: Act, vote: KeptVote) -> None:
    """Write a vote in an act of its own."""
    exchange.require_sound(vote)
    with session.vault.act(act, {"vote": vote.id, "meeting": vote.meeting, "digest": exchange.digest(vote)}):
        session.vault.work.votes.put(vote.id, vote, vote.meeting)


def sitting(session: Session, vote: KeptVote, *, by_number: bool = False) -> Sitting:
    """What the sheets say; `by_number` leaves names and units out."""
    at = meetings.seen(session, vote.meeting)
    people = []
    for row in vote.entitled:
        one = at.of(row.candidate)
        unit = "" if by_number else one.content.unit.name
        name = f"{row.candidate}号" if by_number else one.name
        people.append(VotedOn(name, unit, one.content.filing.title, row.candidate))
    round_ = f"（第{vote.round}次）" if vote.round > 1 else ""
    return Sitting(
        committee=at.committee.committee.name,
        group=f"{vote.group or '全体会议'}{round_}",
        held_on=session.today(),
        experts=len(vote.codes),
        candidates=people,
        marking=at.marking,
        codes=vote.codes,
    )


def save_ballots(session: Session, vote: str, where: Outlet, progress: Progress, *, by_number: bool = False) -> None:
    """Write the sheets as plain PDF. Raises `Fault(VOTE_STATE)` once it is counted or set aside."""
    kept = get(session, vote)
    require_open(kept)
    ballots.save(session, sitting(session, kept, by_number=by_number), where, progress)


def require_open(vote: KeptVote) -> None:
    """Raises `Fault(VOTE_STATE)`."""
    if vote.void is not None:
        raise Fault(Code.VOTE_STATE, state=bilingual("已经作废"))
    if vote.agreed is not None:
        raise Fault(Code.VOTE_STATE, state=bilingual("的结果已经确定"))


def void(session: Session, vote: str, cause: VoidCause, reason: str) -> KeptVote:
    """Set a vote aside for one of the causes; who was voted on may then be voted on again.

    Raises `Fault(REASON_MISSING)`, `Fault(VOTE_STATE)`.
    """
    kept = get(session, vote)
    if kept.void is not None:
        raise Fault(Code.VOTE_STATE, state=bilingual("已经作废"))
    if not reason.strip():
        raise Fault(Code.REASON_MISSING)
    if session.vault.work.results.get(kept.meeting) is not None:
        raise Fault(Code.VOTE_STATE, state=bilingual("所在的会议已经登记结束"))
    made = structs.replace(
        kept, void=cause, void_reason=normal(reason.strip()), secret=kept.secret and cause is not VoidCause.NOT_SECRET
    )
    put(session, Act.VOTE_VOIDED, made)
    return made


def findings(session: Session, vote: KeptVote) -> tuple[Finding, ...]:
    """What the rules say of each applicant's vote once it is counted, the gravest first; each finding once.

    What is not in order is said with the numbers of those whom it concerns.
    """
    if vote.agreed is None:
        return ()
    on, pack = vote.opened_on, session.pack
    found: dict[tuple[str, str], tuple[Finding, list[str]]] = {}
    for line in vote.agreed.lines:
        about = voting.ballot(vote, vote.agreed, line, on, pack)
        for one in check.findings_about(Subject.BALLOT, about, on, pack):
            found.setdefault((one.rule, one.says.zh), (one, []))[1].append(line.candidate)
    return check.gravest_first(_numbered(one, numbers) for one, numbers in found.values())


def _numbered(one: Finding, numbers: Sequence[str]) -> Finding:
    if one.verdict is Verdict.PASS:
        return one
    return structs.replace(one, says=bilingual("{numbers}：{says}", numbers=listed(numbers), says=one.says))
