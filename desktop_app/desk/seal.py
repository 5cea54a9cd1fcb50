"""Sealing applications for delivery, and matching the receipt that answers."""

from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, ContactId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    carrier_media,
    channel,
    contacts,
    corrections,
    courier,
    examples,
    formal_print,
    heads,
    office_cards,
    receive,
    review_desk,
    reviews,
    sending,
    standing,
    statements,
)
from desktop_app.desk.corrections import Answers
from desktop_app.desk.session import Session
from desktop_app.desk.standing import CardState
from desktop_app.domain import exchange
from desktop_app.domain.application import Material
from desktop_app.domain.audit import Act
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Contact, Direction, PackageRecord, PackageState, Trust, Version
from desktop_app.domain.status import Move, Status, moved
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.domain.words import words_of
from desktop_app.sealing import enclosed, kinds, label, receipts
from desktop_app.sealing import reviews as signed
from desktop_app.sealing.checks import SealHead
from desktop_app.sealing.content import Document, PackageContent, PackageKind, SealedApplication, SourceFile
from desktop_app.sealing.receipts import Outcome, Receipt


@dataclass(frozen=True, slots=True)
class SealedOutcome:
    """A package that lies proved on its medium."""

    record: PackageRecord
    folder: Path
    seal_code: str  # 30 digits in six groups: what the label shows
    strip: str = ""  # the one that is signed into the seal


def recipients(session: Session) -> list[Contact]:
    """Desks that packages may be sealed to: confirmed cards that are in force, one for all officers of an office."""
    today = office_day(session.clock)
    found = [c for c in session.vault.contacts.all() if standing.state(c, today) is CardState.IN_FORCE]
    return [c for c in found if office_cards.of_office(session, c)[0] == c]


def seal(
    session: Session,
    ids: Sequence[ApplicationId],
    recipient: ContactId,
    folder: Path,
    progress: Progress,
    *,
    carrier: str = "",
    strip: str = "",
    largest: int | None = None,
    making: Making = Making(),
) -> SealedOutcome:
    """Seal submitted applications for one desk into `folder` (the medium's), written, read back and compared.

    `carrier`: the number that stands on the medium; without it the medium is recognised by what lies on it, or
    registered under the next number. `strip`: the number on the strip that will close its bag, if it is known already:
    it goes into the signed seal, so that another strip on the bag is found without label or slip. `largest`: bytes of a
    volume, for a package that travels on several media. `making`: who asked for the medium and who approved it.

    Raises `Fault(NOTHING_TO_SEAL | EXAMPLE_NOT_SENT | MARKING_UNDECIDED | CARD_NOT_VERIFIED | DISK_FULL | …)`.
    """
    carrier_media.require_usable(session, carrier)
    courier.require_usable(session, strip)
    examples.require_none(session, list(ids))
    versions = [_version(session, application) for application in dict.fromkeys(ids)]
    if not versions:
        raise Fault(Code.NOTHING_TO_SEAL)
    peer = contacts.get(session, recipient)
    answers = corrections.answers(session, versions, peer)
    content = replace(_content(session, versions, answers), strip=courier.sealed_in(strip))
    given = formal_print.permit(session, {"seal": str(len(versions)), "to": peer.key_id})
    inside = [v.application for v in versions]
    record, sealed = sending.send(session, peer, content, inside, folder, progress, largest, making)
    objects = {"package": record.id, "seal": sealed.seal_digest, **formal_print.noted(given)}
    with session.vault.act(Act.PACKAGE_WRITTEN, objects):
        _settle(session, record, sealed, versions, answers, carrier)
        if strip.strip():
            courier.put_strip(session, record.id, strip)
    session.vault.note_head()
    return SealedOutcome(session.vault.packages.get(record.id), sealed.folder, sealed.seal_code, content.strip)


def finish(session: Session, record: PackageRecord, folder: Path, head: SealHead, carrier: str) -> SealedOutcome:
    """A package that was interrupted after its last byte: found whole in `folder`, it counts as sealed.

    Raises `Fault(PACKAGE_STATE)` where an application was changed since.
    """
    versions = require_unchanged(session, record)
    answers = corrections.answers(session, versions, contacts.by_key(session, record.peer))
    with session.vault.act(Act.PACKAGE_WRITTEN, {"package": record.id, "seal": head.seal_digest, "found": "whole"}):
        _settle(session, record, sending.OnMedium(folder, head.seal_digest), versions, answers, carrier)
    session.vault.note_head()
    return SealedOutcome(session.vault.packages.get(record.id), folder, head.seal_code)


def content_again(session: Session, record: PackageRecord) -> PackageContent:
    """What a package that was interrupted is made of. Raises `Fault(PACKAGE_STATE)`, as `require_unchanged` does."""
    versions = require_unchanged(session, record)
    return _content(session, versions, corrections.answers(session, versions, contacts.by_key(session, record.peer)))


