"""Review meetings of this office's committees: who is put before them, under which numbers, and what the rules say.

A meeting names applicants and experts by number only; `seen` lays the people over it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from secrets import SystemRandom

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, new_id
from desktop_app.core.text import normal
from desktop_app.desk import committees, review_list, reviewed
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.committees import KeptCommittee
from desktop_app.domain.findings import Finding, Words, bilingual
from desktop_app.domain.kinds import Place
from desktop_app.domain.marking import NOT_SECRET, Marking, combined
from desktop_app.domain.meetings import KeptMeeting, Seat
from desktop_app.domain.records import RecordKind, Version, not_found
from desktop_app.domain.review_meeting import Candidate, Committee, Expert, Meeting
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.policy import check
from desktop_app.policy.subject import Subject

#: Served in districts and townships: those whom 五（四）7 lets have a group of their own.
_GRASSROOTS = (Place.VILLAGE, Place.TOWNSHIP, Place.DISTRICT)
#: Rules that look at who votes on whom. The committee votes as a whole, so groups do not narrow them.
_OF_VOTING = ("N14",)


@dataclass(frozen=True, slots=True)
class Applicant:
    """An applicant at the meeting, with what was put forward; `newer` where another version has come in since."""

    seat: Seat
    content: Application
    newer: bool = False

    @property
    def name(self) -> str:
        return self.content.person.name

    def candidate(self) -> Candidate:
        """As the rules see the applicant."""
        unit = self.content.unit
        return Candidate(
            id=self.seat.number,
            unit=unit.name,
            grassroots=unit.place in _GRASSROOTS,
            non_public=unit.kind is not None and unit.kind.non_public,
            specialised=unit.specialised_small_giant,
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting with its people."""

    kept: KeptMeeting
    committee: KeptCommittee
    applicants: tuple[Applicant, ...]

    @property
    def members(self) -> tuple[Expert, ...]:
        return self.committee.committee.members

    @property
    def marking(self) -> Marking:
        """The highest of the applicants'."""
        return combined([whole_mark(one.content) for one in self.applicants]) if self.applicants else NOT_SECRET

    def of(self, number: str) -> Applicant:
        """Raises `Fault(MEETING_STRANGER)`."""
        for one in self.applicants:
            if one.seat.number == number:
                return one
        raise Fault(Code.MEETING_STRANGER, number=number)

    def sitting(self, outgoing: Sequence[str] = ()) -> Meeting:
        """As the rules see it."""
        kept = self.kept
        return Meeting(
            members=self.members,
            present=kept.present,
            candidates=tuple(one.candidate() for one in self.applicants),
            groups=kept.groups,
            relations=kept.relations,
            recusals=kept.recusals,
            outgoing=tuple(outgoing),
        )


@dataclass(frozen=True, slots=True)
class Eligible:
    """A filing that was accepted here, and why it cannot be put before this meeting where it cannot."""

    application: ApplicationId
    name: str
    unit: str
    title: str
    stands: Words | None


def all_(session: Session, committee: str = "") -> list[KeptMeeting]:
    """The meetings, oldest first; those of one committee where it is named.

    Of earlier years, too: what a review in December came to is made public and confirmed under the next year's notice.
    """
    committees.require_office(session)
    return session.vault.work.meetings.all(committee or None)


def get(session: Session, meeting: str) -> KeptMeeting:
    """Raises `Fault(RECORD_NOT_FOUND)`."""
    committees.require_office(session)
    found = session.vault.work.meetings.get(meeting)
    if found is None:
        raise not_found(RecordKind.MEETING)
    return found


def new(session: Session, committee: str, title: str = "", held_on: date | None = None, place: str = "") -> KeptMeeting:
    """A meeting of a committee, on the committee's day and called after it unless told."""
    told = committees.bare(session, committee).committee
    made = KeptMeeting(
        id=new_id(session.clock.now()),
        year=session.pack.year,
        committee=committee,
        title=normal(title.strip()) or f"{told.name}{session.pack.year}年度评审会议"[:200],
        held_on=held_on or told.meets_on,
        place=normal(place.strip()),
    )
    put(session, made)
    return made


