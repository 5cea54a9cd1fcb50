"""Office days are counted in China, instants are kept in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from desktop_app.core.clock import FixedClock, SystemClock, office_day, stamp


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 10, 15, 59, 59, tzinfo=UTC), date(2026, 7, 10)),  # 23:59:59 in Hohhot: the last second
        (datetime(2026, 7, 10, 16, 0, 0, tzinfo=UTC), date(2026, 7, 11)),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2028, 2, 28, 17, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_office_day_turns_at_midnight_in_china(instant: datetime, day: date) -> None:
    assert office_day(FixedClock(instant)) == day


def test_a_stamp_is_utc_in_whole_seconds() -> None:
    instant = datetime(2026, 7, 1, 10, 3, 4, 999999, tzinfo=timezone(timedelta(hours=8)))
    assert stamp(instant) == "2026-07-01T02:03:04Z"


def test_stamps_sort_like_the_instants() -> None:
    start = datetime(2026, 6, 30, 23, 59, 50, tzinfo=UTC)
    stamps = [stamp(start + timedelta(seconds=n)) for n in range(0, 4000, 7)]
    assert stamps == sorted(stamps)


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime(2026, 7, 1, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.advance(days=1, hours=2)
    assert clock.now() == datetime(2026, 7, 2, 2, tzinfo=UTC)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
