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


def onward(desk: Desk, route: Sequence[Station]) -> Station | None:
    """The station after this desk's on the route; `None` at its end and where the desk is not on it."""
    places = [at for at, one in enumerate(route) if one in STATIONS[desk]]
    return route[places[-1] + 1] if places and places[-1] + 1 < len(route) else None
