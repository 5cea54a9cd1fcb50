"""Lengths of service: overlapping jobs count once, a full year is one that is certain."""

from datetime import date

import pytest

from desktop_app.domain.application import Work
from desktop_app.policy.years import anniversary, full_years, full_years_since, months_after

CUTOFF = date(2026, 7, 10)


@pytest.mark.parametrize(
    ("jobs", "years"),
    [
        ([], 0),
        ([Work(start="2006-07", ongoing=True)], 20),
        ([Work(start="2006-08", ongoing=True)], 19),
        ([Work(start="2000-01", end="2005-01"), Work(start="2003-01", end="2008-01")], 8),
        ([Work(start="2000-01", end="2002-07"), Work(start="2010-01", end="2012-07")], 5),
        ([Work(start="2000-01", end="2010-01"), Work(start="2002-01", end="2003-01")], 10),
        ([Work(start="2000-01")], 0),
        ([Work(end="2010-01", ongoing=False)], 0),
        ([Work(start="2010-01", end="2005-01")], 0),
        ([Work(start="2020-07", end="2030-01")], 6),
    ],
)
def test_full_years(jobs: list[Work], years: int) -> None:
    assert full_years(jobs, CUTOFF) == years


@pytest.mark.parametrize(
    ("start", "years"),
    [(None, 0), (date(2021, 7, 10), 5), (date(2021, 7, 11), 4), (date(2027, 1, 1), 0), (date(2020, 2, 29), 6)],
)
def test_full_years_since(start: date | None, years: int) -> None:
    assert full_years_since(start, CUTOFF) == years


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 10, 30), 1, date(2026, 11, 30)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 13, date(2027, 12, 30)),
    ],
)
def test_a_period_of_months_ends_on_the_same_day_or_the_month_s_last(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


def test_an_anniversary_of_29_february() -> None:
    assert anniversary(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)
