"""Single facts at their edges, as a clerk would state them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from msgspec import structs

from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.application import Achievement, Application, ContinuingEducation, Opinion, Opinions, Work
from desktop_app.domain.comparison import Outcome
from desktop_app.domain.findings import Station
from desktop_app.domain.kinds import Desk
from desktop_app.domain.office_acts import Return
from desktop_app.domain.review_meeting import Committee, Expert, Pool
from desktop_app.policy import year_summary, years
from desktop_app.policy.claim_facts import years_short
from desktop_app.policy.facts import facts_about, facts_of
from desktop_app.policy.office_settings import problem
from desktop_app.policy.online_compare import compare
from desktop_app.policy.online_fields import singles
from desktop_app.policy.pack import Pack, load_shipped
from desktop_app.policy.reference_tables import WorkdayYear
from desktop_app.policy.subject import Subject
from tests.support.cases import settled_pack
from tests.unit.policy.conftest import built

PACK = load_shipped()


def fact(name: str, changes: dict[str, Any], on: date, pack: Pack = PACK) -> Any:
    return facts_of(built(changes), on, pack, Desk.APPLICANT).value(name)


@pytest.mark.parametrize(
    ("day", "inside"),
    [(date(2026, 6, 10), False), (date(2026, 6, 11), True), (date(2026, 7, 10), True), (date(2026, 7, 11), False)],
)
def test_the_first_and_the_last_day_of_a_window_belong_to_it(day: date, inside: bool) -> None:
    assert fact("window_open", {"filing.level": "associate_senior", "filing.submitted_on": ""}, day) is inside


def test_without_a_level_there_is_no_window_no_route_and_no_day_to_wait_for() -> None:
    nothing = {"filing.level": "", "unit.affiliation": "", "filing.track": ""}
    assert [fact(name, nothing, date(2026, 6, 20)) for name in ("window_rule", "route_rule", "due_days_left")] == [
        "",
        "",
        0,
    ]


def test_an_achievement_that_ended_after_the_cut_off_is_late() -> None:
    late = Achievement(start="2026-01", end="2027-02", name="防沙治沙示范")
    filing = structs.replace(built({}), achievements_since=(late,))
    assert "防沙治沙示范" in facts_of(filing, date(2026, 6, 20), PACK, Desk.APPLICANT).value("items_late")


def test_a_notice_of_december_is_counted_once_the_next_year_is_known_and_not_before() -> None:
    posted = {"public_notice.first_day": date(2026, 12, 28), "public_notice.last_day": ""}
    assert fact("notice_earliest_end", posted, date(2026, 12, 28)) == ""
    table = WorkdayYear(year=2027, source="国办通知", off=(date(2027, 1, 1),), worked=())
    known = replace(PACK, calendar=PACK.calendar.with_imported([table]))
    assert fact("notice_earliest_end", posted, date(2026, 12, 28), known) == "2027-01-05"


def test_where_no_office_asks_for_months_of_service_nobody_is_short_of_them() -> None:
    assert fact("grassroots_service_short", {"standing.grassroots_service_years": ""}, date(2026, 6, 20)) is False


@pytest.mark.parametrize(("began", "until"), [(9996, "9999-02-03"), (9997, "9999-12-31")])
def test_a_year_typed_wrongly_stops_nothing(began: int, until: str) -> None:
    found = fact("dishonesty_until", {"standing.dishonesty_recorded_on": date(began, 2, 3)}, date(2026, 6, 20))
    assert found == until


def test_handed_in_on_the_day_it_went_back_is_not_before_it() -> None:
    day = date(2026, 7, 1)
    for again, before in ((day, False), (date(2026, 6, 30), True)):
        said = facts_about(Subject.RETURN, Return(sent_back_on=day, submitted_again_on=again), day, PACK)
        assert said.value("submitted_again_before") is before


def test_a_local_route_may_pass_every_station_once() -> None:
    setting = PACK.setting("local_route")
    assert setting is not None
    every = ">".join(one.value for one in Station)
    assert problem(setting, every) == ""
    assert problem(setting, every + ">unit")


@pytest.mark.parametrize(
    ("text", "reviewer", "on", "signed"),
    [
        ("同意", "甲", date(2026, 7, 1), True),
        ("同意", "", date(2026, 7, 1), False),
        (" ", "甲", date(2026, 7, 1), False),
        ("", "甲", None, False),
        ("同意", "甲", None, False),
    ],
)
def test_a_department_has_signed_with_words_name_and_day(
    text: str, reviewer: str, on: date | None, signed: bool
) -> None:
    opinion = Opinion(text=text, reviewer=reviewer, on=on)
    filing = structs.replace(built({}), opinions=Opinions(department=opinion))
    assert year_summary.signed(filing) is signed


def test_a_year_without_hours_is_short_only_where_an_office_asks_for_hours() -> None:
    row = ContinuingEducation(year=2025)
    filing = structs.replace(built({}), continuing_education=(row,))
    assert years_short(facts_of(filing, date(2026, 6, 20), PACK, Desk.APPLICANT).situation) == ()


@pytest.mark.parametrize(("percent", "experts", "wanted"), [(25, 4, 1), (26, 4, 2), (100, 3, 3), (1, 101, 2)])
def test_the_share_of_private_experts_is_counted_upwards(percent: int, experts: int, wanted: int) -> None:
    pool = Pool(experts=tuple(Expert(id=f"E{at}") for at in range(experts)))
    facts = facts_about(
        Subject.COMMITTEE, Committee(pool=pool), date(2026, 6, 20), settled_pack({"private_expert_percent": percent})
    )
    assert facts.value("private_experts_wanted") == wanted


def test_jobs_that_overlap_are_counted_once_and_one_inside_another_takes_nothing_away() -> None:
    long, inside = Work(start="2010-01", end="2020-01", unit="甲"), Work(start="2012-01", end="2013-01", unit="乙")
    for jobs in ((long, inside), (inside, long)):
        assert years.full_years(jobs, date(2026, 6, 1)) == 10


def test_a_route_is_open_only_where_a_local_notice_says_the_rest() -> None:
    on = date(2026, 6, 20)
    assert fact("route_open", {"unit.affiliation": "municipal"}, on) is False


# ---- paper against online


PERSON = exchange.parse(resource("demo", "classified_engineer.json").read_bytes())


def outcome(record: Application, path: str, *pages: str) -> Any:
    return next(one for one in compare(record, pages, PACK) if one.path == path)


@pytest.mark.parametrize(
    ("pages", "told"),
    [
        (("工作单位：呼和浩特市青城（下接续页）", "工作单位（续）：测绘地理信息中心"), Outcome.SAME),
        (("工作单位：呼和浩特市青城（下接续页）", "工作单位（续）：测绘地理信息局"), Outcome.DIFFERS),
        (("工作单位：呼和浩特市玉城（下接续页）", "工作单位（续）：测绘地理信息中心"), Outcome.DIFFERS),
        (("工作单位：（下接续页）", "工作单位（续）：呼和浩特市青城测绘地理信息中心"), Outcome.DIFFERS),
        (("工作单位：呼和浩特市青城测绘地理信息中心（下接续页）", ""), Outcome.SAME),
    ],
)
def test_a_value_that_breaks_off_is_the_same_only_with_its_other_half(pages: tuple[str, ...], told: Outcome) -> None:
    assert outcome(PERSON, "unit.name", *pages).outcome is told


def test_a_word_of_two_characters_counts_wherever_it_stands_alone() -> None:
    record = structs.replace(PERSON, person=structs.replace(PERSON.person, birthplace="蒙古"))
    entry = next(one for one in singles(record, PACK) if one.paper == "蒙古")
    assert outcome(record, entry.path, "某页\n蒙古\n某页").outcome is Outcome.SAME
    assert outcome(record, entry.path, "某页\n蒙\n某页").outcome is Outcome.NOT_FOUND


def test_a_row_is_named_by_its_number_as_people_count() -> None:
    found = [one for one in compare(PERSON, ["空白"], PACK) if one.path.startswith("work[0]")]
    assert found
    assert all("第 1 行" in one.label.zh and "row 1" in one.label.en for one in found)


@pytest.mark.parametrize(
    ("online", "told"),
    [
        ("2.50", Outcome.SAME),
        ("02.5", Outcome.SAME),
        ("2.05", Outcome.DIFFERS),
        ("12.5", Outcome.DIFFERS),
        ("2", Outcome.DIFFERS),
    ],
)
def test_a_number_of_years_is_the_same_however_it_is_written(online: str, told: Outcome) -> None:
    record = structs.replace(PERSON, education=structs.replace(PERSON.education, years="2.5"))
    (label, *_) = next(one for one in singles(record, PACK) if one.path == "education.years").labels
    assert outcome(record, "education.years", f"{label}：{online}").outcome is told
