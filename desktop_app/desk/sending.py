"""Putting one package onto a medium: take its number, journal it, write and prove it, settle or void it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId, new_id
from desktop_app.core.progress import Progress
from desktop_app.desk import carrier_media, channel, contacts, makings, office_cards, sealed_as
from desktop_app.desk.sealed_as import SealedAs
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.makings import Making
from desktop_app.domain.records import Contact, Direction, PackageRecord, PackageState
from desktop_app.host import media
from desktop_app.sealing import begun, writer
from desktop_app.sealing.begun import Begun
from desktop_app.sealing.content import Channel, PackageContent, PackageKind
from desktop_app.sealing.writer import SealedPackage

#: What draws no further consequences than those of its applications; a receipt or a card is made anew at once.
RESUMED = (PackageKind.APPLICATION, PackageKind.FORWARD, PackageKind.CORRECTION)
#: Where the secrets of a package lie until it is finished.
_BEGUN = "begun:"


def send(
    session: Session,
    peer: Contact,
    content: PackageContent,
    ids: Sequence[ApplicationId],
    folder: Path,
    progress: Progress,
    largest: int | None = None,
    making: Making = Making(),
) -> tuple[PackageRecord, SealedPackage]:
    """Seal `content` for `peer`, and for every other officer of the same office, into `folder`.

    No volume is larger than `largest` bytes or than the medium takes. `making`: who asked for the medium and who
    approved it, for the register of makings.

    The number is journaled before the first byte, so an interrupted seal is seen as such; when it fails its number is
    void and the next package says so. Where the medium was pulled it stays interrupted (see `settling`).
    Raises `Fault(SUITE_NO_KEY)`, what `standing` raises, and the writer's.
    """
    if not folder.is_dir():
        raise Fault(Code.FILE_NOT_FOUND, path=str(folder))
    own = channel.own(session)
    volume_bytes = min(filter(None, (media.describe(folder).largest_file, largest)), default=None)
    to = office_cards.of_office(session, peer)
    office_cards.require_suite(own.card, to)
    record, place = _journal(session, to, ids, content, makings.tidied(making))
    try:
        sealed = writer.seal(
            content,
            keys=contacts.keys(session),
            sender=own.card,
            recipients=[one.card for one in to],
            channel=place,
            folder=folder,
            package_id=record.id,
            sealed_at=record.changed_at,
            volume_bytes=volume_bytes,
            progress=progress,
            begun=lambda made: _keep(session, record.id, made) if content.kind in RESUMED else None,
        )
    except (Fault, Cancelled, KeyboardInterrupt) as error:
        _given_up(session, record.id, error)
        raise
    return record, sealed


def _keep(session: Session, package: PackageId, begun: Begun) -> None:
    """What a pulled stick lacks can be written later, after a restart, too, as long as this lies in the vault."""
    with session.vault.act(Act.PACKAGE_SEALED, {"package": package, "state": PackageState.SEALING.value}):
        session.vault.secrets.put(_BEGUN + package, begun.kept())


def end(session: Session, package: PackageId) -> None:
    """The package is finished or void: it is never gone on with. Call inside the act that says so."""
    session.vault.secrets.drop(_BEGUN + package)


def begun_before(session: Session, record: PackageRecord, content: PackageContent) -> Begun | None:
    """What goes on with a package whose medium was pulled; `None` where it was never written.

    Raises `Fault(SOURCE_CHANGED)` where keys or content are others by now.
    """
    kept = session.vault.secrets.get(_BEGUN + record.id)
    if kept is None:
        return None
    return begun.again(kept, content, channel.own(session).card)


def go_on(session: Session, was: Begun, folder: Path, progress: Progress) -> tuple[SealedPackage, int]:
    """Write what is left of a package whose medium was pulled; how many volumes were kept.

    Raises the writer's faults; then it is void, unless the medium was pulled again.
    """
    try:
        return writer.resume(was, contacts.keys(session), folder, progress)
    except (Fault, Cancelled, KeyboardInterrupt) as error:
        _given_up(session, PackageId(was.statement.manifest.package_id), error)
        raise


def _given_up(session: Session, package: PackageId, error: BaseException) -> None:
    """What may lie on a medium that was pulled, perhaps whole, is not void before somebody has looked."""
    if not (isinstance(error, Fault) and error.code is Code.MEDIUM_PULLED):
        void(session, package)


def _journal(
    session: Session, to: Sequence[Contact], ids: Sequence[ApplicationId], content: PackageContent, making: Making
) -> tuple[PackageRecord, Channel]:
    peer, now = to[0], session.clock.now().replace(microsecond=0)
    package = PackageId(new_id(now))
    with session.vault.act(Act.PACKAGE_SEALED, {"package": package, "to": peer.key_id}) as scope:
        place = channel.next_on(session, peer)
        scope.note(sequence=str(place.sequence))
        record = PackageRecord(
            id=package,
            direction=Direction.OUT,
            peer=peer.key_id,
            peer_name=peer.card.name,
            sequence=place.sequence,
            state=PackageState.SEALING,
            seal_digest="",
            applications=tuple(ids),
            changed_at=now,
            kind=content.kind,
        )
        session.vault.packages.add(record)
        own = channel.own(session).key_id
        keys = tuple(one.key_id for one in to)
        said = SealedAs(marking=content.marking, at=now, sender=own, recipients=keys, making=making)
        sealed_as.keep(session, package, said)
    return record, place


def void(session: Session, package: PackageId) -> None:
    """This number was never finished; the next package to that desk says so."""
    with session.vault.act(Act.PACKAGE_SEALED, {"package": package, "state": PackageState.VOID.value}):
        end(session, package)
        session.vault.packages.set_state(package, PackageState.VOID)


class Lying(Protocol):
    """A finished package on its medium."""

    @property
    def folder(self) -> Path: ...

    @property
    def seal_digest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class OnMedium:
    """One that was found there."""

    folder: Path
    seal_digest: str


def settle(session: Session, package: PackageId, sealed: Lying, number: str = "") -> None:
    """The package lies proved on its medium, which is a carrier with a number of its own from now on.

    `number`: the one that stands on the medium, where an officer said so. Call inside the act that draws the
    consequences.
    """
    end(session, package)
    record = session.vault.packages.get(package)
    said = sealed_as.journaled(session, package)
    assert said is not None  # its number was taken here
    title = f"封装 {record.sequence:06d}，致{record.peer_name}"
    carrier = carrier_media.written(session, sealed.folder, package, said.marking, title, number, said.making)
    session.vault.packages.set_state(
        package, PackageState.VERIFIED, seal_digest=sealed.seal_digest, medium=carrier.number
    )
