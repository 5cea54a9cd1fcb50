"""What could be filed for at a desk: each choice with its days, and the application that a choice makes."""

from datetime import date

import pytest

from desktop_app.core.resources import resource
from desktop_app.desk.grounds import Openness, chosen, options
from desktop_app.domain import exchange, paths
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk, Level, Path, Track
from desktop_app.policy.pack import load_shipped

pytestmark = pytest.mark.slow

PACK = load_shipped()
DAY = date(2026, 6, 1)


@pytest.fixture
def engineer() -> Application:
    return exchange.read(resource("demo", "classified_engineer.json"))


@pytest.mark.parametrize("track", [None, *Track])
def test_what_is_chosen_is_taken_when_asked_again_and_nothing_else_changes(
    engineer: Application, track: Track | None
) -> None:
    for one in options(engineer, track, DAY, PACK, Desk.UNIT):
        made = chosen(engineer, one.ground, track)
        again = [each for each in options(made, track, DAY, PACK, Desk.UNIT) if each.taken]
        assert [(each.ground.path, each.ground.level) for each in again] == [(one.ground.path, one.ground.level)]
        assert again[0].ground.standing is one.ground.standing
        back = made
        for path in ("filing.path", "filing.level", "filing.track", "filing.title"):
            back = paths.replace(back, path, paths.get(engineer, path))
        assert back == engineer


def test_days_are_those_of_the_level_and_the_unit(engineer: Application) -> None:
    first = options(engineer, Track.CLASSIFIED, DAY, PACK, Desk.UNIT)[0]
    assert (first.ground.standing, first.taken, first.days_left) == (Openness.OPEN, True, 39)
    assert (first.posting, first.ground.due) == (date(2026, 7, 7), date(2026, 7, 15))
    district = paths.replace(engineer, "unit.area", "150121")
    assert options(district, Track.CLASSIFIED, DAY, PACK, Desk.UNIT)[0].ground.window == first.ground.window


def test_what_stands_open_about_the_days_is_told_with_its_setting(engineer: Application) -> None:
    health = paths.replace(engineer, "filing.series", "04")
    asked = options(health, Track.TARGETED, DAY, PACK, Desk.UNIT)[0]
    assert asked.days_left is None
    assert "targeted_health_first" in [one.setting for one in asked.findings]
    late = options(engineer, Track.CLASSIFIED, date(2026, 9, 1), PACK, Desk.UNIT)[0]
    assert late.late
    assert Verdict.WARN in [one.verdict for one in late.days]


def test_past_ones_come_after_those_that_stand_alike(engineer: Application) -> None:
    graduate = exchange.read(resource("demo", "graduate_recognition.json"))
    alike = [
        (one.ground.level, one.ground.path)
        for one in options(graduate, graduate.filing.track, DAY, PACK, Desk.UNIT)
        if one.ground.standing is Openness.OPEN
    ]
    assert alike[0] == (Level.MID, Path.RECOGNITION)
    assert alike[1:] == [(Level.JUNIOR, Path.ORDINARY), (Level.JUNIOR, Path.RECOGNITION)]


def test_an_open_ground_shows_the_clause_that_opens_it_and_what_is_still_to_be_shown() -> None:
    graduate = exchange.read(resource("demo", "graduate_recognition.json"))
    found = {
        (one.ground.level, one.ground.path): one
        for one in options(graduate, graduate.filing.track, DAY, PACK, Desk.UNIT)
    }
    opened = found[Level.MID, Path.RECOGNITION]
    (granted,) = (one for one in opened.findings if one.rule == "R061")
    assert granted.verdict is Verdict.PASS
    assert "不经评审" in granted.mend.zh
    assert not any(one.verdict is Verdict.PASS for one in found[Level.JUNIOR, Path.EXCEPTIONAL].findings)
