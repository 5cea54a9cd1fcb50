"""SECURITY.md promises nothing without a test by its name: each row and each named test is looked up."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)))
ROWS = [line.strip("|").split(" | ") for line in SECURITY.splitlines() if line.startswith("| ")][1:]


def test_every_promise_names_a_test() -> None:
    assert len(ROWS) > 15
    for threat, _, shown in ROWS:
        assert re.findall(r"`tests/[\w/]+\.py::test_\w+`", shown), f"nothing shows: {threat}"
        assert not re.search(r"`tests/[\w/.]+`", shown), f"a file shows everything and nothing: {threat}"


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_each_named_test_is_there_and_judges_something(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == name]
    assert len(found) == 1, f"{file} has no test {name}"
    marks = " ".join(ast.unparse(mark) for mark in found[0].decorator_list)
    assert "xfail" not in marks
    assert "mark.skip(" not in marks
