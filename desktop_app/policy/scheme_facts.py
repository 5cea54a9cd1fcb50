"""Facts about the scheme of a review meeting: its eight contents and the last day to file it (六（三）1)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from desktop_app.domain.review_meeting import Scheme, SchemePart
from desktop_app.policy.facttypes import FactType, day, flag, several
from desktop_app.policy.question import Question

TYPES: Mapping[str, FactType] = {
    "meets_on": day(),
    "scheme_filed_on": day(),
    "scheme_latest": day(),
    "scheme_latest_passed": flag(),
    "scheme_parts_missing": several(words=SchemePart),
}


def _latest(at: Question[Scheme]) -> date | None:
    met, days = at.about.meets_on, int(at.facts.value("scheme_days_before"))
    if met is None:
        return None
    return met - timedelta(days=days) if met.toordinal() > days else date.min


def _passed(at: Question[Scheme]) -> bool:
    latest = _latest(at)
    return latest is not None and at.on > latest


DERIVATIONS: Mapping[str, Callable[[Question[Scheme]], Any]] = {
    "meets_on": lambda at: at.about.meets_on,
    "scheme_filed_on": lambda at: at.about.filed_on,
    "scheme_latest": _latest,
    "scheme_latest_passed": _passed,
    "scheme_parts_missing": lambda at: tuple(part.value for part in SchemePart if part not in at.about.parts),
}
