"""Routes with their days, and papers with their copies."""

from datetime import date
from typing import Any

import pytest

from desktop_app.core.resources import resource
from desktop_app.domain.copies import CopyBalance, Document
from desktop_app.domain.findings import Route, Station, Stop
from desktop_app.domain.kinds import Desk, Level, MaterialKind
from desktop_app.policy import check
from desktop_app.policy.pack import Pack, load_files
from desktop_app.policy.papers import copies, papers
from desktop_app.policy.reading import files_of
from desktop_app.policy.routes import route
from desktop_app.policy.starting import started
from desktop_app.policy.windows import window

MID = {"filing.level": "mid", "filing.title": "工程师"}
DISTRICT = {"unit.affiliation": "district", "unit.area": "xincheng"}


def stations(found: Route) -> str:
    return " ".join(stop.station.value for stop in found.stops)


def stop(found: Route, station: Station) -> Stop:
    return next(each for each in found.stops if each.station is station)


def test_municipal_senior(build: Any, pack: Pack) -> None:
    found = route(build(), pack)
    assert stations(found) == "unit department city_hr senior_committee_office"
    assert stop(found, Station.UNIT).latest_posting == date(2026, 7, 7)
    assert stop(found, Station.CITY_HR).due == date(2026, 7, 15)
    assert stop(found, Station.SENIOR_COMMITTEE_OFFICE).due == date(2026, 8, 10)


@pytest.mark.parametrize(
    ("desk", "told"),
    [
        (Desk.UNIT, {"R022", "R024"}),
        (Desk.DEPARTMENT, {"R022", "R024"}),
        (Desk.CITY_HR, {"R024"}),
        (Desk.COMMITTEE_OFFICE, set()),
    ],
)
def test_a_day_is_told_until_the_papers_lie_where_they_were_due(
    build: Any, pack: Pack, desk: Desk, told: set[str]
) -> None:
    found = check.findings(build(), date(2026, 7, 20), pack, desk)
    assert {one.rule for one in found if "R020" <= one.rule <= "R024"} == told


def test_district_senior(build: Any, pack: Pack) -> None:
    found = route(build(DISTRICT), pack)
    assert stations(found) == "unit department district_hr city_hr senior_committee_office"
    assert stop(found, Station.UNIT).latest_posting == date(2026, 7, 10)
    assert stop(found, Station.CITY_HR).due == date(2026, 7, 20)


def test_municipal_mid(build: Any, pack: Pack) -> None:
    found = route(build(MID), pack)
    assert stations(found) == "unit department committee_office"
    assert stop(found, Station.UNIT).latest_posting == date(2026, 6, 10)
    assert stop(found, Station.COMMITTEE_OFFICE).due == date(2026, 6, 20)
    assert stop(found, Station.COMMITTEE_OFFICE).last_workday == date(2026, 6, 18)


def test_due_day_on_a_holiday_may_move_back(build: Any, pack_with: Any) -> None:
    found = route(build(MID), pack_with(deadline_on_holiday="after"))
    assert stop(found, Station.COMMITTEE_OFFICE).last_workday == date(2026, 6, 22)
    assert stop(found, Station.UNIT).latest_posting == date(2026, 6, 11)


@pytest.mark.parametrize(
    ("on", "verdict", "says"), [(date(2027, 7, 8), "info", "还有 7 天"), (date(2027, 7, 16), "warn", "该日已过")]
)
def test_in_a_year_without_workdays_the_notices_own_day_is_told(
    build: Any, pack: Pack, on: date, verdict: str, says: str
) -> None:
    next_year = load_files(started(files_of(resource("policy", "hohhot-2026")), pack, 2027))
    found = check.findings(build({"year": 2027}), on, next_year)
    (told,) = (one for one in found if one.rule == "R022")  # nor that the day is no workday: nobody knows
    assert told.verdict.value == verdict
    assert "2027-07-15" in told.says.zh
    assert says in told.says.zh
    assert "  " not in " ".join(one.says.zh for one in found)


