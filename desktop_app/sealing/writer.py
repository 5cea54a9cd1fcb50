"""Seal: one pass from the vault through archive and cipher onto the medium, then proof by reading it back."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto import age, sshsig
from desktop_app.crypto.digesting import Digests
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.sealing import bag, canonical, cards, composing, disk, label, limits, names, readme
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.content import Channel, PackageContent, Payload, SourceFile
from desktop_app.sealing.limits import Limits
from desktop_app.sealing.manifest import (
    MANIFEST_NAMESPACE,
    SEAL_NAMESPACE,
    SIGNATURES,
    Cipher,
    Manifest,
    Seal,
    seal_digest,
)
from desktop_app.sealing.volumes import VolumeWriter

_STEP = 4 * 1024 * 1024
#: Room for README, seal and signature, and what a file system takes for names.
_BESIDE = 256 * 1024


@dataclass(frozen=True, slots=True)
class SealedPackage:
    """A package that lies proved on its medium."""

    folder: Path
    package_id: str
    seal_digest: str
    seal_code: str
    label_qr: str
    seal: Seal
    sequence: int
    volumes: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Statement:
    """The signed manifest, its archive laid out, and where it is going."""

    manifest: Manifest
    raw: bytes
    before: list[tuple[str, bytes]]
    payloads: list[Payload]
    recipients: list[age.Recipient]

    @property
    def sealed_size(self) -> int:
        return age.sealed_size(bag.total_size(self.manifest, self.before), self.recipients)


def seal(
    content: PackageContent,
    *,
    keys: DeskKeys,
    sender: ContactCard,
    recipients: Sequence[ContactCard],
    channel: Channel,
    folder: Path,
    package_id: str,
    sealed_at: datetime,
    suite: Suite | None = None,
    volume_bytes: int | None = None,
    allowed: Limits = limits.BATCH,
    progress: Progress | None = None,
) -> SealedPackage:
    """Write a package into a new folder below `folder`; when this raises, nothing of it is left there.

    Raises `Fault`: `MARKING_UNDECIDED`, `SUITE_DOWNGRADE`, `PACKAGE_LIMIT`, `SOURCE_CHANGED`, `DISK_FULL`,
    `MEDIUM_GONE`, `MEDIUM_READ_ONLY`, `MEDIUM_NOT_EMPTY`, `WRITE_NOT_PROVEN`; or `Cancelled`.
    """
    progress = progress or Progress()
    if not 0 < len(recipients) <= limits.RECIPIENTS:
        raise Fault(Code.PACKAGE_LIMIT, what="recipients", found=len(recipients), limit=limits.RECIPIENTS)
    if bytes.fromhex(sender.signing_key) != keys.public_signing_key():
        raise ValueError("the sender's card is not of these keys")
    chosen = composing.choose_suite(recipients, suite)
    manifest, payloads = composing.compose(
        content,
        sender=sender,
        recipients=recipients,
        channel=channel,
        package_id=package_id,
        sealed_at=sealed_at,
        suite=chosen,
        allowed=allowed,
        progress=progress,
    )
    raw = canonical.dump(manifest)
    before = bag.tags(manifest, raw, sshsig.sign(raw, keys.signing_seed, MANIFEST_NAMESPACE))
    to = [cards.recipient(card, chosen) for card in recipients]
    statement = _Statement(manifest, raw, before, payloads, to)
    return _write(statement, keys, folder, volume_bytes, progress)


def _write(
    statement: _Statement, keys: DeskKeys, medium: Path, volume_bytes: int | None, progress: Progress
) -> SealedPackage:
    manifest, size = statement.manifest, statement.sealed_size
    _check_room(medium, size + _BESIDE)
    each = min(volume_bytes or size, size)
    volume_names = names.volumes(manifest.package_id, -(-size // each))
    path = medium / names.folder(manifest.sender.code, manifest.seq, manifest.package_id)
    kids = [party.kid for party in manifest.recipients]
    with disk.NewFolder(path) as folder:
        public = keys.public_signing_key()
        folder.put(
            names.README,
            readme.text(manifest.package_id, manifest.suite, manifest.sender.kid, kids, public, volume_names),
        )
        with Digests() as digests:
            target = VolumeWriter(folder, volume_names, each, digests)
            cipher = _write_volumes(statement, target, size, progress)
        folder.sync()
        counter = disk.Counter(progress, size, "verify")
        for file in target.files:
            file.prove(counter)
        progress.step(size, size, "verify")  # the last moment to stop: after this there is a package
        made = _seal(statement, cipher)
        raw = canonical.dump(made)
        # The signature is last: until it is there the folder is unfinished, and says so.
        folder.put(names.SEAL, raw)
        folder.put(names.SIGNATURE, sshsig.sign(raw, keys.signing_seed, SEAL_NAMESPACE))
    return _sealed(path, made, raw, keys)


def _check_room(medium: Path, size: int) -> None:
    with disk.on_medium(medium):
        free = shutil.disk_usage(medium).free
    if free < size:
        raise Fault(Code.DISK_FULL, path=str(medium), needed=size, free=free)


def _write_volumes(statement: _Statement, target: VolumeWriter, size: int, progress: Progress) -> Cipher:
    whole = hashlib.sha256()
    source = _Pieces(_archive(statement))
    try:
        written = age.encrypt(source, target, statement.recipients, cipher_hash=whole, progress=progress, total=size)
    finally:
        source.close()
    digest = whole.hexdigest()
    return Cipher(bytes=written, sha256=digest, volumes=target.close(digest))


def _seal(statement: _Statement, cipher: Cipher) -> Seal:
    manifest = statement.manifest
    return Seal(
        fj=canonical.FJ,
        suite=manifest.suite,
        sig_suites=SIGNATURES,
        package_id=manifest.package_id,
        epoch=manifest.epoch,
        seq=manifest.seq,
        sealed_at=manifest.sealed_at,
        sender_kid=manifest.sender.kid,
        recipient_kids=tuple(party.kid for party in manifest.recipients),
        manifest_sha256=hashlib.sha256(statement.raw).hexdigest(),
        cipher=cipher,
    )


def _sealed(path: Path, made: Seal, raw: bytes, keys: DeskKeys) -> SealedPackage:
    digest = seal_digest(raw)
    return SealedPackage(
        folder=path,
        package_id=made.package_id,
        seal_digest=digest,
        seal_code=label.code(digest),
        label_qr=label.qr_text(made.package_id, made.sender_kid, made.recipient_kids[0], made.seq, digest, keys),
        seal=made,
        sequence=made.seq,
        volumes=len(made.cipher.volumes),
        bytes=made.cipher.bytes,
    )


def _archive(statement: _Statement) -> Iterator[bytes]:
    """The archive's bytes in pieces. Raises `Fault(SOURCE_CHANGED)` before its end is given out."""
    manifest = statement.manifest
    when = int(manifest.sealed_at.timestamp())
    for name, data in statement.before:
        yield bag.header(manifest.package_id, name, len(data), when) + data + bag.padding(len(data))
    with Digests() as digests:
        for entry, payload in zip(manifest.files, statement.payloads, strict=True):
            yield bag.header(manifest.package_id, entry.path, entry.size, when)
            if isinstance(payload, bytes):
                yield payload
            else:
                yield from _promised(payload, digests)
            yield bag.padding(entry.size)
    yield bag.END


def _promised(file: SourceFile, digests: Digests) -> Iterator[bytes]:
    """A file's bytes, which must be the ones the manifest was signed for."""
    found, size = hashlib.sha256(), 0
    with file.open() as stream:
        while piece := stream.read(_STEP):
            size += len(piece)
            if size > file.size:
                break
            digests.feed(found, piece)
            yield piece
    if size != file.size:
        raise Fault(Code.SOURCE_CHANGED, name=file.name)
    digests.then(lambda: _check_digest(file, found.hexdigest()))


def _check_digest(file: SourceFile, found: str) -> None:
    if found != file.digest:
        raise Fault(Code.SOURCE_CHANGED, name=file.name)


class _Pieces:
    """Pieces of any size as a stream to read from; every byte is copied once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = memoryview(b"")

    def read(self, size: int, /) -> bytes:
        parts: list[memoryview] = []
        while size:
            if not self._held:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._held = memoryview(piece)
            part = self._held[:size]
            self._held = self._held[size:]
            size -= len(part)
            parts.append(part)
        return b"".join(parts)

    def close(self) -> None:
        """Close a source that was being read."""
        if hasattr(self._pieces, "close"):
            self._pieces.close()