def require_unchanged(session: Session, record: PackageRecord) -> list[Version]:
    """What its applications are. Raises `Fault(PACKAGE_STATE)` where one was changed since the package was begun."""
    versions = [_version(session, application) for application in map(ApplicationId, record.applications)]
    if any(version.made_at > record.changed_at for version in versions):
        raise Fault(Code.PACKAGE_STATE, state=words_of(record.state))
    return versions


def _settle(
    session: Session,
    record: PackageRecord,
    sealed: sending.Lying,
    versions: Sequence[Version],
    answers: Answers | None,
    carrier: str,
) -> None:
    """The consequences, inside the act that draws them."""
    heads.sign(session)
    sending.settle(session, record.id, sealed, carrier)
    if answers is not None:
        for said in answers.said:
            statements.keep(session, said, Direction.OUT, record.id, record.peer)
    for version in versions:
        status = session.vault.applications.get(version.application).status
        session.vault.applications.set_status(version.application, moved(status, _onward(status)))


def _content(session: Session, versions: Sequence[Version], answers: Answers | None) -> PackageContent:
    """What was given back goes out as a correction: records whole, and of the files only those not there yet."""
    kind = _kind(session, versions)
    whole = PackageContent(
        kind=kind,
        marking=channel.whole_mark(session, [whole_mark(v.content) for v in versions]),
        applications=tuple(_sealed(session, v) for v in versions),
        documents=_reviews(session, versions, kind),
    )
    if answers is None:
        return whole
    there = {one.application: set(one.kept) for one in answers.said}
    return replace(
        whole,
        kind=PackageKind.CORRECTION,
        applications=tuple(
            replace(one, files=tuple(file for file in one.files if file.digest not in there[one.id]))
            for one in whole.applications
        ),
        documents=(*(enclosed.document(kinds.CORRECTION, one) for one in answers.said), *whole.documents),
        in_reply_to=answers.in_reply_to,
    )


def _kind(session: Session, versions: Sequence[Version]) -> PackageKind:
    """What came from outside goes on with every step signed, this desk's last (六（一）1).

    Raises `Fault(REVIEW_OPEN)` where this desk has not signed.
    """
    came = [v for v in versions if _onward(session.vault.applications.get(v.application).status) is Move.FORWARD]
    for version in came:
        review_desk.require_signed(session, version)
    for version in versions:
        review_desk.require_opinion(session, version)
    return PackageKind.FORWARD if came else PackageKind.APPLICATION


def _reviews(session: Session, versions: Sequence[Version], kind: PackageKind) -> tuple[Document, ...]:
    """All steps so far, application by application; an applicant and a unit that signed none send none."""
    if kind is PackageKind.APPLICATION and not all(reviews.chain(session, v.application) for v in versions):
        return ()
    return tuple(signed.document(v.application, reviews.with_own(session, v)) for v in versions)


def _version(session: Session, application: ApplicationId) -> Version:
    record = session.vault.applications.get(application)
    moved(record.status, _onward(record.status))
    return session.vault.versions.of(application)[-1]


def _onward(status: Status) -> Move:
    return Move.FORWARD if status in (Status.RECEIVED, Status.FORWARDED) else Move.SEAL


def _sealed(session: Session, version: Version) -> SealedApplication:
    return SealedApplication(
        id=version.application,
        version_number=version.number,
        digest=version.digest,
        record=exchange.canonical(version.content),
        files=tuple(_files(session, version)),
    )


def _files(session: Session, version: Version) -> list[SourceFile]:
    return [_file(session, version.application, material) for material in version.content.materials]


def _file(session: Session, application: ApplicationId, material: Material) -> SourceFile:
    """A package without a file that the application names would be an incident: it is not made."""
    kept = session.vault.attachments.by_digest(application, material.digest)
    if kept is None:
        raise Fault(Code.MATERIAL_MISSING, name=material.name)
    return SourceFile(
        name=material.name,
        media_type=material.media_type,
        kind=material.kind.value,
        size=material.size,
        digest=material.digest,
        open=partial(session.vault.attachments.open, kept.id),
    )


def packages(session: Session, direction: Direction) -> list[PackageRecord]:
    """Packages sent or received, latest change first."""
    return session.vault.packages.all(direction)


def seal_code(record: PackageRecord) -> str:
    """The 30 digits of a finished package, in six groups: what the label shows."""
    return label.code(record.seal_digest)


