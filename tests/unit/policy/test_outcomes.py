"""What a whole list is counted by is what each application is told: over every case of tests/policy_cases."""

from collections.abc import Hashable
from typing import Any

from desktop_app.domain.findings import Words
from desktop_app.domain.kinds import Desk
from desktop_app.policy.check import findings
from desktop_app.policy.outcomes import outcomes
from tests.support.cases import settled_pack
from tests.unit.policy.test_cases import collected


def test_every_case_comes_to_the_same_and_equal_fillings_say_the_same(build: Any) -> None:
    said: dict[tuple[int, tuple[Hashable, ...]], Words] = {}
    kept = []  # the packs, so that no other text takes the place of one that was told apart by where it lies
    for case in (each.values[0] for each in collected()):
        pack = settled_pack(case.get("settings", {}))
        kept.append(pack)
        asked = (build(case.get("set", {})), case["on"], pack, Desk(case.get("desk", "applicant")))
        full, short = findings(*asked), outcomes(*asked)
        assert [(one.rule, one.clause, one.verdict, one.says) for one in short] == [
            (one.rule, one.clause, one.verdict, one.says) for one in full
        ], case["name"]
        for one in short:
            if not case.get("settings"):  # a setting's word may change with the pack, never within one
                assert said.setdefault((id(one.text), one.filling), one.says) == one.says
    assert len(said) > 200
