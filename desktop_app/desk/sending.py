"""Putting one package onto a medium: take its number, journal it, write and prove it, settle or void it."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.core.errors import Cancelled, Fault
from desktop_app.core.ids import ApplicationId, PackageId, new_id
from desktop_app.core.progress import Progress
from desktop_app.desk import channel, contacts
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Contact, Direction, PackageRecord, PackageState
from desktop_app.host import media
from desktop_app.sealing import writer
from desktop_app.sealing.content import Channel, PackageContent
from desktop_app.sealing.writer import SealedPackage


def send(
    session: Session,
    peer: Contact,
    content: PackageContent,
    ids: Sequence[ApplicationId],
    folder: Path,
    progress: Progress,
) -> tuple[PackageRecord, SealedPackage]:
    """Seal `content` for `peer` into `folder`.

    The number is journaled before the first byte, so an interrupted seal is seen as such; when it fails its number is
    void and the next package says so. Raises `Fault(CARD_NOT_VERIFIED)` and the writer's.
    """
    own = channel.own(session)
    volume_bytes = media.describe(folder).largest_file
    record, place = _journal(session, peer, ids)
    try:
        sealed = writer.seal(
            content,
            keys=contacts.keys(session),
            sender=own.card,
            recipients=[peer.card],
            channel=place,
            folder=folder,
            package_id=record.id,
            sealed_at=record.changed_at,
            volume_bytes=volume_bytes,
            progress=progress,
        )
    except (Fault, Cancelled):
        void(session, record.id)
        raise
    return record, sealed


def _journal(session: Session, peer: Contact, ids: Sequence[ApplicationId]) -> tuple[PackageRecord, Channel]:
    now = session.clock.now().replace(microsecond=0)
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
        )
        session.vault.packages.add(record)
    return record, place


def void(session: Session, package: PackageId) -> None:
    """This number was never finished; the next package to that desk says so."""
    with session.vault.act(Act.PACKAGE_SEALED, {"package": package, "state": PackageState.VOID.value}):
        session.vault.packages.set_state(package, PackageState.VOID)


def settle(session: Session, package: PackageId, sealed: SealedPackage) -> None:
    """The package lies proved on its medium. Call inside the act that draws the consequences."""
    session.vault.packages.set_state(
        package, PackageState.VERIFIED, seal_digest=sealed.seal_digest, medium=sealed.folder.name
    )
