"""Where on a route each desk signs, and whose turn is next."""

from collections.abc import Collection

import pytest

from desktop_app.domain.chain import SLOTS, STATIONS, hands, onward, station_of, stood_for
from desktop_app.domain.findings import Station
from desktop_app.domain.kinds import Desk

LONG = (
    Station.APPLICANT,
    Station.UNIT,
    Station.DEPARTMENT,
    Station.CITY_HR,
    Station.SENIOR_COMMITTEE_OFFICE,
    Station.REGION_CENTRE,
)
#: A unit that does the first check as well.
TWICE = (Station.APPLICANT, Station.UNIT, Station.FIRST_CHECK, Station.COMMITTEE_OFFICE)


@pytest.mark.parametrize(
    ("desk", "route", "done", "station"),
    [
        (Desk.APPLICANT, LONG, (), Station.APPLICANT),
        (Desk.UNIT, LONG, (), Station.UNIT),
        (Desk.CITY_HR, LONG, (), Station.CITY_HR),
        (Desk.COMMITTEE_OFFICE, LONG, (), Station.SENIOR_COMMITTEE_OFFICE),
        (Desk.COMMITTEE_OFFICE, LONG, {Station.SENIOR_COMMITTEE_OFFICE}, Station.REGION_CENTRE),
        (Desk.UNIT, TWICE, (), Station.UNIT),
        (Desk.UNIT, TWICE, {Station.UNIT}, Station.FIRST_CHECK),
        (Desk.UNIT, TWICE, {Station.UNIT, Station.FIRST_CHECK}, Station.UNIT),  # signs anew after a return
        (Desk.DISTRICT_HR, LONG, (), Station.DISTRICT_HR),  # not on this route: its usual one
        (Desk.DEPARTMENT, (), (), Station.DEPARTMENT),
    ],
)
def test_a_desk_signs_at_its_first_station_that_is_not_done(
    desk: Desk, route: tuple[Station, ...], done: Collection[Station], station: Station
) -> None:
    assert station_of(desk, route, done) is station


@pytest.mark.parametrize(
    ("desk", "route", "after"),
    [
        (Desk.APPLICANT, LONG, Station.UNIT),
        (Desk.UNIT, LONG, Station.DEPARTMENT),
        (Desk.CITY_HR, LONG, Station.SENIOR_COMMITTEE_OFFICE),
        (Desk.COMMITTEE_OFFICE, LONG, None),  # the end of the route
        (Desk.UNIT, TWICE, Station.COMMITTEE_OFFICE),  # after the last of its stations, not between them
        (Desk.DISTRICT_HR, LONG, None),  # not on it
        (Desk.UNIT, (), None),
    ],
)
def test_what_a_desk_sends_on_goes_to_the_station_after_its_last(
    desk: Desk, route: tuple[Station, ...], after: Station | None
) -> None:
    assert onward(desk, route) is after


def test_every_station_but_the_applicants_has_its_desk_and_its_place_on_the_forms() -> None:
    assert {one for stations in STATIONS.values() for one in stations} == set(SLOTS) | {Station.APPLICANT}


#: Nobody stands over the unit: a first check, then the district (四（二）3).
FIRST = (Station.FIRST_CHECK, Station.DISTRICT_HR, Station.CITY_HR)


@pytest.mark.parametrize(
    ("desk", "route", "done", "meant"),
    [
        (Desk.DISTRICT_HR, FIRST, (), (Station.FIRST_CHECK, Station.DISTRICT_HR)),
        (Desk.DISTRICT_HR, FIRST, {Station.FIRST_CHECK}, (Station.DISTRICT_HR,)),
        (Desk.DEPARTMENT, FIRST, (), (Station.FIRST_CHECK,)),
        (Desk.UNIT, FIRST, (), (Station.FIRST_CHECK,)),
        (Desk.UNIT, TWICE, (), (Station.UNIT,)),
        (Desk.CITY_HR, LONG, (), (Station.CITY_HR,)),
    ],
)
def test_who_checks_first_and_comes_next_signs_once(
    desk: Desk, route: tuple[Station, ...], done: Collection[Station], meant: tuple[Station, ...]
) -> None:
    assert hands(desk, route, done) == meant


@pytest.mark.parametrize(
    ("signed", "meant"),
    [
        ((Station.UNIT,), (Station.FIRST_CHECK,)),
        ((Station.DEPARTMENT,), (Station.FIRST_CHECK,)),
        ((Station.DISTRICT_HR,), (Station.FIRST_CHECK, Station.DISTRICT_HR)),
        ((Station.UNIT, Station.DISTRICT_HR), (Station.FIRST_CHECK, Station.DISTRICT_HR)),
        ((Station.CITY_HR,), (Station.CITY_HR,)),
        ((), ()),
    ],
)
def test_what_signatures_stand_for_on_a_route_with_a_first_check(
    signed: tuple[Station, ...], meant: tuple[Station, ...]
) -> None:
    assert stood_for(FIRST, signed) == meant
    assert stood_for(LONG, signed) == signed
