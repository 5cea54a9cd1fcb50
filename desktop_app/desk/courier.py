"""Packages on their way: the strip on the bag, handing over, arriving. `under_way` says what is not finished.

One bag holds what lies on one medium for one desk, so a strip and a hand-over count for all of it.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import PackageId
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.desk import carrier_media, contacts, lying, own_keys, sealed_as
from desktop_app.desk.quarantine import refused
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.inventory import key
from desktop_app.domain.marking import TERM_CEILING
from desktop_app.domain.records import Direction, PackageRecord, PackageState
from desktop_app.domain.transit import (
    Arrived,
    Handed,
    Strip,
    Transit,
    Way,
    require_carriers,
    require_unbroken,
)
from desktop_app.domain.words import words_of
from desktop_app.sealing import reader
from desktop_app.sealing.checks import SealHead

__all__ = [
    "DAYS", "MOST_DAYS", "Bag", "Terms", "Way", "Witnessed", "arrive", "change_terms", "hand_over", "of", "put_strip",
    "require_arrived", "require_may_open", "require_usable", "sealed_in", "seen_strip", "settle", "terms",
]  # fmt: skip

_SETTING = "courier.terms"
#: An answer is owed within so many days unless the office settles another number.
DAYS = 7
MOST_DAYS = 60
_NUMBER, _NAME, _GROUND = 20, 60, 200


@dataclass(frozen=True, slots=True)
class Terms:
    """After how many days a receipt is overdue, and whether nothing is opened before its arrival was entered."""

    receipt_days: int = DAYS
    arrivals_first: bool = False


def terms(session: Session) -> Terms:
    """What the office has settled; what is unreadable or out of bounds is the default."""
    kept = session.vault.settings.get(_SETTING, {})
    days = kept.get("receipt_days")
    fits = isinstance(days, int) and not isinstance(days, bool) and 1 <= days <= MOST_DAYS
    return Terms(days if fits else DAYS, kept.get("arrivals_first") is True)


def change_terms(session: Session, wanted: Terms) -> None:
    """Settle other terms. Raises `Fault(ARGUMENT)` for days out of bounds."""
    if not 1 <= wanted.receipt_days <= MOST_DAYS:
        raise Fault(Code.ARGUMENT, detail=f"{wanted.receipt_days} (1-{MOST_DAYS})")
    if wanted == terms(session):
        return
    said = {"receipt_days": wanted.receipt_days, "arrivals_first": wanted.arrivals_first}
    with session.vault.act(
        Act.SETTINGS_CHANGED, {"setting": _SETTING, **{name: str(value) for name, value in said.items()}}
    ):
        session.vault.settings.put(_SETTING, said)


def of(session: Session, package: str) -> Transit:
    """What is known of a package's way."""
    return session.vault.transits.get(package) or Transit(package=package)


def sealed_in(number: str) -> str:
    """A strip's number as a seal names it. Raises `Fault(STRIP_NUMBER)`."""
    return _number(number) if number.strip() else ""


def require_usable(session: Session, number: str) -> None:
    """Before a package is written: whether the strip that an officer named may close its bag.

    Raises `Fault(STRIP_NUMBER | STRIP_TAKEN)`: one that closes a bag on whose medium more is put is entered afterwards.
    """
    if number.strip():
        _require_free(session, _number(number), set())


def put_strip(session: Session, package: PackageId, number: str, reason: str = "") -> Transit:
    """Enter the strip that closes the bag with this package and all else on its medium for the same desk.

    Raises `Fault(STRIP_TAKEN)` for a strip that closes another bag under way, `Fault(STRIP_REASON)` where one is
    replaced without saying why, `Fault(PACKAGE_STATE)` for a package that is not proved on its medium or already gone.
    """
    record = session.vault.packages.get(package)
    _require_here(record)
    wanted, ground = _number(number), _line(reason, _GROUND)
    bag = _bag(session, record)
    _require_free(session, wanted, {one.id for one in bag})
    if not ground and any(of(session, one.id).strip not in ("", wanted) for one in bag):
        raise Fault(Code.STRIP_REASON)
    now = session.clock.now()
    with session.vault.act(Act.STRIP_SET, {"package": package, "packages": str(len(bag))}):
        for one in bag:
            known = of(session, one.id)
            if known.strip != wanted:
                strip = Strip(number=wanted, at=now, by=session.user, reason=ground)
                _keep(session, structs.replace(known, strips=(*known.strips, strip)))
    return of(session, package)


