"""Scans, looked at: read from the vault, or where they lie, into memory, drawn in a confined process as pictures.

Nothing is written anywhere; what comes from outside is never drawn by the program's own process.
"""

import hashlib
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.reasons import reason_of
from desktop_app.desk.draft import MAX_ATTACHMENT, attachment_bytes
from desktop_app.desk.session import Session
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.domain.values import Digest, Value
from desktop_app.host import confined
from desktop_app.papers import scan_page
from desktop_app.papers.raster import RasterPage

__all__ = ["RasterPage", "Scan", "ScanPage", "from_outside", "page", "read"]


@dataclass(frozen=True, slots=True)
class Scan:
    """The bytes of one file, as its digest names them."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScanPage:
    """One page, and how many there are."""

    pages: int
    picture: RasterPage = field(repr=False)


class _Drawn(Value, frozen=True, kw_only=True):
    pages: int
    width: int
    height: int
    packed: bytes


def read(session: Session, application: ApplicationId, digest: Digest) -> Scan:
    """A file that the draft or a version names. Raises `Fault(VAULT_DAMAGED)` where the bytes are not those."""
    found = session.vault.attachments.by_digest(application, digest)
    if found is None:
        raise not_found(RecordKind.ATTACHMENT)
    data = attachment_bytes(session, found.id)
    if hashlib.sha256(data).hexdigest() != digest:
        raise Fault(Code.VAULT_DAMAGED, part=found.name)
    return Scan(found.name, data)


def from_outside(path: Path) -> Scan:
    """A file that is not attached yet. Raises `Fault(FILE_NOT_FOUND | FILE_UNREADABLE | ATTACHMENT_TOO_LARGE)`."""
    try:
        with path.open("rb") as file:
            untrusted = file.read(MAX_ATTACHMENT + 1)
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error
    if len(untrusted) > MAX_ATTACHMENT:
        raise Fault(Code.ATTACHMENT_TOO_LARGE, path=path.name, limit=MAX_ATTACHMENT >> 20)
    return Scan(path.name, untrusted)


def page(scan: Scan, index: int, width: int, progress: Progress | None = None) -> ScanPage:
    """One page, about so many pixels wide. Needs no vault: call it off the database thread.

    Raises `Fault(SCAN_UNSHOWN)`, or `Cancelled`.
    """
    try:
        found = confined.read("scan_page", scan_page.asked(scan.data, index, width), scan.name, progress)
        told = msgspec.convert(found, _Drawn)
        return ScanPage(told.pages, _unpacked(told))
    except (Fault, msgspec.ValidationError, zlib.error) as error:
        raise Fault(Code.SCAN_UNSHOWN, name=scan.name) from error


def _unpacked(told: _Drawn) -> RasterPage:
    """Believed only where size and bytes fit: the process that drew it may have been taken over."""
    longest = scan_page.LONGEST + 1
    if not (0 < told.width <= longest and 0 < told.height <= longest and 0 < told.pages <= scan_page.MOST_PAGES):
        raise Fault(Code.SCAN_UNSHOWN)
    size = told.width * told.height * 3
    data = zlib.decompressobj().decompress(told.packed, size + 1)
    if len(data) != size:
        raise Fault(Code.SCAN_UNSHOWN)
    return RasterPage(told.width, told.height, told.width * 3, data)
