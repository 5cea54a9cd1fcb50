"""A filing under review with everything that speaks against it: its arrival here, the notices given, the registers."""

from dataclasses import replace
from datetime import date

from desktop_app.core.clock import CHINA
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import duplicates, returns, review_desk
from desktop_app.desk.review_desk import Placed, ReviewCase, ReviewWork
from desktop_app.desk.session import Session
from desktop_app.domain.chain import hands
from desktop_app.domain.findings import Finding, Station, Verdict
from desktop_app.domain.kinds import Track
from desktop_app.domain.office_acts import Arrival
from desktop_app.domain.records import PackageRecord
from desktop_app.policy import check
from desktop_app.policy.subject import Subject

#: What can be told from the package alone; whether both halves are there the application's own rules say.
_OF_ARRIVAL = ("R027", "R032")


def opened(session: Session, application: ApplicationId, work: ReviewWork | None = None) -> ReviewCase:
    """The case as an officer sees it."""
    case = review_desk.open_(session, application, work)
    told = returns.findings(session, application) if returns.given(session, application) else ()
    more = [one for one in (*arrival(session, case), *told) if one.verdict is not Verdict.PASS]
    return replace(case, about=(*more, *case.about))


def arrival(session: Session, case: Placed | ReviewCase) -> tuple[Finding, ...]:
    """Whether it came in time and from the right hand (三（四）4, 四); nothing for what was written here."""
    if case.station in (Station.UNIT, Station.FIRST_CHECK):
        return ()  # the notice sets the first hand no day, and nobody stands before it but the applicant
    package = _first(session, case.application)
    contact = session.vault.contacts.get_by_key(package.peer) if package else None
    if package is None or contact is None:
        return ()
    stations = (Station.APPLICANT, *(s.station for s in case.route.stops if s.station is not Station.APPLICANT))
    about = Arrival(
        station=case.station,
        handed_by=hands(contact.card.desk, stations)[-1],
        route=stations,
        received_on=package.changed_at.astimezone(CHINA).date(),
        due=due(case),
        track=case.content.filing.track or Track.OTHER_PAPER,
        entrusted_to_region=case.content.filing.entrusted_to_region,
        other_offices=duplicates.other_offices(session, case.application, case.content),
    )
    found = check.findings_about(Subject.ARRIVAL, about, session.today(), case.pack)
    return tuple(one for one in found if one.rule in _OF_ARRIVAL)


def _first(session: Session, application: ApplicationId) -> PackageRecord | None:
    """The package that brought it first: what is mended comes again and is not late for that."""
    return min(returns.brought_by(session, application), key=lambda package: package.id, default=None)


def due(case: Placed | ReviewCase) -> date | None:
    """The day by which the notice wants it here; `None` where a notice of its own says so."""
    stop = next((one for one in case.route.stops if one.station is case.station), None)
    return stop.due if stop else None
