"""A review meeting as its window shows it: read at once, each counter's figures only as that user may see them."""

from dataclasses import dataclass

from desktop_app.desk import (
    committees,
    confirming,
    counting,
    meeting_groups,
    meeting_papers,
    meetings,
    readings,
    results,
)
from desktop_app.desk import scheme as schemes
from desktop_app.desk import votes as ballots
from desktop_app.desk.confirming import Batch
from desktop_app.desk.counting import CountView
from desktop_app.desk.meeting_groups import Suggested
from desktop_app.desk.meetings import Eligible, Seen
from desktop_app.desk.results import Outcome
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.meetings import KeptMeeting, KeptReading, KeptResult
from desktop_app.policy import check


@dataclass(frozen=True, slots=True)
class Choices:
    """The meetings, and the year's committees that one can be made for: id and name."""

    meetings: tuple[KeptMeeting, ...]
    committees: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """Everything the steps of one meeting show."""

    at: Seen
    offered: tuple[Eligible, ...]
    sitting: tuple[Finding, ...]
    scheme: tuple[Finding, ...]
    suggested: tuple[Suggested, ...]
    readings: tuple[KeptReading, ...]
    votes: tuple[CountView, ...]
    counted: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]
    passed: tuple[Finding, ...]  # against numbers that are set
    result: KeptResult | None
    batches: tuple[Batch, ...]


def choices(session: Session) -> Choices:
    """What the window offers first."""
    named = tuple((one.id, one.committee.name) for one in committees.all_(session))
    return Choices(tuple(meetings.all_(session)), named)


def opened(session: Session, meeting: str) -> MeetingView:
    """One meeting. Raises `Fault(RECORD_NOT_FOUND)`."""
    at = meetings.seen(session, meeting)
    kept = ballots.all_(session, meeting)
    counted = [f for one in kept for f in ballots.findings(session, one) if f.verdict is not Verdict.PASS]
    result = session.vault.work.results.get(meeting)
    outcomes = results.outcomes(session, at)
    return MeetingView(
        at=at,
        offered=meetings.eligible(session, at.kept.committee),
        sitting=meetings.said(session, at, meeting_papers.outgoing(session, at)),
        scheme=schemes.findings(session, at),
        suggested=meeting_groups.suggested(at),
        readings=tuple(readings.all_(session, meeting)),
        votes=tuple(counting.view(session, one.id) for one in kept),
        counted=check.gravest_first(counted),
        outcomes=outcomes,
        passed=confirming.teachers(session, outcomes),
        result=result,
        batches=confirming.batches(session, at) if result else (),
    )
