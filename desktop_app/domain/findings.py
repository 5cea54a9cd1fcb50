"""What the policy answers: findings, routes with deadlines, papers with counts. Plain values for every layer above."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.values import Value


class Words(Value, frozen=True, kw_only=True):
    """One text in both languages; both empty when there is nothing to say."""

    zh: str = ""
    en: str = ""


def bilingual(text: str, /, **fields: object) -> Words:
    """A text of the catalogue in both languages, its blanks filled."""
    return Words(zh=phrase(text, Language.ZH, fields), en=phrase(text, Language.EN, fields))


def listed(parts: Iterable["Words | str"]) -> Words:
    """Several one after the other, as each language sets them apart."""
    found = [part if isinstance(part, Words) else Words(zh=part, en=part) for part in parts]
    return Words(zh="、".join(part.zh for part in found), en=", ".join(part.en for part in found))


class Verdict(Enum):
    """From what stops a filing to what is merely told."""

    BLOCK = "block"
    TODO = "todo"
    ASK = "ask"
    WARN = "warn"
    INFO = "info"
    PASS = "pass"


class Fact(Value, frozen=True, kw_only=True):
    """A fact that a rule looked at: its name, its value as text, and the field it comes from ("" when computed)."""

    name: str
    value: str
    field: str = ""


class Finding(Value, frozen=True, kw_only=True):
    """One answer of one rule, with its clause, what is wrong and what mends it, in both languages."""

    rule: str
    clause: str
    verdict: Verdict
    says: Words
    mend: Words
    facts: tuple[Fact, ...] = ()
    field: str = ""  # where to jump: a dotted path into the application, e.g. "person.identity_number"
    setting: str = ""  # the setting by which an office answers it, where the notice leaves it open


class Station(Enum):
    """A hand through which papers pass."""

    APPLICANT = "applicant"
    UNIT = "unit"
    FIRST_CHECK = "first_check"
    DEPARTMENT = "department"
    DISTRICT_HR = "district_hr"
    CITY_HR = "city_hr"
    COMMITTEE_OFFICE = "committee_office"
    SENIOR_COMMITTEE_OFFICE = "senior_committee_office"
    OWN_COMMITTEE = "own_committee"
    REGION_CENTRE = "region_centre"
    LOCAL_RULES = "local_rules"


class Stop(Value, frozen=True, kw_only=True):
    """One station of a route.

    `due` is the notice's date for arrival there, `last_workday` the last day up to it on which an office is open.
    """

    station: Station
    clause: str
    due: date | None = None
    last_workday: date | None = None
    public_notice: bool = False
    latest_posting: date | None = None
    note: Words = Words()


class Route(Value, frozen=True, kw_only=True):
    """The chain of hands for one application; `open_question` names what a local notice must still say."""

    stops: tuple[Stop, ...]
    clause: str
    open_question: Words = Words()


#: What annex 1 asks for where it names no size of paper.
_FORMS = {"original": bilingual("原件"), "copy": bilingual("复印件")}


class Paper(Value, frozen=True, kw_only=True):
    """One line of annex 1 for this application. `copies` 0 with `required` false means "where held"."""

    number: int
    kind: MaterialKind
    name: Words
    size: str  # "A4", "A3", "original", "copy" or ""
    copies: int
    required: bool
    present: int
    clause: str
    note: Words = Words()

    @property
    def form(self) -> Words:
        """The size of paper, or whether an original or a copy is handed in."""
        return _FORMS.get(self.size, Words(zh=self.size, en=self.size))


class Authority(Value, frozen=True, kw_only=True):
    """Who reports the results of a review, who confirms them, and who is told (empty: nobody)."""

    rule: str
    clause: str
    reported_by: Words
    confirmed_by: Words
    filed_with: Words = Words()


class Window(Value, frozen=True, kw_only=True):
    """When this level may be submitted, both days included."""

    first: date
    last: date
    clause: str
