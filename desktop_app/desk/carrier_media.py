"""Media that packages are put on or come in on: a known one is used again, an unknown one gets its number."""

from pathlib import Path

from desktop_app.core.errors import Fault
from desktop_app.desk import carriers
from desktop_app.desk.session import Session
from desktop_app.domain.carriers import Carrier, CarrierKind, CarrierMove, CarrierState, Details, moved
from desktop_app.domain.inventory import key
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import Marking
from desktop_app.domain.values import Value
from desktop_app.host import media
from desktop_app.sealing import reader

_BACK = {CarrierState.MISSING: CarrierMove.FIND}


def require_usable(session: Session, number: str) -> None:
    """Before a package is written: whether the medium that an officer named may still be used.

    Raises `Fault(CARRIER_MOVE)` for one that is destroyed or archived. An unknown number will be registered.
    """
    known = session.vault.carriers.by_number(key(number)) if number.strip() else None
    if known is not None and known.state.final:
        moved(known.number, known.state, CarrierMove.WRITE)


def written(
    session: Session,
    folder: Path,
    package: str,
    marking: Marking,
    title: str,
    number: str = "",
    making: Making = Making(),
) -> Carrier:
    """The medium that `folder`, a package's own, lies on. Call inside the act that settles the package.

    A medium that is used again was made long ago: who asked and approved this time stands in its step.
    """
    known = _named(session, number) or (None if number.strip() else _recognised(session, folder))
    if known is None:
        said = Details(package=package)
        return carriers.add(session, _kind(folder), marking, title, number=number, details=said, making=making)
    here = _brought_back(session, known)
    (after,) = carriers.move(session, [here], CarrierMove.WRITE, _again(package, making))
    return carriers.raise_mark(session, after, marking, title)


def _again(package: str, making: Making) -> Details:
    asked = f"申请人：{making.applicant}" if making.applicant else ""
    return Details(package=package, approved_by=making.approved_by, reason=asked)


class Came(Value, frozen=True, kw_only=True):
    """A medium that something came on, as it was seen while it was here."""

    kind: CarrierKind
    number: str  # empty for one that is not registered yet


def seen(session: Session, folder: Path) -> Came:
    """The medium that `folder`, a package's own, lies on."""
    known = _recognised(session, folder)
    return Came(kind=_kind(folder), number=known.number if known else "")


def received(session: Session, came: Came, package: str, marking: Marking, title: str, sender: str) -> Carrier:
    """The medium that a package came in on. Call inside the act that takes it in."""
    known = _named(session, came.number)
    said = Details(counterpart=sender, package=package)
    if known is None:
        return carriers.add(session, came.kind, marking, title, received_from=sender, details=said)
    here = _brought_back(session, known)
    (after,) = carriers.move(session, [here], CarrierMove.RECEIVE, said)
    return carriers.raise_mark(session, after, marking, title)


def delivered(session: Session, package: str, peer: str, way: str = "随递送单交付") -> None:
    """The medium left with its package; it may be entered as handed over already."""
    carrier = session.vault.carriers.of_package(package)
    if carrier is not None and carrier.state is CarrierState.IN_HAND:
        said = Details(counterpart=peer, way=way, package=package)
        carriers.move(session, [carrier], CarrierMove.HAND_OVER, said)


def _named(session: Session, number: str) -> Carrier | None:
    return session.vault.carriers.by_number(key(number)) if number.strip() else None


def _recognised(session: Session, folder: Path) -> Carrier | None:
    """By the other packages that lie beside this one: what was put there before says which medium it is."""
    try:
        beside = [path for path in reader.find_packages(folder.parent) if path.name != folder.name]
    except Fault:
        return None
    for path in beside:
        try:
            known = session.vault.carriers.of_package(reader.inspect(path).package_id)
        except Fault:
            continue  # unfinished or damaged: it says nothing
        if known is not None and not known.state.final:
            return known
    return None


def _brought_back(session: Session, known: Carrier) -> Carrier:
    """It is here, whatever the register said: that it came back is a step of its own."""
    if known.state is CarrierState.IN_HAND:
        return known
    step = _BACK.get(known.state, CarrierMove.RETURN)
    (here,) = carriers.move(session, [known], step, Details(reason="介质在本台使用"))
    return here


def _kind(folder: Path) -> CarrierKind:
    try:
        optical = media.describe(folder).optical
    except Fault:
        optical = False
    return CarrierKind.DISC if optical else CarrierKind.STICK
