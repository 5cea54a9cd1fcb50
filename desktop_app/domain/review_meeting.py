"""A review meeting as values: committee, pool of experts, scheme, groups, ballots, and what goes on record after it."""

from datetime import date
from enum import Enum
from typing import Annotated

import msgspec

from desktop_app.domain.kinds import Affiliation, Desk, Level, Track
from desktop_app.domain.values import Count, Line, Short, Text, Value, Year

#: How experts, applicants and complaints are called in findings and draws: never by name (40号令: lists stay inside).
Number = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class Breadth(Enum):
    """Whether a committee is set up for a whole series or for one specialty (40号令)."""

    SERIES = "series"
    SPECIALTY = "specialty"


class ReviewMode(Enum):
    """Who reviews: the committee itself, several together, or another one on its behalf (五（二）3)."""

    OWN = "own"
    JOINT = "joint"
    ENTRUSTED = "entrusted"


class SchemePart(Enum):
    """The eight contents of a review scheme, in the notice's order (六（三）1)."""

    APPLICATIONS = "applications"
    TIME = "time"
    PLACE = "place"
    COMMITTEE = "committee"
    PROCEDURE = "procedure"
    MEASURES = "measures"
    APPLICANTS = "applicants"
    EXPERTS = "experts"


class Tie(Enum):
    """Why an expert must not vote on an applicant (40号令)."""

    MARRIAGE = "marriage"
    DIRECT_KIN = "direct_kin"
    COLLATERAL_KIN = "collateral_kin"  # 三代以内旁系
    IN_LAW = "in_law"  # 近姻亲
    OTHER = "other"


class ComplaintAbout(Enum):
    """What a complaint during the notice of results concerns (六（三）2)."""

    REVIEW = "review"
    TRUTH = "truth"


class ResultDocument(Enum):
    """What is handed in after the review for confirmation (六（三）3)."""

    APPROVAL_REPORT = "approval_report"
    NOTICE_ACCOUNT = "notice_account"  # with what came of complaints
    ROSTER = "roster"
    COMMITMENT = "commitment"


class Expert(Value, frozen=True, kw_only=True):
    """One expert. `kept_reason` says why one who served in the last years is taken again all the same.

    `avoids` are people and units for whom they stay out: kin, supervisor, a former unit (40号令).
    """

    id: Number
    name: Short = ""
    unit: Line = ""
    specialty: Line = ""
    level: Level | None = None
    private_firm: bool = False
    served: tuple[Year, ...] = ()
    term_from: date | None = None
    term_to: date | None = None
    kept_reason: Line = ""
    avoids: tuple[Line, ...] = ()


class Pool(Value, frozen=True, kw_only=True):
    """The pool of experts and the yearly cleaning of it (六（二）1)."""

    experts: tuple[Expert, ...] = ()
    cleaned_on: date | None = None
    reported_on: date | None = None
    report_number: Line = ""


class Registration(Value, frozen=True, kw_only=True):
    """What the committee was approved for (五（二）1); empty `specialties` means the whole series."""

    series: tuple[Short, ...] = ()
    specialties: tuple[Line, ...] = ()
    levels: tuple[Level, ...] = ()
    standard: Line = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Task(Value, frozen=True, kw_only=True):
    """What this year's meeting is to review."""

    series: Short = ""
    specialty: Line = ""
    levels: tuple[Level, ...] = ()
    standard: Line = ""


class Committee(Value, frozen=True, kw_only=True):
    """A committee before its meeting. `unit` is the self-reviewing unit's name, by which its own people are told."""

    name: Line = ""
    unit: Line = ""
    self_reviewing: bool = False
    enterprises: bool = False  # 与企业相关
    breadth: Breadth = Breadth.SERIES
    registered: Registration = Registration()
    task: Task = Task()
    meets_on: date | None = None
    mode: ReviewMode = ReviewMode.OWN
    consent_on: date | None = None
    consent_number: Line = ""
    size_consent: Line = ""  # number of the region's consent to a smaller committee
    pool: Pool = Pool()
    members: tuple[Expert, ...] = ()
    undrawn: tuple[Number, ...] = ()  # members whom no draw gave and who stand in for none
    plan_changed: bool = False
    change_decided_on: date | None = None  # 三重一大
    change_announced_on: date | None = None


class Scheme(Value, frozen=True, kw_only=True):
    """The scheme of a meeting as filed with the office that has the authority."""

    meets_on: date | None = None
    filed_on: date | None = None
    parts: tuple[SchemePart, ...] = ()


class Candidate(Value, frozen=True, kw_only=True):
    """An applicant as the meeting groups them; `specialised` is a specialised small firm or a leader of its product."""

    id: Number
    unit: Line = ""
    grassroots: bool = False
    non_public: bool = False
    specialised: bool = False

    @property
    def apart(self) -> bool:
        """Whether a group of their own is demanded (五（五）2)."""
        return self.non_public or self.specialised


class Relation(Value, frozen=True, kw_only=True):
    expert: Number
    candidate: Number
    tie: Tie


class Recusal(Value, frozen=True, kw_only=True):
    expert: Number
    candidate: Number


class MeetingGroup(Value, frozen=True, kw_only=True):
    """A group of experts and those it reviews, by their numbers."""

    name: Short
    experts: tuple[Number, ...] = ()
    candidates: tuple[Number, ...] = ()


class Meeting(Value, frozen=True, kw_only=True):
    """A meeting: the whole committee, who of it is present, the groups, and the texts that are to leave the office."""

    members: tuple[Expert, ...] = ()
    present: tuple[Number, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    groups: tuple[MeetingGroup, ...] = ()
    relations: tuple[Relation, ...] = ()
    recusals: tuple[Recusal, ...] = ()
    outgoing: tuple[Text, ...] = ()


class Ballot(Value, frozen=True, kw_only=True):
    """One vote on one applicant; `present` counts those present who may vote on this one, `recused` the others."""

    candidate: Number
    present: Count = 0
    recused: Count = 0
    yes: Count = 0
    no: Count = 0
    abstained: Count = 0
    proxies: Count = 0
    late: Count = 0
    secret: bool = False
    passed: bool | None = None


class Complaint(Value, frozen=True, kw_only=True):
    """A complaint during the notice of results, who looks into it, and whether the city office was told."""

    id: Number
    about: ComplaintAbout
    handler: Desk | None = None
    settled_on: date | None = None
    reported_on: date | None = None


class ResultFiling(Value, frozen=True, kw_only=True):
    """What follows a review: the notice of results, complaints, the documents for confirmation, and to whom they go."""

    series: Short = ""
    level: Level | None = None
    track: Track | None = None
    affiliation: Affiliation | None = None
    ended_on: date | None = None
    notice_first: date | None = None
    notice_last: date | None = None
    complaints: tuple[Complaint, ...] = ()
    uploaded_on: date | None = None
    documents: tuple[ResultDocument, ...] = ()
    sent_on: date | None = None
    sent_to: Desk | None = None
    recorded_in_system: bool = False
