"""Every case of tests/policy_tables: fields changed, and what the tables of days, routes, papers and results answer."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.support.cases import settled_pack
from tests.support.table_answers import table_answers
from tests.unit.policy.conftest import Build

CASES = Path(__file__).resolve().parents[2] / "policy_tables"
TABLES = {"window", "route", "days", "papers", "result"}
ON = date(2026, 7, 1)


def collected() -> list[Any]:
    made = []
    for path in sorted(CASES.glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in file["case"]:
            assert set(case) - TABLES <= {"name", "set", "settings"}, case
            case["settings"] = file.get("settings", {}) | case.get("settings", {})
            made.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return made


@pytest.mark.parametrize("case", collected())
def test_case(case: dict[str, Any], build: Build) -> None:
    answers = table_answers(build(case.get("set", {})), ON, settled_pack(case["settings"]))
    for table in TABLES & set(case):
        assert answers[table] == case[table], table
