"""Whether conditions can hold together. "No" is certain; where the search would take long, the answer is "they may"."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias

from desktop_app.policy.expressions import Compiler, Condition
from desktop_app.policy.propositions import (
    TESTS,
    Atom,
    Both,
    Defined,
    Domain,
    Either,
    Proposition,
    Reader,
    Variable,
    negated,
)

#: Branches of one search. The shipped pack's widest question takes seventeen.
_BRANCHES = 4000

#: The values of a variable that its tests tell apart.
Points: TypeAlias = frozenset[Any]
Domains: TypeAlias = dict[Variable, Points]


class Reach:
    """Answers for one vocabulary."""

    def __init__(self, compiler: Compiler, defined: Defined) -> None:
        self._reader = Reader(compiler.symbols, defined)
        self._read: dict[str, Proposition] = {}
        self._answers: dict[tuple[frozenset[str], frozenset[str]], bool] = {}

    @classmethod
    def over(cls, compiler: Compiler, defined: Defined) -> "Reach":
        """The answers for a compiler's vocabulary; packs that share it share the answers."""
        return _over(compiler, frozenset(defined.items()))

    def possible(self, *holds: Condition, fails: Iterable[Condition] = ()) -> bool:
        """Whether something may fulfil every condition of `holds` and none of `fails`."""
        fails = tuple(fails)
        asked = frozenset(each.text for each in holds), frozenset(each.text for each in fails)
        if asked not in self._answers:
            said = [*map(self._said, holds), *(negated(self._said(each)) for each in fails)]
            self._answers[asked] = satisfiable(said)
        return self._answers[asked]

    def _said(self, condition: Condition) -> Proposition:
        if condition.text not in self._read:
            self._read[condition.text] = self._reader.read(condition.rule.statement.expression)
        return self._read[condition.text]


@lru_cache(maxsize=64)
def _over(compiler: Compiler, defined: frozenset[tuple[str, tuple[str, frozenset[str]]]]) -> Reach:
    return Reach(compiler, dict(defined))


def satisfiable(said: Iterable[Proposition]) -> bool:
    said = tuple(said)
    domains = _points([atom for each in said for atom in _atoms(each)])
    search = _Search(dict(domains), 0)
    try:
        return search.finds(domains, [*(search.within(each) for each in said), *_lists(domains, search)])
    except _TooLongError:
        return True


class _TooLongError(Exception):
    """The search was given up."""


@dataclass(frozen=True, slots=True)
class _Within:
    """A variable has one of these values."""

    variable: Variable
    points: Points


@dataclass(frozen=True, slots=True)
class _All:
    parts: tuple["_Claim", ...]


@dataclass(frozen=True, slots=True)
class _Any:
    parts: tuple["_Claim", ...]


_Claim: TypeAlias = _Within | _All | _Any
_YES, _NO = _All(()), _Any(())


@dataclass(slots=True)
class _Search:
    """A tableau: claims narrow the domains until only choices are left; then each choice is tried."""

    whole: Mapping[Variable, Points]
    branches: int = field(default=0)

    def finds(self, domains: Domains, claims: list[_Claim]) -> bool:
        self.branches += 1
        if self.branches > _BRANCHES:
            raise _TooLongError
        choices = _settled(domains, claims)
        if choices is None:
            return False
        if not choices:
            return True
        choice = min(choices, key=lambda each: len(each.parts))
        others: list[_Claim] = [each for each in choices if each is not choice]
        refused: list[_Claim] = []
        for part in choice.parts:
            if self.finds(dict(domains), [*others, *refused, part]):
                return True
            refused.append(self._refused(part))
        return False

    def within(self, what: Proposition) -> _Claim:
        match what:
            case Atom():
                test = TESTS[what.test]
                points = self.whole[what.variable]
                return _Within(what.variable, frozenset(point for point in points if test(point, what.value)))
            case Both():
                return _All(tuple(self.within(part) for part in what.parts))
            case Either():
                return _Any(tuple(self.within(part) for part in what.parts))

    def _refused(self, claim: _Claim) -> _Claim:
        match claim:
            case _Within():
                return _Within(claim.variable, self.whole[claim.variable] - claim.points)
            case _All():
                return _Any(tuple(self._refused(part) for part in claim.parts))
            case _Any():
                return _All(tuple(self._refused(part) for part in claim.parts))


