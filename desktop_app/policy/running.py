"""Runs checked conditions: each becomes one chain of closures, which asks for a third of the library's time.

The expression library reads and types a condition; `expressions` lets only a few kinds of nodes through, and these are
what is known here. A test holds the answers equal to the library's own.
"""

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Protocol

from desktop_app.policy.parsing import ast


class Valued(Protocol):
    """Where a condition takes its values from."""

    def value(self, name: str) -> Any: ...


Run = Callable[[Valued], Any]

_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def runner(node: Any) -> Run:
    """The closure for one checked node."""
    match node:
        case ast.SymbolExpression():
            return _symbol(node.name)
        case ast.FloatExpression():
            return _constant(_number(node.value))
        case ast.BooleanExpression() | ast.StringExpression():
            return _constant(node.value)
        case ast.UnaryExpression():
            return _unary(node)
        case ast.LogicExpression():
            return _logic(node)
        case ast.GetAttributeExpression():
            return _attribute(node)
        case ast.ContainsExpression():
            return _contains(node)
        case ast.ComparisonExpression():
            return _comparison(node)
    raise TypeError(type(node).__name__)


def _symbol(name: str) -> Run:
    return lambda facts: facts.value(name)


def _constant(value: Any) -> Run:
    return lambda _: value


def _number(value: Decimal) -> int | Decimal:
    return int(value) if value == int(value) else value


def _unary(node: Any) -> Run:
    inner = runner(node.right)
    if node.type == "not":
        return lambda facts: not inner(facts)
    return lambda facts: -inner(facts)


def _logic(node: Any) -> Run:
    left, right = runner(node.left), runner(node.right)
    if node.type == "and":
        return lambda facts: left(facts) and right(facts)
    return lambda facts: left(facts) or right(facts)


def _attribute(node: Any) -> Run:
    inner = runner(node.object)
    if node.name == "length":
        return lambda facts: len(inner(facts))
    return lambda facts: not inner(facts)


def _contains(node: Any) -> Run:
    member = runner(node.member)
    if isinstance(node.container, ast.ArrayExpression):
        if all(isinstance(each, ast.StringExpression) for each in node.container.value):
            words = frozenset(each.value for each in node.container.value)
            return lambda facts: member(facts) in words
        items = [runner(each) for each in node.container.value]
        return lambda facts: member(facts) in [item(facts) for item in items]
    container = runner(node.container)
    return lambda facts: member(facts) in container(facts)


def _comparison(node: Any) -> Run:
    compare = _COMPARED[node.type]
    if isinstance(node.left, ast.SymbolExpression) and isinstance(
        node.right, ast.StringExpression | ast.FloatExpression
    ):
        return _with_constant(compare, node.left.name, runner(node.right)(_NOTHING))
    left, right = runner(node.left), runner(node.right)
    return lambda facts: compare(left(facts), right(facts))


def _with_constant(compare: Callable[[Any, Any], bool], name: str, value: Any) -> Run:
    """The commonest comparison of all: a fact with something written in the pack."""
    return lambda facts: compare(facts.value(name), value)


class _Nothing:
    """Constants ask no facts."""

    def value(self, name: str) -> Any:
        raise KeyError(name)


_NOTHING = _Nothing()
