"""What the reader asks of the desk, and the checks of a package in their order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from desktop_app.core.errors import Fault
from desktop_app.domain.application import Application
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.domain.records import Trust
from desktop_app.sealing.content import Document
from desktop_app.sealing.enclosed import Enclosed
from desktop_app.sealing.manifest import FileEntry, Manifest, VolumeEntry


class Check(Enum):
    """The checks, first to last. None is made before the one above it has passed."""

    COMPLETE = "complete"
    FORMAT = "format"
    SUITE = "suite"
    SENDER = "sender"
    SEAL_SIGNATURE = "seal_signature"
    LABEL = "label"
    ADDRESSED = "addressed"
    REPLAY = "replay"
    VOLUMES = "volumes"
    KEY = "key"
    MANIFEST = "manifest"
    LIMITS = "limits"
    PAYLOAD = "payload"
    RECORDS = "records"


class Warned(Enum):
    """What does not refuse a package but must be seen by a person."""

    SEQUENCE_GAP = "sequence_gap"
    OUT_OF_ORDER = "out_of_order"
    EXPIRED = "expired"
    SENDER_UNVERIFIED = "sender_unverified"
    SENDER_REVOKED_LATER = "sender_revoked_later"
    LABEL_NOT_COMPARED = "label_not_compared"
    MEDIA_TYPE = "media_type"


@dataclass(frozen=True, slots=True)
class Caution:
    """`detail` names sequence numbers or paths, never an applicant's words."""

    kind: Warned
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SealHead:
    """What the outside of a package says. Proved only once the seal's signature is."""

    package_id: str
    suite: Suite
    signatures: tuple[str, ...]
    sender: str
    recipients: tuple[str, ...]
    epoch: str
    sequence: int
    sealed_at: datetime
    manifest_digest: str
    volumes: tuple[VolumeEntry, ...]
    bytes: int
    seal_digest: str
    seal_code: str
    strip: str = ""  # the strip that closed its bag when it was sealed; empty where the sender did not say


@dataclass(frozen=True, slots=True)
class KnownSender:
    """A contact as this desk knows it. `ended`: other keys took the place of these, and that day is over.

    `revoked_on`: from that day on nothing under revoked keys counts; without one nothing ever does.
    """

    card: ContactCard
    trust: Trust
    minimum_suite: Suite = Suite.CLASSICAL
    ended: date | None = None
    revoked_on: date | None = None


class Sighting(Enum):
    """What the channel's history says of a package."""

    NEW = "new"
    DUPLICATE = "duplicate"
    EQUIVOCATION = "equivocation"
    FORK = "fork"


@dataclass(frozen=True, slots=True)
class Seen:
    """A sighting, the numbers below this one that have not come, and the highest that has come above it (0: none)."""

    sighting: Sighting
    missing: tuple[int, ...] = ()
    later: int = 0


class History(Protocol):
    """What this desk remembers of packages taken in."""

    def seen(self, head: SealHead) -> Seen: ...


class SinkFile(Protocol):
    def write(self, data: memoryview, /) -> int: ...

    def close(self, digest: str, /) -> object:
        """All of it came, and this is the SHA-256 of what was written here, as the manifest promised."""
        ...


class Sink(Protocol):
    """Quarantine: takes files as they come, and keeps nothing unless the whole package proved good."""

    def begin(self, manifest: Manifest) -> None:
        """The manifest is proved and within limits; the place to see whether there is room."""
        ...

    def file(self, entry: FileEntry) -> SinkFile: ...

    def discard(self) -> None:
        """Drop everything taken so far. Called once whenever opening fails after `begin`."""
        ...


@dataclass(frozen=True, slots=True)
class OpenedApplication:
    """An application out of a package; its attachments have gone to the sink."""

    id: str
    version_number: int
    digest: str
    content: Application
    files: tuple[FileEntry, ...]


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A package that passed every check."""

    manifest: Manifest
    head: SealHead
    applications: tuple[OpenedApplication, ...]
    documents: tuple[Document, ...]
    warnings: tuple[Caution, ...]
    enclosed: Enclosed = field(default_factory=Enclosed)


#: Told of every check as it is made.
Report = Callable[[Check, bool], None]


def silent(check: Check, passed: bool) -> None:
    """A report nobody reads."""
    del check, passed


@contextmanager
def making(check: Check, report: Report) -> Iterator[None]:
    """Reports the outcome of the block."""
    try:
        yield
    except Fault:
        report(check, False)
        raise
    report(check, True)
