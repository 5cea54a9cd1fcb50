"""Days of a review meeting, for any day that the calendar knows: the last good day passes, the next fails."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Affiliation, Level, Track
from desktop_app.domain.review_meeting import ResultDocument, ResultFiling, Scheme, SchemePart
from desktop_app.policy import check
from desktop_app.policy.pack import load_shipped
from desktop_app.policy.subject import Subject

PACK = load_shipped()
DAYS = st.dates(date(2026, 1, 5), date(2026, 12, 1))
ONE = timedelta(days=1)


def filing(ended: date, **said: object) -> ResultFiling:
    usual = {
        "series": "09",
        "level": Level.MID,
        "track": Track.CLASSIFIED,
        "affiliation": Affiliation.MUNICIPAL,
        "ended_on": ended,
        "uploaded_on": ended,
        "documents": tuple(ResultDocument),
    }
    return ResultFiling(**(usual | said))  # type: ignore[arg-type]


def verdict(subject: Subject, value: object, on: date, rule: str) -> Verdict:
    return next(one.verdict for one in check.findings_about(subject, value, on, PACK) if one.rule == rule)


def month_later(day: date) -> date:
    """The same day of the next month, or its last: said otherwise than by the program."""
    first = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), after - ONE)


@given(DAYS)
@settings(deadline=None, max_examples=60)
def test_the_documents_go_within_a_month_to_the_day(ended: date) -> None:
    due = month_later(ended)
    for sent, wanted in ((due, Verdict.PASS), (due + ONE, Verdict.BLOCK)):
        assert verdict(Subject.RESULT, filing(ended, sent_on=sent), due + ONE, "R094") is wanted


@given(DAYS)
@settings(deadline=None, max_examples=60)
def test_results_hang_five_workdays_and_a_day_less_is_too_short(first: date) -> None:
    last = PACK.calendar.notice_end(first, 5)
    counted = [first + n * ONE for n in range((last - first).days + 1) if PACK.calendar.is_workday(first + n * ONE)]
    assert len(counted) - (PACK.calendar.is_workday(first) and not PACK.calendar.counts_posting_day) == 5
    for end, wanted in ((last, Verdict.PASS), (last - ONE, Verdict.BLOCK)):
        about = filing(first, notice_first=first, notice_last=end)
        assert verdict(Subject.RESULT, about, last + ONE, "N15") is wanted


@given(DAYS)
@settings(deadline=None, max_examples=60)
def test_the_scheme_is_filed_a_week_before_to_the_day(meets: date) -> None:
    for days, wanted in ((7, Verdict.PASS), (6, Verdict.BLOCK)):
        about = Scheme(meets_on=meets, filed_on=meets - timedelta(days=days), parts=tuple(SchemePart))
        assert verdict(Subject.SCHEME, about, meets, "R091") is wanted