def test_a_department_that_posts_too_takes_its_days(build: Any, pack_with: Any) -> None:
    found = route(build(), pack_with(department_posts_notice=True))
    assert stop(found, Station.DEPARTMENT).latest_posting == date(2026, 7, 7)
    assert stop(found, Station.UNIT).latest_posting == date(2026, 6, 29)


def test_counting_the_day_of_posting_gives_a_day_more(build: Any, pack_with: Any) -> None:
    found = route(build(), pack_with(notice_counts_posting_day=True))
    assert stop(found, Station.UNIT).latest_posting == date(2026, 7, 8)


def test_teachers_skip_the_city_office(build: Any, pack: Pack) -> None:
    teacher = {"filing.series": "22"}
    assert stations(route(build(teacher), pack)) == "unit senior_committee_office"
    assert (
        stations(route(build({**teacher, **DISTRICT}), pack)) == "unit department district_hr senior_committee_office"
    )


def test_teachers_days_come_from_the_office(build: Any, pack: Pack, pack_with: Any) -> None:
    teacher = build({"filing.series": "22"})
    assert all(each.due is None for each in route(teacher, pack).stops)
    found = route(teacher, pack_with(school_senior_due=date(2026, 7, 24)))
    assert stop(found, Station.SENIOR_COMMITTEE_OFFICE).due == date(2026, 7, 24)
    assert stop(found, Station.UNIT).latest_posting == date(2026, 7, 16)


def test_targeted_goes_through_the_district_and_around_the_city(build: Any, pack: Pack) -> None:
    farmer = {"filing.track": "targeted", "filing.series": "06", "filing.series_track": "农艺", **DISTRICT}
    assert stations(route(build(farmer), pack)) == "unit department district_hr senior_committee_office"


def test_private_firm(build: Any, pack: Pack) -> None:
    firm = {"unit.kind": "private_firm", "unit.affiliation": "territorial", "unit.area": "saihan"}
    found = route(build(firm), pack)
    assert stations(found) == "first_check district_hr city_hr senior_committee_office"
    assert found.open_question.zh
    assert found.open_question.en
    assert stop(found, Station.FIRST_CHECK).latest_posting == date(2026, 7, 10)


def test_helinger_centre_goes_straight_to_the_region(build: Any, pack: Pack) -> None:
    found = route(build({"unit.affiliation": "helinger_centre"}), pack)
    assert stations(found) == "unit region_centre"
    assert found.open_question.zh


def test_helinger_new_area_takes_the_earlier_day_until_told(build: Any, pack: Pack, pack_with: Any) -> None:
    new_area = build({"unit.affiliation": "district", "unit.area": "helingeer_xinqu"})
    assert stop(route(new_area, pack), Station.CITY_HR).due == date(2026, 7, 15)
    told = pack_with(helinger_new_area_senior_due=date(2026, 7, 20))
    assert stop(route(new_area, told), Station.CITY_HR).due == date(2026, 7, 20)


def test_a_local_route_replaces_the_open_one(build: Any, pack: Pack, pack_with: Any) -> None:
    local = build({**MID, **DISTRICT})
    assert stations(route(local, pack)) == "unit local_rules"
    assert route(local, pack).open_question.zh
    told = route(
        local, pack_with(local_route="unit>department>district_hr>committee_office", local_review_due=date(2026, 6, 26))
    )
    assert stations(told) == "unit department district_hr committee_office"
    assert not told.open_question.zh
    assert stop(told, Station.DISTRICT_HR).due == date(2026, 6, 26)
    assert stop(told, Station.UNIT).latest_posting == date(2026, 6, 17)


@pytest.mark.parametrize("gone", ["filing.level", "filing.track", "unit.affiliation"])
def test_an_open_choice_leaves_the_route_open(build: Any, pack: Pack, gone: str) -> None:
    found = route(build({gone: ""}), pack)
    assert found.stops == ()
    assert found.open_question.zh
    assert found.clause


