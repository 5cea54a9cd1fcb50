"""What comes of a meeting: who passed, who is held back, the notice of results, complaints (六（三）2, 七（一）)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal
from desktop_app.desk import dishonesty, experts, meetings, votes
from desktop_app.desk.meetings import Applicant, Seen
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.domain.findings import bilingual, listed
from desktop_app.domain.kinds import Desk
from desktop_app.domain.meetings import (
    Decided,
    HeldBack,
    KeptComplaint,
    KeptOpinion,
    KeptResult,
    KeptVote,
    Stage,
    TallyLine,
)
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.review_meeting import ComplaintAbout
from desktop_app.policy import check, voting

_ANNULLED = bilingual("已撤销的结果")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the committee decided on one applicant; `line` is `None` before a vote counts.

    `wanted`: the fewest yes votes that carry it.
    """

    applicant: Applicant
    vote: KeptVote | None
    line: TallyLine | None
    carried: bool
    held: HeldBack | None = None
    wanted: int = 0

    @property
    def passed(self) -> bool:
        return self.carried and self.held is None


def kept(session: Session, meeting: str) -> KeptResult:
    """What is recorded after the meeting. Raises `Fault(MEETING_LACKS)` before it is closed."""
    meetings.get(session, meeting)
    found = session.vault.work.results.get(meeting)
    if found is None:
        raise Fault(Code.MEETING_LACKS, what=bilingual("会议结束的登记"))
    return found


def outcomes(session: Session, at: Seen) -> tuple[Outcome, ...]:
    """Every applicant's, in the order of review."""
    return _outcomes(session, at, session.vault.work.results.get(at.kept.id))


def _outcomes(session: Session, at: Seen, found: KeptResult | None) -> tuple[Outcome, ...]:
    held: Mapping[str, HeldBack] = {one.candidate: one for one in found.held_back} if found else {}
    standing = votes.standing(session, at.kept.id, Stage.COMMITTEE)
    return tuple(_outcome(session, one, standing.get(one.seat.number), found, held) for one in at.applicants)


def _outcome(
    session: Session, one: Applicant, vote: KeptVote | None, found: KeptResult | None, held: Mapping[str, HeldBack]
) -> Outcome:
    number = one.seat.number
    line = _line(vote, number)
    if vote is None or line is None:
        return Outcome(one, vote, None, carried=False)
    wanted = _wanted(session, vote, number, found)
    carried = voting.enough(line.yes, vote.voters(number), wanted)
    return Outcome(one, vote, line, carried, held.get(number), wanted)


def _line(vote: KeptVote | None, number: str) -> TallyLine | None:
    agreed = vote.agreed if vote else None
    return next((row for row in agreed.lines if row.candidate == number), None) if agreed else None


def _wanted(session: Session, vote: KeptVote, number: str, found: KeptResult | None) -> int:
    """How many yes votes carry it: what was made public stands, whatever the office settles afterwards."""
    public = found.decided_on(number) if found else None
    if public is not None:
        return public.wanted
    return voting.wanted(vote.voters(number), vote.recused(number), vote.opened_on, session.pack)


def anybody_passed(session: Session, found: KeptResult) -> bool:
    """Whether anybody passed, by votes alone: no filing is read."""
    held = {one.candidate for one in found.held_back}
    for number, vote in votes.standing(session, found.id, Stage.COMMITTEE).items():
        line = _line(vote, number)
        if number in held or line is None:
            continue
        if voting.enough(line.yes, vote.voters(number), _wanted(session, vote, number, found)):
            return True
    return False


def close(session: Session, meeting: str, ended_on: date) -> KeptResult:
    """The review is over: every applicant was voted on, no count is open, no vote is one that the rules refuse.

    Raises `Fault(MEETING_LACKS)`, `Fault(MEETING_RULES)`, `Fault(MEETING_OVER)`.
    """
    at = meetings.seen(session, meeting)
    meetings.require_going_on(session, at.kept, bilingual("会议结束日期"))
    held = [one for one in votes.all_(session, meeting) if one.void is None]
    if ended_on > session.today() or (at.kept.held_on and ended_on < at.kept.held_on):
        raise Fault(Code.MEETING_LACKS, what=bilingual("会期内已经到来的结束日期"))
    missing = [one.applicant.seat.number for one in outcomes(session, at) if one.line is None]
    if missing or not at.applicants:
        raise Fault(Code.MEETING_LACKS, what=bilingual("已核定的表决：{told}", told=listed(missing)))
    if uncounted := [one.group for one in held if one.open]:
        raise Fault(Code.MEETING_LACKS, what=bilingual("已核定的表决：{told}", told=listed(uncounted)))
    standing = votes.standing(session, meeting, Stage.COMMITTEE).values()
    for vote in {one.id: one for one in standing}.values():
        if stops := check.blocking(votes.findings(session, vote)):
            raise Fault(Code.MEETING_RULES, count=len(stops), first=stops[0].says)
    # who came to any of the votes reviewed, also who had left by the last one: it tells who may be drawn in later years
    reviewed = {*at.kept.present, *(number for one in held for number in one.present)}
    result = KeptResult(id=meeting)
    with session.vault.act(Act.RESULT_KEPT, _objects(result)):
        meetings.put(session, structs.replace(at.kept, ended_on=ended_on))
        experts.served_in(session, at.kept.committee, ended_on.year, reviewed)
        session.vault.work.results.put(meeting, result, meeting)
    return result


