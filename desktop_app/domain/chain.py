"""Which desk signs at which station of a route, and where on the forms its opinion stands (六（一）1)."""

from collections.abc import Collection, Sequence

from desktop_app.domain.findings import Station
from desktop_app.domain.kinds import Desk

#: The stations a desk may stand for, the usual one first.
STATIONS: dict[Desk, tuple[Station, ...]] = {
    Desk.APPLICANT: (Station.APPLICANT,),
    Desk.UNIT: (Station.UNIT, Station.FIRST_CHECK, Station.OWN_COMMITTEE),
    Desk.DEPARTMENT: (Station.DEPARTMENT, Station.FIRST_CHECK),
    Desk.DISTRICT_HR: (Station.DISTRICT_HR, Station.FIRST_CHECK),
    Desk.CITY_HR: (Station.CITY_HR,),
    Desk.COMMITTEE_OFFICE: (
        Station.SENIOR_COMMITTEE_OFFICE,
        Station.COMMITTEE_OFFICE,
        Station.OWN_COMMITTEE,
        Station.REGION_CENTRE,
    ),
}
#: The field of `Opinions` in which a station's opinion is printed.
SLOTS: dict[Station, str] = {
    Station.UNIT: "unit",
    Station.FIRST_CHECK: "unit",
    Station.DEPARTMENT: "department",
    Station.DISTRICT_HR: "district_hr",
    Station.CITY_HR: "city_hr",
    Station.COMMITTEE_OFFICE: "committee_office",
    Station.SENIOR_COMMITTEE_OFFICE: "committee_office",
    Station.OWN_COMMITTEE: "committee_office",
    Station.REGION_CENTRE: "committee_office",
}


def station_of(desk: Desk, route: Sequence[Station], done: Collection[Station] = ()) -> Station:
    """The station of the route at which a desk signs next; its usual one where the route has none of them."""
    on_route = [one for one in route if one in STATIONS[desk]]
    left = [one for one in on_route if one not in done]
    return (left or on_route or list(STATIONS[desk]))[0]


def hands(desk: Desk, route: Sequence[Station], done: Collection[Station] = ()) -> tuple[Station, ...]:
    """All that a desk's next signature stands for: who does the first check and comes next as well signs once."""
    first = station_of(desk, route, done)
    after = route[route.index(first) + 1 :][:1] if first is Station.FIRST_CHECK and first in route else ()
    return (first, *(one for one in after if one in STATIONS[desk]))


def stood_for(route: Sequence[Station], signed: Sequence[Station]) -> tuple[Station, ...]:
    """What signatures stand for on a route with a first check (四（二）3); each is named by its desk's usual station.

    The first check is whoever may do it and has no other place on the route, else the desk that comes right after it.
    """
    if Station.FIRST_CHECK not in route or Station.FIRST_CHECK in signed:
        return tuple(signed)
    may = {stations[0] for stations in STATIONS.values() if Station.FIRST_CHECK in stations}
    by = next((one for one in signed if one in may and one not in route), None)
    if by is not None:
        return tuple(Station.FIRST_CHECK if one is by else one for one in signed)
    after = route[route.index(Station.FIRST_CHECK) + 1 :][:1]
    both = next((one for one in signed if one in may and one in after), None)
    return tuple(each for one in signed for each in ((Station.FIRST_CHECK, one) if one is both else (one,)))


def onward(desk: Desk, route: Sequence[Station]) -> Station | None:
    """The station after this desk's on the route; `None` at its end and where the desk is not on it."""
    places = [at for at, one in enumerate(route) if one in STATIONS[desk]]
    return route[places[-1] + 1] if places and places[-1] + 1 < len(route) else None
