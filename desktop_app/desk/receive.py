"""Receiving: look at a package, open it check by check, import it in one transaction, answer with a receipt."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId, new_id
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    carrier_media,
    caution_words,
    channel,
    confirmed_acts,
    contacts,
    corrections,
    courier,
    duplicates,
    formal_print,
    gathering,
    own_keys,
    returns_in,
    reviews,
    senders,
    sending,
    sharing,
    statements,
    successions,
)
from desktop_app.desk.carrier_media import Came
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.gathering import Whole
from desktop_app.desk.intake import Intake
from desktop_app.desk.lying import Found, found
from desktop_app.desk.own_keys import OwnPair
from desktop_app.desk.quarantine import ChannelHistory, Quarantine, refused
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import NOT_SECRET, Marking
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Contact, Direction, PackageRecord, PackageState, RecordKind, not_found
from desktop_app.domain.words import words_of
from desktop_app.sealing import cards, limits, reader, receipts
from desktop_app.sealing.checks import Check, OpenedPackage, SealHead, Seen, Sighting
from desktop_app.sealing.content import PackageContent, PackageKind
from desktop_app.sealing.receipts import Outcome, Receipt, ReceiptItem

__all__ = ["Check", "Found", "SealHead", "Seen", "Sighting", "found"]

#: Where the answer to an imported package is kept.
_RECEIPT = "receipt:"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check as it was made."""

    check: Check
    ok: bool


@dataclass(frozen=True, slots=True)
class Received:
    """A package that passed every check and is in the vault."""

    package: PackageRecord
    applications: tuple[ApplicationId, ...]
    warnings: tuple[Words, ...]
    told: tuple[Words, ...] = ()  # what else came: cards, a policy pack, a roster
    marking: Marking = NOT_SECRET  # of the whole package


def sender_of(session: Session, head: SealHead) -> Contact | None:
    """Whose package this claims to be, as far as this desk knows them."""
    return session.vault.contacts.get_by_key(head.sender)


def seen(session: Session, head: SealHead) -> Seen:
    """What this desk's history of the way says of a package, as far as its outside can be believed."""
    return ChannelHistory(session).seen(head)


def verify(folder: Path, card: Path) -> SealHead:
    """Check seal and volumes with the sender's card alone. Raises `Fault(CARD_INVALID)` and the reader's."""
    return reader.verify(folder, read_card(card))


def read_card(path: Path) -> ContactCard:
    """A card file from outside. Raises `Fault(FILE_NOT_FOUND | FILE_UNREADABLE | CARD_INVALID)`."""
    return cards.read_card(contacts.untrusted_file(path))


def open_(
    session: Session,
    folder: Path,
    label_groups: Mapping[int, str] | None,
    report: Callable[[CheckLine], None],
    progress: Progress,
    *,
    label_qr: str | None = None,
    large: bool = False,
) -> Received:
    """Open, check in order, import in one transaction. A refusal leaves nothing but its entry in the log.

    A bag whose strip was wrong on arrival stays shut until that is settled. Of a package on several media each is
    given once, in any order, and `Fault(VOLUMES_AWAITED)` asks for the next.
    `label_qr` is the line that a hand scanner typed from the paper label; a label that does not match stops all.
    `large`: somebody saw that the package is larger than usual and wants it; what is ten times as large stays shut.
    """
    courier.require_may_open(session, folder)
    whole = _gathered(session, folder, report, progress)
    try:
        received = _received(session, whole, label_groups, report, progress, label_qr, large)
    except Fault as fault:
        if not _tried_again(fault):
            gathering.dropped(whole)
        raise
    gathering.dropped(whole)
    return received


#: What was looked at before volumes are collected from one medium after another.
_BEFORE = (
    Check.COMPLETE, Check.FORMAT, Check.SUITE, Check.SENDER, Check.SEAL_SIGNATURE, Check.ADDRESSED, Check.REPLAY,
)  # fmt: skip


def _gathered(session: Session, folder: Path, report: Callable[[CheckLine], None], progress: Progress) -> Whole:
    """A volume that is not the sealed one is refused at its medium, as it would be in a package that is whole."""
    try:
        return gathering.whole(session, folder, progress)
    except Fault as fault:
        if fault.code in (Code.VOLUME_SIZE, Code.VOLUME_DIGEST, Code.VOLUME_MISSING):
            for check in _BEFORE:
                report(CheckLine(check, ok=True))
            report(CheckLine(Check.VOLUMES, ok=False))
            refused(session, folder.name, fault)
        raise


def _tried_again(fault: Fault) -> bool:
    """Whether the volumes that came on several media are wanted once more: it is not the package that is refused."""
    return fault.code in (Code.LABEL_MISMATCH, Code.PACKAGE_LIMIT) or fault.code.value.startswith(("vault.", "host."))


