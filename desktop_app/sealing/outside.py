"""The outside of a package: what a folder says without any key, and the checks that need none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.clock import CHINA
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto import sshsig
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.domain.records import Trust
from desktop_app.sealing import cards, digits, disk, label, limits, names, signatures, volumes
from desktop_app.sealing.checks import Check, History, KnownSender, Report, SealHead, Seen, Sighting, making
from desktop_app.sealing.manifest import SEAL_NAMESPACE, Seal, read_seal, seal_digest
from desktop_app.sealing.signatures import Signatures

_REFUSED = {
    Sighting.DUPLICATE: Code.PACKAGE_DUPLICATE,
    Sighting.EQUIVOCATION: Code.PACKAGE_EQUIVOCATION,
    Sighting.FORK: Code.SEQUENCE_FORK,
}


@dataclass(frozen=True, slots=True)
class Outside:
    """The seal as it lies in the folder: its bytes, its signature's, its meaning."""

    folder: Path
    raw: bytes
    signed: Signatures
    seal: Seal
    head: SealHead


def read(folder: Path, report: Report) -> Outside:
    """Raises `Fault(PACKAGE_INCOMPLETE | PACKAGE_FORMAT | PACKAGE_VERSION)`."""
    with making(Check.COMPLETE, report):
        raw = _small(folder / names.SEAL, limits.SEAL_BYTES)
        armor = _small(folder / names.SIGNATURE, limits.SIGNATURE_BYTES)
        second = folder / names.LATTICE_SIGNATURE
        signed = Signatures(armor, _small(second, limits.SIGNATURE_BYTES) if second.exists() else None)
    with making(Check.FORMAT, report):
        return of(folder, raw, signed)


def of(folder: Path, raw: bytes, signed: Signatures) -> Outside:
    """A seal's meaning, from wherever its bytes were read. Raises `Fault(PACKAGE_FORMAT | PACKAGE_VERSION)`."""
    seal = read_seal(raw)
    return Outside(folder, raw, signed, seal, _head(seal, seal_digest(raw)))


def _head(seal: Seal, digest: str) -> SealHead:
    return SealHead(
        package_id=seal.package_id,
        suite=seal.suite,
        signatures=seal.sig_suites,
        sender=seal.sender_kid,
        recipients=seal.recipient_kids,
        epoch=seal.epoch,
        sequence=seal.seq,
        sealed_at=seal.sealed_at,
        manifest_digest=seal.manifest_sha256,
        volumes=seal.cipher.volumes,
        bytes=seal.cipher.bytes,
        seal_digest=digest,
        seal_code=label.code(digest),
        strip=seal.strip or "",
    )


def _small(path: Path, limit: int) -> bytes:
    """A file whose absence means that sealing never finished."""
    with disk.on_medium(path):
        if not path.parent.is_dir():  # nothing says that a package was ever begun there
            raise Fault(Code.FILE_NOT_FOUND, path=str(path.parent))
        if not path.is_file() or path.is_symlink():
            raise Fault(Code.PACKAGE_INCOMPLETE, name=path.name)
        if path.stat().st_size > limit:
            raise Fault(Code.PACKAGE_FORMAT, what=path.name, detail="size")
        return path.read_bytes()


def check_suite(head: SealHead, sender: KnownSender | None) -> None:
    """Nothing weaker than was agreed. Raises `Fault(SUITE_DOWNGRADE | SIGNATURE_DOWNGRADE)`."""
    minimum = sender.minimum_suite if sender else Suite.CLASSICAL
    if head.suite.value < minimum.value:
        raise Fault(Code.SUITE_DOWNGRADE, suite=head.suite.value, minimum=minimum.value)
    if sender is not None and head.signatures != signatures.promised(sender.card):
        raise Fault(Code.SIGNATURE_DOWNGRADE)


def check_sender(head: SealHead, sender: KnownSender | None) -> KnownSender:
    """Raises `Fault(SENDER_UNKNOWN | SENDER_REVOKED | SENDER_EXPIRED | SENDER_FOLLOWED)`."""
    if sender is None or cards.key_id(sender.card) != head.sender:
        raise Fault(Code.SENDER_UNKNOWN, sender=head.sender)
    day = head.sealed_at.astimezone(CHINA).date()
    if sender.trust is Trust.REVOKED and (sender.revoked_on is None or day >= sender.revoked_on):
        raise Fault(Code.SENDER_REVOKED, sender=head.sender)
    last = sender.card.valid_until
    if last and day > last:
        raise Fault(Code.SENDER_EXPIRED, name=sender.card.name, day=last.isoformat())
    if sender.ended is not None:
        raise Fault(Code.SENDER_FOLLOWED, name=sender.card.name, day=sender.ended.isoformat())
    return sender


def check_signature(outside: Outside, sender: ContactCard) -> None:
    """Raises `Fault(SEAL_SIGNATURE)`."""
    try:
        signatures.check(outside.raw, outside.signed, sender, SEAL_NAMESPACE)
    except sshsig.SignatureRefused as error:
        raise Fault(Code.SEAL_SIGNATURE) from error


def check_sealed(found: Outside, sender: KnownSender | None) -> None:
    """Suite, sender and signature, in this order, which is that of opening."""
    check_suite(found.head, sender)
    check_signature(found, check_sender(found.head, sender).card)


def check_label(head: SealHead, sender: ContactCard, groups: Mapping[int, str] | None, qr: str | None) -> None:
    """Raises `Fault(LABEL_MISMATCH)`."""
    if groups is not None:
        digits.check_groups(head.seal_code, groups, Code.LABEL_MISMATCH)
    if qr is not None:
        label.check(label.read_qr(qr), head.seal_digest, sender)


def check_history(head: SealHead, history: History) -> Seen:
    """What came before. Raises `Fault(PACKAGE_DUPLICATE | PACKAGE_EQUIVOCATION | SEQUENCE_FORK)`."""
    seen = history.seen(head)
    if seen.sighting in _REFUSED:
        raise Fault(_REFUSED[seen.sighting], package=head.package_id, sequence=head.sequence)
    return seen


def check_volumes(
    outside: Outside,
    progress: Progress,
    numbers: Collection[int] | None = None,
    place: volumes.Place | None = None,
) -> None:
    """All of them, or those of `numbers`, in the folder or where else they lie. Raises what `volumes.check` raises.

    A pass of its own before anything is decrypted: what the age and archive readers see is then what a known desk
    signed. The second reading comes from the cache, unless the package is larger than the memory.
    """
    wanted = [one.bytes for one in outside.head.volumes if numbers is None or one.n in numbers]
    counter = disk.Counter(progress, sum(wanted), "verify")
    volumes.check(place or volumes.InFolder(outside.folder), outside.seal, counter, numbers)
