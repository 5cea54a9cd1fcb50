"""Every case of tests/policy_cases: fields changed, a day, and the verdicts that rules must then give."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.kinds import Desk
from desktop_app.policy.check import findings
from tests.support.cases import settled_pack

CASES = Path(__file__).resolve().parents[2] / "policy_cases"


def collected() -> list[Any]:
    made = []
    for path in sorted(CASES.glob("*.toml")):
        if path.stem == "base" or path.stem.startswith(("meeting-", "office-")):
            continue
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            assert set(case) <= {"name", "on", "set", "expect", "side", "settings", "desk", "asks", "says"}, case
            made.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return made


@pytest.mark.parametrize("case", collected())
def test_case(case: dict[str, Any], build: Any) -> None:
    pack = settled_pack(case.get("settings", {}))
    found = findings(build(case.get("set", {})), case["on"], pack, Desk(case.get("desk", "applicant")))
    for rule, expected in case["expect"].items():
        got = " ".join(finding.verdict.value for finding in found if finding.rule == rule)
        assert got == expected, f"{rule}: {[finding.says.zh for finding in found if finding.rule == rule]}"
    for rule, setting in case.get("asks", {}).items():
        assert {finding.setting for finding in found if finding.rule == rule} == {setting}, rule
    for rule, words in case.get("says", {}).items():
        assert any(words in finding.says.zh for finding in found if finding.rule == rule), rule
