"""Facts about a committee and its experts before a meeting (五（二）, 六（二）, 40号令); experts by number only."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from desktop_app.domain.review_meeting import Breadth, Committee, Expert, ReviewMode
from desktop_app.policy.facttypes import FactType, day, flag, number, several, text, word
from desktop_app.policy.question import Question
from desktop_app.policy.years import anniversary

TYPES: Mapping[str, FactType] = {
    "meets_on": day(),
    "task_given": flag(),
    "series_in_scope": flag(),
    "levels_in_scope": flag(),
    "standard_kept": flag(),
    "registration_from": day(),
    "registration_to": day(),
    "registration_dated": flag(),
    "registration_in_force": flag(),
    "registration_longest": day(),
    "review_mode": word(ReviewMode),
    "consent_on": day(),
    "consent_number": text(),
    "pool_cleaned_on": day(),
    "pool_reported_on": day(),
    "pool_report_number": text(),
    "for_enterprises": flag(),
    "private_experts": number(),
    "private_experts_wanted": number(),
    "experts_kept_unreasoned": several(),
    "experts_kept_reasoned": several(),
    "members_undrawn": several(),
    "self_reviewing_unit": flag(),
    "self_reviewing_named": flag(),
    "committee_size": number(),
    "committee_odd": flag(),
    "committee_senior": flag(),
    "committee_smallest": number(),
    "size_consent_number": text(),
    "external_members": number(),
    "external_wanted": number(),
    "experts_without_term": several(),
    "experts_term_too_long": several(),
    "experts_out_of_term": several(),
    "plan_changed": flag(),
    "change_decided_on": day(),
    "change_announced_on": day(),
}


def share(of: int, parts: int, whole: int) -> int:
    """The smallest number that is at least `parts`/`whole` of `of`, in whole numbers."""
    return -(-of * parts // whole)


def in_scope(committee: Committee) -> bool:
    """Whether series and specialty of the task are among those the committee was approved for."""
    registered, task = committee.registered, committee.task
    fits = not registered.specialties or task.specialty in registered.specialties
    return task.series in registered.series and fits


def served_before(expert: Expert, year: int, years: int) -> bool:
    """Whether the expert took part in every one of the last `years` years before `year`."""
    return set(range(year - years, year)) <= set(expert.served)


def _kept(at: Question[Committee], *, reasoned: bool) -> tuple[str, ...]:
    year = (at.about.meets_on or at.on).year
    years = int(at.facts.value("expert_years_running"))
    rows = (row for row in at.about.members if served_before(row, year, years))
    return _numbers(row for row in rows if bool(row.kept_reason.strip()) is reasoned)


def _in_force(at: Question[Committee]) -> bool:
    registered, met = at.about.registered, at.about.meets_on
    if met is None or registered.valid_from is None or registered.valid_to is None:
        return False
    return registered.valid_from <= met <= registered.valid_to


def _longest(at: Question[Committee]) -> date | None:
    """The same day so many years on: a period counted from the day after its start ends on it."""
    start = at.about.registered.valid_from
    return anniversary(start, int(at.facts.value("committee_longest_years"))) if start else None


def _smallest(at: Question[Committee]) -> int:
    wide = at.about.breadth is Breadth.SERIES
    return int(at.facts.value("senior_committee_series" if wide else "senior_committee_specialty"))


def _term_too_long(at: Question[Committee]) -> tuple[str, ...]:
    years = int(at.facts.value("expert_term_years"))
    dated = ((row, row.term_from, row.term_to) for row in at.about.members)
    return _numbers(row for row, first, last in dated if first and last and last > anniversary(first, years))


def _out_of_term(at: Question[Committee]) -> tuple[str, ...]:
    met = at.about.meets_on or at.on
    dated = ((row, row.term_from, row.term_to) for row in at.about.members)
    return _numbers(row for row, first, last in dated if first and last and not first <= met <= last)


def _external(committee: Committee) -> int:
    """Members known to be of another unit; one whose unit is not recorded is not counted."""
    return sum(1 for row in committee.members if row.unit and row.unit != committee.unit)


def _external_wanted(at: Question[Committee]) -> int:
    parts, whole = (int(at.facts.value(f"external_{name}")) for name in ("parts", "whole"))
    return share(len(at.about.members), parts, whole)


def private_wanted(at: Question[Committee]) -> int:
    """By the percentage an office has entered; the notice names none (六（二）1)."""
    return share(len(at.about.pool.experts), int(at.facts.value("private_expert_percent") or 0), 100)


def _numbers(experts: Iterable[Expert]) -> tuple[str, ...]:
    return tuple(sorted(row.id for row in experts))


DERIVATIONS: Mapping[str, Callable[[Question[Committee]], Any]] = {
    "meets_on": lambda at: at.about.meets_on,
    "task_given": lambda at: bool(at.about.task.series and at.about.task.levels and at.about.task.standard),
    "series_in_scope": lambda at: in_scope(at.about),
    "levels_in_scope": lambda at: set(at.about.task.levels) <= set(at.about.registered.levels),
    "standard_kept": lambda at: at.about.task.standard == at.about.registered.standard,
    "registration_from": lambda at: at.about.registered.valid_from,
    "registration_to": lambda at: at.about.registered.valid_to,
    "registration_dated": lambda at: bool(at.about.registered.valid_from and at.about.registered.valid_to),
    "registration_in_force": _in_force,
    "registration_longest": _longest,
    "review_mode": lambda at: at.about.mode,
    "consent_on": lambda at: at.about.consent_on,
    "consent_number": lambda at: at.about.consent_number.strip(),
    "pool_cleaned_on": lambda at: at.about.pool.cleaned_on,
    "pool_reported_on": lambda at: at.about.pool.reported_on,
    "pool_report_number": lambda at: at.about.pool.report_number.strip(),
    "for_enterprises": lambda at: at.about.enterprises,
    "private_experts": lambda at: sum(row.private_firm for row in at.about.pool.experts),
    "private_experts_wanted": private_wanted,
    "experts_kept_unreasoned": lambda at: _kept(at, reasoned=False),
    "members_undrawn": lambda at: tuple(sorted(at.about.undrawn)),
    "experts_kept_reasoned": lambda at: _kept(at, reasoned=True),
    "self_reviewing_unit": lambda at: at.about.self_reviewing,
    "self_reviewing_named": lambda at: at.about.unit.strip() != "",
    "committee_size": lambda at: len(at.about.members),
    "committee_odd": lambda at: len(at.about.members) % 2 == 1,
    "committee_senior": lambda at: any(level.senior for level in at.about.task.levels),
    "committee_smallest": _smallest,
    "size_consent_number": lambda at: at.about.size_consent.strip(),
    "external_members": lambda at: _external(at.about),
    "external_wanted": _external_wanted,
    "experts_without_term": lambda at: _numbers(
        row for row in at.about.members if row.term_from is None or row.term_to is None
    ),
    "experts_term_too_long": _term_too_long,
    "experts_out_of_term": _out_of_term,
    "plan_changed": lambda at: at.about.plan_changed,
    "change_decided_on": lambda at: at.about.change_decided_on,
    "change_announced_on": lambda at: at.about.change_announced_on,
}
