"""Which side of its rule each policy case stands on, and whether that is so.

`side` is one word for the whole case, or a table rule -> word:

- `holds`: the rule is met, or tells what it has to tell;
- `fails`: it objects, demands or asks;
- `aside`: it has nothing to say about this one;
- `just holds`, `just fails`, `just aside`: the same, but the next thing to it is answered otherwise. Where the rule has
  a limit the next thing is one day, one month or one of whatever is counted away, in one field alone; where it has none
  (choices, confirmations, papers that are there or not) it is one other value of one field. That next thing is a case
  too, and says `just` of its own side.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from rule_engine import ast

from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Level
from desktop_app.policy.expressions import Condition
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.tilt_rows import VERDICTS, Outcome
from tests.support.cases import changed

CASES = Path(__file__).resolve().parents[1] / "policy_cases"

HOLDS, FAILS, ASIDE = "holds", "fails", "aside"
JUST = "just "
SIDES = frozenset({*(HOLDS, FAILS, ASIDE), *(JUST + side for side in (HOLDS, FAILS, ASIDE))})
_OBJECTS = frozenset({Verdict.BLOCK, Verdict.TODO, Verdict.ASK, Verdict.WARN})

#: Flags that say how a day or an amount stands to a limit.
LIMITS = frozenset(
    {
        *("sanction_runs", "dishonesty_runs", "before_window", "after_window", "window_over", "online_late"),
        *("due_passed", "final_due_passed", "posting_late", "exam_valid", "epidemic_over", "auditor_exam_valid"),
        *("grassroots_service_short", "signed_later", "return_due_passed", "submitted_again_late"),
        *("arrival_due_passed", "arrived_after_safe_day", "arrived_late", "received_later", "registration_in_force"),
    }
)
#: Steps that are counted though they are words.
_LEVELS = [level.value for level in Level]

#: Where a thing stands in a case -> the thing.
Leaves = Mapping[str, Any]
Key = tuple[Subject, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """One rule in one case: what it must answer and on which side of the rule the case says it stands."""

    file: str
    case: str
    key: Key
    answer: str
    side: str
    leaves: Leaves

    def __str__(self) -> str:
        return f"{self.key[1]} in {self.file}: {self.case}"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a rule can say, and whether it has a limit; `always` where it says the same to everybody."""

    holds: bool
    fails: bool
    limit: bool
    always: bool

    @property
    def wanted(self) -> frozenset[str]:
        """The sides that must be shown away from any limit."""
        sides = {HOLDS} if self.holds else set()
        sides |= {FAILS} if self.fails else set()
        return frozenset(sides if len(sides) > 1 or self.always else {*sides, ASIDE})


def stated() -> Iterator[Stated]:
    """Every expectation of every case."""
    base = tomllib.loads((CASES / "base.toml").read_text(encoding="utf-8"))
    for path in sorted(CASES.glob("*.toml")):
        if path.stem != "base":
            file = tomllib.loads(path.read_text(encoding="utf-8"))
            yield from _of_file(path.stem, file, file.get("base", base))


def _of_file(name: str, file: Mapping[str, Any], base: Mapping[str, Any]) -> Iterator[Stated]:
    subject = Subject(file.get("about", "application"))
    for case in file["case"]:
        asked = changed(base, case.get("set", {}))
        asked |= {" on": case["on"], " desk": case.get("desk", ""), " settings": case.get("settings", {})}
        leaves, side = dict(_leaves("", asked)), case.get("side", "")
        if isinstance(side, dict) and (lost := side.keys() - case["expect"].keys()):
            raise ValueError(f"{name}: {case['name']}: a side of {sorted(lost)}, of which nothing is expected")
        for rule, answer in case["expect"].items():
            told = side.get(rule, "") if isinstance(side, dict) else side
            yield Stated(name, case["name"], (subject, rule), answer, told, leaves)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}", inner)
    elif isinstance(value, list):
        yield f"{path}#", len(value)
        for index, inner in enumerate(value):
            yield from _leaves(f"{path}[{index}]", inner)
    else:
        yield path, value


def plain_side(answer: str) -> str:
    """The side that an answer shows."""
    given = {Verdict(word) for word in answer.split()}
    return FAILS if given & _OBJECTS else HOLDS if given else ASIDE


