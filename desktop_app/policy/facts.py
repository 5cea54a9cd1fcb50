"""The facts of one application on one day: worked out when asked for, at most once, and shown as text."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desktop_app.core.messages import Language
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Fact
from desktop_app.domain.kinds import Desk
from desktop_app.domain.words import word
from desktop_app.policy import dated_facts, filing_facts, paper_facts, person_facts
from desktop_app.policy.heading import GIVEN
from desktop_app.policy.pack import Pack
from desktop_app.policy.situation import Derivation, Situation
from desktop_app.policy.vocabulary import FACTS

#: How each fact comes about; a test holds it equal to the vocabulary.
DERIVATIONS: Mapping[str, Derivation] = {
    **filing_facts.DERIVATIONS,
    **person_facts.DERIVATIONS,
    **dated_facts.DERIVATIONS,
    **paper_facts.DERIVATIONS,
}
_SEPARATORS = {Language.ZH: "、", Language.EN: ", "}


class Facts:
    """Facts, settings and parameters by name, for conditions and for sentences."""

    def __init__(self, application: Application, on: date, pack: Pack, desk: Desk = Desk.APPLICANT) -> None:
        self.situation = Situation(application, on, pack, desk, self)
        self._known: dict[str, Any] = {}

    def value(self, name: str) -> Any:
        """A fact as conditions see it: a flag, a number, a text, or a tuple of texts."""
        if name not in self._known:
            self._known[name] = self._worked_out(name)
        return self._known[name]

    def text(self, name: str, language: Language) -> str:
        """A fact as a sentence shows it."""
        value = self.value(name)
        fact = FACTS.get(name)
        if fact and fact.words and value:
            members = [fact.words(part) for part in (value if isinstance(value, tuple) else (value,))]
            return _SEPARATORS[language].join(word(member, language) for member in members)
        if isinstance(value, tuple):
            return _SEPARATORS[language].join(value)
        if isinstance(value, bool):
            return _plain(value)
        return str(value)

    def fact(self, name: str) -> Fact:
        """A fact for a finding: plain and the same in every language."""
        known = FACTS.get(name)
        return Fact(name=name, value=_plain(self.value(name)), field=known.field if known else "")

    def _worked_out(self, name: str) -> Any:
        derive: Callable[[Situation], Any] | None = DERIVATIONS.get(name)
        if derive is not None:
            return _comparable(derive(self.situation))
        pack = self.situation.pack
        if name == GIVEN:
            return tuple(sorted(pack.given))
        if name in pack.settings:
            value = pack.settings[name]
            return "" if value is None else _comparable(value)
        return _comparable(pack.parameter(name, self.situation.on))


def _comparable(value: Any) -> Any:
    """Dates and enum members as the texts that conditions compare; nothing as an empty text."""
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
