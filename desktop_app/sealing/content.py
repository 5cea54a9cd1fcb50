"""What is put into a package: values the writer takes, before anything is sealed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from desktop_app.domain.marking import Marking
from desktop_app.domain.records import PackageKind

__all__ = ["Channel", "Document", "PackageContent", "PackageKind", "Payload", "SealedApplication", "SourceFile"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be sealed. Size and digest are promised beforehand and proved while it is read."""

    name: str
    media_type: str
    kind: str
    size: int
    digest: str
    open: Callable[[], BinaryIO]


#: What a payload file is read from: bytes in memory, or a file with promised size and digest.
Payload = bytes | SourceFile


@dataclass(frozen=True, slots=True)
class SealedApplication:
    """A version of an application: `record` is its canonical JSON, `digest` the SHA-256 of that."""

    id: str
    version_number: int
    digest: str
    record: bytes
    files: tuple[SourceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A further payload of canonical JSON: a receipt, a note of return, a card."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PackageContent:
    """Everything of one package but who, to whom and when. `in_reply_to` is the seal digest of what is answered."""

    kind: PackageKind
    marking: Marking
    applications: tuple[SealedApplication, ...] = ()
    documents: tuple[Document, ...] = ()
    in_reply_to: str | None = None
    not_after: datetime | None = None
    last_receipt: str | None = None
    strip: str = ""  # the number on the strip that will close its bag, where it is known before sealing


@dataclass(frozen=True, slots=True)
class Channel:
    """The place of a package on the way from one desk to another.

    `epoch` changes when a vault was restored; `void` are numbers given to packages that were never finished.
    """

    epoch: str
    sequence: int
    prev_seal: str | None
    void: tuple[int, ...] = ()
