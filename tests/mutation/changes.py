"""The mutants of a Python source: each is the text with one small change that a tired programmer could have made.

Left out is what no behaviour follows from: docstrings, annotations (but the bounds in them), decorators, `repr=` and
the like, and texts inside f-strings.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: (r"==", "!="),
    ast.NotEq: (r"!=", "=="),
    ast.Lt: (r"<", "<="),
    ast.LtE: (r"<=", "<"),
    ast.Gt: (r">", ">="),
    ast.GtE: (r">=", ">"),
    ast.Is: (r"\bis\b", "is not"),
    ast.IsNot: (r"\bis\s+not\b", "is"),
    ast.In: (r"\bin\b", "not in"),
    ast.NotIn: (r"\bnot\s+in\b", "in"),
}
_REACHED: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: (r"\+", "-"),
    ast.Sub: (r"-", "+"),
    ast.Mult: (r"\*", "//"),
    ast.Div: (r"/", "*"),
    ast.FloorDiv: (r"//", "*"),
    ast.Mod: (r"%", "+"),
}
_JOINED: dict[type[ast.boolop], tuple[str, str]] = {ast.And: (r"\band\b", "or"), ast.Or: (r"\bor\b", "and")}
_OPPOSITE = {"any": "all", "all": "any", "min": "max", "max": "min"}
#: Arguments that say how a value is shown or compared, never what a program does.
_SHAPE = frozenset({"repr", "compare", "frozen", "slots", "kw_only"})


@dataclass(frozen=True, slots=True)
class Change:
    """One mutant. `nth` tells equal changes of one line apart; bytes `start` to `end` of the source become `after`."""

    module: str
    where: str  # the class and function around it, "" at the level of the module
    line: int
    text: str  # the whole line as it stands
    before: str
    after: str
    start: int
    end: int
    nth: int = 0

    @property
    def name(self) -> str:
        place = f"{self.module}.{self.where}" if self.where else self.module
        again = f" ({self.nth + 1})" if self.nth else ""
        return f"{place}: {shortened(self.before)} → {shortened(self.after) or 'nothing'}{again}"

    @property
    def identity(self) -> tuple[str, str, str]:
        """What tells it from others as long as its line stays as it is."""
        again = f" ({self.nth + 1})" if self.nth else ""
        return f"{self.module}.{self.where}".strip("."), self.text, f"{self.before} → {self.after}{again}"

    def applied(self, source: bytes) -> bytes:
        return source[: self.start] + self.after.encode() + source[self.end :]


def shortened(text: str) -> str:
    return " ".join(text.split())[:60]


def changes(module: str, source: bytes) -> list[Change]:
    """Every mutant of a module, in the order of the text."""
    found = sorted(_Finder(module, source).all(), key=lambda change: (change.start, change.end, change.after))
    seen: dict[tuple[str, str, str, str], int] = {}
    numbered = []
    for one in found:
        key = (one.where, one.text, one.before, one.after)
        nth = seen[key] = seen.get(key, -1) + 1
        numbered.append(Change(**{name: getattr(one, name) for name in Change.__slots__} | {"nth": nth}))
    return numbered


class _Finder:
    def __init__(self, module: str, source: bytes) -> None:
        self._module, self._source = module, source
        self._lines = source.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def all(self) -> Iterator[Change]:
        tree = ast.parse(self._source)
        yield from self._body(tree.body, "")

    # ---- walking

    def _body(self, statements: list[ast.stmt], where: str) -> Iterator[Change]:
        for statement in statements:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                continue  # a docstring
            yield from self._node(statement, where)

    def _node(self, node: ast.AST, where: str) -> Iterator[Change]:
        match node:
            case ast.JoinedStr() | ast.Import() | ast.ImportFrom():
                return
            case ast.Subscript() if not where:
                return  # a type's alias, with names in quotes
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                return
            case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar"))):
                return
            case ast.ClassDef():
                yield from self._body(node.body, f"{where}.{node.name}".strip("."))
                return
            case ast.FunctionDef():
                for default in [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]:
                    yield from self._node(default, where)
                yield from self._body(node.body, f"{where}.{node.name}".strip("."))
                return
            case ast.AnnAssign():
                yield from self._bounds(node.annotation, where)
                if node.value is not None:
                    yield from self._node(node.value, where)
                return
        yield from self._changed(node, where)
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "ctx"):
                continue
            if isinstance(node, ast.Dict) and name == "keys":
                continue  # a misnamed row is refused at once
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.keyword) and child.arg in _SHAPE:
                    continue
                if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                    continue
                if isinstance(child, ast.pattern):
                    continue
                if isinstance(child, ast.AST):
                    yield from self._node(child, where)

    def _bounds(self, annotation: ast.AST, where: str) -> Iterator[Change]:
        """Numbers that a type is held to."""
        for node in ast.walk(annotation):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    yield from self._node(keyword.value, where)

    # ---- changing

    def _changed(self, node: ast.AST, where: str) -> Iterator[Change]:
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
                    yield from self._between(left, right, *_COMPARED[type(operator)], where)
            case ast.BoolOp():
                for left, right in zip(node.values, node.values[1:], strict=False):
                    yield from self._between(left, right, *_JOINED[type(node.op)], where)
            case ast.BinOp() if type(node.op) in _REACHED:
                yield from self._between(node.left, node.right, *_REACHED[type(node.op)], where)
            case ast.UnaryOp(op=ast.Not()):
                start = self._start(node)
                yield self._change(start, start + 3, "", where)
            case ast.Constant():
                yield from self._constant(node, where)
            case ast.Call(func=ast.Name(id=name)) if name in _OPPOSITE:
                yield self._change(self._start(node.func), self._end(node.func), _OPPOSITE[name], where)
            case ast.Lambda(body=body) if not is_none(body):
                yield self._whole(body, "None", where)
            case ast.Return(value=ast.expr() as value) if not is_none(value):
                yield self._whole(value, "None", where)
            case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.Raise() | ast.AugAssign():
                yield self._whole(node, "pass", where)
            case ast.Break():
                yield self._whole(node, "continue", where)
            case ast.Continue():
                yield self._whole(node, "break", where)
        for test in tests_of(node):
            yield self._change(self._start(test), self._end(test), f"not ({self._text(test)})", where)

    def _constant(self, node: ast.Constant, where: str) -> Iterator[Change]:
        value = node.value
        if isinstance(value, bool):
            yield self._whole(node, str(not value), where)
        elif isinstance(value, int):
            yield self._whole(node, str(value + 1), where)
        elif isinstance(value, str):
            yield self._whole(node, repr(f"XX{value}"), where)

    def _between(self, left: ast.expr, right: ast.expr, pattern: str, after: str, where: str) -> Iterator[Change]:
        """The operator is what stands between its two sides."""
        start, end = self._end(left), self._start(right)
        found = re.search(pattern.encode(), self._source[start:end])
        if found:
            yield self._change(start + found.start(), start + found.end(), after, where)

    def _whole(self, node: ast.AST, after: str, where: str) -> Change:
        return self._change(self._start(node), self._end(node), after, where)

    def _change(self, start: int, end: int, after: str, where: str) -> Change:
        line = self._source.count(b"\n", 0, start) + 1
        text = self._lines[line - 1].decode().strip()
        return Change(self._module, where, line, text, self._source[start:end].decode(), after, start, end)

    def _text(self, node: ast.AST) -> str:
        return self._source[self._start(node) : self._end(node)].decode()

    def _start(self, node: ast.AST) -> int:
        return self._starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined, no-any-return]

    def _end(self, node: ast.AST) -> int:
        return self._starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined, no-any-return]


def tests_of(node: ast.AST) -> Iterator[ast.expr]:
    """The yes-or-no questions of a node that no other change turns round."""
    tests = [node.test] if isinstance(node, ast.If | ast.While | ast.IfExp) else []
    tests += node.ifs if isinstance(node, ast.comprehension) else []
    for test in tests:
        if isinstance(test, ast.Name | ast.Attribute | ast.Call | ast.Subscript | ast.NamedExpr):
            yield test


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and (node.value is None or isinstance(node.value, bool | int | str))