def _settled(domains: Domains, claims: Iterable[_Claim]) -> list[_Any] | None:
    """Narrow `domains` by all that is certain. The choices that are left; `None` for a contradiction."""
    waiting, narrowed = list(claims), True
    while narrowed:
        narrowed, open_claims = False, waiting
        waiting = []
        while open_claims:
            claim = _simple(domains, open_claims.pop())
            match claim:
                case _Within():
                    domains[claim.variable] &= claim.points
                    narrowed = True
                case _All():
                    open_claims.extend(claim.parts)
                case _Any() if not claim.parts:
                    return None
                case _Any():
                    waiting.append(claim)
    return [claim for claim in waiting if isinstance(claim, _Any)]


def _simple(domains: Domains, claim: _Claim) -> _Claim:
    """The claim without what the domains already decide."""
    match claim:
        case _Within():
            left = domains[claim.variable] & claim.points
            if not left:
                return _NO
            return _YES if left == domains[claim.variable] else _Within(claim.variable, left)
        case _All():
            parts = tuple(part for each in claim.parts if (part := _simple(domains, each)) != _YES)
            return _NO if _NO in parts else parts[0] if len(parts) == 1 else _All(parts)
        case _Any():
            parts = tuple(part for each in claim.parts if (part := _simple(domains, each)) != _NO)
            return _YES if _YES in parts else _joined(domains, parts)


def _joined(domains: Domains, parts: tuple[_Claim, ...]) -> _Claim:
    """A choice in which the values of one variable stand together."""
    values: Domains = {}
    rest: list[_Claim] = []
    for part in parts:
        for each in part.parts if isinstance(part, _Any) else (part,):
            if isinstance(each, _Within):
                values[each.variable] = values.get(each.variable, frozenset()) | each.points
            else:
                rest.append(each)
    if any(points == domains[variable] for variable, points in values.items()):
        return _YES
    joined = (*(_Within(variable, points) for variable, points in values.items()), *rest)
    return joined[0] if len(joined) == 1 else _Any(joined)


def _lists(domains: Domains, search: _Search) -> Iterator[_Claim]:
    """A list that has a member is not empty."""
    lengths = {variable.of: variable for variable in domains if variable.domain is Domain.COUNT}
    for member in domains:
        if member.domain is Domain.FLAG and member.of in lengths:
            length = lengths[member.of]
            filled = search.within(Atom(length, "gt", 0))
            yield _Any((_Within(member, frozenset({False})), filled))


def _atoms(what: Proposition) -> Iterator[Atom]:
    if isinstance(what, Atom):
        yield what
    else:
        for part in what.parts:
            yield from _atoms(part)


def _points(atoms: Iterable[Atom]) -> Domains:
    values: dict[Variable, set[Any]] = {}
    for atom in atoms:
        values.setdefault(atom.variable, set()).add(atom.value)
    return {variable: frozenset(_told_apart(variable, found)) for variable, found in values.items()}


def _told_apart(variable: Variable, values: set[Any]) -> Iterable[Any]:
    match variable.domain:
        case Domain.FLAG:
            return (True, False)
        case Domain.ORDER:
            return (-1, 0, 1)
        case Domain.WORDS:
            return variable.words
        case Domain.TEXT:
            return {"", *values, *(f"{value}\0" for value in values)}  # each, and the text that follows it at once
        case Domain.COUNT:
            near = {math.floor(value) + step for value in values for step in (-1, 0, 1, 2)}
            return {0, *(count for count in near if count >= 0)}
        case Domain.NUMBER:
            row = sorted(Decimal(value) for value in values)
            between = ((low + high) / 2 for low, high in pairwise(row))
            return (row[0] - 1, *row, *between, row[-1] + 1)
