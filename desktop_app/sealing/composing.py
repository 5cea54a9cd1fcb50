"""From content to manifest: every promise of a package is checked before the first byte is sealed."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.text import safe_for_screen
from desktop_app.domain import exchange
from desktop_app.domain.application import SCHEMA, Application
from desktop_app.domain.marking import check as check_marking
from desktop_app.domain.marking import require_decided
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.sealing import canonical, cards, enclosed, limits, names, second_digests, signatures
from desktop_app.sealing.content import Channel, Document, PackageContent, Payload, SealedApplication, SourceFile
from desktop_app.sealing.limits import Limits
from desktop_app.sealing.manifest import (
    MIN_READER,
    ApplicationEntry,
    DocumentEntry,
    FileEntry,
    Manifest,
    Party,
    Program,
    Totals,
    read_manifest,
)

PROGRAM = "fengjuan"
_JSON = "application/json"


def choose_suite(recipients: Sequence[ContactCard], wanted: Suite | None) -> Suite:
    """Post-quantum when every card has such a key. Raises `Fault(SUITE_DOWNGRADE)` below what a card asks for."""
    best = Suite.POST_QUANTUM if all(card.recipient_post_quantum for card in recipients) else Suite.CLASSICAL
    suite = wanted or best
    for card in recipients:
        cards.recipient(card, suite)
    return suite


def compose(
    content: PackageContent,
    *,
    sender: ContactCard,
    recipients: Sequence[ContactCard],
    channel: Channel,
    package_id: str,
    sealed_at: datetime,
    suite: Suite,
    allowed: Limits,
    progress: Progress,
) -> tuple[Manifest, list[Payload]]:
    """The manifest and the payloads in its order.

    Raises `Fault(MARKING_UNDECIDED | MARKING_INVALID | SOURCE_CHANGED | PACKAGE_LIMIT | RECORD_SCHEMA | …)`.
    """
    _check_marking(content)
    entries, payloads, applications, documents = _entries(content)
    if second_digests.asked_for(recipients):
        entries = second_digests.added(entries, payloads, progress)
    manifest = Manifest(
        fj=canonical.FJ,
        kind=content.kind,
        suite=suite,
        sig_suites=signatures.promised(sender),
        package_id=package_id,
        epoch=channel.epoch,
        seq=channel.sequence,
        void=channel.void,
        prev_seal=channel.prev_seal,
        last_receipt=content.last_receipt,
        in_reply_to=content.in_reply_to,
        sealed_at=sealed_at.astimezone(UTC).replace(microsecond=0),
        not_after=content.not_after.astimezone(UTC).replace(microsecond=0) if content.not_after else None,
        sender=party(sender),
        recipients=tuple(party(card) for card in recipients),
        marking=content.marking,
        app=Program(name=PROGRAM, schema=SCHEMA, min_reader=MIN_READER),
        limits=Totals(files=len(entries), bytes=sum(entry.size for entry in entries)),
        applications=applications,
        documents=documents,
        files=entries,
    )
    check_limits(manifest, allowed)
    # What the reader would refuse is refused here, before it travels.
    read_manifest(canonical.dump(manifest))
    enclosed.read(manifest, content.documents)
    return manifest, payloads


def party(card: ContactCard) -> Party:
    return Party(kid=cards.key_id(card), code=card.code, name=card.name)


def check_limits(manifest: Manifest, allowed: Limits) -> None:
    """Raises `Fault(PACKAGE_LIMIT)`."""
    read_whole = _read_whole(manifest)
    for what, found, limit in (
        ("entries", manifest.limits.files, allowed.entries),
        ("applications", len(manifest.applications), limits.APPLICATIONS),
        ("bytes", manifest.limits.bytes, allowed.total),
        ("file", max((entry.size for entry in manifest.files), default=0), allowed.entry),
        ("record", max(read_whole, default=0), limits.RECORD_BYTES),
        ("records", sum(read_whole), allowed.records),
    ):
        if found > limit:
            raise Fault(Code.PACKAGE_LIMIT, what=what, found=found, limit=limit)


def _read_whole(manifest: Manifest) -> list[int]:
    """Sizes of the files that a reader keeps in memory: records and documents by their places, whatever they say."""
    numbers = {application.files[0] for application in manifest.applications}
    numbers |= {document.file for document in manifest.documents}
    return [entry.size for entry in manifest.files if entry.n in numbers]


def _check_marking(content: PackageContent) -> None:
    require_decided(content.marking)
    check_marking(content.marking)
    for sealed in content.applications:
        record = _record(sealed)
        require_decided(record.marking)
        if max(record.marking.rank, *(m.marking.rank for m in record.materials), -1) > content.marking.rank:
            raise Fault(Code.MARKING_INVALID)


def _record(sealed: SealedApplication) -> Application:
    if hashlib.sha256(sealed.record).hexdigest() != sealed.digest:
        raise Fault(Code.SOURCE_CHANGED, name="record.json")
    record = exchange.parse(sealed.record)
    if exchange.canonical(record) != sealed.record:
        raise Fault(Code.RECORD_SCHEMA, application=sealed.id, where="$")
    return record


def _entries(
    content: PackageContent,
) -> tuple[tuple[FileEntry, ...], list[Payload], tuple[ApplicationEntry, ...], tuple[DocumentEntry, ...]]:
    number = count(1)
    entries: list[FileEntry] = []
    payloads: list[Payload] = []
    applications: list[ApplicationEntry] = []
    documents: list[DocumentEntry] = []
    for at, sealed in enumerate(content.applications, start=1):
        first = len(entries)
        entries.append(_plain_entry(next(number), names.application_path(at, 0, ""), "record.json", sealed.record))
        payloads.append(sealed.record)
        for position, file in enumerate(sealed.files, start=1):
            path = names.application_path(at, position, names.suffix_of_name(file.name))
            entries.append(_file_entry(next(number), path, file))
            payloads.append(file)
        numbers = tuple(entry.n for entry in entries[first:])
        applications.append(
            ApplicationEntry(id=sealed.id, version=sealed.version_number, digest=sealed.digest, files=numbers)
        )
    for at, document in enumerate(content.documents, start=1):
        entries.append(_document_entry(next(number), at, document))
        payloads.append(document.data)
        documents.append(DocumentEntry(name=document.name, file=entries[-1].n))
    return tuple(entries), payloads, tuple(applications), tuple(documents)


def payloads_again(content: PackageContent, manifest: Manifest) -> list[Payload]:
    """The payloads of a manifest that was signed before. Raises `Fault(SOURCE_CHANGED)` where one is not the same."""
    entries, payloads, applications, documents = _entries(content)
    promised = [(one.path, one.size, one.sha256) for one in manifest.files]
    if [(one.path, one.size, one.sha256) for one in entries] != promised:
        raise Fault(Code.SOURCE_CHANGED, name=manifest.package_id)
    if (applications, documents) != (manifest.applications, manifest.documents):
        raise Fault(Code.SOURCE_CHANGED, name=manifest.package_id)
    return payloads


def _document_entry(number: int, at: int, document: Document) -> FileEntry:
    canonical.load_object(document.data, document.name, limits.RECORD_BYTES)
    return _plain_entry(number, names.document_path(at), f"{document.name}.json", document.data)


def _plain_entry(number: int, path: str, name: str, data: bytes) -> FileEntry:
    digest = hashlib.sha256(data).hexdigest()
    return FileEntry(n=number, path=path, size=len(data), sha256=digest, name=name, mime=_JSON, kind="record")


def _file_entry(number: int, path: str, file: SourceFile) -> FileEntry:
    return FileEntry(
        n=number,
        path=path,
        size=file.size,
        sha256=file.digest,
        name=safe_for_screen(file.name),
        mime=file.media_type.lower(),
        kind=file.kind,
    )
