"""Every case of tests/policy_cases/meeting-*.toml: a value, a day, and the verdicts it must get."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_app.core.messages import Language
from desktop_app.domain.review_meeting import Ballot, Committee, Meeting, ResultFiling, Scheme
from desktop_app.policy.check import findings_about
from desktop_app.policy.facts import facts_about
from desktop_app.policy.pack import Pack, load_shipped, load_shipped_with
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from tests.support.cases import changed

CASES = Path(__file__).resolve().parents[2] / "policy_cases"
VALUES: Mapping[Subject, type[Any]] = {
    Subject.COMMITTEE: Committee,
    Subject.SCHEME: Scheme,
    Subject.MEETING: Meeting,
    Subject.BALLOT: Ballot,
    Subject.RESULT: ResultFiling,
}


def collected() -> list[Any]:
    made = []
    for path in sorted(CASES.glob("meeting-*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in file["case"]:
            assert set(case) <= {"name", "on", "set", "expect", "settings", "side"}, case
            value = changed(file["base"], case.get("set", {}))
            made.append(pytest.param(Subject(file["about"]), value, case, id=f"{path.stem}: {case['name']}"))
    return made


@pytest.mark.parametrize(("subject", "data", "case"), collected())
def test_case(subject: Subject, data: dict[str, Any], case: dict[str, Any]) -> None:
    pack = load_shipped_with(case["settings"]) if "settings" in case else load_shipped()
    value = msgspec.convert(data, VALUES[subject])
    found = findings_about(subject, value, case["on"], pack)
    for rule, expected in case["expect"].items():
        mine = [finding for finding in found if finding.rule == rule]
        assert " ".join(finding.verdict.value for finding in mine) == expected, [each.says.zh for each in mine]
        assert all("{" not in each.says.zh + each.says.en + each.mend.zh + each.mend.en for each in mine)


def test_each_fact_of_an_empty_value_can_be_worked_out_and_shown(pack: Pack) -> None:
    for subject, kind in VALUES.items():
        value = kind(candidate="A1") if kind is Ballot else kind()
        facts = facts_about(subject, value, date(2026, 10, 20), pack)
        for name in TYPES[subject]:
            assert isinstance(facts.text(name, Language.ZH), str), name


def test_findings_name_no_expert(pack: Pack) -> None:
    """40号令: what is found may be printed and passed on, so it calls experts by number."""
    named = [{"id": f"E{n}", "name": f"专家姓名{n}", "unit": "某单位"} for n in range(4)]
    committee = msgspec.convert({"unit": "某单位", "self_reviewing": True, "members": named}, Committee)
    meeting = msgspec.convert({"members": named, "outgoing": ["附：专家姓名1"]}, Meeting)
    for subject, value in ((Subject.COMMITTEE, committee), (Subject.MEETING, meeting)):
        found = findings_about(subject, value, date(2026, 10, 20), pack)
        assert found
        assert "专家姓名" not in msgspec.json.encode(found).decode()
