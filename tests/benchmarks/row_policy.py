"""The whole policy: for one application against a frame of the screen, for twenty thousand against plain Python."""

import dataclasses
import re
from datetime import date
from pathlib import Path
from types import CodeType
from typing import Any

import msgspec

from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding
from desktop_app.domain.kinds import Desk
from desktop_app.domain.kinds import Path as Ground
from desktop_app.policy import check, completeness
from desktop_app.policy.compiling import CompiledRule
from desktop_app.policy.facts import Facts, facts_of
from desktop_app.policy.pack import Pack, load_shipped
from desktop_app.policy.subject import Subject
from desktop_app.policy.tables import Match
from tests.benchmarks.harness import Row, timed
from tests.benchmarks.plain_policy import RULES, PlainPolicy

#: One frame at 60 Hz leaves this much for the policy on a keystroke.
FRAME = 0.008
CROWD = 20_000
DAY = date(2026, 7, 1)


def rows(folder: Path) -> list[Row]:
    pack = load_shipped()
    people = [exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))]
    crowd = [renamed(people[number % len(people)], number) for number in range(CROWD)]
    plain = Plain(pack)
    written = PlainPolicy(pack)
    some = only(pack, RULES)
    require_same_answers(people, pack, plain)
    require_same_findings(people, some, written)
    return [
        Row(
            "whole policy, one application",
            f"the {FRAME * 1000:.0f} ms that a frame leaves",
            1.0,
            timed(lambda: check.findings(people[0], DAY, pack, Desk.UNIT)),
            lambda: FRAME,
        ),
        Row(
            f"whole policy, {CROWD:,} applications",
            "the same rules as Python source",
            2.0,
            timed(lambda: [check.findings(each, DAY, pack, Desk.UNIT) for each in crowd]),
            timed(lambda: [plain.findings(each, DAY, Desk.UNIT) for each in crowd]),
            "facts, sentences and the form's completeness are the same code on both sides; the conditions differ: ours "
            "are the pack's expressions, theirs are if-statements that Python compiled",
        ),
        Row(
            f"{len(RULES)} rules, {CROWD:,} applications",
            "the same rules written by hand in Python",
            2.0,
            timed(lambda: [by_rules(each, some) for each in crowd]),
            timed(lambda: [written.findings(each, DAY, Desk.UNIT) for each in crowd]),
            "every rule on person, filing and public notice. By hand: derivations, conditions and their order, as "
            "straight code over the application. The same: sentences, series table, calendar, check of identity "
            "numbers. Both give equal findings, with the facts looked at. The form's completeness is on neither "
            "side, as it would hide the difference",
        ),
    ]


def renamed(person: Application, number: int) -> Application:
    """Another person with the same papers, so that nothing can be answered from memory."""
    return msgspec.structs.replace(person, person=msgspec.structs.replace(person.person, phone=f"0471-{number:07}"))


def only(pack: Pack, rules: tuple[str, ...]) -> Pack:
    """The pack with these rules about applications alone."""
    kept = tuple(each for each in pack.rules[Subject.APPLICATION] if each.rule.id in rules)
    return dataclasses.replace(pack, rules={Subject.APPLICATION: kept})


def by_rules(application: Application, pack: Pack) -> tuple[Finding, ...]:
    """What the engine finds by rules, without the completeness of the form."""
    facts = facts_of(application, DAY, pack, Desk.UNIT)
    return check.gravest_first(check._answered(Subject.APPLICATION, facts, pack))


class Plain:
    """The pack's conditions as Python source, compiled by Python itself."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._rules = [
            (rule, source(rule.applies.text), [source(case.when.text) for case in rule.cases])
            for rule in pack.rules[Subject.APPLICATION]
        ]
        self._tilts = {
            path: [(answer, source(answer.when.text)) for answer in table.rows] for path, table in pack.tilts.items()
        }

    def findings(self, application: Application, on: date, desk: Desk) -> list[Finding]:
        facts = facts_of(application, on, self._pack, desk)
        names = Names(facts)
        found: list[Finding] = []
        for rule, applies, cases in self._rules:
            if eval(applies, names):
                found += self._answers(rule, cases, facts, names)
        for answer, when in self._tilts.get(application.filing.path or Ground.ORDINARY, ()):
            if eval(when, names):
                found += check._tilt_finding(answer, facts)
                break
        found += completeness.findings(application, self._pack.completeness)
        return found

    def _answers(self, rule: CompiledRule, cases: list[CodeType], facts: Facts[Any], names: "Names") -> list[Finding]:
        found: list[Finding] = []
        for case, when in zip(rule.cases, cases, strict=True):
            if eval(when, names):
                found.append(check.case_finding(rule, case, facts))
                if rule.rule.match is Match.FIRST:
                    return found
        if not found and rule.kept is not None:
            found.append(check.kept_finding(rule, rule.kept, facts, self._pack))
        return found


class Names(dict[str, Any]):
    """The names of a condition, looked up when Python asks for them."""

    def __init__(self, facts: Facts[Any]) -> None:
        super().__init__(true=True, false=False, len=len)
        self._facts = facts

    def __missing__(self, name: str) -> Any:
        value = self[name] = self._facts.value(name)
        return value


def source(text: str) -> CodeType:
    """A condition of the pack as Python source."""
    python = re.sub(r"(\w+)\.length", r"len(\1)", text)
    return compile(re.sub(r"(\w+)\.is_empty", r"(not \1)", python), text, "eval")


def require_same_answers(people: list[Application], pack: Pack, plain: Plain) -> None:
    """A comparison of two that answer differently says nothing."""
    for person in people:
        for desk in Desk:
            ours = sorted((f.rule, f.says.zh) for f in check.findings(person, DAY, pack, desk))
            theirs = sorted((f.rule, f.says.zh) for f in plain.findings(person, DAY, desk))
            if ours != theirs:
                raise AssertionError("the two give different findings")


def require_same_findings(people: list[Application], pack: Pack, written: PlainPolicy) -> None:
    """The hand-written rules must give the very findings, facts included; their order within one gravity is free."""
    for person in people:
        ours = sorted(map(repr, by_rules(person, pack)))
        theirs = sorted(map(repr, written.findings(person, DAY, Desk.UNIT)))
        if ours != theirs:
            raise AssertionError("the hand-written rules give different findings")
