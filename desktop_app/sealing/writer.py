"""Seal: one pass from the vault through archive and cipher onto the medium, then proof by reading it back."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto import age
from desktop_app.crypto.digesting import Digests
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.sealing import (
    archive,
    canonical,
    cards,
    composing,
    disk,
    label,
    limits,
    names,
    readme,
    signatures,
)
from desktop_app.sealing.begun import Begun, Statement
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.content import Channel, PackageContent
from desktop_app.sealing.limits import Limits
from desktop_app.sealing.manifest import (
    MANIFEST_NAMESPACE,
    SEAL_NAMESPACE,
    Cipher,
    Seal,
    seal_digest,
)
from desktop_app.sealing.volumes import VolumeWriter

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
    begun: Callable[[Begun], None] | None = None,
) -> SealedPackage:
    """Write a package into a new folder below `folder`; when this raises, nothing of it is left there.

    `begun` is told what `resume` needs, before anything is written.

    Only when the medium was pulled, and says so no more (`MEDIUM_PULLED`), there may be something, even all of it.
    Raises `Fault`: `MARKING_UNDECIDED`, `SUITE_DOWNGRADE`, `PACKAGE_LIMIT`, `SOURCE_CHANGED`, `DISK_FULL`,
    `MEDIUM_GONE`, `MEDIUM_READ_ONLY`, `MEDIUM_NOT_EMPTY`, `WRITE_NOT_PROVEN`; or `Cancelled`.
    """
    progress = progress or Progress()
    if not 0 < len(recipients) <= limits.RECIPIENTS:
        raise Fault(Code.PACKAGE_LIMIT, what="recipients", found=len(recipients), limit=limits.RECIPIENTS)
    if not cards.belongs(sender, keys):
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
    signed = signatures.sign(raw, keys, MANIFEST_NAMESPACE)
    statement = Statement(sender, manifest, raw, signed, payloads, content.strip)
    made = Begun(statement, age.Beginning.to([cards.recipient(card, chosen) for card in recipients]), volume_bytes)
    if begun:
        begun(made)
    return _write(made, keys, folder, None, progress)


def resume(begun: Begun, keys: DeskKeys, folder: Path, progress: Progress | None = None) -> tuple[SealedPackage, int]:
    """Go on with a package whose medium was pulled; how many of its volumes were whole there and right.

    Every byte of those is compared with what would be written; where one is different nothing is left on the medium.
    Raises what `seal` does.
    """
    whole = _finished(begun, folder)
    return _write(begun, keys, folder, whole, progress or Progress()), len(whole)


def _finished(begun: Begun, medium: Path) -> list[str]:
    """Volumes that lie there under their own names, each as long as it is to be."""
    size = begun.size
    each, listed = _cut(begun, size)
    path = _folder(begun, medium)
    with disk.on_medium(path):
        return [
            name
            for number, name in enumerate(listed)
            if (path / name).is_file() and (path / name).stat().st_size == min(each, size - number * each)
        ]


def _cut(begun: Begun, size: int) -> tuple[int, list[str]]:
    """How long a volume is, and their names."""
    each = min(begun.volume_bytes or size, size)
    return each, names.volumes(begun.statement.manifest.package_id, -(-size // each))


def _folder(begun: Begun, medium: Path) -> Path:
    manifest = begun.statement.manifest
    return medium / names.folder(manifest.sender.code, manifest.seq, manifest.package_id)


def _write(begun: Begun, keys: DeskKeys, medium: Path, kept: Sequence[str] | None, progress: Progress) -> SealedPackage:
    """`kept` volumes are there from before; `None` where nothing may be."""
    statement = begun.statement
    manifest, size = statement.manifest, begun.size
    each, volume_names = _cut(begun, size)
    path = _folder(begun, medium)
    _check_room(medium, size - each * len(kept or ()) + _BESIDE)
    kids = [party.kid for party in manifest.recipients]
    with disk.NewFolder(path, again=kept is not None, before=kept or ()) as folder:
        if kept is not None:
            _clear(folder, [name for name in volume_names if name not in kept])
        folder.put(names.README, readme.text(manifest.package_id, manifest.suite, statement.sender, kids, volume_names))
        with Digests() as digests:
            target = VolumeWriter(folder, volume_names, each, digests, kept or ())
            cipher = _write_volumes(begun, target, size, progress)
        folder.sync()
        progress.step(0, size, "verify")
        counter = disk.Counter(progress, size, "verify")
        for file in target.files:
            file.prove(counter)
        progress.step(size, size, "verify")  # the last moment to stop: after this there is a package
        made = _seal(statement, cipher)
        raw = canonical.dump(made)
        # The armor is last: until it is there the folder is unfinished, and says so.
        folder.put(names.SEAL, raw)
        signed = signatures.sign(raw, keys, SEAL_NAMESPACE)
        if signed.lattice is not None:
            folder.put(names.LATTICE_SIGNATURE, signed.lattice)
        folder.put(names.SIGNATURE, signed.armor)
    return _sealed(path, made, raw, keys)


def _check_room(medium: Path, size: int) -> None:
    with disk.on_medium(medium):
        free = shutil.disk_usage(medium).free
    if free < size:
        raise Fault(Code.DISK_FULL, path=str(medium), needed=size, free=free)


def _clear(folder: disk.NewFolder, volumes: Sequence[str]) -> None:
    """What was begun before and is written anew; signatures first, so that what is left is never a good package."""
    for name in (names.SIGNATURE, names.LATTICE_SIGNATURE, names.SEAL, names.README, *volumes):
        folder.drop(name)


def _write_volumes(begun: Begun, target: VolumeWriter, size: int, progress: Progress) -> Cipher:
    statement = begun.statement
    whole = hashlib.sha256()
    promised = archive.Promised(statement.parts())
    with closing(archive.Archive(statement.parts())) as source:
        written = age.encrypt(
            source,
            target,
            beginning=begun.beginning,
            on_plain=promised.look,
            cipher_hash=whole,
            progress=progress,
            total=size,
        )
    digest = whole.hexdigest()
    return Cipher(bytes=written, sha256=digest, volumes=target.close(digest))


def _seal(statement: Statement, cipher: Cipher) -> Seal:
    manifest = statement.manifest
    return Seal(
        fj=canonical.FJ,
        suite=manifest.suite,
        sig_suites=manifest.sig_suites,
        package_id=manifest.package_id,
        epoch=manifest.epoch,
        seq=manifest.seq,
        sealed_at=manifest.sealed_at,
        sender_kid=manifest.sender.kid,
        recipient_kids=tuple(party.kid for party in manifest.recipients),
        manifest_sha256=hashlib.sha256(statement.raw).hexdigest(),
        cipher=cipher,
        strip=statement.strip or msgspec.UNSET,
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