def change(session: Session, kept: KeptMeeting) -> KeptMeeting:
    """Record another title, day, place or scheme.

    Raises `Fault(MEETING_LACKS)` without a title, where the days are out of order, or for a filing that is to come.
    """
    scheme = kept.scheme
    sound = structs.replace(
        kept,
        title=normal(kept.title.strip()),
        place=normal(kept.place.strip()),
        scheme=structs.replace(
            scheme,
            **{name: normal(getattr(scheme, name).strip()) for name in
               ("procedure", "measures", "filed_with", "filed_number")},
        ),
    )  # fmt: skip
    if not sound.title:
        raise Fault(Code.MEETING_LACKS, what=bilingual("meetings|会议名称"))
    if sound.scheme.filed_on != get(session, kept.id).scheme.filed_on:
        require_come(session, sound.scheme.filed_on)
    last = min((on for on in (sound.ends_on, sound.ended_on) if on), default=None)
    if sound.held_on and last and last < sound.held_on:
        raise Fault(Code.MEETING_LACKS, what=bilingual("不晚于结束日期（{last}）的开始日期", last=last))
    put(session, sound)
    return sound


def put(session: Session, kept: KeptMeeting, act: Act = Act.MEETING_KEPT) -> None:
    """Write a meeting in an act of its own."""
    exchange.require_sound(kept)
    with session.vault.act(act, {"meeting": kept.id, "digest": exchange.digest(kept)}):
        session.vault.work.meetings.put(kept.id, kept, kept.committee)


def require_no_vote(session: Session, kept: KeptMeeting, what: Words) -> None:
    """What a vote rests on is not changed under it. Raises `Fault(MEETING_FIXED)`."""
    if any(one.void is None for one in session.vault.work.votes.all(kept.id)):
        raise Fault(Code.MEETING_FIXED, what=what)


def require_going_on(session: Session, kept: KeptMeeting, what: Words) -> None:
    """Raises `Fault(MEETING_OVER)` once the end of the meeting is recorded."""
    if session.vault.work.results.get(kept.id) is not None:
        raise Fault(Code.MEETING_OVER, what=what)


def require_come(session: Session, *days: date | None) -> None:
    """What is recorded has happened. Raises `Fault(MEETING_LACKS)` for a day that has not come."""
    if any(on and on > session.today() for on in days):
        raise Fault(Code.MEETING_LACKS, what=bilingual("已经到来的日期"))


def require_no_open_vote(session: Session, kept: KeptMeeting, what: Words) -> None:
    """Each vote keeps who was present at it, so between two votes that may change. Raises `Fault(MEETING_FIXED)`."""
    if any(one.open for one in session.vault.work.votes.all(kept.id)):
        raise Fault(Code.MEETING_FIXED, what=what)


def seen(session: Session, meeting: str) -> Seen:
    """One meeting with its committee and its applicants. Raises `Fault(RECORD_NOT_FOUND)`."""
    return laid(session, get(session, meeting))


def laid(session: Session, kept: KeptMeeting) -> Seen:
    """The same of a meeting that is at hand."""
    return Seen(
        kept,
        committees.get(session, kept.committee),
        tuple(_applicant(session, seat) for seat in kept.seats),
    )


def _applicant(session: Session, seat: Seat) -> Applicant:
    versions = session.vault.versions.of(seat.application)
    bound = next((one for one in versions if one.digest == seat.digest), None)
    if bound is None:
        raise not_found(RecordKind.VERSION)
    return Applicant(seat, reviewed.content(session, bound), versions[-1].digest != seat.digest)


