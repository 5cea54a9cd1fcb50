"""A review meeting as the office keeps it: applicants under numbers, groups, recusals, attendance, scheme, votes."""

from datetime import date, datetime
from enum import Enum

from desktop_app.core.clock import CHINA
from desktop_app.core.ids import ApplicationId
from desktop_app.domain.kinds import Affiliation, Desk, Level, Track
from desktop_app.domain.review_meeting import (
    ComplaintAbout,
    MeetingGroup,
    Number,
    Recusal,
    Relation,
    ResultDocument,
)
from desktop_app.domain.values import Count, Digest, Line, Short, Text, Value, Year


class Stage(Enum):
    """Who votes: a group on those it reviewed (its vote is advice), or the whole committee, which decides (40号令)."""

    GROUP = "group"
    COMMITTEE = "committee"


class VoidCause(Enum):
    """Why a vote does not count and may be held again. That somebody failed is none."""

    NOT_SECRET = "not_secret"
    PROXY_OR_LATE = "proxy_or_late"
    SHEETS_DIFFER = "sheets_differ"  # more sheets than were handed out, or sheets that are not the office's
    RECUSAL_BROKEN = "recusal_broken"
    NO_QUORUM = "no_quorum"


class Seat(Value, frozen=True, kw_only=True):
    """One applicant at the meeting: under a number that says nothing of them, at the version that was put forward."""

    number: Number
    application: ApplicationId
    version: int
    digest: Digest


class SchemeTexts(Value, frozen=True, kw_only=True):
    """What of the scheme the records do not hold, and the filing of the scheme (六（三）1)."""

    procedure: Text = ""
    measures: Text = ""
    filed_on: date | None = None
    filed_with: Line = ""
    filed_number: Line = ""


