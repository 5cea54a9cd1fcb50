"""What is under way and for how many days: sent and unanswered, come and unopened, taken in and not answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from desktop_app.core.clock import CHINA
from desktop_app.desk import courier, sealed_as
from desktop_app.desk.session import Session
from desktop_app.domain.marking import TERM_CEILING
from desktop_app.domain.records import Direction, PackageKind, PackageRecord, PackageState
from desktop_app.domain.transit import Arrived, Transit

#: What a desk answers with a receipt; for the others the way ends when they are handed over.
ANSWERED = (PackageKind.APPLICATION, PackageKind.FORWARD, PackageKind.RETURN, PackageKind.CORRECTION)


class WayStage(Enum):
    """Where something is that is not finished yet."""

    NO_STRIP = "no_strip"  # sealed, no strip on the bag
    TO_HAND_OVER = "to_hand_over"
    WAITS = "waits"  # under way, or there without an answer
    STRIP_WRONG = "strip_wrong"
    TO_OPEN = "to_open"
    TO_ANSWER = "to_answer"


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """One package that is not finished. `days` since the last step, `overdue` when its answer should be here."""

    package: str
    direction: Direction
    peer: str
    sequence: int
    applications: int
    stage: WayStage
    since: datetime
    days: int
    overdue: bool
    transit: Transit


def under_way(session: Session) -> tuple[OnTheWay, ...]:
    """Everything sent or come that waits for a hand; the oldest first."""
    known = {one.package: one for one in session.vault.transits.all()}
    settled, today = courier.terms(session), session.today()
    found = [
        _line_of(session, one, stage, known.get(one.id), settled, today)
        for one in session.vault.packages.all()
        if (stage := _stage(session, one, known.get(one.id))) is not None
    ]
    here = {one.package for one in found}
    opened = {one.id for one in session.vault.packages.all(Direction.IN)}
    found += [
        _unopened(one, one.arrived, today)
        for one in known.values()
        if one.arrived is not None and one.package not in opened and one.package not in here
    ]
    return tuple(sorted(found, key=lambda one: one.since))


def _stage(session: Session, record: PackageRecord, known: Transit | None) -> WayStage | None:
    if record.direction is Direction.IN:
        owed = record.state is PackageState.IMPORTED and record.kind in ANSWERED
        return WayStage.TO_ANSWER if owed else None
    if record.state is PackageState.VERIFIED:
        secret = sealed_as.of(session, record).marking.level in TERM_CEILING
        return WayStage.NO_STRIP if secret and not (known and known.strip) else WayStage.TO_HAND_OVER
    if record.state is PackageState.DELIVERED and record.kind in ANSWERED:
        return WayStage.WAITS
    return None


def _line_of(
    session: Session, record: PackageRecord, stage: WayStage, known: Transit | None, settled: courier.Terms, today: date
) -> OnTheWay:
    since = record.changed_at
    if known is not None and known.handed is not None and stage is WayStage.WAITS:
        since = known.handed.at
    elif stage in (WayStage.NO_STRIP, WayStage.TO_HAND_OVER):
        since = sealed_as.of(session, record).at
    days = (today - since.astimezone(CHINA).date()).days
    return OnTheWay(
        package=record.id,
        direction=record.direction,
        peer=record.peer_name,
        sequence=record.sequence,
        applications=len(record.applications),
        stage=stage,
        since=since,
        days=days,
        overdue=days > settled.receipt_days and stage in (WayStage.WAITS, WayStage.TO_ANSWER),
        transit=known or Transit(package=record.id),
    )


def _unopened(known: Transit, arrived: Arrived, today: date) -> OnTheWay:
    return OnTheWay(
        package=known.package,
        direction=Direction.IN,
        peer="",
        sequence=0,
        applications=0,
        stage=WayStage.STRIP_WRONG if arrived.wrong and not arrived.settled else WayStage.TO_OPEN,
        since=arrived.at,
        days=(today - arrived.at.astimezone(CHINA).date()).days,
        overdue=False,
        transit=known,
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """Numbers given out on all ways from here against what has become of each: nothing is left over, nothing lacks."""

    given_out: int
    here: int
    under_way: int
    answered: int
    refused: int
    void: int
    received: int
    to_answer: int

    @property
    def balanced(self) -> bool:
        return self.given_out == self.here + self.under_way + self.answered + self.refused + self.void


_HERE = (PackageState.SEALING, PackageState.WRITTEN, PackageState.VERIFIED)


def balance(session: Session) -> Balance:
    """The count of numbers comes from the ways' own counters, what became of them from the packages."""
    sent = session.vault.packages.all(Direction.OUT)
    came = session.vault.packages.all(Direction.IN)
    finished = [one for one in sent if one.state is PackageState.DELIVERED and one.kind not in ANSWERED]
    return Balance(
        given_out=session.vault.packages.numbers_given(),
        here=_count(sent, *_HERE),
        under_way=_count(sent, PackageState.DELIVERED) - len(finished),
        answered=_count(sent, PackageState.RECEIPTED) + len(finished),
        refused=_count(sent, PackageState.REFUSED),
        void=_count(sent, PackageState.VOID),
        received=len(came),
        to_answer=_count([one for one in came if one.kind in ANSWERED], PackageState.IMPORTED),
    )


def _count(records: Sequence[PackageRecord], *states: PackageState) -> int:
    return sum(one.state in states for one in records)
