"""Time as an argument: nothing below the wiring asks the operating system what time it is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

#: Office days are counted in China Standard Time (UTC+8, no summer time); stored instants are UTC.
CHINA = timezone(timedelta(hours=8))


class Clock(Protocol):
    """Where the current instant comes from."""

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until told otherwise (demo, tests, replays)."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def advance(self, **amount: float) -> None:
        """Move forward by `timedelta(**amount)`."""
        self.instant += timedelta(**amount)


def office_day(clock: Clock) -> date:
    """Today's date in the office (UTC+8)."""
    return clock.now().astimezone(CHINA).date()


def stamp(instant: datetime) -> str:
    """`instant` as stored and signed everywhere: UTC, whole seconds, `2026-07-01T02:03:04Z`."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def minute(instant: datetime) -> str:
    """`instant` for people: the office's day and minute, `2026-07-01 10:03`."""
    return instant.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
