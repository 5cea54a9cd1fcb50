"""Whether conditions can hold together: against trying every value of a small vocabulary."""

import itertools
import random
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop_app.domain.kinds import Level, UnitKind
from desktop_app.policy import heading, reach
from desktop_app.policy.expressions import Compiler, Condition, SymbolType
from desktop_app.policy.facts import facts_of
from desktop_app.policy.facttypes import Kind
from desktop_app.policy.pack import Pack
from desktop_app.policy.propositions import Reader
from desktop_app.policy.reach import Reach
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.vocabulary import DEFINED

pytestmark = pytest.mark.slow

WORDS = ("", "mid", "associate_senior", "full_senior")
SENIOR = frozenset({"associate_senior", "full_senior"})
SYMBOLS = {
    "level": SymbolType(Kind.WORD, frozenset(WORDS)),
    "senior": SymbolType(Kind.FLAG),
    "signed": SymbolType(Kind.FLAG),
    "years": SymbolType(Kind.NUMBER),
    "wanted": SymbolType(Kind.NUMBER),
    "title": SymbolType(Kind.TEXT),
    "groups": SymbolType(Kind.LIST, frozenset({"school", "health"})),
}
ATOMS = (
    'level == "mid"',
    'level != "full_senior"',
    'level in ["mid", "full_senior"]',
    'level not in ["", "associate_senior"]',
    "senior",
    "signed",
    "signed == senior",
    "signed != true",
    "years < 3",
    "years >= 5",
    "4 > years",
    "years == 3",
    "years < wanted",
    "wanted <= years",
    'title == ""',
    'title == "A"',
    '"A" != title',
    '"school" in groups',
    '"health" not in groups',
    "groups.length > 0",
    "groups.is_empty",
)
LISTS = ((), ("school",), ("health",), ("school", "health"), ("craft",), ("school", "craft"), ("health", "craft"))


class World(dict[str, Any]):
    """One assignment of values."""

    def value(self, name: str) -> Any:
        return self[name]


def _worlds() -> list[World]:
    numbers = [Decimal(text) for text in ("2", "3", "3.5", "4.5", "5", "6")]
    limits = [Decimal(1), *numbers, Decimal(7)]
    free = itertools.product(WORDS, (True, False), numbers, limits, ("", "A", "B"), LISTS)
    return [
        World(
            level=level, senior=level in SENIOR, signed=signed, years=years, wanted=wanted, title=title, groups=groups
        )
        for level, signed, years, wanted, title, groups in free
    ]


def _some_condition(pick: random.Random, depth: int) -> str:
    if depth == 0:
        return pick.choice(ATOMS)
    left, right = _some_condition(pick, depth - 1), _some_condition(pick, pick.randrange(depth))
    return pick.choice(
        ("{0} and {1}", "({0} and {1})", "({0} or {1})", "not ({0} or {1})", "not ({0} and {1})")
    ).format(left, right)


@pytest.fixture
def compiler() -> Compiler:
    return Compiler(SYMBOLS)


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        ("signed == senior and signed and not senior", False),
        ("signed == senior and not signed and not senior", True),
        ("signed != senior and signed and senior", False),
        ("signed != senior and signed and not senior", True),
        ("(years < 3) == signed and signed and years > 4", False),
        ("(years < 3) == signed and not signed and years > 4", True),
    ],
)
def test_two_answers_of_yes_or_no_may_be_compared(compiler: Compiler, condition: str, possible: bool) -> None:
    asked = Reach(compiler, {"senior": ("level", SENIOR)})
    assert asked.possible(compiler.compile(condition)) is possible


