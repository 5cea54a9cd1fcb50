"""The shape of a pack's reference tables: series, areas, workdays, codes, and where each rule is carried out."""

from datetime import date
from enum import Enum
from typing import Annotated

import msgspec

from desktop_app.domain.values import Value, Year
from desktop_app.policy.tables import Both, RuleId, Said, Symbol


class Method(Enum):
    """How a level is gained."""

    REVIEW = "review"
    EXAM = "exam"  # 以考代评
    EXAM_AND_REVIEW = "exam_and_review"  # 考评结合
    EXAM_AND_REVIEW_LOCAL = "exam_and_review_local"  # 考评结合 in many provinces; the series' own notice decides
    CONFIRM = "confirm"
    REVIEW_OR_CONFIRM = "review_or_confirm"
    CONFIRM_OR_REVIEW = "confirm_or_review"
    NONE = "none"


class Confidence(Enum):
    """How sure a row of the series table is."""

    FOUND = "found"
    LISTED = "listed"
    BACKGROUND = "background"
    LOW = "low"


class Titles(Value, frozen=True):
    full_senior: str = ""
    associate_senior: str = ""
    mid: str = ""
    assistant: str = ""
    staff: str = ""


class Methods(Value, frozen=True):
    full_senior: Method = Method.NONE
    associate_senior: Method = Method.NONE
    mid: Method = Method.NONE
    assistant: Method = Method.NONE
    staff: Method = Method.NONE


class SeriesTrack(Value, frozen=True):
    name: str
    titles: Titles
    method: Methods
    names_from: Confidence
    method_from: Confidence


class Series(Value, frozen=True):
    """A series with its tracks; a series without tracks has one whose name is empty."""

    code: Annotated[str, msgspec.Meta(pattern=r"^\d{2}$")]
    name: Both
    track: Annotated[tuple[SeriesTrack, ...], msgspec.Meta(min_length=1)]


class SeriesFile(Value, frozen=True):
    """series.toml"""

    series: tuple[Series, ...]


class Area(Value, frozen=True):
    """An area and the office that receives its papers; `gb2260` is empty where the area is no division of its own."""

    key: Symbol
    name: Both
    office: Said
    clause: Said
    gb2260: str = ""
    section: str = ""
    phone: str = ""


class AreasFile(Value, frozen=True):
    """areas.toml"""

    area: tuple[Area, ...]


class WorkdayYear(Value, frozen=True):
    year: Year
    source: Said
    off: tuple[date, ...]
    worked: tuple[date, ...]


class WorkdaysFile(Value, frozen=True):
    """workdays.toml"""

    year: tuple[WorkdayYear, ...]


class Home(Enum):
    """Which part of the program a rule belongs to."""

    FINDINGS = "findings"
    ROUTES = "routes"
    DEADLINES = "deadlines"
    PAPERS = "papers"
    COMPLETENESS = "completeness"
    ONLINE = "online"
    CHAIN = "chain"
    QUOTAS = "quotas"
    MEETING = "meeting"
    SUMMARY = "summary"
    STATEMENT = "statement"  # tells, asks nothing of a filing


class RuleKind(Enum):
    """What sort of rule it is."""

    CHECK = "check"
    COMPUTE = "compute"
    ATTEST = "attest"  # somebody ticks it
    CONFIG = "config"  # a local notice says it
    INFO = "info"
    AMBIGUITY = "ambiguity"
    BUILT_IN = "built_in"


class CoverageEntry(Value, frozen=True):
    """One rule of the table, or one thing the notice leaves unclear.

    `code` names the function that carries it out where no table of the pack can; `settings` answer what is left to a
    local notice or unclear, `answer` says why no setting could. `screen` false: it is worked out and tested, and the
    screen that shows it comes later.
    """

    id: RuleId
    clause: Said
    kind: RuleKind
    home: Home
    code: str = ""
    settings: tuple[Symbol, ...] = ()
    answer: Both | None = None
    screen: bool = True

    @property
    def left_open(self) -> bool:
        """Whether the notice leaves it to somebody else."""
        return self.kind in (RuleKind.CONFIG, RuleKind.AMBIGUITY)


class CoverageFile(Value, frozen=True):
    """coverage.toml"""

    entry: tuple[CoverageEntry, ...]


class Code(Value, frozen=True):
    """One row of a national code table."""

    key: Said
    name: Said
    short: str = ""
    rank: int = 0
    letters: str = ""


class CodesFile(Value, frozen=True):
    """resources/codes/*.toml"""

    standard: Said
    name: Both
    code: tuple[Code, ...]