class KeptMeeting(Value, frozen=True, kw_only=True):
    """A meeting of one committee. The committee's people are read from the committee; here they are numbers only."""

    id: str
    year: Year
    committee: str
    title: Line
    held_on: date | None = None
    ends_on: date | None = None
    place: Line = ""
    seats: tuple[Seat, ...] = ()  # in the order of review
    numbers_given: Count = 0  # none is given twice, whoever was taken off the list
    groups: tuple[MeetingGroup, ...] = ()
    relations: tuple[Relation, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    present: tuple[Number, ...] = ()
    attended_at: datetime | None = None
    scheme: SchemeTexts = SchemeTexts()
    ended_on: date | None = None

    def seat(self, number: str) -> Seat | None:
        return next((one for one in self.seats if one.number == number), None)


class Entitled(Value, frozen=True, kw_only=True):
    """How many of those present may vote on one applicant: who is recused from that vote is not counted."""

    candidate: Number
    voters: Count


class TallyLine(Value, frozen=True, kw_only=True):
    """What one counter found for one applicant; `invalid` are rows with no mark, several marks or a mended one."""

    candidate: Number
    yes: Count = 0
    no: Count = 0
    abstained: Count = 0
    invalid: Count = 0

    @property
    def rows(self) -> int:
        """Rows that were filled in by somebody entitled."""
        return self.yes + self.no + self.abstained + self.invalid


class Tally(Value, frozen=True, kw_only=True):
    """One person's count of a vote: the sheets that came back, those found to be by proxy or late, the rows."""

    user: str
    by: Short
    at: datetime
    returned: Count
    proxies: Count = 0
    late: Count = 0
    lines: tuple[TallyLine, ...]

    def same(self, other: "Tally") -> bool:
        """Whether both found the same."""
        counted = (self.returned, self.proxies, self.late, frozenset(self.lines))
        return counted == (other.returned, other.proxies, other.late, frozenset(other.lines))


class KeptVote(Value, frozen=True, kw_only=True):
    """One vote by ballot. `codes` mark the sheets that were handed out; nothing says who got which.

    `members` is the whole committee as it stood then, whoever came or left since; votes of earlier releases lack it.
    `tallies` holds every count ever entered, the latest of each person counts. `agreed` is what stands.
    """

    id: str
    meeting: str
    stage: Stage
    group: Short = ""
    round: int = 1
    secret: bool = True
    members: tuple[Number, ...] = ()
    present: tuple[Number, ...]
    codes: tuple[Short, ...]
    entitled: tuple[Entitled, ...]
    opened_by: Short
    opened_at: datetime
    tallies: tuple[Tally, ...] = ()
    agreed: Tally | None = None
    settled: Line = ""  # how a difference between the two counts was cleared up
    void: VoidCause | None = None
    void_reason: Line = ""

    @property
    def opened_on(self) -> date:
        """The office day of it: what holds on that day decides, whenever it is asked."""
        return self.opened_at.astimezone(CHINA).date()

    @property
    def counts(self) -> bool:
        return self.agreed is not None and self.void is None

    @property
    def open(self) -> bool:
        return self.agreed is None and self.void is None

    def voters(self, candidate: str) -> int:
        return next((one.voters for one in self.entitled if one.candidate == candidate), 0)

    def recused(self, candidate: str) -> int:
        """How many have a sheet and stay out of the vote on this applicant."""
        return len(self.codes) - self.voters(candidate)


class KeptOpinion(Value, frozen=True, kw_only=True):
    """What is written about one applicant: by the group or two peers, at the defence, by the committee (评审表)."""

    id: str
    meeting: str
    candidate: Number
    defence: Text = ""
    peer: Text = ""
    committee: Text = ""
    remark: Line = ""


class KeptComplaint(Value, frozen=True, kw_only=True):
    """A complaint while the results hang out, who looks into it, what came of it, when the city office was told."""

    number: Number
    received_on: date
    about: ComplaintAbout
    candidate: Short = ""
    says: Line
    handler: Desk | None = None
    finding: Line = ""
    settled_on: date | None = None
    reported_on: date | None = None
    upheld: bool = False  # the applicant's pass is annulled


class Confirmation(Value, frozen=True, kw_only=True):
    """One batch for one confirming office: what was sent when, and its answer."""

    series: Short = ""
    level: Level | None = None
    track: Track | None = None
    affiliation: Affiliation | None = None
    documents: tuple[ResultDocument, ...] = ()
    uploaded_on: date | None = None
    sent_on: date | None = None
    sent_to: Desk | None = None
    recorded_in_system: bool = False
    confirmed_on: date | None = None
    confirmed_by: Line = ""
    number: Line = ""


class HeldBack(Value, frozen=True, kw_only=True):
    """Somebody who had the votes and does not pass all the same: above a number that is set, or found untrue."""

    candidate: Number
    reason: Line
    annulled: bool = False  # after a complaint that was upheld
    record: str = ""  # in the register of dishonest conduct


class Decided(Value, frozen=True, kw_only=True):
    """What the notice of results rests on for one applicant: the votes that were wanted, whether it names them."""

    candidate: Number
    wanted: Count
    named: bool = False


class KeptResult(Value, frozen=True, kw_only=True):
    """What follows one meeting: notice of results, complaints, batches for confirmation."""

    id: str  # the meeting's
    notice_first: date | None = None
    notice_last: date | None = None
    notice_place: Line = ""
    notice_posted_by: Short = ""
    notice_down_on: date | None = None
    notice_down_by: Short = ""
    #: How many batches there were when one was last recorded; 0 before that, and once who passes changed since.
    batches: int = 0
    #: As the results were made public; empty before that, and where an earlier release posted them.
    decided: tuple[Decided, ...] = ()
    held_back: tuple[HeldBack, ...] = ()
    complaints: tuple[KeptComplaint, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()

    def late(self, one: KeptComplaint) -> bool:
        """Whether it came after the last day of the notice."""
        return self.notice_last is not None and one.received_on > self.notice_last

    def decided_on(self, candidate: str) -> Decided | None:
        return next((one for one in self.decided if one.candidate == candidate), None)

    @property
    def open_complaints(self) -> tuple[KeptComplaint, ...]:
        return tuple(one for one in self.complaints if one.settled_on is None)


class KeptReading(Value, frozen=True, kw_only=True):
    """Papers of one applicant in one expert's hands: which copy, from when to when."""

    id: str
    meeting: str
    expert: Number
    candidate: Number
    copy: str = ""  # of the register of copies; empty where the original was read
    number: Line  # as the sheet shows it
    given_at: datetime
    given_by: Short
    back_at: datetime | None = None
    back_by: Short = ""

    @property
    def out(self) -> bool:
        return self.back_at is None