def put(session: Session, result: KeptResult) -> KeptResult:
    """Write it in an act of its own."""
    exchange.require_sound(result)
    with session.vault.act(Act.RESULT_KEPT, _objects(result)):
        session.vault.work.results.put(result.id, result, result.id)
    return result


def _objects(result: KeptResult) -> dict[str, str]:
    return {"meeting": result.id, "digest": exchange.digest(result)}


def post(session: Session, meeting: str, first: date, place: str, last: date | None = None, by: str = "") -> KeptResult:
    """The notice of results hangs from `first`; its last day is counted by workdays unless told.

    `by` posted it: whoever records it unless told. Who passed, and by how many votes it is decided, stands from now on.

    Raises `Fault(WORKDAYS_UNKNOWN)` where the calendar ends and no last day is told, `Fault(MEETING_LACKS)`.
    """
    found = kept(session, meeting)
    ended = meetings.get(session, meeting).ended_on
    if (ended and first < ended) or (last and last < first):
        raise Fault(Code.MEETING_LACKS, what=bilingual("会议结束之后的公示日期"))
    least = int(str(session.pack.parameter("result_notice_minimum", first)))
    until = last or session.pack.calendar.notice_end(first, least)
    # not by what an earlier posting told: one that is posted again tells what is settled by now
    now = _outcomes(session, meetings.seen(session, meeting), structs.replace(found, decided=()))
    return put(
        session,
        structs.replace(
            found,
            notice_first=first,
            notice_last=until,
            notice_place=normal(place.strip()),
            notice_posted_by=normal(by.strip()) or session.user,
            notice_down_on=None,
            notice_down_by="",
            decided=tuple(
                Decided(candidate=one.applicant.seat.number, wanted=one.wanted, named=one.passed) for one in now
            ),
        ),
    )


def take_down(session: Session, meeting: str, by: str) -> KeptResult:
    """The notice is taken down today. Raises `Fault(NOTICE_HANGS)` up to its last day, `Fault(MEETING_LACKS)`.

    And `Fault(NOTICE_DOWN)` where it is down already.
    """
    found = kept(session, meeting)
    if found.notice_down_on is not None:
        raise Fault(Code.NOTICE_DOWN, on=found.notice_down_on)
    if found.notice_last is None or not by.strip():
        raise Fault(Code.MEETING_LACKS, what=bilingual("结果公示的登记和揭下人"))
    if session.today() <= found.notice_last:
        raise Fault(Code.NOTICE_HANGS, last=found.notice_last)
    return put(session, structs.replace(found, notice_down_on=session.today(), notice_down_by=normal(by.strip())))


def hold_back(session: Session, meeting: str, number: str, reason: str) -> KeptResult:
    """Somebody who had the votes does not pass, such as above a number that is set (五（九）); said with the reason."""
    return _held(session, meeting, number, reason, annulled=False)


def _held(session: Session, meeting: str, number: str, reason: str, *, annulled: bool, record: str = "") -> KeptResult:
    found = kept(session, meeting)
    if meetings.get(session, meeting).seat(number) is None:
        raise Fault(Code.MEETING_STRANGER, number=number)
    if any(one.annulled for one in found.held_back if one.candidate == number):
        raise Fault(Code.MEETING_OVER, what=_ANNULLED)
    if not reason.strip():
        raise Fault(Code.REASON_MISSING)
    others = tuple(one for one in found.held_back if one.candidate != number)
    made = HeldBack(candidate=number, reason=normal(reason.strip()), annulled=annulled, record=record)
    return put(session, structs.replace(found, held_back=(*others, made), batches=0))


def let_pass(session: Session, meeting: str, number: str) -> KeptResult:
    """Take back that somebody is held back; not where the result was annulled."""
    found = kept(session, meeting)
    held = next((one for one in found.held_back if one.candidate == number), None)
    if held is None:
        raise Fault(Code.MEETING_STRANGER, number=number)
    if held.annulled:
        raise Fault(Code.MEETING_OVER, what=_ANNULLED)
    rest = tuple(one for one in found.held_back if one != held)
    return put(session, structs.replace(found, held_back=rest, batches=0))


