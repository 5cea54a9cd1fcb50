"""Conditions of a pack: compiled once, typed strictly: a misspelt name or word is refused at loading.

The library types names and orderings; it lets `level == 1` and `level == "middel"` pass as merely false. Both are
mistakes of the pack's author here, so the tree is walked once more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from desktop_app.policy.facttypes import Kind
from desktop_app.policy.parsing import ast, rule_engine
from desktop_app.policy.running import Run, Valued, runner

_TYPES = {
    Kind.FLAG: rule_engine.DataType.BOOLEAN,
    Kind.NUMBER: rule_engine.DataType.FLOAT,
    Kind.TEXT: rule_engine.DataType.STRING,
    Kind.WORD: rule_engine.DataType.STRING,
    Kind.DATE: rule_engine.DataType.STRING,
    Kind.LIST: rule_engine.DataType.ARRAY(rule_engine.DataType.STRING),
}


class ExpressionError(Exception):
    """A condition is not one; the text says why."""


@dataclass(frozen=True, slots=True)
class SymbolType:
    """What a name in a condition stands for; `words` is its closed vocabulary, `None` when it is open."""

    kind: Kind
    words: frozenset[str] | None = None


class Sort(Enum):
    """The sorts of values a condition knows."""

    FLAG = "a flag"
    NUMBER = "a number"
    TEXT = "a text"
    LIST = "a list"


_SORTS = {Kind.FLAG: Sort.FLAG, Kind.NUMBER: Sort.NUMBER, Kind.LIST: Sort.LIST}


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition. `symbols` are the names it reads, in the order of the text."""

    text: str
    symbols: tuple[str, ...]
    rule: Any = field(repr=False, compare=False)  # the library's own, which this one is held equal to
    _run: Run = field(repr=False, compare=False)

    def holds(self, facts: Valued) -> bool:
        return bool(self._run(facts))


class Compiler:
    """Compiles conditions over one vocabulary."""

    def __init__(self, symbols: Mapping[str, SymbolType]) -> None:
        self._symbols = symbols
        self._context = rule_engine.Context(
            resolver=lambda facts, name: facts.value(name),
            type_resolver={name: _TYPES[symbol.kind] for name, symbol in symbols.items()},
        )
        self._made: dict[str, Condition] = {}

    @classmethod
    def over(cls, symbols: Mapping[str, SymbolType]) -> "Compiler":
        """The compiler over a vocabulary; packs with the same one share it, and with it what was compiled already."""
        return _over(frozenset(symbols.items()))

    def __contains__(self, name: str) -> bool:
        return name in self._symbols

    @property
    def symbols(self) -> Mapping[str, SymbolType]:
        return self._symbols

    def compile(self, text: str) -> Condition:
        """Raises `ExpressionError`."""
        if text not in self._made:
            try:
                rule = rule_engine.Rule(text, context=self._context)
            except rule_engine.errors.EngineError as error:
                raise ExpressionError(f"{error.message} in: {text}") from error
            root = rule.statement.expression
            if self._sort(root, text) is not Sort.FLAG:
                raise ExpressionError(f"not a yes-or-no condition: {text}")
            self._made[text] = Condition(text, tuple(dict.fromkeys(_names(root))), rule, runner(root))
        return self._made[text]

    def _sort(self, node: Any, text: str) -> Sort:
        match node:
            case ast.SymbolExpression():
                if node.name not in self._symbols:  # the library's own names ($today and the like) read a clock
                    raise ExpressionError(f"unknown fact {node.name} in: {text}")
                return _SORTS.get(self._symbols[node.name].kind, Sort.TEXT)
            case ast.BooleanExpression():
                return Sort.FLAG
            case ast.StringExpression():
                return Sort.TEXT
            case ast.FloatExpression():
                return Sort.NUMBER
            case ast.UnaryExpression():
                return self._unary(node, text)
            case ast.LogicExpression():
                self._want(Sort.FLAG, text, node.left, node.right)
                return Sort.FLAG
            case ast.GetAttributeExpression() if node.name in _OF_LISTS:
                self._want(Sort.LIST, text, node.object)
                return _OF_LISTS[node.name]
            case ast.ContainsExpression():
                return self._contains(node, text)
            case ast.ComparisonExpression() if type(node) in _COMPARISONS:
                return self._comparison(node, text)
        raise ExpressionError(f"{type(node).__name__} is not allowed in: {text}")

    def _unary(self, node: Any, text: str) -> Sort:
        sort = Sort.FLAG if node.type == "not" else Sort.NUMBER
        self._want(sort, text, node.right)
        return sort

    def _comparison(self, node: Any, text: str) -> Sort:
        left = self._sort(node.left, text)
        self._want(left, text, node.right)
        self._check_word(node.left, node.right, text)
        self._check_word(node.right, node.left, text)
        return Sort.FLAG

    def _contains(self, node: Any, text: str) -> Sort:
        if isinstance(node.container, ast.ArrayExpression):
            member = self._sort(node.member, text)
            self._want(member, text, *node.container.value)
            for item in node.container.value:
                self._check_word(node.member, item, text)
        else:
            self._want(Sort.LIST, text, node.container)
            self._want(Sort.TEXT, text, node.member)
            self._check_word(node.container, node.member, text)
        return Sort.FLAG

    def _want(self, sort: Sort, text: str, *nodes: Any) -> None:
        for node in nodes:
            if (found := self._sort(node, text)) is not sort:
                raise ExpressionError(f"{found.value} stands where {sort.value} must stand in: {text}")

    def _check_word(self, symbol: Any, literal: Any, text: str) -> None:
        if isinstance(symbol, ast.SymbolExpression) and isinstance(literal, ast.StringExpression):
            words = self._symbols[symbol.name].words
            if words is not None and literal.value not in words:
                raise ExpressionError(f'{symbol.name} never is "{literal.value}" in: {text}')


@lru_cache(maxsize=64)
def _over(symbols: frozenset[tuple[str, SymbolType]]) -> Compiler:
    return Compiler(dict(symbols))


#: What a condition may ask of a list.
_OF_LISTS = {"length": Sort.NUMBER, "is_empty": Sort.FLAG}
_COMPARISONS = (ast.ComparisonExpression, ast.ArithmeticComparisonExpression)


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, ast.SymbolExpression):
        yield node.name
    for part in ("left", "right", "member", "container", "object"):
        child = getattr(node, part, None)
        if child is not None:
            yield from _names(child)
