"""Reads a compiled condition as a proposition: atoms that each test one variable, joined by "both" and "either"."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import Any, TypeAlias

from desktop_app.policy.expressions import SymbolType
from desktop_app.policy.facttypes import Kind
from desktop_app.policy.parsing import ast

Literal: TypeAlias = bool | str | Decimal | int


class Domain(Enum):
    """What a variable ranges over."""

    FLAG = auto()
    WORDS = auto()
    TEXT = auto()
    NUMBER = auto()
    COUNT = auto()  # the length of a list
    ORDER = auto()  # how two values stand to each other: -1, 0, 1


@dataclass(frozen=True, slots=True)
class Variable:
    """`words` closes a vocabulary; `of` is the list whose length or whose member this is."""

    name: str
    domain: Domain
    words: frozenset[str] = frozenset()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Atom:
    variable: Variable
    test: str
    value: Literal


@dataclass(frozen=True, slots=True)
class Both:
    """Every part holds; of no part, true."""

    parts: tuple["Proposition", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Some part holds; of no part, false."""

    parts: tuple["Proposition", ...]


Proposition: TypeAlias = Atom | Both | Either
TRUE, FALSE = Both(()), Either(())

TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
_OPPOSITE = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
_TURNED = {"eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}
_DOMAINS = {Kind.NUMBER: Domain.NUMBER, Kind.FLAG: Domain.FLAG}
#: Flags that only say which words another fact is: flag -> that fact and its words.
Defined: TypeAlias = Mapping[str, tuple[str, frozenset[str]]]


def negated(what: Proposition) -> Proposition:
    match what:
        case Atom():
            return Atom(what.variable, _OPPOSITE[what.test], what.value)
        case Both():
            return Either(tuple(negated(part) for part in what.parts))
        case Either():
            return Both(tuple(negated(part) for part in what.parts))


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads conditions over one vocabulary."""

    symbols: Mapping[str, SymbolType]
    defined: Defined

    def read(self, node: Any) -> Proposition:
        """What an expression says. A part that is not understood becomes a flag of its own: it may hold or not."""
        match node:
            case ast.BooleanExpression():
                return TRUE if node.value else FALSE
            case ast.SymbolExpression():
                return self._flag(node.name)
            case ast.UnaryExpression() if node.type == "not":
                return negated(self.read(node.right))
            case ast.LogicExpression():
                parts = (self.read(node.left), self.read(node.right))
                return Both(parts) if node.type == "and" else Either(parts)
            case ast.ContainsExpression() if isinstance(node.container, ast.ArrayExpression):
                return Either(tuple(self._compared("eq", node.member, item) for item in node.container.value))
            case ast.ContainsExpression() if isinstance(node.member, ast.StringExpression):
                name = node.container.name
                return Atom(Variable(f'"{node.member.value}" in {name}', Domain.FLAG, of=name), "eq", value=True)
            case ast.GetAttributeExpression() if node.name == "is_empty":
                return Atom(_length(node), "eq", 0)
            case ast.ComparisonExpression():
                return self._compared(node.type, node.left, node.right)
        return Atom(Variable(f"#{id(node)}", Domain.FLAG), "eq", value=True)

    def _flag(self, name: str) -> Proposition:
        if name not in self.defined:
            return Atom(Variable(name, Domain.FLAG), "eq", value=True)
        fact, words = self.defined[name]
        variable = Variable(fact, Domain.WORDS, self.symbols[fact].words or words)
        return Either(tuple(Atom(variable, "eq", word) for word in sorted(words)))

    def _compared(self, test: str, left: Any, right: Any) -> Proposition:
        if self._yes_or_no(left):
            return self._alike(test, self.read(left), self.read(right))
        one, other = self._operand(left), self._operand(right)
        if not isinstance(one, Variable):
            if not isinstance(other, Variable):
                return TRUE if TESTS[test](one, other) else FALSE
            return Atom(other, _TURNED[test], one)
        if not isinstance(other, Variable):
            return Atom(one, test, other)
        if one == other:
            return TRUE if TESTS[test](0, 0) else FALSE
        if other.name < one.name:
            one, other, test = other, one, _TURNED[test]
        return Atom(Variable(f"{one.name} ? {other.name}", Domain.ORDER), test, 0)

    def _alike(self, test: str, one: Proposition, other: Proposition) -> Proposition:
        same = Either((Both((one, other)), Both((negated(one), negated(other)))))
        return same if test == "eq" else negated(same)

    def _yes_or_no(self, node: Any) -> bool:
        match node:
            case ast.SymbolExpression():
                return self.symbols[node.name].kind is Kind.FLAG
            case ast.UnaryExpression():
                return bool(node.type == "not")
            case ast.GetAttributeExpression():
                return bool(node.name == "is_empty")
        kinds = (ast.BooleanExpression, ast.LogicExpression, ast.ContainsExpression, ast.ComparisonExpression)
        return isinstance(node, kinds)

    def _operand(self, node: Any) -> Variable | Literal:
        match node:
            case ast.StringExpression():
                return str(node.value)
            case ast.FloatExpression():
                return Decimal(node.value)
            case ast.SymbolExpression():
                symbol = self.symbols[node.name]
                if symbol.words is not None and symbol.kind is not Kind.LIST:
                    return Variable(node.name, Domain.WORDS, symbol.words)
                return Variable(node.name, _DOMAINS.get(symbol.kind, Domain.TEXT))
            case ast.GetAttributeExpression():
                return _length(node)
        return Variable(f"#{id(node)}", Domain.NUMBER)  # a number with its sign turned, the only one left


def _length(node: Any) -> Variable:
    return Variable(f"{node.object.name}.length", Domain.COUNT, of=node.object.name)
