"""Receiving in bulk: all packages of a folder one after another, sorted by what came of each, answered in one go.

Nothing is remembered beside the vault: what was taken in is known there, so a run that was killed, cancelled or left
without its medium is begun again and goes on where it stopped. One package is in memory at a time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import arriving, confirmed_acts, contacts, duplicates, gathering, own_keys, receive
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.receive import CheckLine, Found, Sighting
from desktop_app.desk.session import Session
from desktop_app.desk.under_way import ANSWERED
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.makings import Making
from desktop_app.domain.records import Direction, PackageRecord, PackageState
from desktop_app.sealing import label
from desktop_app.sealing.checks import SealHead

#: The medium is gone, or the vault takes no more: no package's own fault, so nothing is said of those that are left.
_STOPS = (Code.MEDIUM_GONE, Code.VAULT_FULL, Code.VAULT_DISK_ERROR, Code.VAULT_READ_ONLY)
#: A medium that takes one receipt no more takes none: each that is tried all the same would cost a number.
_STOPS_ANSWERS = (*_STOPS, Code.DISK_FULL, Code.MEDIUM_READ_ONLY)


class BulkSort(Enum):
    """What came of a package."""

    WAITS = "waits"
    VOLUMES = "volumes"  # good so far, and other media bring the rest
    SOUND = "sound"
    TWIN = "twin"  # the same person, level and year lies here already, whichever way it came (四)
    LATE = "late"  # after the day on which papers must be here (三（四）4)
    WRONG_WAY = "wrong_way"  # a hand was passed over, or the desk is on no route of it (四)
    ANSWER = "answer"  # a receipt, matched
    KNOWN = "known"  # taken in before
    NOT_OURS = "not_ours"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Queued:
    """One package of the folder. `says` is why it was sorted out, a sentence each; `fault` why it was refused or waits.

    Who is in it is known once it was taken in: nothing outside a package names anybody. `first` names the first.
    """

    folder: Path
    head: SealHead | None
    sender: str
    sort: BulkSort
    fault: Fault | None = None
    applications: tuple[ApplicationId, ...] = ()
    first: str = ""
    says: tuple[Words, ...] = ()
    of_people: int = 0  # how many of the sentences are each about one person; they come first
    checks: tuple[CheckLine, ...] = ()

    @property
    def done(self) -> bool:
        return self.sort is not BulkSort.WAITS


@dataclass(frozen=True, slots=True)
class Inside:
    """One of the people in a package that was taken in, with what the notice says against this one's arrival."""

    application: ApplicationId
    name: str
    unit: str
    title: str
    says: tuple[Words, ...] = ()


def inside(session: Session, applications: Sequence[ApplicationId]) -> tuple[Inside, ...]:
    """Those whose filings came, in the package's order; one that was discarded since is left out."""
    return tuple(_inside(session, one) for one in applications if session.vault.applications.knows(one))


def _inside(session: Session, one: ApplicationId) -> Inside:
    draft = session.vault.applications.get(one).draft
    says = (*arriving.against(session, one), *duplicates.warnings(session, [one]))
    return Inside(one, draft.person.name, draft.unit.name, draft.filing.title, says)


def _named(session: Session, one: Queued, applications: Sequence[ApplicationId]) -> Queued:
    kept = session.vault.applications
    first = next((kept.get(each).draft.person.name for each in applications if kept.knows(each)), "")
    return replace(one, applications=tuple(applications), first=first)


def _known(session: Session, one: Queued) -> Queued:
    """A package that was taken in before, with those whom it brought."""
    assert one.head is not None
    try:
        came = session.vault.packages.get(PackageId(one.head.package_id)).applications
    except Fault:  # seen, and not kept: it was refused, or it brought nobody
        came = ()
    return replace(_named(session, one, tuple(map(ApplicationId, came))), sort=BulkSort.KNOWN)


def queue(session: Session, found: Sequence[Found]) -> tuple[Queued, ...]:
    """The packages in the order in which they are opened: the oldest first, each desk's by their numbers."""
    contacts.ensure_identity(session)
    own = own_keys.key_ids(session)
    lines = [_line(session, one, own) for one in found]
    return tuple(sorted(lines, key=_turn))


def _line(session: Session, one: Found, own: frozenset[str]) -> Queued:
    head = one.head
    if head is None:
        return Queued(one.folder, None, "", BulkSort.REFUSED, one.fault)
    sender = receive.sender_of(session, head)
    name = sender.card.name if sender else ""
    if own.isdisjoint(head.recipients):
        return Queued(one.folder, head, name, BulkSort.NOT_OURS)
    if receive.seen(session, head).sighting is Sighting.DUPLICATE:
        return _known(session, Queued(one.folder, head, name, BulkSort.KNOWN))
    if numbers := gathering.awaited(session, head, one.absent):
        return Queued(one.folder, head, name, BulkSort.VOLUMES, gathering.awaiting(head, numbers))
    return Queued(one.folder, head, name, BulkSort.WAITS)


def _turn(one: Queued) -> tuple[bool, str, str, int]:
    head = one.head
    if head is None:
        return True, "", one.folder.name, 0
    return False, head.sealed_at.isoformat(), head.sender, head.sequence


