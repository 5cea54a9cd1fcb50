"""Facts about what an office gave back: the one written notice, its day, and the way back through the online system."""

from collections.abc import Callable, Mapping

from desktop_app.domain.office_acts import Return, ReturnNotice
from desktop_app.policy.facttypes import FactType, day, flag, number
from desktop_app.policy.question import Question

TYPES: Mapping[str, FactType] = {
    "notices": number(),
    "about_mended_only": flag(),
    "points": number(),
    "notified_on": day(),
    "mend_by": day(),
    "mend_by_before_notice": flag(),
    "mended_on": day(),
    "mend_day_passed": flag(),
    "mended_late": flag(),
    "unmet": flag(),
    "differs": flag(),
    "sent_back_on": day(),
    "submitted_again_on": day(),
    "submitted_again_before": flag(),
    "return_due": day(),
    "return_due_passed": flag(),
    "submitted_again_late": flag(),
}

Asked = Question[Return]


def counting(at: Asked) -> ReturnNotice:
    """The notice that counts: the first, because it has to name everything at once (三（四）5).

    Where an office lets what was mended be objected to again (A10), it is the last such notice.
    """
    if not at.about.notices:
        return ReturnNotice()
    again = at.about.about_mended_only and at.pack.setting_is("further_notice_allowed", True)
    return at.about.notices[-1 if again else 0]


def _mend_by_before_notice(at: Asked) -> bool:
    notice = counting(at)
    return notice.on is not None and notice.mend_by is not None and notice.mend_by < notice.on


def _mended_late(at: Asked) -> bool:
    mended, by = at.about.mended_on, counting(at).mend_by
    return mended is not None and by is not None and mended > by


def _mend_day_passed(at: Asked) -> bool:
    by = counting(at).mend_by
    return by is not None and at.on > by


def _again_before(at: Asked) -> bool:
    back, again = at.about.sent_back_on, at.about.submitted_again_on
    return back is not None and again is not None and again < back


def _again_late(at: Asked) -> bool:
    again, due = at.about.submitted_again_on, at.about.due
    return again is not None and due is not None and again > due


DERIVATIONS: Mapping[str, Callable[[Asked], object]] = {
    "notices": lambda at: len(at.about.notices),
    "about_mended_only": lambda at: at.about.about_mended_only,
    "points": lambda at: len([point for point in counting(at).points if point.strip()]),
    "notified_on": lambda at: counting(at).on,
    "mend_by": lambda at: counting(at).mend_by,
    "mend_by_before_notice": _mend_by_before_notice,
    "mended_on": lambda at: at.about.mended_on,
    "mend_day_passed": _mend_day_passed,
    "mended_late": _mended_late,
    "unmet": lambda at: at.about.unmet,
    "differs": lambda at: at.about.differs,
    "sent_back_on": lambda at: at.about.sent_back_on,
    "submitted_again_on": lambda at: at.about.submitted_again_on,
    "submitted_again_before": _again_before,
    "return_due": lambda at: at.about.due,
    "return_due_passed": lambda at: at.about.due is not None and at.on > at.about.due,
    "submitted_again_late": _again_late,
}
