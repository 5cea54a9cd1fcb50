"""Which functions of the mutated package run when: at import, while a pack is loaded, and in which test."""

import ast
import importlib
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

#: Module and first line of a function or lambda.
Entered = set[tuple[str, int]]


class Recorder:
    """A trace function for calls alone: lines would cost five times as much and choose hardly fewer tests."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve()) + "/"
        self._keys: dict[CodeType, tuple[str, int] | None] = {}
        self._into: Entered = set()

    @contextmanager
    def into(self, entered: Entered) -> Generator[None, None, None]:
        self._into = entered
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(None)

    def _called(self, frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if code not in self._keys:
            inside = code.co_filename.startswith(self._folder)
            self._keys[code] = (Path(code.co_filename).stem, code.co_firstlineno) if inside else None
        key = self._keys[code]
        if key is not None:
            self._into.add(key)


def functions(source: bytes) -> list[tuple[int, int, int, int, int]]:
    """Every function and lambda: the first line it reports, and where its text begins and ends."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
            first = min([node.lineno, *(each.lineno for each in decorators)])
            found.append((first, node.lineno, node.col_offset, node.end_lineno or 0, node.end_col_offset or 0))
    return found


def around(source: bytes, line: int, column: int) -> int:
    """The first line of the innermost function around a place, 0 when there is none."""
    inside = [
        (start, column_start, first)
        for first, start, column_start, end, column_end in functions(source)
        if (start, column_start) < (line, column) < (end, column_end)  # a whole lambda is changed from outside
    ]
    return max(inside)[2] if inside else 0


def at_import(folder: Path, package: str) -> Entered:
    """The functions that run while the package's modules are imported: an exchange would come too late for them."""
    names = sorted(path.stem for path in folder.glob("*.py") if path.stem != "__init__")
    entered: Entered = set()
    with Recorder(folder).into(entered):
        for name in names:
            importlib.import_module(f"{package}.{name}")
    return entered


if __name__ == "__main__":
    for module, line in sorted(at_import(Path(sys.argv[1]), sys.argv[2])):
        print(module, line)
