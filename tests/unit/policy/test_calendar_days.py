"""The year's days as the notice has them and as the workday table moves them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.resources import resource
from desktop_app.domain.kinds import Affiliation, Level
from desktop_app.domain.office_year import OfficeYear
from desktop_app.policy.calendar_days import CalendarDay, CalendarKind, Whose, YearCalendar, year_calendar
from desktop_app.policy.check import findings_about
from desktop_app.policy.pack import Pack, load_files
from desktop_app.policy.reading import files_of
from desktop_app.policy.starting import started
from desktop_app.policy.subject import Subject


@pytest.fixture(scope="module")
def year(pack: Pack) -> YearCalendar:
    return year_calendar(pack)


def days(year: YearCalendar, kind: CalendarKind, level: Level, whose: Affiliation, label: str = "") -> set[date]:
    return {
        each.day
        for each in year.days
        if each.kind is kind
        and level in each.levels
        and (whose in each.affiliations or not each.affiliations)
        and (f"〔{label}〕" in each.words.zh if label else "〔" not in each.words.zh)
    }


@pytest.mark.parametrize(
    ("level", "whose", "last"),
    [
        (Level.ASSOCIATE_SENIOR, Affiliation.MUNICIPAL, date(2026, 7, 7)),
        (Level.FULL_SENIOR, Affiliation.DISTRICT, date(2026, 7, 10)),
        (Level.MID, Affiliation.MUNICIPAL, date(2026, 6, 10)),
    ],
)
def test_the_last_day_to_post(year: YearCalendar, level: Level, whose: Affiliation, last: date) -> None:
    assert days(year, CalendarKind.LATEST_POSTING, level, whose) == {last}


@pytest.mark.parametrize(
    ("level", "first", "last"),
    [
        (Level.JUNIOR, date(2026, 5, 11), date(2026, 5, 25)),
        (Level.MID, date(2026, 5, 26), date(2026, 6, 10)),
        (Level.ASSOCIATE_SENIOR, date(2026, 6, 11), date(2026, 7, 10)),
    ],
)
def test_windows(year: YearCalendar, level: Level, first: date, last: date) -> None:
    anybody = Affiliation.MUNICIPAL
    assert days(year, CalendarKind.WINDOW_OPENS, level, anybody) == {first}
    assert days(year, CalendarKind.WINDOW_CLOSES, level, anybody) == {last}


def test_due_days_with_the_last_workday(year: YearCalendar) -> None:
    due = CalendarKind.DUE
    assert days(year, due, Level.ASSOCIATE_SENIOR, Affiliation.MUNICIPAL) == {date(2026, 7, 15), date(2026, 8, 10)}
    assert days(year, due, Level.ASSOCIATE_SENIOR, Affiliation.DISTRICT) == {date(2026, 7, 20), date(2026, 8, 10)}
    [mid] = [each for each in year.days if each.kind is due and Level.MID in each.levels]
    assert (mid.day, mid.last_workday, mid.rule, mid.clause) == (
        date(2026, 6, 20),
        date(2026, 6, 18),
        "R020",
        "三（四）1",
    )


def test_an_area_with_a_day_of_its_own_is_told_apart(year: YearCalendar, pack: Pack) -> None:
    area = pack.areas["helingeer_xinqu"].name.zh
    found = days(year, CalendarKind.DUE, Level.ASSOCIATE_SENIOR, Affiliation.DISTRICT, area)
    assert found == {date(2026, 7, 15)}
    everywhere = "".join(each.words.zh for each in year.days)
    assert [each.name.zh for each in pack.areas.values() if f"〔{each.name.zh}〕" in everywhere] == [area]


def test_what_an_office_enters_moves_from_open_to_settled(year: YearCalendar, pack_with: Any) -> None:
    assert "school_senior_due" in {each.setting for each in year.unsettled}
    told = year_calendar(pack_with(school_senior_due=date(2026, 7, 24)))
    assert "school_senior_due" not in {each.setting for each in told.unsettled}
    teachers = [d for d in told.days if d.day == date(2026, 7, 24) and d.kind is CalendarKind.DUE]
    assert {d.rule for d in teachers} == {"R025"}
    posting = [d for d in told.days if d.day == date(2026, 7, 16) and d.kind is CalendarKind.LATEST_POSTING]
    assert teachers
    assert posting


def test_a_department_that_posts_too(pack_with: Any) -> None:
    found = year_calendar(pack_with(department_posts_notice=True))
    assert days(found, CalendarKind.LATEST_POSTING, Level.ASSOCIATE_SENIOR, Affiliation.MUNICIPAL) == {
        date(2026, 6, 29),
        date(2026, 7, 7),
    }


def office(year: YearCalendar) -> dict[str, CalendarDay]:
    return {each.rule: each for each in year.days if each.kind is CalendarKind.OFFICE}


def test_an_offices_day_stands_once_and_moves_calendar_and_judgement_together(pack: Pack) -> None:
    files = dict(files_of(Path(resource("policy", "hohhot-2026"))))
    files["pack.toml"] = files["pack.toml"].replace(b"value = 2026-08-10", b"value = 2026-08-14")
    later = load_files(files)
    (moved,) = (each for each in year_calendar(later).days if each.rule == "R011")
    assert moved.day == date(2026, 8, 14)
    late = OfficeYear(passed_on_on=date(2026, 8, 12))
    for asked, verdict in ((pack, "warn"), (later, "pass")):
        found = findings_about(Subject.OFFICE_YEAR, late, date(2026, 9, 1), asked)
        assert [one.verdict.value for one in found if one.rule == "R011"] == [verdict]


def test_the_offices_own_days(year: YearCalendar) -> None:
    found = office(year)
    assert {rule: each.day for rule, each in found.items()} == {
        "R010": date(2026, 5, 10),
        "R011": date(2026, 8, 10),
        "R012": date(2026, 10, 30),
        "R030": date(2026, 10, 30),
    }
    assert found["R010"].last_workday == date(2026, 5, 9)  # a Sunday, and the Saturday before is worked


def test_days_off_and_days_worked_instead(year: YearCalendar) -> None:
    off = {(each.day, each.until) for each in year.days if each.kind is CalendarKind.HOLIDAY}
    assert (date(2026, 6, 19), date(2026, 6, 21)) in off
    assert (date(2026, 10, 1), date(2026, 10, 7)) in off
    assert len(off) == 7
    worked = {each.day for each in year.days if each.kind is CalendarKind.MADE_UP}
    assert date(2026, 5, 9) in worked
    assert len(worked) == 6


def test_the_days_are_in_order_in_both_languages_with_a_clause(year: YearCalendar) -> None:
    assert [each.day for each in year.days] == sorted(each.day for each in year.days)
    assert all(each.clause and each.words.zh and each.words.en for each in year.days)
    assert len(set(year.days)) == len(year.days)


def test_a_year_without_a_workday_table_is_not_guessed(pack: Pack) -> None:
    next_year = load_files(started(files_of(Path(resource("policy", "hohhot-2026"))), pack, 2027))
    found = year_calendar(next_year)
    assert not found.workdays_known
    kinds = {each.kind for each in found.days}
    assert kinds == {CalendarKind.WINDOW_OPENS, CalendarKind.WINDOW_CLOSES, CalendarKind.DUE, CalendarKind.OFFICE}
    assert not [each for each in found.days if each.last_workday]


def test_asked_for_one_kind_of_filing_only_its_days_are_told(pack: Pack) -> None:
    asked = Whose(level=Level.FULL_SENIOR, affiliation=Affiliation.TERRITORIAL, area="helingeer_xinqu")
    filings = [each for each in year_calendar(pack, asked).days if each.levels]
    assert [(each.day, each.kind) for each in filings] == [
        (date(2026, 6, 11), CalendarKind.WINDOW_OPENS),
        (date(2026, 7, 7), CalendarKind.LATEST_POSTING),
        (date(2026, 7, 10), CalendarKind.WINDOW_CLOSES),
        (date(2026, 7, 15), CalendarKind.DUE),
        (date(2026, 8, 10), CalendarKind.DUE),
    ]
    assert not any(each.apart.zh for each in filings)
    office_kinds = (CalendarKind.OFFICE, CalendarKind.HOLIDAY, CalendarKind.MADE_UP)
    plain = [each for each in year_calendar(pack).days if each.kind in office_kinds]
    assert [each for each in year_calendar(pack, asked).days if each.kind in office_kinds] == plain


def test_a_series_parts_from_the_plain_one_where_the_notice_says_so(pack_with: Any) -> None:
    settled = pack_with(school_senior_due=date(2026, 7, 24))
    asked = Whose(level=Level.ASSOCIATE_SENIOR, affiliation=Affiliation.MUNICIPAL, series="22")
    found = year_calendar(settled, asked)
    assert [each.day for each in found.days if each.kind is CalendarKind.DUE] == [date(2026, 7, 24)]


@pytest.mark.parametrize(
    ("series", "level", "told"),
    [("17", Level.MID, (Level.MID,)), ("17", Level.FULL_SENIOR, ()), ("05", None, ()), ("", Level.MID, ())],
)
def test_levels_gained_by_examination_alone_have_no_days(
    pack: Pack, series: str, level: Level | None, told: tuple[Level, ...]
) -> None:
    found = year_calendar(pack, Whose(series=series, level=level))
    assert found.examined == told
    assert not any(set(each.levels) & set(told) for each in found.days)


def test_a_last_posting_day_names_the_days_of_its_notice_and_what_it_is_counted_from(pack_with: Any) -> None:
    asked = Whose(level=Level.FULL_SENIOR, affiliation=Affiliation.MUNICIPAL)
    unit, department = (
        each
        for each in year_calendar(pack_with(department_posts_notice=True), asked).days
        if each.kind is CalendarKind.LATEST_POSTING
    )
    assert department.notice == tuple(date(2026, 7, day) for day in (8, 9, 10, 13, 14))
    assert "从7月15日（周三）材料报送至市人社部门往回数" in department.counted.zh
    assert "Backwards from Wed 15 Jul" in department.counted.en
    assert "从7月7日（周二）主管部门开始公示往回数" in unit.counted.zh
    assert unit.notice[-1] < department.day
    counting = year_calendar(pack_with(notice_counts_posting_day=True), asked)
    [posting] = [each for each in counting.days if each.kind is CalendarKind.LATEST_POSTING]
    assert posting.notice[0] == posting.day == date(2026, 7, 8)
    assert "张贴当日计入" in posting.counted.zh


def test_a_due_day_on_a_day_off_says_which_workday_stands_for_it(year: YearCalendar, pack_with: Any) -> None:
    [mid] = [each for each in year.days if each.kind is CalendarKind.DUE and Level.MID in each.levels]
    assert "此前最后一个工作日是6月18日（周四）" in mid.counted.zh
    after = year_calendar(pack_with(deadline_on_holiday="after"))
    [mid] = [each for each in after.days if each.kind is CalendarKind.DUE and Level.MID in each.levels]
    assert "顺延，到6月22日（周一）为止" in mid.counted.zh