def _require_free(session: Session, number: str, own: set[PackageId]) -> None:
    """A strip is used once: it closes no other bag, under way or gone."""
    for other in session.vault.transits.all():
        if other.package not in own and any(strip.number == number for strip in other.strips):
            raise Fault(Code.STRIP_TAKEN, strip=number)


@dataclass(frozen=True, slots=True)
class Bag:
    """How it goes out."""

    way: Way
    first: str
    second: str = ""


def hand_over(session: Session, package: PackageId, bag: Bag) -> PackageRecord:
    """The bag left the house, in two people's hands or the confidential service's.

    Raises `Fault(STRIP_NEEDED)` for a classified medium whose bag has no strip yet, `Fault(TRANSIT_NAMES)`,
    `Fault(PACKAGE_STATE)`.
    """
    record = session.vault.packages.get(package)
    _require_here(record)
    first, second = _line(bag.first, _NAME), _line(bag.second, _NAME)
    require_carriers(bag.way, first, second)
    if sealed_as.of(session, record).marking.level in TERM_CEILING and not of(session, package).strip:
        raise Fault(Code.STRIP_NEEDED)
    handed = Handed(way=bag.way, first=first, second=second, at=session.clock.now(), by=session.user)
    with ExitStack() as whole:  # each joins the first one's transaction: no half of a bag leaves the house
        for one in _bag(session, record):
            whole.enter_context(session.vault.act(Act.DELIVERED, {"package": one.id, "way": bag.way.value}))
            session.vault.packages.set_state(one.id, PackageState.DELIVERED)
            known = structs.replace(of(session, one.id), handed=handed)
            _keep(session, known)
            carrier_media.delivered(session, one.id, _carried_to(one, handed), _carried_by(handed, known.strip))
    return session.vault.packages.get(package)


def _carried_to(record: PackageRecord, handed: Handed) -> str:
    return f"{record.peer_name}（{'、'.join(name for name in (handed.first, handed.second) if name)}）"[:_GROUND]


def _carried_by(handed: Handed, strip: str) -> str:
    said = words_of(handed.way).zh
    return f"{said}，封签{strip}" if strip else said


def _bag(session: Session, record: PackageRecord) -> list[PackageRecord]:
    """The package and whatever else lies on its medium for the same desk and is still here."""
    here = session.vault.packages.all(Direction.OUT)
    beside = [
        one
        for one in here
        if one.medium and one.medium == record.medium and one.peer == record.peer and one.state is PackageState.VERIFIED
    ]
    return beside or [record]


