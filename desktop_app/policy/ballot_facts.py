"""Facts about one vote on one applicant: whether it was carried and whether it was taken as it must be (40号令)."""

from collections.abc import Callable, Mapping
from typing import Any

from desktop_app.domain.review_meeting import Ballot
from desktop_app.policy.facttypes import FactType, flag, number
from desktop_app.policy.question import Question
from desktop_app.policy.voting import two_thirds, wanted

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


def _recusal_decides(at: Question[Ballot]) -> bool:
    """Whether it is carried by those who may vote, and would not be if those who stay out counted as well."""
    present, recused = at.about.present, at.about.recused
    return two_thirds(present, at.on, at.pack) <= at.about.yes < two_thirds(present + recused, at.on, at.pack)


DERIVATIONS: Mapping[str, Callable[[Question[Ballot]], Any]] = {
    "ballot_present": lambda at: at.about.present,
    "ballot_yes": lambda at: at.about.yes,
    "ballot_recused": lambda at: at.about.recused,
    "ballot_wanted": lambda at: wanted(at.about.present, at.about.recused, at.on, at.pack),
    "recusal_decides": _recusal_decides,
    "ballot_cast": lambda at: at.about.yes + at.about.no + at.about.abstained,
    "ballot_proxies": lambda at: at.about.proxies,
    "ballot_late": lambda at: at.about.late,
    "ballot_secret": lambda at: at.about.secret,
    "outcome_recorded": lambda at: at.about.passed is not None,
    "recorded_as_passed": lambda at: at.about.passed is True,
}
