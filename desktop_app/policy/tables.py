"""The shape of a policy pack's files: what each TOML file may hold, field by field, and nothing else."""

from datetime import date
from enum import Enum
from typing import Annotated, Any

import msgspec

from desktop_app.domain.findings import Authority, Station, Verdict, Words
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.values import Value, Year
from desktop_app.policy.subject import Subject

SCHEMA = 1

#: A text that has to say something: clauses, names, sentences.
Said = Annotated[str, msgspec.Meta(min_length=1)]
#: A name that conditions may use.
Symbol = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{1,8}[0-9]{0,3}$")]
Scalar = bool | int | str | date


class Both(Value, frozen=True):
    """A text that must be there in both languages."""

    zh: Said
    en: Said

    def words(self) -> Words:
        return Words(zh=self.zh, en=self.en)


class NoticeOfYear(Value, frozen=True):
    """Which notice the pack carries out."""

    title: Said
    issued_by: Said
    year: Year


class SettingKind(Enum):
    """What an office may enter for a setting."""

    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    ROUTE = "route"  # stations joined by ">"
    NUMBER = "number"


class Setting(Value, frozen=True):
    """What the notice leaves to a local one or leaves unclear; without a default it is open until an office says."""

    id: Symbol
    kind: SettingKind
    clause: Said
    asks: Both
    default: Any = None  # its type is checked against `kind`
    choices: tuple[Said, ...] = ()
    words: tuple[Both, ...] = ()  # one for each choice, in the same order
    ambiguity: str = ""


class Parameter(Value, frozen=True):
    """A number of the notice, with the clause that sets it and the days on which it holds."""

    id: Symbol
    value: Any  # a Scalar; the decoder cannot tell a date from a text in a union
    valid_from: date
    valid_to: date
    clause: Said
    name: Both | None = None  # what it is called in explanations; without one its clause stands for it


class Group(Value, frozen=True):
    """Series that the notice treats alike; `tracks` and `specialties` narrow it (a specialty by a part of its name)."""

    id: Symbol
    clause: Said
    series: tuple[str, ...]
    tracks: tuple[str, ...] = ()
    specialties: tuple[Said, ...] = ()
    name: Both | None = None  # what it is called in explanations; without one its clause stands for it


class PackFile(Value, frozen=True):
    """pack.toml"""

    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]+$")]
    name: Both
    year: Year
    edition: Said
    schema: int
    notice: NoticeOfYear
    pass_mend: Both
    setting: tuple[Setting, ...] = ()
    parameter: tuple[Parameter, ...] = ()
    group: tuple[Group, ...] = ()


class WindowRow(Value, frozen=True):
    """A filing window; the first row whose condition holds is taken. Days stand here or come from two settings."""

    id: Symbol
    rule: RuleId
    clause: Said
    when: Said
    first: date | None = None
    last: date | None = None
    first_setting: Symbol | None = None
    last_setting: Symbol | None = None


class DeadlineRow(Value, frozen=True):
    """When papers must be at a station: the first station named here that the route has, else the route's last one."""

    id: Symbol
    rule: RuleId
    clause: Said
    when: Said
    stations: tuple[Station, ...]
    on: date | None = None
    setting: Symbol | None = None


class OfficeDayRow(Value, frozen=True):
    """A day by which offices themselves have something done: it is nobody's application that it stops.

    The day is a parameter, since rules about the office's year ask for the same one.
    """

    id: Symbol
    rule: RuleId
    clause: Said
    parameter: Symbol
    says: Both


class DatesFile(Value, frozen=True):
    """dates.toml"""

    window: tuple[WindowRow, ...]
    deadline: tuple[DeadlineRow, ...]
    office_day: tuple[OfficeDayRow, ...] = ()


class StopRow(Value, frozen=True):
    """One station of a route row."""

    station: Station
    public_notice: bool = False
    clause: str = ""
    note: Words = Words()


class RouteRow(Value, frozen=True):
    """A route; the first row whose condition holds is taken. A filled `route_setting` replaces its stations."""

    id: Symbol
    rule: RuleId
    clause: Said
    when: Said
    stops: tuple[StopRow, ...]
    route_setting: Symbol | None = None
    open_question: Words = Words()
    answered_by: Symbol | None = None  # the setting that closes the open question


class RoutesFile(Value, frozen=True):
    """routes.toml; `undecided` is said until `decided` holds, and where no row fits."""

    decided: Said
    undecided: Both
    undecided_clause: Said
    route: tuple[RouteRow, ...]


class ResultRow(Value, frozen=True):
    """Who confirms the results of a review; the first row whose condition holds is taken."""

    id: Symbol
    rule: RuleId
    clause: Said
    when: Said
    reported_by: Both
    confirmed_by: Both
    filed_with: Words = Words()

    def authority(self) -> Authority:
        return Authority(
            rule=self.rule,
            clause=self.clause,
            reported_by=self.reported_by.words(),
            confirmed_by=self.confirmed_by.words(),
            filed_with=self.filed_with,
        )


class ResultsFile(Value, frozen=True):
    """results.toml"""

    result: tuple[ResultRow, ...]


class CopiesRow(Value, frozen=True):
    when: Said
    count: Annotated[int, msgspec.Meta(ge=0, le=99)]


class PaperRow(Value, frozen=True):
    """One line of annex 1; `copies` is read from the top, the first row whose condition holds gives the count."""

    number: Annotated[int, msgspec.Meta(ge=1, le=99)]
    kind: MaterialKind
    rule: RuleId
    clause: Said
    name: Both
    size: Annotated[str, msgspec.Meta(pattern=r"^(A4|A3|original|copy|)$")]
    required: Said
    copies: tuple[CopiesRow, ...]
    note: Words = Words()


class PapersFile(Value, frozen=True):
    """papers.toml"""

    paper: tuple[PaperRow, ...]


class Case(Value, frozen=True):
    """One answer of a rule: when it is given, what it says, what mends it.

    `field` is where the user goes to mend it, `setting` the setting by which an office answers what the notice leaves
    open.
    """

    when: Said
    verdict: Verdict
    says: Both
    mend: Both
    field: str = ""
    setting: str = ""


class Match(Enum):
    """Whether a rule gives its first answer that fits, or every one."""

    FIRST = "first"
    EVERY = "every"


class Decides(Enum):
    """What a rule decides of whether something can be filed for at all, not of whether the papers are complete."""

    STANDING = "standing"  # whether this person may file for this series and level


class Rule(Value, frozen=True):
    """A rule. Where it applies and no case fits, `kept` is said. `like` takes another rule's answers."""

    id: RuleId
    clause: Said
    applies: Said = "true"
    match: Match = Match.FIRST
    like: str = ""
    facts: tuple[Symbol, ...] = ()
    case: tuple[Case, ...] = ()
    kept: Both | None = None
    ground: Decides | None = None
    source: str = ""  # how sure the rule's words are, where they were not read in the notice itself


class RulesFile(Value, frozen=True):
    """rules/*.toml; all rules of a file are about one subject."""

    rule: tuple[Rule, ...]
    about: Subject = Subject.APPLICATION


class CompletenessFile(Value, frozen=True):
    """completeness.toml: the sentences for what the form still lacks."""

    clause: Said
    mark_clause: Said
    empty: "Sentence"
    cell: "Sentence"
    rows: "Sentence"
    highest: "Sentence"
    too_long: "Sentence"
    undecided: "Sentence"


class Sentence(Value, frozen=True):
    says: Both
    mend: Both
