"""Every finding for one application on one day: the pack's rules, then what the form still lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from desktop_app.core.messages import Language
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Verdict, Words
from desktop_app.domain.kinds import Desk
from desktop_app.policy import completeness
from desktop_app.policy.compiling import CompiledRule, Conditioned
from desktop_app.policy.facts import Facts, facts_about, facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.situation import Situation
from desktop_app.policy.subject import Subject
from desktop_app.policy.tables import Both, Case, Match
from desktop_app.policy.tilt_rows import VERDICTS, TiltRow
from desktop_app.policy.tilts import TiltAnswer

_ORDER = (Verdict.BLOCK, Verdict.TODO, Verdict.ASK, Verdict.WARN, Verdict.INFO, Verdict.PASS)


class Judging(Protocol):
    """What has a verdict."""

    @property
    def verdict(self) -> Verdict: ...


J = TypeVar("J", bound=Judging)


def findings(application: Application, on: date, pack: Pack, desk: Desk = Desk.APPLICANT) -> tuple[Finding, ...]:
    """All findings, the gravest first.

    `desk` says who asks: what the unit has yet to do (the public notice and its report) is told to the applicant and
    demanded of the offices.
    """
    facts = facts_of(application, on, pack, desk)
    found = _answered(Subject.APPLICATION, facts, pack)
    found += _tilted(facts, pack)
    found += completeness.findings(application, pack.completeness)
    return gravest_first(found)


def findings_on_grounds(facts: Facts[Situation], pack: Pack) -> tuple[Finding, ...]:
    """What the tilts and the rules of standing alone say: whether this may be filed for, not whether it is complete."""
    rules = (rule for rule in pack.rules[Subject.APPLICATION] if rule.rule.ground is not None)
    found = [finding for rule in rules for finding in _answers(rule, facts, pack)]
    return gravest_first([*found, *_tilted(facts, pack)])


def tilt_answer(facts: Facts[Situation], pack: Pack) -> TiltAnswer | None:
    """The row of the tilts' tables that fits; `None` for a ground without a table."""
    path = facts.situation.application.filing.path
    table = pack.tilts.get(path) if path else None
    return table.answer(facts) if table else None


def findings_about(subject: Subject, value: Any, on: date, pack: Pack) -> tuple[Finding, ...]:
    """All findings about one of an office's acts (`value` is what the subject's facts are read from)."""
    return gravest_first(_answered(subject, facts_about(subject, value, on, pack), pack))


def _answered(subject: Subject, facts: Facts[Any], pack: Pack) -> list[Finding]:
    return [finding for rule in pack.rules[subject] for finding in _answers(rule, facts, pack)]


def gravest_first(found: Iterable[J]) -> tuple[J, ...]:
    """What stops first, what is in order last; the order of the rules within each."""
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.verdict)))


def blocking(found: Iterable[J]) -> tuple[J, ...]:
    """What stands in the way of handing in."""
    return tuple(finding for finding in found if finding.verdict in (Verdict.BLOCK, Verdict.TODO))


@dataclass(frozen=True, slots=True)
class Tilted:
    """A row of the tilts' tables that says something."""

    answer: TiltAnswer
    rule: str
    says: Both
    mend: Both

    @property
    def row(self) -> TiltRow:
        return self.answer.row


def tilted(facts: Facts[Situation], pack: Pack) -> Tilted | None:
    """What the tilts say; `None` where there is no table or the notice is silent."""
    answer = tilt_answer(facts, pack)
    if answer is None:
        return None
    row = answer.row
    mend = row.remains or row.mend
    return Tilted(answer, row.rule, row.says, mend) if row.rule and row.says and mend else None


def _tilted(facts: Facts[Situation], pack: Pack) -> list[Finding]:
    found = tilted(facts, pack)
    if found is None:
        return []
    row = found.row
    return [
        Finding(
            rule=found.rule,
            clause=row.clause,
            verdict=VERDICTS[row.outcome],
            says=filled(found.says, facts),
            mend=filled(found.mend, facts),
            facts=tuple(facts.fact(name) for name in found.answer.looked_at),
            field=row.field,
            setting=row.setting,
        )
    ]


def hits(rule: CompiledRule, facts: Facts[Any]) -> tuple[Conditioned[Case] | Both, ...]:
    """Which cases of a rule hold; where it applies and none does, the text that says it is kept, if it has one."""
    if not (rule.always or rule.applies.holds(facts)):
        return ()
    held = []
    for case in rule.cases:
        if case.when.holds(facts):
            held.append(case)
            if rule.rule.match is Match.FIRST:
                break
    if held:
        return tuple(held)
    return (rule.kept,) if rule.kept is not None else ()


def _answers(rule: CompiledRule, facts: Facts[Any], pack: Pack) -> Iterator[Finding]:
    for hit in hits(rule, facts):
        yield kept_finding(rule, hit, facts, pack) if isinstance(hit, Both) else case_finding(rule, hit, facts)


def kept_finding(rule: CompiledRule, kept: Both, facts: Facts[Any], pack: Pack) -> Finding:
    """What is said where a rule applies and none of its cases does: it is kept."""
    return Finding(
        rule=rule.rule.id,
        clause=rule.rule.clause,
        verdict=Verdict.PASS,
        says=filled(kept, facts),
        mend=pack.head.pass_mend.words(),
        facts=tuple(facts.fact(name) for name in _looked_at(rule, rule.cases)),
    )


def case_finding(rule: CompiledRule, case: Conditioned[Case], facts: Facts[Any]) -> Finding:
    """What one case of a rule says; whether it holds was asked before."""
    row = case.row
    return Finding(
        rule=rule.rule.id,
        clause=rule.rule.clause,
        verdict=row.verdict,
        says=filled(row.says, facts),
        mend=filled(row.mend, facts),
        facts=tuple(facts.fact(name) for name in _looked_at(rule, (case,))),
        field=row.field,
        setting=row.setting,
    )


def _looked_at(rule: CompiledRule, cases: Iterable[Conditioned[Case]]) -> tuple[str, ...]:
    names = [*rule.applies.symbols, *(name for case in cases for name in case.when.symbols), *rule.rule.facts]
    return tuple(dict.fromkeys(names))


def filled(text: Both, facts: Facts[Any]) -> Words:
    """A text of the pack with its facts, in both languages."""
    return Words(zh=_said(text.zh, facts, Language.ZH), en=_said(text.en, facts, Language.EN))


def _said(text: str, facts: Facts[Any], language: Language) -> str:
    """The sentence with its facts; most name none, and are said as they stand."""
    return text.format_map(_Texts(facts, language)) if "{" in text or "}" in text else text


class _Texts(dict[str, str]):
    """The facts a sentence names, in its language; the names were checked when the pack was loaded."""

    def __init__(self, facts: Facts[Any], language: Language) -> None:
        super().__init__()
        self._facts, self._language = facts, language

    def __missing__(self, name: str) -> str:
        return self._facts.text(name, self._language)
