"""Looks a route up and puts the days on it: due days, last workdays, the last day to post each public notice."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import msgspec

from desktop_app.domain.findings import Route, Station, Stop, Words
from desktop_app.policy.office_settings import stations
from desktop_app.policy.situation import Situation
from desktop_app.policy.tables import DeadlineRow, RouteRow, StopRow

#: Stations that stand for rules this program does not know.
OPEN = (Station.LOCAL_RULES,)
#: Days within which one workday surely falls: holidays last nine days at the most.
_ENOUGH = timedelta(days=10)


@dataclass(frozen=True)
class Routing:
    """A route with the rows it was made from."""

    at: Situation

    @cached_property
    def row(self) -> RouteRow | None:
        """The route row that fits; `None` while level, unit or review are undecided."""
        routes = self.at.pack.routes
        if not routes.decided.holds(self.at.facts):
            return None
        return next((each.row for each in routes.rows if each.when.holds(self.at.facts)), None)

    @cached_property
    def set_by_office(self) -> tuple[Station, ...]:
        """The stations an office entered in place of the row's."""
        row = self.row
        return stations(self.at.pack.settings[row.route_setting]) if row and row.route_setting else ()

    @cached_property
    def deadlines(self) -> tuple[tuple[int, DeadlineRow], ...]:
        """Which deadline falls on which stop, in the order of the stops; the first row for a stop wins."""
        found: dict[int, DeadlineRow] = {}
        for each in self.at.pack.deadlines:
            if each.when.holds(self.at.facts) and self._due(each.row) and self._stop_rows:
                found.setdefault(self._stop_of(each.row), each.row)
        return tuple(sorted(found.items(), key=lambda pair: pair[0]))

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        row = self.row
        dues = {index: self._due(deadline) for index, deadline in self.deadlines}
        postings = self._latest_postings(dues)
        clauses = {index: deadline.clause for index, deadline in self.deadlines}
        return tuple(
            Stop(
                station=stop.station,
                clause=clauses.get(index) or stop.clause or (row.clause if row else ""),
                due=dues.get(index),
                last_workday=self.at.pack.last_workday(dues.get(index)),
                public_notice=stop.public_notice,
                latest_posting=postings.get(index),
                note=stop.note,
            )
            for index, stop in enumerate(self._stop_rows)
        )

    @cached_property
    def route(self) -> Route:
        row = self.row
        if row is None:
            return self.at.pack.routes.undecided
        question = Words() if self.set_by_office or self._answered(row) else row.open_question
        return Route(stops=self.stops, clause=row.clause, open_question=question)

    def _answered(self, row: RouteRow) -> bool:
        return row.answered_by is not None and self.at.pack.settings[row.answered_by] is not None

    @property
    def open(self) -> bool:
        """Whether a part of the route is still for a local notice to say."""
        return any(stop.station in OPEN for stop in self.stops)

    @cached_property
    def _stop_rows(self) -> tuple[StopRow, ...]:
        row = self.row
        if row is None:
            return ()
        rows = row.stops
        if self.set_by_office:
            rows = tuple(
                StopRow(station=station, public_notice=index == 0) for index, station in enumerate(self.set_by_office)
            )
        if self.at.pack.setting_is("department_posts_notice", True):
            return tuple(
                msgspec.structs.replace(stop, public_notice=stop.public_notice or stop.station is Station.DEPARTMENT)
                for stop in rows
            )
        return rows

    def _stop_of(self, deadline: DeadlineRow) -> int:
        order = [stop.station for stop in self._stop_rows]
        return next((order.index(each) for each in deadline.stations if each in order), len(order) - 1)

    def _due(self, deadline: DeadlineRow) -> date | None:
        return deadline.on or self.at.pack.setting_date(deadline.setting)

    def _latest_postings(self, dues: dict[int, date | None]) -> dict[int, date]:
        """From the first dated stop backwards: each notice must be over before the papers move on."""
        calendar, days = self.at.pack.calendar, self.at.facts.value("notice_minimum_workdays")
        found: dict[int, date] = {}
        if not dues:
            return found
        first_dated = min(dues)
        limit = self.at.pack.last_workday(dues[first_dated])
        for index in range(first_dated - 1, -1, -1):
            if limit is None or not calendar.knows(limit - _ENOUGH * days):
                break
            if self._stop_rows[index].public_notice:
                limit = found[index] = calendar.latest_posting(limit, days)
        return found
