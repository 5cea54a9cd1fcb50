"""The inside of a package, read once from front to back: manifest first, then only what the manifest announces."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import age, sshsig
from desktop_app.crypto.digesting import Digests
from desktop_app.crypto.sm3 import Sm3
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import ContactCard, SecondDigest
from desktop_app.sealing import bag, canonical, cards, limits, signatures
from desktop_app.sealing.checks import Caution, OpenedApplication, SealHead, Sink, SinkFile, Warned
from desktop_app.sealing.content import Document
from desktop_app.sealing.manifest import (
    MANIFEST_NAMESPACE,
    ApplicationEntry,
    FileEntry,
    Manifest,
    has_sm3,
    read_manifest,
)
from desktop_app.sealing.signatures import Signatures

#: How files of these types begin. A wrong beginning is shown to the person; decoding is for a separate process.
_BEGINNINGS = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}


class Plain:
    """Proved blocks as a stream to take from."""

    def __init__(self, blocks: Iterator[memoryview]) -> None:
        self._blocks = blocks
        self._held = memoryview(b"")

    def pieces(self, size: int) -> Iterator[memoryview]:
        """Exactly `size` bytes, each piece good until the next is asked for. Raises `Fault(PACKAGE_TRUNCATED)`."""
        while size:
            if not self._held:
                block = next(self._blocks, None)
                if block is None:
                    raise Fault(Code.PACKAGE_TRUNCATED)
                self._held = block
            piece = self._held[:size]
            self._held = self._held[size:]
            size -= len(piece)
            yield piece

    def take(self, size: int) -> bytes:
        return b"".join(bytes(piece) for piece in self.pieces(size))

    def expect(self, raw: bytes, name: str) -> None:
        """Raises `Fault(ENTRY_UNEXPECTED)` unless these bytes follow."""
        if self.take(len(raw)) != raw:
            raise Fault(Code.ENTRY_UNEXPECTED, name=name)

    def end(self) -> None:
        """Raises `Fault(TRAILING_DATA)` unless the stream is over; going to the end is what proves it whole."""
        if self._held or next(self._blocks, None) is not None:
            raise Fault(Code.TRAILING_DATA)


@dataclass(frozen=True, slots=True)
class Statement:
    """The proved manifest, its bytes and its signatures."""

    manifest: Manifest
    raw: bytes
    signed: Signatures


def read_statement(plain: Plain, head: SealHead, sender: ContactCard, own: ContactCard) -> Statement:
    """The manifest, said by the sender, sealed for us, the one the seal names.

    Raises `Fault`: `ENTRY_UNEXPECTED`, `MANIFEST_MISMATCH`, `PACKAGE_FORWARDED`, `MANIFEST_SIGNATURE`, `PACKAGE_*`,
    `SECOND_DIGEST_MISSING`.
    """
    raw = _announced(plain, head, bag.MANIFEST, limits.MANIFEST_BYTES)
    armor = _announced(plain, head, bag.SIGNATURE, limits.SIGNATURE_BYTES)
    both = head.signatures == signatures.BOTH
    lattice = _announced(plain, head, bag.LATTICE_SIGNATURE, limits.SIGNATURE_BYTES) if both else None
    signed = Signatures(armor, lattice)
    if hashlib.sha256(raw).hexdigest() != head.manifest_digest:
        raise Fault(Code.MANIFEST_MISMATCH, what="digest")
    _check_signatures(raw, signed, sender)
    manifest = read_manifest(raw)
    if cards.key_id(own) not in {party.kid for party in manifest.recipients}:
        raise Fault(Code.PACKAGE_FORWARDED)
    if _identity(manifest) != _head_identity(head):
        raise Fault(Code.MANIFEST_MISMATCH, what="identity")
    # What a person trusts is the card: under no other name does anything of its keys stand in lists and registers.
    if (manifest.sender.code, manifest.sender.name) != (sender.code, sender.name):
        raise Fault(Code.MANIFEST_MISMATCH, what="sender")
    if own.second_digest is SecondDigest.SM3 and not has_sm3(manifest):
        raise Fault(Code.SECOND_DIGEST_MISSING)
    return Statement(manifest, raw, signed)


def _announced(plain: Plain, head: SealHead, name: str, limit: int) -> bytes:
    """An entry whose size the archive says: the header must be the only one possible with that size."""
    found = plain.take(bag.BLOCK)
    try:
        size = int(found[124:135], 8)
    except ValueError as error:
        raise Fault(Code.ENTRY_UNEXPECTED, name=name) from error
    if size < 0 or found != bag.header(head.package_id, name, size, int(head.sealed_at.timestamp())):
        raise Fault(Code.ENTRY_UNEXPECTED, name=name)
    if size > limit:
        raise Fault(Code.PACKAGE_LIMIT, what=name, found=size, limit=limit)
    data = plain.take(size)
    plain.expect(bag.padding(size), name)
    return data


def _check_signatures(raw: bytes, signed: Signatures, sender: ContactCard) -> None:
    try:
        if sshsig.read(signed.armor).public.hex() != sender.signing_key:
            # Somebody put another desk's statement under a seal of their own.
            raise Fault(Code.PACKAGE_FORWARDED)
        signatures.check(raw, signed, sender, MANIFEST_NAMESPACE)
    except sshsig.SignatureRefused as error:
        raise Fault(Code.MANIFEST_SIGNATURE) from error


def _identity(manifest: Manifest) -> tuple[object, ...]:
    kids = tuple(party.kid for party in manifest.recipients)
    numbers = (
        manifest.package_id,
        manifest.suite,
        manifest.sig_suites,
        manifest.epoch,
        manifest.seq,
        manifest.sealed_at,
    )
    return (*numbers, manifest.sender.kid, kids)


def _head_identity(head: SealHead) -> tuple[object, ...]:
    numbers = (head.package_id, head.suite, head.signatures, head.epoch, head.sequence, head.sealed_at)
    return (*numbers, head.sender, head.recipients)


@dataclass(slots=True)
class Payload:
    """What came out: records and documents in memory, attachments in the sink."""

    kept: dict[int, bytes]
    warnings: list[Caution]


def read_payload(plain: Plain, statement: Statement, sink: Sink, step: Callable[[int], None]) -> Payload:
    """Everything after the manifest's signature, to the last byte.

    Raises `Fault`: `ENTRY_UNEXPECTED`, `FILE_DIGEST`, `TRAILING_DATA`, `PACKAGE_TRUNCATED`, `CHUNK_AUTH`.
    """
    manifest = statement.manifest
    when = int(manifest.sealed_at.timestamp())
    before = bag.tags(manifest, statement.raw, statement.signed)
    for name, data in before[2 if statement.signed.lattice is None else 3 :]:
        entry = bag.header(manifest.package_id, name, len(data), when) + data + bag.padding(len(data))
        plain.expect(entry, name)
    in_memory = {application.files[0] for application in manifest.applications}
    in_memory |= {document.file for document in manifest.documents}
    payload = Payload({}, [])
    with Digests() as digests:
        for entry_ in manifest.files:
            plain.expect(bag.header(manifest.package_id, entry_.path, entry_.size, when), entry_.path)
            target: SinkFile = _Memory(payload, entry_.n) if entry_.n in in_memory else sink.file(entry_)
            warned = _copy(plain, entry_, target, digests, step)
            payload.warnings.extend(warned)
            plain.expect(bag.padding(entry_.size), entry_.path)
    plain.expect(bag.END, "end")
    plain.end()
    return payload


class _Memory:
    """A small entry that is kept here instead of in the sink."""

    def __init__(self, payload: Payload, number: int) -> None:
        self._payload = payload
        self._number = number
        self._parts: list[bytes] = []

    def write(self, data: memoryview, /) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def close(self, digest: str, /) -> None:
        del digest
        self._payload.kept[self._number] = b"".join(self._parts)


def _copy(
    plain: Plain, entry: FileEntry, target: SinkFile, digests: Digests, step: Callable[[int], None]
) -> list[Caution]:
    found = hashlib.sha256()
    second = None if entry.sm3 is msgspec.UNSET else Sm3()
    beginning = b""
    for piece in plain.pieces(entry.size):
        digests.feed(found, piece)
        digests.feed(second, piece)
        step(len(piece))
        if len(beginning) < 8:
            beginning += bytes(piece[:8])
        age.write_all(target, piece)
        digests.settle()
    if found.hexdigest() != entry.sha256 or (second is not None and second.hexdigest() != entry.sm3):
        raise Fault(Code.FILE_DIGEST, name=entry.path)
    target.close(entry.sha256)
    fits = beginning.startswith(_BEGINNINGS.get(entry.mime, b""))
    return [] if fits else [Caution(Warned.MEDIA_TYPE, entry.path)]


def read_records(manifest: Manifest, payload: Payload, machine: SecrecyLevel) -> tuple[OpenedApplication, ...]:
    """The applications, parsed. Raises `Fault(RECORD_SCHEMA | ABOVE_MACHINE_LEVEL | MARKING_UNDECIDED)`."""
    by_number = {entry.n: entry for entry in manifest.files}
    return tuple(
        OpenedApplication(
            id=entry.id,
            version_number=entry.version,
            digest=entry.digest,
            content=_record(entry, payload.kept[entry.files[0]], manifest, machine),
            files=tuple(by_number[number] for number in entry.files[1:]),
        )
        for entry in manifest.applications
    )


def _record(entry: ApplicationEntry, raw: bytes, manifest: Manifest, machine: SecrecyLevel) -> Application:
    try:
        record = exchange.parse(raw)
    except Fault as fault:
        if fault.code is Code.MARKING_TOP_SECRET:
            raise Fault(Code.ABOVE_MACHINE_LEVEL) from fault
        raise Fault(Code.RECORD_SCHEMA, application=entry.id, where=fault.fields.get("where", "$")) from fault
    spelled = exchange.canonical(record)
    if hashlib.sha256(spelled).hexdigest() != entry.digest or spelled != raw:
        raise Fault(Code.RECORD_SCHEMA, application=entry.id, where="$")
    if not record.marking.decided:
        raise Fault(Code.MARKING_UNDECIDED)
    rank = max(record.marking.rank, *(material.marking.rank for material in record.materials), -1)
    if rank > machine.rank:
        raise Fault(Code.ABOVE_MACHINE_LEVEL)
    if rank > manifest.marking.rank:
        raise Fault(Code.MANIFEST_MISMATCH, what="marking")
    return record


def read_documents(manifest: Manifest, payload: Payload) -> tuple[Document, ...]:
    """The other payloads, canonical JSON each. Raises `Fault(PACKAGE_FORMAT)`."""
    documents = tuple(Document(entry.name, payload.kept[entry.file]) for entry in manifest.documents)
    for document in documents:
        canonical.load_object(document.data, document.name, limits.RECORD_BYTES)
    return documents