def labels(lines: Sequence[str], queued: Sequence[Queued] = ()) -> dict[str, str]:
    """Labels that were scanned, or whose six groups were typed, by the package that each belongs to.

    A typed one is found among those in the queue. Raises `Fault(LABEL_UNKNOWN)` for a line that is neither.
    """
    codes = {label.code(one.head.seal_digest): one.head.package_id for one in queued if one.head}
    found = {}
    for line in lines:
        if typed := label.typed(line):
            if typed not in codes:
                raise Fault(Code.LABEL_UNKNOWN)
            found[codes[typed]] = typed
        elif line.strip():
            found[_scanned(line)] = line
    return found


def _scanned(line: str) -> str:
    try:
        return label.read_qr(line).package_id
    except Fault:  # nothing was compared yet: what is not read as a label is no alarm
        raise Fault(Code.LABEL_UNKNOWN) from None


def take(session: Session, one: Queued, scanned: str | None, progress: Progress) -> Queued:
    """Open one package and sort it; `scanned` is its label as `labels` found it. A refusal is the package's own.

    Raises the faults of `_STOPS`, which concern all that are left, and `Cancelled`; both leave it waiting.
    """
    checks: list[CheckLine] = []
    try:
        groups = dict(enumerate(scanned.split())) if scanned and label.typed(scanned) else None
        line = scanned if groups is None else None
        came = arriving.take(session, one.folder, groups, checks.append, progress, label_qr=line)
    except Fault as fault:
        return _refused(session, replace(one, checks=tuple(checks)), fault)
    if came.answered is not None:
        return _answer(one, came.answered)
    assert came.received is not None
    received = came.received
    twins = duplicates.warnings(session, received.applications)
    late, astray = came.late, came.astray
    # a twin stands at another office too, so its way is told of as well: what is to be decided is which stays
    sort = BulkSort.LATE if late else BulkSort.TWIN if twins else BulkSort.WRONG_WAY if astray else BulkSort.SOUND
    people = (*came.against, *twins)
    whole = (words for words in (*received.warnings, *received.told) if words not in twins)
    named = _named(session, one, received.applications)
    return replace(named, sort=sort, says=(*people, *whole), of_people=len(people), checks=tuple(checks))


def _refused(session: Session, one: Queued, fault: Fault) -> Queued:
    if fault.code in _STOPS or not one.folder.is_dir():
        raise fault if fault.code in _STOPS else _gone(one.folder)
    if fault.code is Code.PACKAGE_DUPLICATE:
        return _known(session, one)
    awaits = fault.code is Code.VOLUMES_AWAITED
    return replace(one, sort=BulkSort.VOLUMES if awaits else BulkSort.REFUSED, fault=fault)


def _gone(folder: Path) -> Fault:
    return Fault(Code.MEDIUM_GONE, path=str(folder), reason="")


def _answer(one: Queued, record: PackageRecord) -> Queued:
    words = bilingual(
        "回执，答复给“{peer_name}”的第 {sequence} 号", peer_name=record.peer_name, sequence=record.sequence
    )
    return replace(one, sort=BulkSort.ANSWER, says=(words,))


def run(
    session: Session,
    waiting: Sequence[Queued],
    scanned: dict[str, str],
    told: Callable[[Queued], None],
    progress: Progress,
) -> None:
    """Take in all that wait, one after another; `told` gets each with what came of it. Raises as `take` does."""
    for one in waiting:
        if not one.done and one.head is not None:
            told(take(session, one, scanned.get(one.head.package_id), progress))


@dataclass(frozen=True, slots=True)
class Answered:
    """One receipt that was sealed, or why it was not."""

    package: PackageId
    peer: str
    sequence: int
    folder: Path | None
    late: int = 0
    fault: Fault | None = None


def to_answer(session: Session) -> tuple[PackageId, ...]:
    """The packages whose receipt is still to give, oldest first; nobody waits for one of a card or a roster."""
    came = session.vault.packages.all(Direction.IN)
    owed = [one for one in reversed(came) if one.state is PackageState.IMPORTED and one.kind in ANSWERED]
    return tuple(one.id for one in owed)


def leave(session: Session, count: int) -> Permit:
    """Leave for all receipts of one go. Raises what `confirmed_acts.require` raises."""
    return confirmed_acts.require(session, Act.RECEIPT_SEALED, {"packages": str(count)})


def answer(
    session: Session,
    package: PackageId,
    folder: Path,
    progress: Progress,
    given: Permit | None = None,
    *,
    making: Making = Making(),
) -> Answered:
    """Seal the receipt of one package; filings that came too late are refused in it (三（四）4).

    Raises the faults of `_STOPS_ANSWERS`, which concern all that are left.
    """
    record = session.vault.packages.get(package)
    late = 0
    try:
        late = arriving.refuse_late(session, package)
        made = receive.receipt(session, package, folder, progress, given, making=making)
    except Fault as fault:
        if fault.code in (Code.PRINT_CONFIRM_NEEDED, Code.PRINT_SECOND_NEEDED):
            raise
        if fault.code in _STOPS_ANSWERS:
            raise
        if not folder.is_dir():
            raise _gone(folder) from fault
        return Answered(package, record.peer_name, record.sequence, None, late, fault)
    return Answered(package, record.peer_name, record.sequence, made, late)


__all__ = [
    "Answered",
    "BulkSort",
    "Inside",
    "Queued",
    "answer",
    "inside",
    "labels",
    "leave",
    "queue",
    "run",
    "take",
    "to_answer",
]  # fmt: skip
