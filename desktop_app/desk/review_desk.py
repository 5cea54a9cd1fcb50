"""This desk's step in the chain of review (六（一）1): what waits, the checklist, the earlier steps, the signature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import (
    held_notices,
    kept_packs,
    known_desks,
    office_findings,
    own_keys,
    reviewed,
    reviews,
    step_proofs,
)
from desktop_app.desk.check import assess
from desktop_app.desk.session import Session
from desktop_app.desk.step_proofs import Proof
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Opinion, PublicNotice, Recommendation
from desktop_app.domain.audit import Act
from desktop_app.domain.chain import SLOTS, STATIONS, hands, station_of, stood_for
from desktop_app.domain.findings import Finding, Route, Station, Verdict, Words, bilingual
from desktop_app.domain.kinds import Desk
from desktop_app.domain.office_acts import Step
from desktop_app.domain.records import ApplicationRecord, Version
from desktop_app.domain.review_work import PointAnswer, ReviewWork
from desktop_app.domain.status import Status
from desktop_app.domain.version_changes import changed_paths
from desktop_app.domain.words import words_of
from desktop_app.policy import check
from desktop_app.policy.pack import Pack
from desktop_app.policy.routes import route
from desktop_app.policy.subject import Subject

__all__ = ["PointAnswer", "ReviewWork"]

#: Where an application is while an office may sign it: what came in, and what it typed for somebody from paper.
_HERE = (Status.SUBMITTED, Status.SEALED, Status.RECEIVED)


@dataclass(frozen=True, slots=True)
class EarlierStep:
    """One step before this desk's. `current` says that it is about the version that lies here now."""

    station: Station
    name: str
    opinion: Opinion
    remarks: tuple[PointAnswer, ...]
    proof: Proof
    current: bool
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PointAsked:
    """One point of the desk's checklist, with its clause."""

    point: str
    says: Words
    clause: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a filing stands in its chain at this desk."""

    application: ApplicationId
    content: Application  # with every opinion so far in its place
    version: Version
    pack: Pack  # that it is judged by
    route: Route
    station: Station
    earlier: tuple[EarlierStep, ...]

    @property
    def stops(self) -> tuple[Station, ...]:
        """Every station from the applicant's on."""
        others = (stop.station for stop in self.route.stops if stop.station is not Station.APPLICANT)
        return (Station.APPLICANT, *others)


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """Everything an officer needs to take this desk's step."""

    application: ApplicationId
    content: Application  # with every opinion so far in its place
    version: Version
    pack: Pack  # that it is judged by
    status: Status
    station: Station
    route: Route
    earlier: tuple[EarlierStep, ...]
    points: tuple[PointAsked, ...]
    work: ReviewWork
    signed: bool
    may_sign: bool
    step: tuple[Finding, ...]  # what the rules say to the step as it is filled in
    about: tuple[Finding, ...]  # what they say against the application itself
    point_words: Mapping[str, Words]
    changed: tuple[str, ...] = ()  # fields that differ from the version before, where one lies here
    also: tuple[Station, ...] = ()  # the stations after `station` for which the same signature stands

    @property
    def hands(self) -> tuple[Station, ...]:
        """All the stations for which this desk signs."""
        return (self.station, *self.also)


def placed(session: Session, application: ApplicationId) -> Placed:
    """Where one application stands, the rules not asked yet. Raises `Fault(NOT_SUBMITTED)`."""
    return _placed(session, session.vault.applications.get(application))


def _placed(session: Session, record: ApplicationRecord) -> Placed:
    version = session.vault.versions.latest(record.id)
    if version is None:
        raise Fault(Code.NOT_SUBMITTED)
    steps = reviews.chain(session, record.id)
    content = reviewed.laid_over(session, version, steps)
    pack = kept_packs.of_record(session, record).pack
    earlier = _earlier(session, version, steps)
    at = Placed(record.id, content, version, pack, route(content, pack), Station.APPLICANT, earlier)
    return replace(at, station=station_of(session.office.desk, at.stops, stood_for(at.stops, _done(earlier))))


