"""Lengths of service: overlapping jobs count once, a full year is one that is certain."""

from datetime import date

import pytest

from desktop_app.domain.application import Work
from desktop_app.policy.years import full_years, full_years_since

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
