"""Every case of tests/policy_cases: fields changed, a day, and the verdicts that rules must then give."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.resources import resource
from desktop_app.domain.kinds import Desk
from desktop_app.policy.check import findings
from desktop_app.policy.pack import load, load_shipped
from desktop_app.policy.subject import Subject

CASES = Path(__file__).resolve().parents[2] / "policy_cases"


def collected() -> list[Any]:
    made = []
    for path in sorted(CASES.glob("*.toml")):
        if path.stem == "base" or path.stem.startswith(("meeting-", "office-")):
            continue
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            assert set(case) <= {"name", "on", "set", "expect", "settings", "desk"}, case
            made.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return made


@pytest.mark.parametrize("case", collected())
def test_case(case: dict[str, Any], build: Any) -> None:
    pack = load(resource("policy", "hohhot-2026"), case["settings"]) if "settings" in case else load_shipped()
    found = findings(build(case.get("set", {})), case["on"], pack, Desk(case.get("desk", "applicant")))
    for rule, expected in case["expect"].items():
        got = " ".join(finding.verdict.value for finding in found if finding.rule == rule)
        assert got == expected, f"{rule}: {[finding.says.zh for finding in found if finding.rule == rule]}"


#: Rules that only tell: what is left for them is where they are silent.
ONE_ANSWER = {"R102", "R037", "R038", "R039", "R040", "R043"}


def test_every_rule_of_the_pack_has_four_cases_on_two_sides() -> None:
    asked: dict[str, set[str]] = {}
    answers: dict[str, set[str]] = {}
    for parameter in collected():
        case = parameter.values[0]
        question = repr([case.get(part) for part in ("on", "set", "settings", "desk")])
        for rule, expected in case["expect"].items():
            asked.setdefault(rule, set()).add(question)
            answers.setdefault(rule, set()).add(expected)
    pack = load_shipped()
    tilted = {each.row.rule for table in pack.tilts.values() for each in table.rows if each.row.rule}
    for rule in [*(each.rule.id for each in pack.rules[Subject.APPLICATION]), *sorted(tilted)]:
        assert len(asked.get(rule, ())) >= 4, f"{rule} is asked about {len(asked.get(rule, ()))} situations"
        assert len(answers[rule]) >= (1 if rule in ONE_ANSWER else 2), rule
