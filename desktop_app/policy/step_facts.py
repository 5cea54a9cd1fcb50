"""Facts about one desk's step in the chain of review: its place, what was signed, which points are not ticked."""

from collections.abc import Callable, Mapping

from desktop_app.domain.findings import Station
from desktop_app.domain.office_acts import Step
from desktop_app.policy.checklists import ChecklistId
from desktop_app.policy.facttypes import FactType, day, flag, number, several, word
from desktop_app.policy.question import Question

TYPES: Mapping[str, FactType] = {
    "station": word(Station),
    "in_chain": flag(),
    "pledged": flag(),
    "missing_before": several(words=Station),
    "done_already": flag(),
    "in_order": flag(),
    "previous_on": day(),
    "before_previous": flag(),
    "how_chosen_given": flag("recommendation.how_chosen"),
    "conditions_given": flag("recommendation.conditions"),
    "notice_given": flag("recommendation.notice"),
    "committed": flag("recommendation.committed"),
    "opinion_given": flag(),
    "reviewer_given": flag(),
    "signed_on": day(),
    "signed_later": flag(),
    "sealed": flag(),
    "unit_due": flag(),
    "unit_unticked": several(),
    "unit_unticked_count": number(),
    "department_due": flag(),
    "department_unticked": several(),
    "department_unticked_count": number(),
    "area_due": flag(),
    "area_unticked": several(),
    "area_unticked_count": number(),
    "city_due": flag(),
    "city_unticked": several(),
    "city_unticked_count": number(),
    "committee_due": flag(),
    "committee_unticked": several(),
    "committee_unticked_count": number(),
}

Asked = Question[Step]


def _before(step: Step) -> tuple[Station, ...]:
    """The stations that sign before this one; the applicant's step is the pledge, which is asked by itself."""
    if step.station not in step.route:
        return ()
    earlier = step.route[: step.route.index(step.station)]
    return tuple(station for station in earlier if station is not Station.APPLICANT)


def _missing(at: Asked) -> tuple[str, ...]:
    return tuple(station.value for station in _before(at.about) if station not in at.about.done)


def _in_order(at: Asked) -> bool:
    """Whether those before signed in the order of the route."""
    places = [at.about.route.index(station) for station in at.about.done if station in at.about.route]
    return places == sorted(places)


def _before_previous(at: Asked) -> bool:
    signed, previous = at.about.opinion.on, at.about.previous_on
    return signed is not None and previous is not None and signed < previous


def _owes(which: ChecklistId) -> Callable[[Asked], bool]:
    return lambda at: at.pack.checklists[which].owed_in(at.about)


def _unticked(which: ChecklistId) -> Callable[[Asked], tuple[str, ...]]:
    def derive(at: Asked) -> tuple[str, ...]:
        return tuple(point.id for point in at.pack.checklists[which].point if point.id not in at.about.opinion.checked)

    return derive


def _unticked_count(which: ChecklistId) -> Callable[[Asked], int]:
    return lambda at: len(_unticked(which)(at))


DERIVATIONS: Mapping[str, Callable[[Asked], object]] = {
    "station": lambda at: at.about.station,
    "in_chain": lambda at: at.about.station in at.about.route,
    "pledged": lambda at: at.about.pledged,
    "missing_before": _missing,
    "done_already": lambda at: at.about.station in at.about.done,
    "in_order": _in_order,
    "previous_on": lambda at: at.about.previous_on,
    "before_previous": _before_previous,
    "how_chosen_given": lambda at: at.about.recommendation.how_chosen.strip() != "",
    "conditions_given": lambda at: at.about.recommendation.conditions.strip() != "",
    "notice_given": lambda at: at.about.recommendation.notice.strip() != "",
    "committed": lambda at: at.about.recommendation.committed,
    "opinion_given": lambda at: at.about.opinion.text.strip() != "",
    "reviewer_given": lambda at: at.about.opinion.reviewer.strip() != "",
    "signed_on": lambda at: at.about.opinion.on,
    "signed_later": lambda at: at.about.opinion.on is not None and at.about.opinion.on > at.on,
    "sealed": lambda at: at.about.opinion.sealed,
    **{f"{which.value}_due": _owes(which) for which in ChecklistId},
    **{f"{which.value}_unticked": _unticked(which) for which in ChecklistId},
    **{f"{which.value}_unticked_count": _unticked_count(which) for which in ChecklistId},
}
