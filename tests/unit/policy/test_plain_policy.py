"""A second, hand-written carrying-out of the rules on person, filing and public notice gives the very same findings.

The benchmark measures the engine against it; here every situation of the policy cases is asked of both, at every desk.
"""

from datetime import date
from typing import Any

import pytest

from desktop_app.domain.findings import Finding
from desktop_app.domain.kinds import Desk
from desktop_app.policy.check import findings
from desktop_app.policy.pack import Pack
from tests.benchmarks.plain_policy import RULES, PlainPolicy
from tests.support.cases import settled_pack
from tests.unit.policy.conftest import Build
from tests.unit.policy.test_cases import collected

pytestmark = pytest.mark.slow


def test_the_engine_and_the_hand_written_rules_agree_in_every_situation(build: Build) -> None:
    packs: dict[str, tuple[Pack, PlainPolicy]] = {}
    answered: set[tuple[str, str]] = set()
    for parameter in collected():
        case: dict[str, Any] = parameter.values[0]
        settings = case.get("settings", {})
        if repr(settings) not in packs:
            pack = settled_pack(settings)
            packs[repr(settings)] = (pack, PlainPolicy(pack))
        application, on = build(case.get("set", {})), case["on"]
        for desk in Desk:
            pack, written = packs[repr(settings)]
            theirs = written.findings(application, on, desk)
            assert by_text(found_by_engine(application, on, pack, desk)) == by_text(theirs), parameter.id
            answered |= {(each.rule, each.verdict.value) for each in theirs}
    assert {rule for rule, _ in answered} == set(RULES)


def found_by_engine(application: Any, on: date, pack: Pack, desk: Desk) -> list[Finding]:
    return [each for each in findings(application, on, pack, desk) if each.rule in RULES]


def by_text(found: list[Finding]) -> list[str]:
    """Their order within one gravity is nobody's concern."""
    return sorted(map(repr, found))
