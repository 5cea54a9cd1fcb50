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
    "ballot_recused": number(),
    "ballot_wanted": number(),
    "recusal_decides": flag(),
    "ballot_cast": number(),
    "ballot_proxies": number(),
    "ballot_late": number(),
    "ballot_secret": flag(),
    "outcome_recorded": flag(),
    "recorded_as_passed": flag(),
}


def _of(base: int, at: Question[Ballot]) -> int:
    parts, whole = (int(at.facts.value(f"majority_{name}")) for name in ("parts", "whole"))
    return share(base, parts, whole)


def _wanted(at: Question[Ballot]) -> int:
    counted = at.about.recused if at.pack.setting_is("recused_in_base", True) else 0
    return _of(at.about.present + counted, at)


def _recusal_decides(at: Question[Ballot]) -> bool:
    """Whether it is carried by those who may vote, and would not be if those who stay out counted as well."""
    present, recused = at.about.present, at.about.recused
    return _of(present, at) <= at.about.yes < _of(present + recused, at)


DERIVATIONS: Mapping[str, Callable[[Question[Ballot]], Any]] = {
    "ballot_present": lambda at: at.about.present,
    "ballot_yes": lambda at: at.about.yes,
    "ballot_recused": lambda at: at.about.recused,
    "ballot_wanted": _wanted,
    "recusal_decides": _recusal_decides,
    "ballot_cast": lambda at: at.about.yes + at.about.no + at.about.abstained,
    "ballot_proxies": lambda at: at.about.proxies,
    "ballot_late": lambda at: at.about.late,
    "ballot_secret": lambda at: at.about.secret,
    "outcome_recorded": lambda at: at.about.passed is not None,
    "recorded_as_passed": lambda at: at.about.passed is True,
}
