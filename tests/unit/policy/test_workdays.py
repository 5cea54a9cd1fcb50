"""Workdays of 2026, the end of a public notice and the last day to post one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Code, Fault
from desktop_app.policy.pack import load_shipped
from desktop_app.policy.reference_tables import WorkdayYear
from desktop_app.policy.workdays import Calendar

CALENDAR = load_shipped().calendar
DAYS_2026 = st.dates(date(2026, 1, 10), date(2026, 12, 10))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 6, 18), True),
        (date(2026, 6, 19), False),  # Dragon Boat, a Friday
        (date(2026, 6, 21), False),
        (date(2026, 6, 22), True),
        (date(2026, 5, 9), True),  # a Saturday worked for Labour Day
        (date(2026, 5, 10), False),
        (date(2026, 10, 10), True),
        (date(2026, 7, 12), False),
    ],
)
def test_workdays(day: date, works: bool) -> None:
    assert CALENDAR.is_workday(day) is works


def test_2026_has_248_workdays() -> None:
    """The State Council's arrangement leaves 248 days."""
    assert CALENDAR.workdays_between(date(2026, 1, 1), date(2026, 12, 31)) == 248


def test_last_workday_before_a_due_day_on_a_holiday() -> None:
    assert CALENDAR.last_workday(date(2026, 6, 20)) == date(2026, 6, 18)
    assert CALENDAR.next_workday(date(2026, 6, 20)) == date(2026, 6, 22)
    assert CALENDAR.last_workday(date(2026, 7, 15)) == date(2026, 7, 15)


def test_notice_of_10_july_ends_on_17_july() -> None:
    assert CALENDAR.notice_end(date(2026, 7, 10), 5) == date(2026, 7, 17)


def test_notice_counting_the_day_of_posting_ends_a_workday_earlier() -> None:
    counting = Calendar(_years(), counts_posting_day=True)
    assert counting.notice_end(date(2026, 7, 10), 5) == date(2026, 7, 16)
    assert counting.notice_days(date(2026, 7, 10), date(2026, 7, 16)) == 5
    assert CALENDAR.notice_days(date(2026, 7, 10), date(2026, 7, 16)) == 4


def test_a_notice_posted_on_a_weekend_begins_to_count_on_monday() -> None:
    assert CALENDAR.notice_end(date(2026, 7, 11), 5) == CALENDAR.notice_end(date(2026, 7, 12), 5) == date(2026, 7, 17)


@pytest.mark.parametrize(
    ("due", "latest"),
    [
        (date(2026, 7, 15), date(2026, 7, 7)),
        (date(2026, 7, 20), date(2026, 7, 10)),
        (date(2026, 6, 20), date(2026, 6, 10)),
    ],
)
def test_latest_posting(due: date, latest: date) -> None:
    assert CALENDAR.latest_posting(due, 5) == latest


@given(DAYS_2026, st.integers(1, 10))
def test_latest_posting_is_the_latest(due: date, days: int) -> None:
    try:
        latest = CALENDAR.latest_posting(due, days)
    except Fault:
        assert due < date(2026, 1, 31)
        return
    delivery = CALENDAR.last_workday(due)
    assert CALENDAR.notice_end(latest, days) < delivery
    later = CALENDAR.next_workday(latest + timedelta(days=1))
    assert CALENDAR.notice_end(later, days) >= delivery


@given(DAYS_2026, st.integers(1, 8))
def test_a_notice_has_its_days_at_its_end_and_not_before(first: date, days: int) -> None:
    end = CALENDAR.notice_end(first, days)
    assert CALENDAR.notice_days(first, end) == days
    assert CALENDAR.notice_days(first, end - timedelta(days=1)) == days - 1


def test_a_year_without_a_table_is_refused_by_name() -> None:
    with pytest.raises(Fault) as caught:
        CALENDAR.is_workday(date(2027, 1, 4))
    assert caught.value.code is Code.WORKDAYS_UNKNOWN
    assert caught.value.fields["year"] == 2027
    with pytest.raises(Fault):
        CALENDAR.notice_end(date(2026, 12, 30), 5)


def test_a_second_year_joins_the_first() -> None:
    next_year = WorkdayYear(year=2027, source="a table", off=(date(2027, 1, 1),), worked=())
    both = Calendar([*_years(), next_year])
    assert both.notice_end(date(2026, 12, 30), 2) == date(2027, 1, 4)


def _years() -> list[WorkdayYear]:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    off = tuple(day for day in days if not CALENDAR.is_workday(day))
    worked = tuple(day for day in days if CALENDAR.is_workday(day) and day.weekday() > 4)
    return [WorkdayYear(year=2026, source="the shipped table", off=off, worked=worked)]