def _require_here(record: PackageRecord) -> None:
    if record.direction is not Direction.OUT or record.state is not PackageState.VERIFIED:
        raise Fault(Code.PACKAGE_STATE, state=words_of(record.state))


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What was seen when a bag came: the number on its strip, and the number that the label or slip says.

    `said` may be empty where every package in the bag names its strip in its seal; `intact` is `None` where nobody
    said whether the strip is whole.
    """

    bag: str
    said: str
    intact: bool | None
    first: str
    second: str = ""


def arrive(session: Session, folder: Path, seen: Witnessed) -> tuple[Transit, ...]:
    """Enter a bag's arrival before what is in it is opened: for every package for this desk that `folder` holds.

    Raises `Fault(STRIP_MISMATCH | STRIP_BROKEN)` after keeping it: the packages stay shut until `settle`; before that
    `Fault(STRIP_UNSEEN)` where nobody looked;
    `Fault(NOTHING_ARRIVED)` where nothing for this desk lies unopened, `Fault(TRANSIT_NAMES)`, and the reader's.
    """
    heads = _unopened(session, folder)
    first, second = _line(seen.first, _NAME), _line(seen.second, _NAME)
    if not first:
        raise Fault(Code.TRANSIT_NAMES)
    if seen.intact is None:
        raise Fault(Code.STRIP_UNSEEN)
    for head in heads:
        require_unbroken(session.vault.transits.get(head.package_id))  # what was wrong is not entered away
    bag, now = _number(seen.bag), session.clock.now()
    # without the slip, the strip that the sender signed into every one of them will do
    said = _number(seen.said) if seen.said.strip() or not all(head.strip for head in heads) else ""
    with ExitStack() as whole:  # nor does half of one arrive
        for head in heads:
            arrived = Arrived(
                bag=bag,
                said=said,
                sealed=head.strip,
                intact=seen.intact,
                first=first,
                second=second,
                at=now,
                by=session.user,
            )
            strip = "wrong" if arrived.wrong else "sound"
            objects = {"package": head.package_id, "seal": head.seal_digest, "strip": strip}
            whole.enter_context(session.vault.act(Act.ARRIVED, objects))
            _keep(session, structs.replace(of(session, head.package_id), arrived=arrived))
    known = tuple(of(session, head.package_id) for head in heads)
    for one in known:
        require_unbroken(one)
    return known


def _unopened(session: Session, folder: Path) -> list[SealHead]:
    contacts.ensure_identity(session)
    own = own_keys.key_ids(session)
    opened = {one.id for one in session.vault.packages.all()}
    heads = lying.readable(folder)
    found = [head for head in heads if not own.isdisjoint(head.recipients) and head.package_id not in opened]
    if not found:
        raise Fault(Code.NOTHING_ARRIVED)
    return found


def settle(session: Session, package: str, ground: str, approved_by: str) -> Transit:
    """Somebody who may decide lets a bag be opened although its strip was wrong; ground and name are kept.

    Raises `Fault(STRIP_SOUND)` where nothing is wrong, `Fault(STRIP_REASON)` without ground or name.
    """
    known = of(session, package)
    said, name = _line(ground, _GROUND), _line(approved_by, _NAME)
    if known.arrived is None or not known.arrived.wrong:
        raise Fault(Code.STRIP_SOUND)
    if not said or not name:
        raise Fault(Code.STRIP_REASON)
    settled = structs.replace(known, arrived=structs.replace(known.arrived, settled=said, approved_by=name))
    with session.vault.act(Act.STRIP_SETTLED, {"package": package}):
        _keep(session, settled)
    return settled


def require_may_open(session: Session, folder: Path) -> None:
    """Before a package is opened: its bag came whole, or somebody decided. A refusal is in the log.

    Raises `Fault(STRIP_MISMATCH | STRIP_BROKEN | ARRIVAL_NEEDED)`; a folder without a readable seal is the reader's.
    """
    try:
        head = reader.inspect(folder)
    except Fault:
        return
    try:
        require_arrived(session, head.package_id)
    except Fault as fault:
        refused(session, head.package_id, fault)
        raise


def require_arrived(session: Session, package: str) -> None:
    """The same of a package that is known by its proved seal: the medium may hold another one by now."""
    known = session.vault.transits.get(package)
    if (known is None or known.arrived is None) and terms(session).arrivals_first:
        raise Fault(Code.ARRIVAL_NEEDED)
    require_unbroken(known)


def seen_strip(session: Session, package: PackageId, typed: str) -> None:
    """The strip that a receipt names against the one that closed the bag here. Raises `Fault(STRIP_MISMATCH)`."""
    ours = of(session, package).strip
    if typed.strip() and key(typed) != ours:
        raise Fault(Code.STRIP_MISMATCH, bag=key(typed), said=ours or "—")


def _keep(session: Session, transit: Transit) -> None:
    session.vault.transits.put(transit.package, transit)


def _number(typed: str) -> str:
    """A strip's number as it is compared. Raises `Fault(STRIP_NUMBER)` for nothing, too much or signs that deceive."""
    number = key(typed)
    if not number or len(number) > _NUMBER or unsafe_characters(number) or "\n" in number:
        raise Fault(Code.STRIP_NUMBER)
    return number


def _line(typed: str, most: int) -> str:
    line = normal(typed.strip())
    if len(line) > most or unsafe_characters(line) or "\n" in line:
        raise Fault(Code.ARGUMENT, detail=line[:20])
    return line