def adjoin(one: Stated, other: Stated, *, limit: bool) -> bool:
    """Whether two cases lie next to each other and are answered differently."""
    if one.answer == other.answer:
        return False
    path = _differing(one.leaves, other.leaves)
    if path is None or not limit:
        return path is not None
    absent = 0 if path.endswith("#") else None
    values = one.leaves.get(path, absent), other.leaves.get(path, absent)
    return _follows(*values) or _follows(*reversed(values))


def _differing(one: Leaves, other: Leaves) -> str | None:
    """The only thing in which two situations differ; a list that is longer by its last part differs in its length."""
    apart = {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
    if len(apart) == 1:
        return next(iter(apart))
    for path in apart:
        last = f"{path[:-1]}[{max(one.get(path, 0), other.get(path, 0)) - 1}]" if path.endswith("#") else path
        if all(each == path or each.startswith(last) for each in apart):
            return path
    return None


def _follows(low: Any, high: Any) -> bool:
    """Whether the second value follows the first at once: the next day, month, level or number."""
    match low, high:
        case bool(), _:
            return False
        case date(), date():
            return high - low == timedelta(days=1)
        case int(), int():
            return high - low == 1
        case str(), str() if low in _LEVELS and high in _LEVELS:
            return _LEVELS.index(high) - _LEVELS.index(low) == 1
        case str(), str() if _is_month(low) and _is_month(high):
            return _months(high) - _months(low) == 1
        case str(), str() if _is_number(low) and _is_number(high):
            return 0 < Decimal(high) - Decimal(low) <= Decimal("0.1")
    return False


def _is_month(text: str) -> bool:
    return len(text) == 7 and text[4] == "-" and (text[:4] + text[5:]).isdigit()


def _months(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:])


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def kinds(pack: Pack) -> Mapping[Key, Kind]:
    """Every rule of the pack's rules and tilts."""
    verdicts: dict[Key, set[Verdict]] = {}
    conditions: dict[Key, list[Condition]] = {}
    always = set()
    for subject, rules in pack.rules.items():
        for each in rules:
            key = (subject, each.rule.id)
            verdicts[key] = {case.row.verdict for case in each.cases} | ({Verdict.PASS} if each.kept else set())
            conditions[key] = [each.applies, *(case.when for case in each.cases)]
            if each.applies.text == "true" and [case.when.text for case in each.cases] == ["true"]:
                always.add(key)
    for table in pack.tilts.values():
        for answer in table.rows:
            if answer.row.rule and answer.row.outcome is not Outcome.SILENT:
                key = (Subject.APPLICATION, answer.row.rule)
                verdicts.setdefault(key, set()).add(VERDICTS[answer.row.outcome])
                conditions.setdefault(key, []).append(answer.when)
    return {
        key: Kind(
            holds=bool(given - _OBJECTS),
            fails=bool(given & _OBJECTS),
            limit=any(_limited(condition) for condition in conditions[key]),
            always=key in always,
        )
        for key, given in verdicts.items()
    }


def _limited(condition: Condition) -> bool:
    return not LIMITS.isdisjoint(condition.symbols) or _ordered(condition.rule.statement.expression)


def _ordered(node: Any) -> bool:
    if isinstance(node, ast.ArithmeticComparisonExpression):
        return True
    parts = (getattr(node, name, None) for name in ("left", "right", "member", "container", "object"))
    return any(_ordered(part) for part in parts if isinstance(part, ast.ExpressionBase))


def wrong_words(said: Stated) -> str:
    """What is wrong with the word of one case; empty when it is the one that its answer shows."""
    if said.side not in SIDES:
        return f"{said}: side {said.side!r} is none of {', '.join(sorted(SIDES))}"
    if said.side.removeprefix(JUST) != plain_side(said.answer):
        return f"{said}: says {said.side}, but {said.answer!r} is what {plain_side(said.answer)} looks like"
    return ""


def alone(said: Stated, others: Iterable[Stated], kind: Kind) -> bool:
    """Whether a case that says `just` has no neighbour that says so too."""
    return not any(
        other.side.startswith(JUST) and adjoin(said, other, limit=kind.limit) for other in others if other is not said
    )
