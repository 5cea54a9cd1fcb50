"""The two signed statements of a package: the manifest inside and the seal outside."""

import hashlib
from datetime import datetime
from typing import Annotated

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.marking import Marking
from desktop_app.domain.offices import KeyId, OfficeCode, Suite
from desktop_app.domain.records import PackageKind
from desktop_app.domain.values import Digest, Line, Short, Ulid, Value
from desktop_app.sealing import canonical, kinds, limits, names, signatures, suites

MANIFEST_NAMESPACE = "fj-manifest@v1"
SEAL_NAMESPACE = "fj-seal@v1"
#: Readers before this number cannot read what this writer writes.
MIN_READER = 1

PackageIdText = Ulid
Epoch = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-zA-Z]{1,32}$")]
Sequence = Annotated[int, msgspec.Meta(ge=1, le=999_999)]
Size = Annotated[int, msgspec.Meta(ge=0, le=2**46)]
MediaType = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}$")]
Word = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9_]{1,40}$")]


class Party(Value, frozen=True, kw_only=True):
    """A desk as it is named inside, where only the recipients read."""

    kid: KeyId
    code: OfficeCode
    name: Short


class Program(Value, frozen=True, kw_only=True):
    """Who wrote the package, and what it takes to read it."""

    name: Short
    schema: Short
    min_reader: Annotated[int, msgspec.Meta(ge=1)]


class Totals(Value, frozen=True, kw_only=True):
    files: Size
    bytes: Size


class FileEntry(Value, frozen=True, kw_only=True):
    """One payload file. `name` is what a person called it; `path` is made by the program."""

    n: Annotated[int, msgspec.Meta(ge=1)]
    path: Annotated[str, msgspec.Meta(max_length=60)]
    size: Size
    sha256: Digest
    name: Line
    mime: MediaType
    kind: Word
    #: Of the same bytes, where a recipient asks for it: then each file has one.
    sm3: Digest | msgspec.UnsetType = msgspec.UNSET


class ApplicationEntry(Value, frozen=True, kw_only=True):
    """One application: its record is the first of `files`."""

    id: PackageIdText
    version: Annotated[int, msgspec.Meta(ge=1)]
    digest: Digest
    files: tuple[int, ...]


class DocumentEntry(Value, frozen=True, kw_only=True):
    name: Word
    file: int


class Manifest(Value, frozen=True, kw_only=True):
    """What is inside, from whom, for whom: naming every recipient is what keeps it from being passed on as if meant."""

    fj: int
    kind: PackageKind = msgspec.field(name="type")
    suite: Suite
    sig_suites: tuple[str, ...]
    package_id: PackageIdText
    epoch: Epoch
    seq: Sequence
    void: tuple[Sequence, ...]
    prev_seal: Digest | None
    last_receipt: Digest | None
    in_reply_to: Digest | None
    sealed_at: datetime
    not_after: datetime | None
    sender: Party
    recipients: tuple[Party, ...]
    marking: Marking
    app: Program
    limits: Totals
    applications: tuple[ApplicationEntry, ...]
    documents: tuple[DocumentEntry, ...]
    files: tuple[FileEntry, ...]


def has_sm3(manifest: Manifest) -> bool:
    """Whether every file's SM3 stands beside its SHA-256."""
    return any(entry.sm3 is not msgspec.UNSET for entry in manifest.files)


#: As it is printed on a strip, in the one form in which numbers are compared: capitals, no blank at its ends.
StripNumber = Annotated[str, msgspec.Meta(max_length=20, pattern=r"^[^\sa-z]([^a-z\n]*[^\sa-z])?$")]


class VolumeEntry(Value, frozen=True, kw_only=True):
    n: Annotated[int, msgspec.Meta(ge=1)]
    name: Annotated[str, msgspec.Meta(max_length=40)]
    bytes: Size
    sha256: Digest


class Cipher(Value, frozen=True, kw_only=True):
    """The age file: its digest as a whole, and each volume it was cut into."""

    bytes: Size
    sha256: Digest
    volumes: tuple[VolumeEntry, ...]


