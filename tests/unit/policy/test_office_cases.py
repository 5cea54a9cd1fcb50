"""Every case of tests/policy_cases/office-*.toml: an office's act with fields changed, a day, the verdicts it gets."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_app.domain import office_acts, office_year
from desktop_app.policy.check import findings_about
from desktop_app.policy.subject import Subject
from tests.support.cases import changed, settled_pack

CASES = Path(__file__).resolve().parents[2] / "policy_cases"
KINDS: dict[Subject, type[msgspec.Struct]] = {
    Subject.STEP: office_acts.Step,
    Subject.RETURN: office_acts.Return,
    Subject.ARRIVAL: office_acts.Arrival,
    Subject.OFFICE_YEAR: office_year.OfficeYear,
    Subject.QUOTA: office_year.Quota,
}


def collected() -> list[Any]:
    made = []
    for path in sorted(CASES.glob("office-*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(file) == {"about", "base", "case"}, path.name
        for case in file["case"]:
            assert set(case) <= {"name", "on", "set", "expect", "side", "settings"}, case
            subject = Subject(file["about"])
            made.append(pytest.param(subject, file["base"], case, id=f"{path.stem}: {case['name']}"))
    return made


@pytest.mark.parametrize(("subject", "base", "case"), collected())
def test_case(subject: Subject, base: dict[str, Any], case: dict[str, Any]) -> None:
    pack = settled_pack(case.get("settings", {}))
    value = msgspec.convert(changed(base, case.get("set", {})), KINDS[subject])
    found = findings_about(subject, value, case["on"], pack)
    for rule, expected in case["expect"].items():
        answers = [finding for finding in found if finding.rule == rule]
        assert " ".join(finding.verdict.value for finding in answers) == expected, [each.says.zh for each in answers]
        assert all(text and "{" not in text for each in answers for text in (each.says.zh, each.says.en, each.mend.zh))
