"""Facts about papers that come in at an office: in time or late, by which hand, with which half."""

from collections.abc import Callable, Mapping
from datetime import date

from desktop_app.domain.findings import Station
from desktop_app.domain.kinds import Track
from desktop_app.domain.office_acts import Arrival
from desktop_app.policy.facttypes import FactType, day, flag, several, word
from desktop_app.policy.question import Question

TYPES: Mapping[str, FactType] = {
    "station": word(Station),
    "handed_by": word(Station),
    "on_route": flag(),
    "expected_from": word(Station),
    "hand_fits": flag(),
    "other_offices": several(),
    "received_on": day(),
    "received_later": flag(),
    "arrival_due": day(),
    "last_safe_day": day(),
    "arrival_due_passed": flag(),
    "arrived_late": flag(),
    "arrived_after_safe_day": flag(),
    "both_halves": flag(),
    "submitted_online": flag(),
    "papers_complete": flag(),
}

Asked = Question[Arrival]


def _expected_from(at: Asked) -> Station | None:
    """The hand right before this one on the route; nobody stands before the first."""
    route, station = at.about.route, at.about.station
    place = route.index(station) if station in route else 0
    return route[place - 1] if place else None


def _last_day(at: Asked) -> date | None:
    """The day up to which papers are in time: the notice's, or the next workday where an office says so (A9)."""
    due = at.about.due
    if due is not None and at.pack.setting_is("deadline_on_holiday", "after"):
        return at.pack.calendar.delivery(due, later=True) or due
    return due


def _last_safe_day(at: Asked) -> date | None:
    last = _last_day(at)
    return at.pack.calendar.delivery(last) or last if last is not None else None


def _after(first: date | None, second: date | None) -> bool:
    return first is not None and second is not None and first > second


def _both_halves(at: Asked) -> bool:
    """Reviewed on paper after filing online (四（二）4); who files classified files on paper alone (二（一）)."""
    arrival = at.about
    return arrival.track is not Track.CLASSIFIED and (arrival.track is not Track.ONLINE or arrival.entrusted_to_region)


DERIVATIONS: Mapping[str, Callable[[Asked], object]] = {
    "station": lambda at: at.about.station,
    "handed_by": lambda at: at.about.handed_by,
    "on_route": lambda at: at.about.station in at.about.route,
    "expected_from": _expected_from,
    "hand_fits": lambda at: at.about.handed_by is _expected_from(at),
    "other_offices": lambda at: at.about.other_offices,
    "received_on": lambda at: at.about.received_on,
    "received_later": lambda at: _after(at.about.received_on, at.on),
    "arrival_due": _last_day,
    "last_safe_day": _last_safe_day,
    "arrival_due_passed": lambda at: _after(at.on, _last_day(at)),
    "arrived_late": lambda at: _after(at.about.received_on, _last_day(at)),
    "arrived_after_safe_day": lambda at: _after(at.about.received_on, _last_safe_day(at)),
    "both_halves": _both_halves,
    "submitted_online": lambda at: at.about.submitted_online,
    "papers_complete": lambda at: at.about.papers_complete,
}