def open_(session: Session, application: ApplicationId, work: ReviewWork | None = None) -> ReviewCase:
    """One application as this desk reviews it; with `work` as if that were filled in. Raises `Fault(NOT_SUBMITTED)`."""
    record = session.vault.applications.get(application)
    at = _placed(session, record)
    content, version, earlier, station, stops = at.content, at.version, at.earlier, at.station, at.stops
    pack = at.pack
    answer = assess(content, session.today(), pack, session.office.desk, session.office.name)
    own = _own(session, version)
    filled = work or _filled_in(session, version) or _begun(session, content)
    step = _step(session, content, version, station, stops, earlier, filled)
    return ReviewCase(
        application=application,
        content=content,
        version=version,
        pack=pack,
        status=record.status,
        station=station,
        route=answer.route,
        earlier=earlier,
        points=_points(pack, step),
        work=filled,
        signed=own is not None,
        may_sign=record.status in _HERE and reviewed.takes_steps(session.office.desk),
        step=check.findings_about(Subject.STEP, step, session.today(), pack),
        about=(
            *office_findings.about(session, application, content),
            *(one for one in answer.findings if one.verdict not in (Verdict.PASS, Verdict.INFO)),
        ),
        point_words={p.id: p.says.words() for each in pack.checklists.values() for p in each.point},
        changed=_changed(session, version),
        also=step.also,
    )


def _changed(session: Session, version: Version) -> tuple[str, ...]:
    earlier = [one for one in session.vault.versions.of(version.application) if one.number < version.number]
    return changed_paths(earlier[-1].content, version.content) if earlier else ()


def _filled_in(session: Session, version: Version) -> ReviewWork | None:
    """What was kept of this step. A later version is on other paper: its seal and its day are still to come."""
    kept = session.vault.work.reviews.get(version.application)
    if kept is None or kept.version in ("", version.digest):
        return kept
    return structs.replace(kept, sealed=False, on=session.today(), version=version.digest)


def _begun(session: Session, content: Application) -> ReviewWork:
    """What a step begins with: the officer and, at the unit, the recommendation that was typed already."""
    recommendation = content.recommendation
    if session.office.desk is Desk.UNIT and not recommendation.notice:
        recommendation = structs.replace(recommendation, notice=reviewed.notice_words(content.public_notice))
    typed = content.opinions.unit if session.office.desk is Desk.UNIT else Opinion()
    return ReviewWork(
        text=typed.text,
        reviewer=typed.reviewer or session.user,
        on=session.today(),
        recommendation=recommendation,
    )


def _own(session: Session, version: Version) -> reviews.SignedReview | None:
    """This desk's signature on the version, where it says something and nothing has come since that it must say."""
    own = own_keys.key_ids(session)
    for one in reversed(reviews.chain(session, version.application)):
        if one.review.digest == version.digest and one.review.kid in own:
            return one if one.review.opinion.text and not _outdated(session, one) else None
    return None


def _outdated(session: Session, one: reviews.SignedReview) -> bool:
    return session.office.desk is Desk.UNIT and reviewed.outdated(one.review, held_notices.conclusions(session))


def _earlier(session: Session, version: Version, steps: Sequence[reviews.SignedReview]) -> tuple[EarlierStep, ...]:
    known = known_desks.read(session)
    found = [
        EarlierStep(
            station=STATIONS[one.review.desk][0],
            name=one.review.name,
            opinion=one.review.opinion,
            remarks=one.review.remarks,
            proof=step_proofs.of_step(known, one),
            current=one.review.digest == version.digest,
            digest=one.digest,
        )
        for one in steps
        if one.review.kid not in known.own and (one.review.opinion.text or one.review.opinion.reviewer)
    ]
    return (*_on_paper(session, version, {SLOTS.get(one.station, "") for one in found}), *found)


def _on_paper(session: Session, version: Version, signed: set[str]) -> list[EarlierStep]:
    """Opinions that stand in the version and that nobody signed by key: those of desks that work on paper."""
    here = {SLOTS.get(one, "") for one in STATIONS[session.office.desk]}
    made = []
    for station in (Station.UNIT, Station.DEPARTMENT, Station.DISTRICT_HR, Station.CITY_HR):
        slot = SLOTS[station]
        opinion = getattr(version.content.opinions, slot)
        if slot not in signed | here and opinion.text and opinion.reviewer and opinion.on:
            made.append(EarlierStep(station, "", opinion, (), Proof.ON_PAPER, True))
    return made


def _done(earlier: Sequence[EarlierStep]) -> tuple[Station, ...]:
    """The stations that signed this very version; a step on an older one has to be taken anew."""
    good = [one.station for one in earlier if one.current and one.proof.counts]
    return tuple(dict.fromkeys(good))