class Seal(Value, frozen=True, kw_only=True):
    """What anyone may know of a package: codes, numbers and digests, no name."""

    fj: int
    suite: Suite
    sig_suites: tuple[str, ...]
    package_id: PackageIdText
    epoch: Epoch
    seq: Sequence
    sealed_at: datetime
    sender_kid: KeyId
    recipient_kids: tuple[KeyId, ...]
    manifest_sha256: Digest
    cipher: Cipher
    strip: StripNumber | msgspec.UnsetType = msgspec.UNSET


def read_manifest(untrusted: bytes) -> Manifest:
    """Raises `Fault(PACKAGE_VERSION | PACKAGE_FORMAT)`."""
    manifest = canonical.load(untrusted, Manifest, "manifest.json", limits.MANIFEST_BYTES)
    if manifest.sig_suites not in signatures.KNOWN or manifest.app.min_reader > MIN_READER:
        raise Fault(Code.PACKAGE_VERSION, what="manifest.json", found=str(manifest.app.min_reader))
    _check_layout(manifest)
    return manifest


def read_seal(untrusted: bytes) -> Seal:
    """Raises `Fault(PACKAGE_VERSION | PACKAGE_FORMAT | SUITE_MODULE)`."""
    suites.refuse_without_module(canonical.load_object(untrusted, names.SEAL, limits.SEAL_BYTES).get("suite"))
    seal = canonical.load(untrusted, Seal, names.SEAL, limits.SEAL_BYTES)
    if seal.sig_suites not in signatures.KNOWN:
        raise Fault(Code.PACKAGE_VERSION, what=names.SEAL, found="sig_suites")
    volumes = seal.cipher.volumes
    expected = names.volumes(seal.package_id, len(volumes))
    kids = seal.recipient_kids
    if (
        not volumes
        or [v.name for v in volumes] != expected
        or [v.n for v in volumes] != list(range(1, len(volumes) + 1))
        or sum(v.bytes for v in volumes) != seal.cipher.bytes
        or not 0 < len(kids) <= limits.RECIPIENTS
        or len(set(kids)) != len(kids)
    ):
        raise Fault(Code.PACKAGE_FORMAT, what=names.SEAL, detail="volumes")
    return seal


def seal_digest(seal: bytes) -> str:
    """What the label shows and receipts name."""
    return hashlib.sha256(b"FJ1-seal\0" + seal).hexdigest()


def _check_layout(manifest: Manifest) -> None:
    """Every path is where its number says, every file belongs to one application or document."""
    expected: list[tuple[int, str]] = []
    by_number = {entry.n: entry for entry in manifest.files}

    def suffix(number: int) -> str:
        return names.suffix_of_path(by_number[number].path) if number in by_number else ""

    for at, application in enumerate(manifest.applications, start=1):
        for position, number in enumerate(application.files):
            expected.append((number, names.application_path(at, position, suffix(number))))
    for at, document in enumerate(manifest.documents, start=1):
        expected.append((document.file, names.document_path(at)))
    whole = Totals(files=len(manifest.files), bytes=sum(entry.size for entry in manifest.files))
    parties = [party.kid for party in manifest.recipients]
    if (
        [(entry.n, entry.path) for entry in manifest.files] != expected
        or [number for number, _ in expected] != list(range(1, len(expected) + 1))
        or any(not application.files for application in manifest.applications)
        or manifest.limits != whole
        or not 0 < len(parties) <= limits.RECIPIENTS
        or len(set(parties)) != len(parties)
        or len(manifest.applications) > limits.APPLICATIONS
        or len({application.id for application in manifest.applications}) != len(manifest.applications)
        or len({entry.sm3 is msgspec.UNSET for entry in manifest.files}) > 1
    ):
        raise Fault(Code.PACKAGE_FORMAT, what="manifest.json", detail="layout")
    documents_ = [document.name for document in manifest.documents]
    if not kinds.fits(manifest.kind, len(manifest.applications), documents_, answers=manifest.in_reply_to is not None):
        raise Fault(Code.PACKAGE_FORMAT, what="manifest.json", detail="kind")