def _received(
    session: Session,
    whole: Whole,
    label_groups: Mapping[int, str] | None,
    report: Callable[[CheckLine], None],
    progress: Progress,
    label_qr: str | None,
    large: bool,
) -> Received:
    opened, quarantine = _opened(session, whole.folder, label_groups, report, progress, label_qr, large)
    if opened.manifest.kind not in _TAKEN_IN:
        quarantine.discard()
        fault = Fault(Code.PACKAGE_KIND, kind=opened.manifest.kind.value)
        if opened.manifest.kind is not PackageKind.RECEIPT:  # a receipt is taken by its own way, not refused
            refused(session, opened.head.package_id, fault)
        raise fault
    try:
        return _import(session, opened, quarantine, whole.media, large)
    except BaseException as error:
        quarantine.discard()
        if isinstance(error, Fault):
            refused(session, opened.head.package_id, error)
        raise


#: What of a package may be larger where somebody says so.
LARGER = ("entries", "bytes", "file", "records")

#: What an inbox takes in; receipts come by their own way.
_TAKEN_IN = (PackageKind.APPLICATION, PackageKind.FORWARD, PackageKind.RETURN, PackageKind.CORRECTION, *sharing.KINDS)


def _opened(
    session: Session,
    folder: Path,
    label_groups: Mapping[int, str] | None,
    report: Callable[[CheckLine], None],
    progress: Progress,
    label_qr: str | None = None,
    large: bool = False,
) -> tuple[OpenedPackage, Quarantine]:
    quarantine = Quarantine(session, new_id(session.clock.now()))
    mine = _mine(session, folder)
    try:
        with quarantine.filling():
            opened = reader.open_package(
                folder,
                keys=mine.keys,
                own=mine.card,
                known=lambda key_id: senders.known_sender(session, key_id),
                history=ChannelHistory(session),
                sink=quarantine,
                machine_level=session.machine.level,
                allowed=limits.BATCH if large else limits.ORDINARY,
                label_groups=label_groups,
                label_qr=label_qr,
                now=session.clock.now(),
                report=lambda check, ok: report(CheckLine(check, ok)),
                progress=progress,
            )
    except Fault as fault:
        refused(session, folder.name, fault)
        raise
    return opened, quarantine


def _mine(session: Session, folder: Path) -> OwnPair:
    """The keys a package claims to be for; the reader looks again, after the seal has proved itself."""
    channel.own(session)
    try:
        named = reader.inspect(folder).recipients
    except Fault:
        named = ()  # the reader says what is wrong, as one of its checks
    return own_keys.addressed(session, named)


def _import(
    session: Session, opened: OpenedPackage, quarantine: Quarantine, media: Sequence[Came], large: bool
) -> Received:
    head = opened.head
    courier.require_arrived(session, head.package_id)
    objects = {"package": head.package_id, "seal": head.seal_digest, **({"limits": "large"} if large else {})}
    with session.vault.act(Act.PACKAGE_OPENED, objects) as scope:
        ids, told = _taken(session, opened, quarantine.token)
        quarantine.discard()  # what is left there was known already
        record = PackageRecord(
            id=PackageId(head.package_id),
            direction=Direction.IN,
            peer=head.sender,
            peer_name=opened.manifest.sender.name,
            sequence=head.sequence,
            state=PackageState.IMPORTED,
            seal_digest=head.seal_digest,
            applications=ids,
            changed_at=session.clock.now(),
            kind=opened.manifest.kind,
        )
        session.vault.packages.add(record)
        remember(session, head)
        _keep_receipt(session, opened, ids)
        _register(session, opened, media)
        scope.note(applications=str(len(ids)))
    if opened.manifest.kind is PackageKind.POLICY:
        session.use(session.pack_as_settled())
    strip = _uncompared(session, head)
    warnings = (
        *strip,
        *(caution_words.of(w.kind, w.detail) for w in opened.warnings),
        *duplicates.warnings(session, ids),
    )
    return Received(session.vault.packages.get(record.id), ids, warnings, told, opened.manifest.marking)


def _register(session: Session, opened: OpenedPackage, media: Sequence[Came]) -> None:
    """Each medium that it came on is a carrier; the package names the one that was read last."""
    head, sender = opened.head, opened.manifest.sender.name
    for number, came in enumerate(media, start=1):
        which = f"（{len(media)} 件介质之 {number}）" if len(media) > 1 else ""
        title = f"来件 {head.sequence:06d}{which}，自{sender}"
        medium = carrier_media.received(session, came, head.package_id, opened.manifest.marking, title, sender)
        session.vault.packages.set_state(PackageId(head.package_id), PackageState.IMPORTED, medium=medium.number)


def _taken(session: Session, opened: OpenedPackage, token: str) -> tuple[tuple[ApplicationId, ...], tuple[Words, ...]]:
    """What the package brought, into the vault: the applications it is about, and what else came, in words."""
    head, kind = opened.head, opened.manifest.kind
    if kind in sharing.KINDS:
        return (), sharing.take(session, opened)
    if kind is PackageKind.RETURN:
        return returns_in.take(session, opened), ()
    there = corrections.checked(session, opened)
    ids = Intake(session, opened.manifest.sender.name, token, there).take(opened.applications)
    for came in opened.enclosed.reviews.values():
        reviews.keep(session, came, head.package_id, head.sender)
    for said in opened.enclosed.corrections:
        statements.keep(session, said, Direction.IN, head.package_id, head.sender)
    return ids, ()