def _step(
    session: Session,
    content: Application,
    version: Version,
    station: Station,
    route: tuple[Station, ...],
    earlier: Sequence[EarlierStep],
    work: ReviewWork,
) -> Step:
    done = stood_for(route, _done(earlier))
    days = [one.opinion.on for one in earlier if one.current and one.opinion.on is not None]
    return Step(
        station=station,
        route=route,
        affiliation=content.unit.affiliation,
        pledged=version.content.pledge.signed,
        also=hands(session.office.desk, route, done)[1:],
        done=done,
        previous_on=max(days, default=None),
        opinion=work.opinion(),
        recommendation=work.recommendation if session.office.desk is Desk.UNIT else content.recommendation,
    )


def _points(pack: Pack, step: Step) -> tuple[PointAsked, ...]:
    return tuple(
        PointAsked(point.id, point.says.words(), each.clause)
        for each in pack.checklists.values()
        if each.owed_in(step)
        for point in each.point
    )


def keep(session: Session, application: ApplicationId, work: ReviewWork) -> None:
    """Keep what was filled in so far; nothing is signed. Raises `Fault(FIELD_*)`."""
    exchange.require_sound(work)
    work = structs.replace(work, version=session.vault.versions.latest_digest(application))
    if session.vault.work.reviews.get(application) == work:
        return
    with session.vault.act(Act.REVIEW_KEPT, {"application": application}):
        session.vault.work.reviews.put(application, work)


def open_points(case: ReviewCase) -> tuple[Finding, ...]:
    """What keeps the step from being signed."""
    return check.blocking(case.step)


def sign(session: Session, application: ApplicationId, work: ReviewWork) -> str:
    """Take the step: opinion, answers, officer, day, seal, under this desk's key. The digest of what was signed.

    Raises `Fault(REVIEW_NOT_HERE)`, `Fault(REVIEW_OPEN)` with the first of what is missing, `Fault(REVIEW_POSTS)` where
    the posts set apart would be exceeded (五（四）1).
    """
    keep(session, application, work)
    case = open_(session, application, work)
    require_ready(session, case)
    unit = session.office.desk is Desk.UNIT
    said = reviews.Said(
        opinion=work.opinion(),
        remarks=work.remarks,
        recommendation=work.recommendation if unit else Recommendation(),
        public_notice=case.content.public_notice if unit else PublicNotice(),
    )
    return reviews.sign(session, application, said).digest


def require_ready(session: Session, case: ReviewCase) -> None:
    """Nothing keeps this step from being signed. Raises what `sign` raises."""
    if not case.may_sign:
        raise Fault(Code.REVIEW_NOT_HERE, status=words_of(case.status))
    if missing := open_points(case):
        raise Fault(Code.REVIEW_OPEN, count=len(missing), first=missing[0].says)
    if (overdrawn := office_findings.stops(session, case.application)) is not None:
        raise Fault(Code.REVIEW_POSTS, says=overdrawn.says, mend=overdrawn.mend, clause=overdrawn.clause)


def require_signed(session: Session, version: Version) -> None:
    """Nothing goes on without this desk's step (六（一）1). Raises `Fault(REVIEW_OPEN)`."""
    if _own(session, version) is not None:
        return
    missing = open_points(open_(session, version.application))
    first = missing[0].says if missing else bilingual("本级还没有签署。")
    raise Fault(Code.REVIEW_OPEN, count=max(1, len(missing)), first=first)


def require_opinion(session: Session, version: Version) -> None:
    """What a unit recommends, or an office checks first, bears its officer, opinion and day, signed here or on paper.

    六（一）1, 四（二）3. Raises `Fault(REVIEW_OPEN)`.
    """
    said = version.content.opinions.unit
    if reviewed.takes_steps(session.office.desk) and not (said.text and said.reviewer and said.on):
        stops = placed(session, version.application).stops
        if station_of(session.office.desk, stops) in (Station.UNIT, Station.FIRST_CHECK):
            require_signed(session, version)


def days_left(session: Session, case: ReviewCase) -> int | None:
    """Days until the papers must be at the next station, by workdays that offices are open on."""
    stop = next_stop(case)
    last: date | None = stop[1] if stop else None
    return (last - session.today()).days if last else None


def next_stop(case: ReviewCase) -> tuple[Station, date | None] | None:
    """Where the papers go from here, and by when."""
    stations = [stop.station for stop in case.route.stops]
    here = case.hands[-1]
    if here not in stations or here is stations[-1]:
        return None
    stop = case.route.stops[stations.index(here) + 1]
    return stop.station, stop.last_workday or stop.due