def test_the_search_agrees_with_trying_every_value(compiler: Compiler) -> None:
    """Every world that exists is found; what is said to be impossible has no world."""
    asked, worlds, pick = Reach(compiler, {"senior": ("level", SENIOR)}), _worlds(), random.Random(2026)
    answers = {True: 0, False: 0}
    for _ in range(400):
        holds = [compiler.compile(_some_condition(pick, pick.randrange(4))) for _ in range(pick.randrange(1, 4))]
        fails = [compiler.compile(_some_condition(pick, pick.randrange(3))) for _ in range(pick.randrange(4))]
        expected = any(
            all(each.holds(world) for each in holds) and not any(each.holds(world) for each in fails)
            for world in worlds
        )
        said = asked.possible(*holds, fails=fails)
        assert said == expected, ([each.text for each in holds], [each.text for each in fails])
        answers[said] += 1
    assert min(answers.values()) > 60  # both answers were really asked for


@pytest.mark.parametrize(
    ("holds", "fails"),
    [
        (['level == "mid"', "senior"], []),
        (["senior"], ['level == "associate_senior"', 'level == "full_senior"']),
        (['level in ["mid", ""]'], ['level == "mid"', 'level == ""']),
        (["years < 3", "years > 3"], []),
        (["years >= 3", "years <= 3"], ["years == 3"]),
        (["years < wanted"], ["wanted > years"]),
        (["years == years"], ["wanted <= wanted"]),
        (['"school" in groups', "groups.is_empty"], []),
        (["groups.length < 1"], ["groups.is_empty"]),
        (["groups.length > 1", "groups.length < 2"], []),
        (['title < ""'], []),
        (['title == "A"', 'title == "B"'], []),
        (["false"], []),
        (["1 == 2"], []),
    ],
)
def test_impossible(compiler: Compiler, holds: list[str], fails: list[str]) -> None:
    asked = Reach(compiler, {"senior": ("level", SENIOR)})
    made = [compiler.compile(text) for text in holds]
    assert not asked.possible(*made, fails=[compiler.compile(text) for text in fails])


@pytest.mark.parametrize(
    "text",
    [
        "-years < 3 and years < -3",
        "years > 3 and years < 4",
        'title > "A" and title < "B"',
        "years < wanted and senior",
    ],
)
def test_doubt_is_no_refusal(compiler: Compiler, text: str) -> None:
    assert Reach(compiler, {}).possible(compiler.compile(text))


def test_a_long_search_ends_without_a_refusal(compiler: Compiler, monkeypatch: pytest.MonkeyPatch) -> None:
    impossible = compiler.compile("(years < wanted or signed) and (years > wanted or signed) and not signed")
    assert not Reach(compiler, {}).possible(impossible)
    monkeypatch.setattr(reach, "_BRANCHES", 0)
    assert Reach(compiler, {}).possible(impossible)


def test_what_a_flag_is_defined_as_is_how_it_is_derived(pack: Pack, build: Any) -> None:
    fields = {"level": ("filing.level", Level), "unit_kind": ("unit.kind", UnitKind)}
    for flag, (fact, words) in DEFINED.items():
        path, kind = fields[fact]
        for word in ("", *(member.value for member in kind)):
            facts = facts_of(build({path: word}), date(2026, 6, 1), pack)
            assert facts.value(fact) == word
            assert facts.value(flag) == (word in words), (flag, word)


def test_every_condition_of_the_shipped_pack_is_understood(pack: Pack) -> None:
    """No part of a shipped condition is left aside as not understood."""

    def conditions() -> Mapping[Condition, Reader]:
        found: dict[Condition, Reader] = {}
        for subject, rules in pack.rules.items():
            if subject in TYPES:
                reader = Reader(heading.symbols(pack.head, TYPES[subject], late=True), {})
                found |= {
                    each: reader for rule in rules for each in (rule.applies, *(case.when for case in rule.cases))
                }
        reader = Reader(heading.symbols(pack.head, TYPES[Subject.APPLICATION], late=True), {})
        return found | {each.when: reader for table in pack.tilts.values() for each in table.rows}

    asked = conditions()
    assert len(asked) > 100
    for condition, reader in asked.items():
        read = reader.read(condition.rule.statement.expression)
        assert not any(atom.variable.name.startswith("#") for atom in reach._atoms(read)), condition.text
