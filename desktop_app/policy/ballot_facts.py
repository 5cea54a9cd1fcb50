"""Facts about one vote on one applicant: whether it was carried and whether it was taken as it must be (40号令)."""

from collections.abc import Callable, Mapping
from typing import Any

from desktop_app.domain.review_meeting import Ballot
from desktop_app.policy.committee_facts import share
from desktop_app.policy.facttypes import FactType, flag, number
from desktop_app.policy.question import Question

TYPES: Mapping[str, FactType] = {
    "ballot_present": number(),
    "ballot_yes": number(),
    "ballot_wanted": number(),
    "ballot_cast": number(),
    "ballot_proxies": number(),
    "ballot_late": number(),
    "ballot_secret": flag(),
    "outcome_recorded": flag(),
    "recorded_as_passed": flag(),
}


def _wanted(at: Question[Ballot]) -> int:
    parts, whole = (int(at.facts.value(f"majority_{name}")) for name in ("parts", "whole"))
    return share(at.about.present, parts, whole)


DERIVATIONS: Mapping[str, Callable[[Question[Ballot]], Any]] = {
    "ballot_present": lambda at: at.about.present,
    "ballot_yes": lambda at: at.about.yes,
    "ballot_wanted": _wanted,
    "ballot_cast": lambda at: at.about.yes + at.about.no + at.about.abstained,
    "ballot_proxies": lambda at: at.about.proxies,
    "ballot_late": lambda at: at.about.late,
    "ballot_secret": lambda at: at.about.secret,
    "outcome_recorded": lambda at: at.about.passed is not None,
    "recorded_as_passed": lambda at: at.about.passed is True,
}