def void(session: Session, package: PackageId) -> None:
    """Give up a package that was interrupted, or whose medium was lost. Its applications may be sealed anew.

    What lies in no other package on the way is as it was before: submitted, or received and waiting to be passed on.
    Raises `Fault(PACKAGE_STATE)` for one that was answered, came from outside, or is void already.
    """
    record = session.vault.packages.get(package)
    _require(record, PackageState.SEALING, PackageState.WRITTEN, PackageState.VERIFIED, PackageState.DELIVERED)
    with session.vault.act(Act.PACKAGE_SEALED, {"package": package, "state": PackageState.VOID.value}):
        sending.end(session, package)
        session.vault.packages.set_state(package, PackageState.VOID)
        for application in map(ApplicationId, record.applications):
            status = session.vault.applications.get(application).status
            if status in (Status.SEALED, Status.FORWARDED) and not _on_its_way(session, application):
                session.vault.applications.set_status(application, moved(status, Move.UNSEAL))


def _on_its_way(session: Session, application: ApplicationId) -> bool:
    """Whether another package that takes this filing onwards may still arrive: a return or an answered one does not."""
    return any(
        one.state in (PackageState.VERIFIED, PackageState.DELIVERED) and one.kind in sending.RESUMED
        for one in session.vault.packages.holding(application, Direction.OUT)
    )


def _require(record: PackageRecord, *states: PackageState) -> None:
    if record.direction is not Direction.OUT or record.state not in states:
        raise Fault(Code.PACKAGE_STATE, state=words_of(record.state))


def deliver(session: Session, package: PackageId) -> PackageRecord:
    """The medium left the building. Raises `Fault(PACKAGE_STATE)` for anything but a package proved on its medium."""
    _require(session.vault.packages.get(package), PackageState.VERIFIED)
    with session.vault.act(Act.DELIVERED, {"package": package}):
        session.vault.packages.set_state(package, PackageState.DELIVERED)
        carrier_media.delivered(session, package, session.vault.packages.get(package).peer_name)
    return session.vault.packages.get(package)


def take_receipt(session: Session, source: Path, progress: Progress) -> PackageRecord:
    """Match a signed receipt (a sealed package's folder, or the small signed file) with the package it answers.

    What the other desk did not accept stays sealed here; a package it accepted nothing of is `REFUSED`.
    Raises `Fault(RECEIPT_UNKNOWN)` for a package never sent from here, `Fault(RECEIPT_INVALID)` for a bad signature.
    """
    receipt, head = _read(session, source, progress)
    record = _answered(session, receipt)
    with matching(session, record, exchange.digest(receipt), receipt.result, _accepted(receipt)):
        if head is not None:
            receive.remember(session, head)
            came = carrier_media.seen(session, source)
            title = f"回执，自{record.peer_name}"
            carrier_media.received(session, came, head.package_id, NOT_SECRET, title, record.peer_name)
    return session.vault.packages.get(record.id)


def _accepted(receipt: Receipt) -> set[str]:
    return {item.id for item in receipt.items if item.result is Outcome.ACCEPTED}


@contextmanager
def matching(
    session: Session, record: PackageRecord, digest: str, result: Outcome, accepted: Container[str]
) -> Iterator[None]:
    """The act that closes a sent package's loop, whichever way its receipt came. What belongs in it goes inside."""
    objects = {"package": record.id, "receipt": digest, "result": result.value}
    with session.vault.act(Act.RECEIPT_MATCHED, objects):
        yield
        answered = PackageState.RECEIPTED if result in _TAKEN else PackageState.REFUSED
        session.vault.packages.set_state(record.id, answered, receipt_digest=digest)
        for application in map(ApplicationId, record.applications):
            status = session.vault.applications.get(application).status
            if application in accepted and status in (Status.SEALED, Status.FORWARDED):
                session.vault.applications.set_status(application, moved(status, Move.CONFIRM))


_TAKEN = (Outcome.ACCEPTED, Outcome.PARTIAL)


def _read(session: Session, source: Path, progress: Progress) -> tuple[Receipt, SealHead | None]:
    if source.is_dir():
        return receive.receipt_in(session, source, progress)
    return receipts.read_signed(contacts.untrusted_file(source), lambda key: _signer(session, key)), None


def _signer(session: Session, key_id: str) -> ContactCard | None:
    contact = session.vault.contacts.get_by_key(key_id)
    return contact.card if contact and contact.trust is Trust.VERIFIED else None


def _answered(session: Session, receipt: Receipt) -> PackageRecord:
    sent = sent_package(session, receipt.package_id)
    receipts.match(
        receipt, package_id=sent.id, seal_digest=sent.seal_digest, recipients=office_cards.answerers(session, sent)
    )
    return sent


def sent_package(session: Session, package_id: str) -> PackageRecord:
    """The package from here that a receipt names. Raises `Fault(RECEIPT_UNKNOWN)`."""
    for sent in session.vault.packages.all(Direction.OUT):
        if sent.id == package_id:
            return sent
    raise Fault(Code.RECEIPT_UNKNOWN, package=package_id)
