"""Batches of results for confirmation: who confirms which, by when, what is still lacking (六（三）3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import meetings, results
from desktop_app.desk.meetings import Seen
from desktop_app.desk.results import Outcome
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Authority, Finding, bilingual, listed
from desktop_app.domain.kinds import Level
from desktop_app.domain.meetings import Confirmation, KeptResult
from desktop_app.domain.office_year import OfficeYear, Quota, SchoolFullSenior
from desktop_app.domain.review_meeting import Complaint, ResultFiling
from desktop_app.policy import check
from desktop_app.policy.facts import facts_of
from desktop_app.policy.results import authority
from desktop_app.policy.subject import Subject
from desktop_app.policy.years import months_after

#: How the city's second middle school is written; it has a number of its own (五（九）).
_SECOND_SCHOOL = ("呼和浩特市第二中学", "呼市第二中学", "呼和浩特二中", "呼市二中")

#: By whose rule a district confirms; what of the year's rules concerns a city's committee, and the others.
_DISTRICT, _OF_CITY, _OF_OTHERS = "R097", ("R030", "R098"), ("R012",)


@dataclass(frozen=True, slots=True)
class Batch:
    """Results that go to one office together. `authority` is `None` where the notice names nobody."""

    number: int
    confirmation: Confirmation
    passed: tuple[Outcome, ...]
    authority: Authority | None
    due: date | None
    findings: tuple[Finding, ...]


def batches(session: Session, at: Seen) -> tuple[Batch, ...]:
    """One for each series, level, kind of review and affiliation among those who passed.

    Their numbers count whoever is held back too: they stand on papers, and none becomes another's by an annulment.
    """
    found = results.kept(session, at.kept.id)
    by_key: dict[tuple[object, ...], list[Outcome]] = {}
    for one in results.outcomes(session, at):
        if one.carried:
            of_it = by_key.setdefault(_key(_of(one)), [])
            of_it += [one] if one.passed else []
    recorded = {_key(one): one for one in found.confirmations}
    made = []
    for number, (key, people) in enumerate(by_key.items(), start=1):
        if not people:
            continue
        confirmation = recorded.get(key) or _of(people[0])
        who = authority(people[0].applicant.content, session.today(), session.pack)
        said = (*_findings(session, at, found, confirmation), *_of_year(session, at, found, confirmation, who))
        made.append(Batch(number, confirmation, tuple(people), who, _due(session, at), check.gravest_first(said)))
    return tuple(made)


def _of(one: Outcome) -> Confirmation:
    filing, unit = one.applicant.content.filing, one.applicant.content.unit
    return Confirmation(series=filing.series, level=filing.level, track=filing.track, affiliation=unit.affiliation)


def _key(one: Confirmation) -> tuple[object, ...]:
    return (one.series, one.level, one.track, one.affiliation)


def _due(session: Session, at: Seen) -> date | None:
    return due(session, at.kept.ended_on) if at.kept.ended_on else None


def _findings(session: Session, at: Seen, found: KeptResult, batch: Confirmation) -> tuple[Finding, ...]:
    about = ResultFiling(
        series=batch.series,
        level=batch.level,
        track=batch.track,
        affiliation=batch.affiliation,
        ended_on=at.kept.ended_on,
        notice_first=found.notice_first,
        notice_last=found.notice_last,
        complaints=tuple(
            Complaint(
                id=one.number,
                about=one.about,
                handler=one.handler,
                settled_on=one.settled_on,
                reported_on=one.reported_on,
            )
            for one in found.complaints
        ),
        uploaded_on=batch.uploaded_on,
        documents=batch.documents,
        sent_on=batch.sent_on,
        sent_to=batch.sent_to,
        recorded_in_system=batch.recorded_in_system,
    )
    return check.findings_about(Subject.RESULT, about, session.today(), session.pack)


def _of_year(
    session: Session, at: Seen, found: KeptResult, batch: Confirmation, who: Authority | None
) -> tuple[Finding, ...]:
    """Whether review and notice were in time, and confirmed in the titles system (三（五）, 六（三）3（4）)."""
    city = not at.committee.committee.self_reviewing and (who is None or who.rule != _DISTRICT)
    over = found.notice_last is not None and found.notice_last < session.today()
    about = OfficeYear(
        reviewed_on=found.notice_last if over else None,
        city_committee=city,
        confirmed_in_system_on=batch.confirmed_on if batch.recorded_in_system else None,
    )
    wanted = _OF_CITY if city else _OF_OTHERS
    said = check.findings_about(Subject.OFFICE_YEAR, about, session.today(), session.pack)
    return tuple(one for one in said if one.rule in wanted)


def due(session: Session, ended: date) -> date:
    """The day by which results go for confirmation: a month after the review (六（三）3)."""
    return months_after(ended, int(str(session.pack.parameter("result_months", ended))))


def unsent(session: Session, found: KeptResult) -> bool:
    """Whether a batch is still to go for confirmation; filings are read only where who passes has changed."""
    sent = sum(one.sent_on is not None for one in found.confirmations)
    if found.batches:
        return sent < found.batches
    if not sent or not results.anybody_passed(session, found):
        return results.anybody_passed(session, found)
    at = meetings.seen(session, found.id)
    return any(one.confirmation.sent_on is None for one in batches(session, at))


def unposted(found: KeptResult, passed: Sequence[Outcome]) -> tuple[str, ...]:
    """Who passes and stood on no notice of results, such as somebody let pass after it was posted."""
    numbers = (one.applicant.seat.number for one in passed)
    return tuple(one for one in numbers if (public := found.decided_on(one)) is not None and not public.named)


def record(session: Session, meeting: str, number: int, changed: Confirmation) -> KeptResult:
    """Record what was sent for one batch, or its answer. Nothing is sent above a number that is set (五（九）).

    Raises `Fault(MEETING_STRANGER)`, `Fault(MEETING_LACKS)`, `Fault(MEETING_RULES)`.
    """
    at = meetings.seen(session, meeting)
    every = batches(session, at)
    known = next((one for one in every if one.number == number), None)
    if known is None:
        raise Fault(Code.MEETING_STRANGER, number=str(number))
    found = results.kept(session, meeting)
    if changed.sent_on and (found.notice_last is None or changed.sent_on <= found.notice_last):
        raise Fault(Code.MEETING_LACKS, what=bilingual("已经期满的结果公示"))
    meetings.require_come(session, changed.uploaded_on, changed.sent_on, changed.confirmed_on)
    if changed.sent_on and (unnamed := unposted(found, known.passed)):
        raise Fault(Code.MEETING_LACKS, what=bilingual("{numbers} 的结果公示", numbers=listed(unnamed)))
    stops = check.blocking(teachers(session, results.outcomes(session, at)))
    if changed.sent_on and stops:
        raise Fault(Code.MEETING_RULES, count=len(stops), first=stops[0].says)
    if changed.confirmed_on and not changed.sent_on:
        raise Fault(Code.MEETING_LACKS, what=bilingual("报送日期"))
    if changed.confirmed_on and changed.sent_on and changed.confirmed_on < changed.sent_on:
        raise Fault(Code.MEETING_LACKS, what=bilingual("不早于报送日期的确认日期"))
    before = known.confirmation
    sound = structs.replace(
        changed, series=before.series, level=before.level, track=before.track, affiliation=before.affiliation
    )
    others = tuple(one for one in found.confirmations if _key(one) != _key(sound))
    there = {_key(one.confirmation) for one in every}
    emptied = sum(one.sent_on is not None and _key(one) not in there for one in others)  # sent, and then held back
    return results.put(session, structs.replace(found, confirmations=(*others, sound), batches=len(every) + emptied))


def teachers(session: Session, outcomes: Sequence[Outcome]) -> tuple[Finding, ...]:
    """Whether more full senior teachers pass than the city's number (五（九）); nothing for other meetings."""
    passed = [one.applicant.content for one in outcomes if one.passed]
    school = [
        one
        for one in passed
        if one.filing.level is Level.FULL_SENIOR
        and "school" in facts_of(one, session.today(), session.pack).value("groups")
    ]
    if not school:
        return ()
    second = sum(any(name in "".join(one.unit.name.split()) for name in _SECOND_SCHOOL) for one in school)
    quota = Quota(full_senior=SchoolFullSenior(second_school=second, others=len(school) - second))
    found = check.findings_about(Subject.QUOTA, quota, session.today(), session.pack)
    return tuple(one for one in found if one.rule == "R077")