def test_every_combination_has_a_route(build: Any, pack: Pack) -> None:
    for level in Level:
        for affiliation in ("municipal", "district", "self_reviewing", "helinger_centre", "territorial"):
            for track in ("classified", "targeted", "green_region", "green_city", "other_paper"):
                for series in ("05", "22", "04"):
                    changes = {"filing.level": level.value, "filing.track": track, "filing.series": series}
                    found = route(build({**changes, "unit.affiliation": affiliation}), pack)
                    assert len(found.stops) >= 2, (changes, affiliation)


@pytest.mark.parametrize(("level", "count"), [("junior", 2), ("mid", 2), ("associate_senior", 15), ("full_senior", 15)])
def test_copies_of_the_submission_form(build: Any, pack: Pack, level: str, count: int) -> None:
    application = build({"filing.level": level})
    assert copies(MaterialKind.SUBMISSION_FORM, application, pack) == count
    assert copies(MaterialKind.REVIEW_FORM, application, pack) == 2
    assert copies(MaterialKind.PHOTO, application, pack) == 0


@pytest.mark.parametrize(("in_hand", "missing"), [(14, 1), (15, 0)])
def test_fourteen_copies_are_one_short(build: Any, pack: Pack, in_hand: int, missing: int) -> None:
    required = copies(MaterialKind.SUBMISSION_FORM, build(), pack)
    balance = CopyBalance(
        document=Document.SUBMISSION_FORM,
        required=required,
        printed=in_hand,
        in_hand=in_hand,
        handed_over=0,
        spoiled=0,
        destroyed=0,
    )
    assert balance.missing == missing


def test_papers_follow_annex_1(build: Any, pack: Pack) -> None:
    lines = papers(build(), pack)
    assert [line.number for line in lines] == [1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11]
    by_kind = {line.kind: line for line in lines}
    assert by_kind[MaterialKind.SUBMISSION_FORM].size == "A3"
    assert by_kind[MaterialKind.YEARLY_ASSESSMENT].copies == by_kind[MaterialKind.YEARLY_ASSESSMENT].present == 3
    assert not by_kind[MaterialKind.QUALIFICATION].required
    assert by_kind[MaterialKind.QUALIFICATION].copies == 0


def test_papers_of_a_newcomer(build: Any, pack: Pack) -> None:
    newcomer = build({"person.working_since": "2025-07", "post.title_held": "", "publications": []})
    by_kind = {line.kind: line for line in papers(newcomer, pack)}
    assert by_kind[MaterialKind.YEARLY_ASSESSMENT].copies == 1
    assert not by_kind[MaterialKind.PRESENT_CERTIFICATE].required
    assert not by_kind[MaterialKind.PUBLICATION].required


@pytest.mark.parametrize(
    ("level", "first", "last"),
    [
        ("junior", date(2026, 5, 11), date(2026, 5, 25)),
        ("mid", date(2026, 5, 26), date(2026, 6, 10)),
        ("full_senior", date(2026, 6, 11), date(2026, 7, 10)),
    ],
)
def test_windows(build: Any, pack: Pack, level: str, first: date, last: date) -> None:
    found = window(build({"filing.level": level}), pack)
    assert found is not None
    assert (found.first, found.last) == (first, last)
    assert found.clause


def test_no_window_without_a_level_or_before_a_notice(build: Any, pack: Pack, pack_with: Any) -> None:
    assert window(build({"filing.level": ""}), pack) is None
    green = build({"filing.track": "green_region"})
    assert window(green, pack) is None
    told = window(green, pack_with(green_region_first=date(2026, 9, 1), green_region_last=date(2026, 9, 30)))
    assert told is not None
    assert told.last == date(2026, 9, 30)
    half = window(green, pack_with(green_region_first=date(2026, 9, 1)))
    assert half is None
