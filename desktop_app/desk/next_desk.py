"""Which hand comes next for what is about to be sealed, by each filing's own route, and whether a desk is that hand."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import kept_packs
from desktop_app.desk.session import Session
from desktop_app.domain.chain import STATIONS, onward
from desktop_app.domain.findings import Station, Words, bilingual
from desktop_app.domain.kinds import Desk
from desktop_app.domain.words import words_of
from desktop_app.policy.routes import route


@dataclass(frozen=True, slots=True)
class Next:
    """Where a filing goes from here; no station at the end of its route and where the notice leaves that open."""

    application: ApplicationId
    name: str
    station: Station | None

    def fits(self, desk: Desk) -> bool:
        """Whether `desk` stands there, or nobody can say who does."""
        return self.station is None or self.station in STATIONS[desk]


def after_here(session: Session, applications: Iterable[ApplicationId]) -> list[Next]:
    """The next hand for each of those that were submitted."""
    return [found for one in applications if (found := _after(session, one)) is not None]


def astray(coming: Iterable[Next], desk: Desk) -> Words | None:
    """The question that is asked before filings are sealed for a desk where their routes do not go next."""
    wrong = [(one, one.station) for one in coming if one.station is not None and not one.fits(desk)]
    if not wrong:
        return None
    first, station = wrong[0]
    return bilingual(
        "“{name}”等 {count} 份的下一站是{station}，所选的是{desk}。请核对收件单位。",
        name=first.name,
        count=len(wrong),
        station=words_of(station),
        desk=words_of(desk),
    )


def _after(session: Session, application: ApplicationId) -> Next | None:
    version = session.vault.versions.latest(application)
    if version is None:
        return None
    pack = kept_packs.of_record(session, session.vault.applications.get(application)).pack
    stations = [stop.station for stop in route(version.content, pack).stops]
    station = onward(session.office.desk, stations)
    if session.office.desk is Desk.APPLICANT and Station.APPLICANT not in stations:
        station = next(iter(stations), None)
    known = station if any(station in some for some in STATIONS.values()) else None
    return Next(application, version.content.person.name, known)
