"""What an office recorded is what its facts tell: also the facts that no rule of this year's pack asks for."""

from datetime import date
from typing import Any

import pytest

from desktop_app.domain.kinds import Affiliation, Desk, Level, Track
from desktop_app.domain.office_year import Posts, Quota
from desktop_app.domain.review_meeting import ResultFiling
from desktop_app.policy.facts import facts_about
from desktop_app.policy.labels import labels
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES

ON = date(2026, 10, 20)
RESULT = ResultFiling(
    series="06",
    level=Level.FULL_SENIOR,
    track=Track.TARGETED,
    affiliation=Affiliation.DISTRICT,
    ended_on=date(2026, 10, 10),
    sent_on=date(2026, 10, 19),
    sent_to=Desk.CITY_HR,
    recorded_in_system=True,
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("result_series", "06"),
        ("result_level", "full_senior"),
        ("result_senior", True),
        ("result_track", "targeted"),
        ("result_affiliation", "district"),
        ("result_sent_to", "city_hr"),
        ("result_in_system", True),
        ("result_sent_on", "2026-10-19"),
        ("review_ended_on", "2026-10-10"),
    ],
)
def test_a_result_is_told_as_recorded(pack: Pack, name: str, value: Any) -> None:
    assert facts_about(Subject.RESULT, RESULT, ON, pack).value(name) == value


def test_a_result_without_a_level_is_not_senior(pack: Pack) -> None:
    assert facts_about(Subject.RESULT, ResultFiling(), ON, pack).value("result_senior") is False


@pytest.mark.parametrize(("appointed", "vacant"), [(3, 2), (5, 0), (6, 0)])
def test_vacant_posts_are_those_nobody_holds(pack: Pack, appointed: int, vacant: int) -> None:
    quota = Quota(structure=Posts(posts=5, appointed=appointed))
    assert facts_about(Subject.QUOTA, quota, ON, pack).value("structure_vacant") == vacant


@pytest.mark.parametrize("subject", Subject)
def test_every_field_that_a_fact_names_is_one_of_the_form(subject: Subject) -> None:
    for name, fact in TYPES[subject].items():
        assert not fact.field or fact.field in labels(), name
