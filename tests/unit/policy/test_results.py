"""Who confirms results, and the figures of annex 2."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Level
from desktop_app.domain.office_year import Filed, FilingOutcome, UnitPosts
from desktop_app.policy.pack import Pack
from desktop_app.policy.results import authority
from desktop_app.policy.year_summary import year_summary

ON = date(2026, 9, 1)
Build = Callable[..., Application]


@pytest.mark.parametrize(
    ("changes", "rule", "confirmed_by"),
    [
        ({"filing.series": "21"}, "R095", "自治区人力资源和社会保障厅"),
        ({"filing.series": "22", "filing.level": "full_senior"}, "R095", "自治区人力资源和社会保障厅"),
        ({"filing.series": "21", "filing.track": "targeted"}, "R096", "市人力资源和社会保障局"),
        ({"filing.level": "mid"}, "R096", "市人力资源和社会保障局"),
        ({"filing.level": "mid", "unit.affiliation": "self_reviewing"}, "R096", "按管理权限对应的人社部门"),
        (
            {"unit.affiliation": "self_reviewing"},
            "R098",
            "按管理权限在职称管理系统备案确认的人社部门",
        ),
        (
            {"filing.level": "full_senior", "unit.affiliation": "self_reviewing", "filing.series": "21"},
            "R095",
            "自治区人力资源和社会保障厅",
        ),
        ({"filing.level": "mid", "unit.affiliation": "district"}, "R097", "旗县区人社部门"),
        ({"filing.series": "21", "filing.level": "junior", "unit.affiliation": "district"}, "R097", "旗县区人社部门"),
    ],
)
def test_who_confirms_a_result(build: Build, pack: Pack, changes: dict[str, Any], rule: str, confirmed_by: str) -> None:
    found = authority(build(changes), ON, pack)
    assert found is not None
    assert (found.rule, found.confirmed_by.zh) == (rule, confirmed_by)
    assert (found.filed_with.zh != "") is (rule == "R097")


def test_nobody_is_named_for_other_senior_titles(build: Build, pack: Pack) -> None:
    assert authority(build({}), ON, pack) is None


def test_the_figures_of_annex_2(build: Build, pack: Pack) -> None:
    opinion = {"text": "同意", "reviewer": "乌云", "on": date(2026, 7, 8), "checked": ["papers_valid"]}
    said = {"how_chosen": "推荐会", "conditions": "符合", "notice": "无异议", "committed": True}
    unsaid: dict[str, Any] = {"recommendation": {}}
    filed = [
        Filed(
            application=build({"opinions.department": opinion, "recommendation": said}), outcome=FilingOutcome.PASSED_ON
        ),
        Filed(application=build({"recommendation": {**said, "notice": " "}}), outcome=FilingOutcome.SENT_BACK),
        Filed(
            application=build({"filing.level": "full_senior", **unsaid, "public_notice": {"objections": "有人举报"}})
        ),
        Filed(application=build({"filing.level": "mid", **unsaid, "filing.series": "03", "unit.name": "甲"})),
        Filed(
            application=build(
                {"filing.level": "junior", **unsaid, "unit.name": "甲", "public_notice": {"mode": "posted"}}
            )
        ),
        Filed(
            application=build(
                {"filing.level": "junior", **unsaid, "unit.name": "乙", "public_notice": {"mode": "withheld"}}
            )
        ),
    ]
    posts = [
        UnitPosts(
            unit="甲", posts=30, appointed=28, qualified_unappointed=1, vacancies_for_senior=1, mid_junior_limit=2
        ),
        UnitPosts(unit="丙", posts=10, appointed=11, both_duties=2, mid_junior_limit=1),
    ]
    made = year_summary(filed, posts, pack)
    assert (made.units, made.recommended_in_full, made.filed, made.agreed) == (3, 1, 6, 1)
    rows = [(row.series, row.level, row.received) for row in made.received]
    assert rows == [("03", Level.MID, 1), ("05", Level.FULL_SENIOR, 1), ("05", Level.ASSOCIATE_SENIOR, 2)]
    assert made.received[2].by_outcome[FilingOutcome.PASSED_ON] == 1
    assert made.received[2].by_outcome[FilingOutcome.SENT_BACK] == 1
    assert sum(made.received[2].by_outcome.values()) == 2
    assert [(row.unit, row.vacant) for row in made.posts] == [("丙", 0), ("甲", 2)]
    assert made.vacant == 2
    whole = made.posts_in_all
    assert (whole.posts, whole.appointed, whole.qualified_unappointed, whole.both_duties) == (40, 39, 1, 2)
    assert [(row.unit, row.filed, row.over) for row in made.mid_junior] == [("丙", 0, 0), ("甲", 2, 0), ("乙", 1, 1)]
    assert made.checked["papers_valid"] == 1
    assert made.checked["procedure_followed"] == 0
    assert (made.notices.withheld, made.notices.objected) == (1, 1)


def test_a_year_without_filings(pack: Pack) -> None:
    made = year_summary([], [], pack)
    assert (made.filed, made.received, made.posts_in_all.posts, made.notices.unrecorded) == (0, (), 0, 0)
