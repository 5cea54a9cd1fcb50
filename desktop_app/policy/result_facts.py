"""Facts about what follows a review: notice of results, complaints, documents for confirmation (六（三）2-3)."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from desktop_app.domain.kinds import Affiliation, Desk, Level, Track
from desktop_app.domain.review_meeting import Complaint, ComplaintAbout, ResultDocument, ResultFiling
from desktop_app.policy.facttypes import FactType, day, flag, number, several, text, word
from desktop_app.policy.question import Question
from desktop_app.policy.years import months_after

TYPES: Mapping[str, FactType] = {
    "result_series": text(),
    "result_level": word(Level),
    "result_senior": flag(),
    "result_track": word(Track),
    "result_affiliation": word(Affiliation),
    "result_sent_to": word(Desk),
    "result_in_system": flag(),
    "review_ended_on": day(),
    "review_over": flag(),
    "result_due": day(),
    "result_due_passed": flag(),
    "result_sent_on": day(),
    "result_uploaded_on": day(),
    "result_documents_missing": several(words=ResultDocument),
    "result_notice_first": day(),
    "result_notice_last": day(),
    "result_notice_dated": flag(),
    "result_notice_ordered": flag(),
    "result_notice_countable": flag(),
    "result_notice_workdays": number(),
    "complaints": number(),
    "complaints_unassigned": several(),
    "complaints_misassigned": several(),
    "complaints_unsettled": several(),
    "complaints_untold": several(),
}

#: Who looks into a complaint (六（三）2).
HANDLERS: Mapping[ComplaintAbout, tuple[Desk, ...]] = MappingProxyType(
    {
        ComplaintAbout.REVIEW: (Desk.COMMITTEE_OFFICE,),
        ComplaintAbout.TRUTH: (Desk.DISTRICT_HR, Desk.DEPARTMENT, Desk.UNIT),
    }
)


def _due(at: Question[ResultFiling]) -> date | None:
    ended = at.about.ended_on
    return months_after(ended, int(at.facts.value("result_months"))) if ended else None


def _due_passed(at: Question[ResultFiling]) -> bool:
    due = _due(at)
    return due is not None and at.on > due


def _ordered(filing: ResultFiling) -> bool:
    """Posted not before the review was over, and not taken down before it was posted."""
    first, last, ended = filing.notice_first, filing.notice_last, filing.ended_on
    return first is not None and last is not None and first <= last and (ended is None or ended <= first)


def _countable(at: Question[ResultFiling]) -> bool:
    first, last = at.about.notice_first, at.about.notice_last
    return first is not None and last is not None and at.pack.calendar.knows(first, last)


def _workdays(at: Question[ResultFiling]) -> int:
    first, last = at.about.notice_first, at.about.notice_last
    if first is None or last is None or not _countable(at):
        return 0
    return at.pack.calendar.notice_days(first, last)


def _which(fits: Callable[[Complaint], bool]) -> Callable[[Question[ResultFiling]], tuple[str, ...]]:
    return lambda at: tuple(row.id for row in at.about.complaints if fits(row))


DERIVATIONS: Mapping[str, Callable[[Question[ResultFiling]], Any]] = {
    "result_series": lambda at: at.about.series,
    "result_level": lambda at: at.about.level,
    "result_senior": lambda at: at.about.level is not None and at.about.level.senior,
    "result_track": lambda at: at.about.track,
    "result_affiliation": lambda at: at.about.affiliation,
    "result_sent_to": lambda at: at.about.sent_to,
    "result_in_system": lambda at: at.about.recorded_in_system,
    "review_ended_on": lambda at: at.about.ended_on,
    "review_over": lambda at: at.about.ended_on is not None and at.about.ended_on <= at.on,
    "result_due": _due,
    "result_due_passed": _due_passed,
    "result_sent_on": lambda at: at.about.sent_on,
    "result_uploaded_on": lambda at: at.about.uploaded_on,
    "result_documents_missing": lambda at: tuple(
        kind.value for kind in ResultDocument if kind not in at.about.documents
    ),
    "result_notice_first": lambda at: at.about.notice_first,
    "result_notice_last": lambda at: at.about.notice_last,
    "result_notice_dated": lambda at: bool(at.about.notice_first and at.about.notice_last),
    "result_notice_ordered": lambda at: _ordered(at.about),
    "result_notice_countable": _countable,
    "result_notice_workdays": _workdays,
    "complaints": lambda at: len(at.about.complaints),
    "complaints_unassigned": _which(lambda row: row.handler is None),
    "complaints_misassigned": _which(lambda row: row.handler is not None and row.handler not in HANDLERS[row.about]),
    "complaints_unsettled": _which(lambda row: row.settled_on is None),
    "complaints_untold": _which(lambda row: row.settled_on is not None and row.reported_on is None),
}
