"""What every rule comes to for one application, for whoever counts thousands: the same answers as `check.findings`.

Most of them are only counted, so their words are put together when asked for, and facts and remedies not at all: two
thirds of the time that findings take. A test holds both equal.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from string import Formatter
from typing import Protocol

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Verdict, Words
from desktop_app.domain.kinds import Desk
from desktop_app.policy import completeness
from desktop_app.policy.check import filled, gravest_first, hits, tilted
from desktop_app.policy.compiling import CompiledRule, Conditioned
from desktop_app.policy.completeness import Lack
from desktop_app.policy.facts import Facts, facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.situation import Situation
from desktop_app.policy.subject import Subject
from desktop_app.policy.tables import Both, Case
from desktop_app.policy.tilt_rows import VERDICTS


class Source(Protocol):
    """Who fills the blanks of a text."""

    def filling(self, text: Both) -> tuple[Hashable, ...]: ...

    def words(self, text: Both) -> Words: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer of one rule. `text` is what the pack says, blanks and all."""

    rule: str
    clause: str
    verdict: Verdict
    text: Both
    source: Source = field(repr=False, compare=False)

    @property
    def says(self) -> Words:
        return self.source.words(self.text)

    @property
    def filling(self) -> tuple[Hashable, ...]:
        """Of one text, equal fillings say the same."""
        return self.source.filling(self.text)


@dataclass(frozen=True, slots=True)
class _Told:
    """An application's facts fill the blanks of the pack's rules."""

    facts: Facts[Situation]

    def filling(self, text: Both) -> tuple[Hashable, ...]:
        return tuple(self.facts.value(name) for name in (*_blanks(text.zh), *_blanks(text.en)))

    def words(self, text: Both) -> Words:
        return filled(text, self.facts)


@cache
def _blanks(text: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in Formatter().parse(text) if name)


@dataclass(frozen=True, slots=True)
class _Found:
    """A finding that no rule of the pack made: its sentence fills the blank of `_SAID`."""

    says: Words

    def filling(self, text: Both) -> tuple[Hashable, ...]:
        said = {"zh": self.says.zh, "en": self.says.en}
        return tuple(said[name] for name in (*_blanks(text.zh), *_blanks(text.en)))

    def words(self, text: Both) -> Words:
        return Words(zh=text.zh.format(zh=self.says.zh), en=text.en.format(en=self.says.en))


_SAID = Both(zh="{zh}", en="{en}")


def outcomes(
    application: Application,
    on: date,
    pack: Pack,
    desk: Desk = Desk.APPLICANT,
    more: Iterable[Finding] = (),
) -> tuple[Outcome, ...]:
    """All of one application on one day, the gravest first; see `check.findings`. `more` is what its desk adds."""
    facts = facts_of(application, on, pack, desk)
    told = _Told(facts)
    found = [_outcome(rule, hit, told) for rule in pack.rules[Subject.APPLICATION] for hit in hits(rule, facts)]
    if (row := tilted(facts, pack)) is not None:
        found.append(Outcome(row.rule, row.row.clause, VERDICTS[row.row.outcome], row.says, told))
    found += [_lacking(lack) for lack in completeness.lacks(application, pack.completeness)]
    found += [Outcome(one.rule, one.clause, one.verdict, _SAID, _Found(one.says)) for one in more]
    return gravest_first(found)


def _outcome(rule: CompiledRule, hit: Conditioned[Case] | Both, told: _Told) -> Outcome:
    if isinstance(hit, Both):
        return Outcome(rule.rule.id, rule.rule.clause, Verdict.PASS, hit, told)
    return Outcome(rule.rule.id, rule.rule.clause, hit.row.verdict, hit.row.says, told)


def _lacking(lack: Lack) -> Outcome:
    return Outcome(lack.rule, lack.clause, lack.verdict, lack.sentence.says, lack)