def eligible(session: Session, committee: str) -> tuple[Eligible, ...]:
    """The filings that this office accepted and holds, with what keeps each from a meeting of this committee."""
    told = committees.bare(session, committee).committee
    taken = _taken(session)
    found = []
    for row in review_list.halves(session)[1]:
        version = session.vault.versions.latest(row.id)
        if version is not None:
            stands = taken.get(row.id) or _outside(told, version.content)
            found.append(Eligible(row.id, row.name, row.unit, row.title, stands))
    return tuple(found)


def seated(session: Session) -> frozenset[ApplicationId]:
    """Every filing that is before a meeting of this office."""
    return frozenset(_taken(session))


def _taken(session: Session) -> Mapping[ApplicationId, Words]:
    return {
        seat.application: bilingual("已列入“{title}”", title=one.title) for one in all_(session) for seat in one.seats
    }


def _outside(committee: Committee, content: Application) -> Words | None:
    """Whether a filing is none of what this committee is to review (五（二）1)."""
    task, filing = committee.task, content.filing
    if task.series and filing.series != task.series:
        return bilingual("不是本次评审的系列")
    if task.levels and filing.level not in task.levels:
        return bilingual("不是本次评审的层级")
    if task.specialty and filing.specialty != task.specialty:
        return bilingual("不是本次评审的专业")
    return None


def put_forward(session: Session, meeting: str, applications: Sequence[ApplicationId]) -> KeptMeeting:
    """Put accepted filings before the meeting, each under a number drawn at random.

    Raises `Fault(MEETING_NOT_ACCEPTED)`, `Fault(MEETING_FIXED)`; then nothing is taken in.
    """
    kept = get(session, meeting)
    require_no_vote(session, kept, bilingual("申报人员名单"))
    offered = {one.application: one for one in eligible(session, kept.committee)}
    wanted = list(dict.fromkeys(applications))
    for application in wanted:
        _require_eligible(session, offered, application)
    given = kept.numbers_given + len(wanted)
    numbers = [f"{at:03d}" for at in range(kept.numbers_given + 1, given + 1)]
    SystemRandom().shuffle(wanted)
    new_seats = [_seat(session, number, each) for number, each in zip(numbers, wanted, strict=True)]
    made = structs.replace(kept, seats=(*kept.seats, *new_seats), numbers_given=given)
    put(session, made)
    return made


def _require_eligible(session: Session, offered: Mapping[ApplicationId, Eligible], application: ApplicationId) -> None:
    found = offered.get(application)
    if found is None:
        name = session.vault.applications.get(application).draft.person.name
        why = bilingual("本办事机构还没有签署复核意见，或已不在本处")
        raise Fault(Code.MEETING_NOT_ACCEPTED, name=name, why=why)
    if found.stands is not None:
        raise Fault(Code.MEETING_NOT_ACCEPTED, name=found.name, why=found.stands)


def _seat(session: Session, number: str, application: ApplicationId) -> Seat:
    version: Version | None = session.vault.versions.latest(application)
    assert version is not None  # offered with one
    return Seat(number=number, application=application, version=version.number, digest=version.digest)


def findings(session: Session, meeting: str, outgoing: Sequence[str] = ()) -> tuple[Finding, ...]:
    """What the rules say of groups, attendance, recusal and texts that leave, the gravest first."""
    return said(session, seen(session, meeting), outgoing)


def said(session: Session, at: Seen, outgoing: Sequence[str] = ()) -> tuple[Finding, ...]:
    """The same of a meeting that is at hand. Who votes on whom is judged over the whole committee."""
    sitting = at.sitting(outgoing)
    whole = structs.replace(sitting, groups=())
    on, pack = session.today(), session.pack
    found = [f for f in check.findings_about(Subject.MEETING, sitting, on, pack) if f.rule not in _OF_VOTING]
    found += [f for f in check.findings_about(Subject.MEETING, whole, on, pack) if f.rule in _OF_VOTING]
    return check.gravest_first(found)
