"""What could be filed for: grounds follow the rules, and nothing a person gains ever closes one."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Level, Path
from desktop_app.policy.could_file import Ground, Openness, grounds
from desktop_app.policy.pack import Pack, load_shipped
from tests.support.verbs import run

DAY = date(2026, 6, 1)
PACK = load_shipped()
PEOPLE = [exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))]
Build = Callable[..., Application]


def by_ground(application: Application, pack: Pack = PACK) -> dict[tuple[Path, Level], Ground]:
    return {(one.path, one.level): one for one in grounds(application, DAY, pack)}


def test_only_levels_above_the_present_one_are_offered_and_step_by_step_means_the_next(build: Build) -> None:
    found = by_ground(build({"post.title_level": "mid"}))
    assert {level for _, level in found} == {Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR}
    assert (Path.ORDINARY, Level.FULL_SENIOR) not in found
    assert found[Path.ORDINARY, Level.ASSOCIATE_SENIOR].standing is Openness.OPEN
    assert found[Path.ORDINARY, Level.ASSOCIATE_SENIOR].title == "高级工程师"
    assert grounds(build({"post.title_level": "full_senior"}), DAY, PACK) == ()


def test_window_and_due_day_are_those_of_the_level(build: Build) -> None:
    one = by_ground(build({"post.title_level": "mid"}))[Path.ORDINARY, Level.ASSOCIATE_SENIOR]
    assert one.window is not None
    assert one.window.last == date(2026, 7, 10)
    assert one.due == date(2026, 7, 15)


def test_whoever_may_not_file_at_all_finds_every_ground_closed_and_why(build: Build) -> None:
    found = grounds(build({"post.title_level": "mid", "standing.employment": "retired"}), DAY, PACK)
    assert found
    for one in found:
        assert one.standing is Openness.CLOSED
        assert "N01" in [reason.rule for reason in one.reasons]


def test_a_ground_without_its_service_is_for_an_office_to_say(build: Build) -> None:
    one = by_ground(build({"post.title_level": "mid"}))[Path.EXCEPTIONAL, Level.ASSOCIATE_SENIOR]
    assert one.standing is Openness.ASKED
    assert [reason.rule for reason in one.reasons] == ["R057"]


def test_a_ground_without_conditions_in_the_notice_is_never_called_open(build: Build) -> None:
    found = by_ground(build({"post.title_level": "mid"}))
    for path in (Path.DIRECT, Path.GREEN_37, Path.GREEN_39):
        one = found[path, Level.ASSOCIATE_SENIOR]
        assert not one.ruled
        assert one.standing is Openness.ASKED


@pytest.mark.slow
def test_the_verb_tells_grounds_with_reasons_and_days() -> None:
    file = resource("demo", "graduate_recognition.json")
    told = run("grounds", file, "--on", "2026-06-01")
    assert told.code == 0
    assert any(line.startswith("[没有障碍] 中级　考核认定") and "2026-06-10" in line for line in told.out.splitlines())
    assert "R057" in told.out
    rows = run("grounds", file, "--on", "2026-06-01", "--json").data["grounds"]
    assert {"path": "recognition", "level": "mid", "standing": "open"}.items() <= next(
        row for row in rows if (row["path"], row["level"]) == ("recognition", "mid")
    ).items()


def test_the_check_explains_each_finding_when_asked() -> None:
    file = resource("demo", "classified_engineer.json")
    plain, explained = (run("check", file, "--on", "2026-06-01", *more) for more in ((), ("--explain",)))
    assert "· 评审方式：涉密线下　（填写处：评审方式）" in explained.out
    assert "·" not in plain.out
    assert explained.code == plain.code


def test_what_is_only_to_be_confirmed_is_missing(build: Build) -> None:
    doctor = {
        "post.title_level": "junior",
        "education.level": "11",
        "education.degree": "208",
        "work": [
            {"start": "2015-01", "ongoing": True, "unit": "某乡镇农技站", "place": "township", "professional": True}
        ],
    }
    found = by_ground(build({**doctor, "standing.assessed_fit": False}))
    assert found[Path.RECOGNITION, Level.MID].standing is Openness.MISSING
    assert by_ground(build({**doctor, "standing.assessed_fit": True}))[Path.RECOGNITION, Level.MID].standing is (
        Openness.OPEN
    )


@settings(max_examples=40, deadline=None)
@given(person=st.sampled_from(PEOPLE), present=st.sampled_from([None, *Level]), years=st.integers(0, 40))
def test_nothing_a_person_gains_closes_a_ground(person: Application, present: Level | None, years: int) -> None:
    replace = msgspec.structs.replace
    before = replace(person, post=replace(person.post, title_level=present))
    served = replace(
        before.standing, assessed_fit=True, outstanding_contribution=True, grassroots_service_years=str(years)
    )
    after = replace(before, standing=served, education=replace(before.education, level="11", degree="208"))
    now = by_ground(after)
    for key, one in by_ground(before).items():
        if one.standing is not Openness.CLOSED:
            assert now[key].standing is not Openness.CLOSED
