"""The tables of the conditions' grammar: those that the library works out, and those that it uses."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from rule_engine._vendor.ply import yacc

from desktop_app.core.resources import resource
from desktop_app.policy.parsing import Tables, kept, rule_engine

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_the_program_reads_conditions_by_the_kept_tables() -> None:
    """A parser that works its tables out has whole productions."""
    told = (
        "from desktop_app.policy import expressions; from rule_engine import Rule;"
        "print({type(each).__name__ for each in Rule.parser._parser.productions})"
    )
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout == "{'MiniProduction'}\n"


@pytest.mark.slow
def test_the_kept_tables_are_those_that_the_library_works_out(tmp_path: Path) -> None:
    """FENGJUAN_APPROVE=1 keeps them anew, for another edition of the library; by a CPython before 3.13."""
    yacc.yacc(module=rule_engine.Rule.parser, write_tables=True, outputdir=str(tmp_path), debug=False)
    found = runpy.run_path(str(tmp_path / "parsetab.py"))
    named = {name: found[f"_lr_{name}"] for name in ("method", "signature", "productions", "action", "goto")}
    worked_out = msgspec.convert({"version": found["_tabversion"], **named}, Tables)
    if os.environ.get("FENGJUAN_APPROVE") and sys.version_info < (3, 13):
        resource("parsing", "rule_engine.json").write_bytes(msgspec.json.encode(worked_out) + b"\n")
    assert kept() == worked_out