def _uncompared(session: Session, head: SealHead) -> tuple[Words, ...]:
    """Nobody entered how its bag came, though its sender signed which strip was on it."""
    if not head.strip or courier.of(session, head.package_id).arrived is not None:
        return ()
    return (bilingual("发件方封装时写明封签号 {strip}，没有登记到达：请与袋上封签核对。", strip=head.strip),)


def _keep_receipt(session: Session, opened: OpenedPackage, ids: Sequence[ApplicationId]) -> None:
    """The answer is made with the import and kept, so that asking again gives the same receipt."""
    head, now = opened.head, session.clock.now()
    made = receipts.make(
        head,
        Outcome.ACCEPTED,
        receiver=channel.own(session).card,
        received_at=now,
        opened_at=now,
        items=[ReceiptItem(id=i, result=Outcome.ACCEPTED) for i in ids],
        highest_seen=session.vault.packages.highest_seen(head.sender),
        operator_code=session.office.code,
    )
    session.vault.settings.put(_RECEIPT + head.package_id, msgspec.to_builtins(made))


def answer(session: Session, package: PackageId) -> tuple[Receipt, Contact]:
    """The answer that was made when a package was taken in, and whom it goes to. Raises `Fault(RECORD_NOT_FOUND)`."""
    record = session.vault.packages.get(package)
    kept = session.vault.settings.get(_RECEIPT + package)
    if kept is None or record.direction is not Direction.IN:
        raise not_found(RecordKind.PACKAGE)
    # Both desks may have changed their keys since: the answer goes from the present ones to the present ones.
    made = replace(msgspec.convert(kept, Receipt), receiver_kid=channel.own(session).key_id)
    return made, successions.present_peer(session, record.peer)


def refuse_late(session: Session, package: PackageId, late: Collection[ApplicationId]) -> None:
    """The answer refuses those that came after their day; the others stay accepted. Raises `Fault(PACKAGE_STATE)`."""
    made, _ = answer(session, package)
    record = session.vault.packages.get(package)
    if record.state is not PackageState.IMPORTED:
        raise Fault(Code.PACKAGE_STATE, state=words_of(record.state))
    refusal = {"result": Outcome.REJECTED, "code": Code.ARRIVED_LATE.value}
    items = tuple(replace(one, **refusal) if one.id in late else one for one in made.items)
    accepted = any(one.result is Outcome.ACCEPTED for one in items)
    told = replace(made, items=items, result=Outcome.PARTIAL if accepted else Outcome.REJECTED)
    if told == made:  # asked for once more, after the passphrase was typed
        return
    objects = {"package": package, "code": Code.ARRIVED_LATE.value, "applications": str(len(late))}
    with session.vault.act(Act.PACKAGE_REFUSED, objects):
        session.vault.settings.put(_RECEIPT + package, msgspec.to_builtins(told))


def receipt(
    session: Session,
    package: PackageId,
    folder: Path,
    progress: Progress,
    given: Permit | None = None,
    *,
    making: Making = Making(),
) -> Path:
    """Seal the receipt of an imported package back to its sender. Returns the receipt's own folder.

    `given`: leave for all receipts of one go. `making`: who asked for the medium and who approved it.
    Raises what `confirmed_acts.require` raises, and the writer's.
    """
    leave = confirmed_acts.require(session, Act.RECEIPT_SEALED, {"package": package}, given)
    made, peer = answer(session, package)
    content = PackageContent(
        kind=PackageKind.RECEIPT,
        marking=NOT_SECRET,  # ids, digests and days only
        documents=(receipts.document(made),),
        in_reply_to=made.seal_digest,
    )
    sent, sealed = sending.send(session, peer, content, (), folder, progress, making=making)
    with session.vault.act(Act.RECEIPT_SEALED, {"package": package, "receipt": sent.id, **formal_print.noted(leave)}):
        sending.settle(session, sent.id, sealed)
        session.vault.packages.set_state(package, PackageState.RECEIPTED, receipt_digest=exchange.digest(made))
    return sealed.folder


def receipt_in(session: Session, folder: Path, progress: Progress) -> tuple[Receipt, SealHead]:
    """The receipt in a sealed package, and the package's outside. Raises `Fault(RECEIPT_INVALID)` and the reader's."""
    opened, quarantine = _opened(session, folder, None, _unreported, progress)
    quarantine.discard()
    return receipts.from_package(opened), opened.head


def remember(session: Session, head: SealHead) -> None:
    """A package taken in is never taken in again. Call inside the act that does so."""
    session.vault.packages.record_seen(head.sender, head.package_id, head.seal_digest, head.epoch, head.sequence)


def _unreported(line: CheckLine) -> None:
    del line
