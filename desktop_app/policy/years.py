"""Lengths of service from the table of jobs, months counted once however jobs overlap; and ends of periods."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from desktop_app.domain.application import Work


def month_index(month: str) -> int:
    """`YYYY-MM` as a count of months."""
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def full_years(jobs: Iterable[Work], until: date) -> int:
    """Whole years of the jobs together, up to `until`; a job without a beginning or an end is left out.

    Counted from the month of beginning to the month of end, which is left out: the form holds no days.
    """
    end_of_count = until.year * 12 + until.month - 1
    spans = sorted(
        (month_index(job.start), min(end_of_count, end_of_count if job.ongoing else month_index(job.end or job.start)))
        for job in jobs
        if job.start and (job.end or job.ongoing)
    )
    months, reached = 0, 0
    for start, end in spans:
        months += max(0, end - max(start, reached))
        reached = max(reached, end)
    return months // 12


def full_years_since(start: date | None, until: date) -> int:
    """Whole years from a known day to another."""
    if start is None or start > until:
        return 0
    return until.year - start.year - ((until.month, until.day) < (start.month, start.day))


def months_after(start: date, months: int) -> date:
    """The same day so many months on, or that month's last day where it is shorter; at most the last day there is."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > date.max.year:  # a mistyped year must not stop the other answers
        return date.max
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def anniversary(start: date, years: int) -> date:
    """The same day so many years on; 29 February becomes the 28th where there is none."""
    return months_after(start, 12 * years)