def complain(session: Session, meeting: str, told: KeptComplaint) -> KeptResult:
    """Record a complaint. What concerns the review goes to this office by itself; who else looks into it is said.

    Raises `Fault(MEETING_STRANGER)`, `Fault(REASON_MISSING)`, `Fault(MEETING_LACKS)` for a day that has not come.
    """
    found = kept(session, meeting)
    if told.candidate and meetings.get(session, meeting).seat(told.candidate) is None:
        raise Fault(Code.MEETING_STRANGER, number=told.candidate)
    if not told.says.strip():
        raise Fault(Code.REASON_MISSING)
    meetings.require_come(session, told.received_on)
    handler = told.handler or (Desk.COMMITTEE_OFFICE if told.about is ComplaintAbout.REVIEW else None)
    made = structs.replace(
        told, number=f"J{len(found.complaints) + 1:02d}", says=normal(told.says.strip()), handler=handler
    )
    return put(session, structs.replace(found, complaints=(*found.complaints, made)))


def complaint(session: Session, meeting: str, number: str) -> KeptComplaint:
    """Raises `Fault(RECORD_NOT_FOUND)`."""
    for one in kept(session, meeting).complaints:
        if one.number == number:
            return one
    raise not_found(RecordKind.COMPLAINT)


def change_complaint(session: Session, meeting: str, changed: KeptComplaint) -> KeptResult:
    """Who looks into it, what came of it, when the city office was told. What is settled says what was found."""
    before = complaint(session, meeting, changed.number)
    if changed.settled_on and not changed.finding.strip():
        raise Fault(Code.REASON_MISSING)
    if any(on and on < before.received_on for on in (changed.settled_on, changed.reported_on)):
        raise Fault(Code.MEETING_LACKS, what=bilingual("收到举报之后的日期"))
    meetings.require_come(session, changed.settled_on, changed.reported_on)
    found = kept(session, meeting)
    rest = tuple(changed if one.number == changed.number else one for one in found.complaints)
    return put(session, structs.replace(found, complaints=rest))


def annul(session: Session, meeting: str, number: str, conduct: str, decided_by: str) -> KeptResult:
    """Annul a result after a complaint about this applicant was upheld, and enter it in the register (七（一）).

    Both or neither. Raises `Fault(MEETING_LACKS)` without such a complaint, `Fault(RECORD_LACKS)`,
    `Fault(MEETING_OVER)` where it is annulled already.
    """
    at = meetings.seen(session, meeting)
    found = kept(session, meeting)
    upheld = [one for one in found.complaints if one.candidate == number and one.upheld and one.settled_on]
    if not upheld:
        what = bilingual("查实并办结的、涉及 {number} 的举报", number=number)
        raise Fault(Code.MEETING_LACKS, what=what)
    if any(one.annulled for one in found.held_back if one.candidate == number):
        raise Fault(Code.MEETING_OVER, what=_ANNULLED)
    content = at.of(number).content
    told = DishonestyRecord(
        id="",
        name=content.person.name,
        identity_number=content.person.identity_number,
        unit=content.unit.name,
        recorded_on=session.today(),
        conduct=conduct,
        decided_by=decided_by,
        by=session.user,
        at=session.clock.now(),
    )
    with session.vault.act(Act.RESULT_KEPT, {"meeting": meeting, "candidate": number}):
        record = dishonesty.add(session, told)
        return _held(session, meeting, number, conduct, annulled=True, record=record.id)


def opinion(session: Session, meeting: str, number: str) -> KeptOpinion:
    """What is written about an applicant; nothing yet is an empty one."""
    if meetings.get(session, meeting).seat(number) is None:
        raise Fault(Code.MEETING_STRANGER, number=number)
    id_ = f"{meeting}:{number}"
    return session.vault.work.opinions.get(id_) or KeptOpinion(id=id_, meeting=meeting, candidate=number)


def write_opinion(session: Session, written: KeptOpinion) -> KeptOpinion:
    """Record what the group, the defence or the committee says. Raises `Fault(FIELD_*)`."""
    texts = {name: normal(getattr(written, name).strip()) for name in ("defence", "peer", "committee", "remark")}
    made = structs.replace(opinion(session, written.meeting, written.candidate), **texts)
    exchange.require_sound(made)
    with session.vault.act(
        Act.OPINION_WRITTEN, {"meeting": made.meeting, "candidate": made.candidate, "digest": exchange.digest(made)}
    ):
        session.vault.work.opinions.put(made.id, made, made.meeting)
    return made
