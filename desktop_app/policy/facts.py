"""The facts of one question on one day: worked out when asked for, at most once, and shown as text."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Generic, TypeVar

from desktop_app.core.messages import Language, told
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Fact, bilingual
from desktop_app.domain.kinds import Desk
from desktop_app.domain.words import word
from desktop_app.policy import (
    arrival_facts,
    ballot_facts,
    claim_facts,
    committee_facts,
    dated_facts,
    filing_facts,
    meeting_facts,
    office_settings,
    office_year_facts,
    paper_facts,
    person_facts,
    quota_facts,
    result_facts,
    return_facts,
    scheme_facts,
    step_facts,
)
from desktop_app.policy.heading import GIVEN
from desktop_app.policy.pack import Pack
from desktop_app.policy.question import Question
from desktop_app.policy.situation import Situation
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.tables import SettingKind

#: How each fact comes about, by subject; a test holds the names equal to `subjects.TYPES`.
DERIVATIONS: Mapping[Subject, Mapping[str, Callable[[Any], Any]]] = {
    Subject.APPLICATION: {
        **filing_facts.DERIVATIONS,
        **person_facts.DERIVATIONS,
        **dated_facts.DERIVATIONS,
        **paper_facts.DERIVATIONS,
        **claim_facts.DERIVATIONS,
    },
    Subject.STEP: step_facts.DERIVATIONS,
    Subject.RETURN: return_facts.DERIVATIONS,
    Subject.ARRIVAL: arrival_facts.DERIVATIONS,
    Subject.COMMITTEE: committee_facts.DERIVATIONS,
    Subject.SCHEME: scheme_facts.DERIVATIONS,
    Subject.MEETING: meeting_facts.DERIVATIONS,
    Subject.BALLOT: ballot_facts.DERIVATIONS,
    Subject.RESULT: result_facts.DERIVATIONS,
    Subject.OFFICE_YEAR: office_year_facts.DERIVATIONS,
    Subject.QUOTA: quota_facts.DERIVATIONS,
}
#: What conditions compare as it is: asked first, because most facts are one of these.
_READY = frozenset({str, bool, int, tuple})
_SEPARATORS = bilingual("、")

S = TypeVar("S")


def facts_of(application: Application, on: date, pack: Pack, desk: Desk = Desk.APPLICANT) -> "Facts[Situation]":
    """The facts of an application, as `desk` asks for them."""
    return Facts(Subject.APPLICATION, on, pack, lambda facts: Situation(application, on, pack, desk, facts))


def facts_about(subject: Subject, value: Any, on: date, pack: Pack) -> "Facts[Question[Any]]":
    """The facts of one of an office's acts: `value` is what the subject's derivations read."""
    return Facts(subject, on, pack, lambda facts: Question(value, on, pack, facts))


class Facts(Generic[S]):
    """Facts, settings and parameters by name, for conditions and for sentences."""

    def __init__(self, subject: Subject, on: date, pack: Pack, situate: Callable[["Facts[S]"], S]) -> None:
        self._types = TYPES[subject]
        self._derivations = DERIVATIONS[subject]
        self._on = on
        self._pack = pack
        self._known: dict[str, Any] = {}
        self.situation = situate(self)

    def value(self, name: str) -> Any:
        """A fact as conditions see it: a flag, a number, a text, or a tuple of texts."""
        known = self._known
        if name in known:
            return known[name]
        found = known[name] = self._worked_out(name)
        return found

    def text(self, name: str, language: Language) -> str:
        """A fact as a sentence shows it."""
        value = self.value(name)
        fact = self._types.get(name)
        if fact and fact.words and value:
            members = [fact.words(part) for part in (value if isinstance(value, tuple) else (value,))]
            return told(_SEPARATORS, language).join(word(member, language) for member in members)
        if (setting := self._pack.setting(name)) is not None:
            return office_settings.told(setting, self._pack.settings[name], language)
        if isinstance(value, tuple):
            return told(_SEPARATORS, language).join(value)
        if isinstance(value, bool):
            return _plain(value)
        return str(value)

    def fact(self, name: str) -> Fact:
        """A fact for a finding: plain and the same in every language."""
        known = self._types.get(name)
        unset = self._pack.setting(name) is not None and self._pack.settings[name] is None
        return Fact(name=name, value="" if unset else _plain(self.value(name)), field=known.field if known else "")

    def _worked_out(self, name: str) -> Any:
        derive = self._derivations.get(name)
        if derive is not None:
            return _comparable(derive(self.situation))
        if name == GIVEN:
            return tuple(sorted(self._pack.given))
        if (setting := self._pack.setting(name)) is not None:
            value = self._pack.settings[name]
            if value is None:  # nothing said compares like a day, word or route that is not there
                return 0 if setting.kind is SettingKind.NUMBER else ""
            return _comparable(value)
        return _comparable(self._pack.parameter(name, self._on))


def _comparable(value: Any) -> Any:
    """Dates and enum members as the texts that conditions compare; nothing as an empty text."""
    if type(value) in _READY:
        return value
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "value"):
        return str(value.value)
    return value


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
