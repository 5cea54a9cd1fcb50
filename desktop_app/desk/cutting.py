"""Into how large pieces a package is cut for the media that carry it, and about how large it will be."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.ids import ApplicationId
from desktop_app.core.sizes import size_words
from desktop_app.desk.discs import DISC_NAMES
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words, bilingual
from desktop_app.host.medium import Medium
from desktop_app.sealing import disc
from desktop_app.sealing.disc import Disc

#: What an officer may type (MiB).
LEAST, MOST = 1, 1024 * 1024
#: Header, padding and line of the list for a file; statement, record, signatures and keys for an application.
_FILE, _APPLICATION = 2 * 1024, 64 * 1024


@dataclass(frozen=True, slots=True)
class Cut:
    """A size that pieces may have (bytes), and for what."""

    largest: int
    words: Words


def cuts() -> tuple[Cut, ...]:
    """A size for each disc that is sold, smallest first."""
    return tuple(Cut(disc.volume_bytes(one), DISC_NAMES[one]) for one in Disc)


def expected(session: Session, ids: Sequence[ApplicationId]) -> int:
    """About how many bytes a package with these applications has, rather a little more."""
    size = 0
    for one in ids:
        files, held = session.vault.attachments.bytes_of(one)
        size += held + files * _FILE + _APPLICATION
    return size


def pieces(size: int, medium: Medium, largest: int | None) -> int:
    """In how many pieces a package of `size` bytes lies on this medium; `largest` is what was asked for."""
    each = min(filter(None, (medium.largest_file, largest)), default=max(size, 1))
    return max(1, -(-size // each))


def advice(size: int, medium: Medium, largest: int | None) -> Words:
    """What a choice means for a package of `size` bytes on this medium, and what to take where it does not fit."""
    about = size_words(size)
    if size > medium.free:
        return bilingual(
            "约 {about}，这个介质只剩 {free}，放不下。选硬盘上的文件夹，按光盘或 U 盘大小分卷，再分装到几个介质。",
            about=about,
            free=size_words(medium.free),
        )
    count = pieces(size, medium, largest)
    if count > 1 and largest is None:
        return bilingual("约 {about}，介质是 FAT，单个文件不超过 4 GB，分成 {count} 卷。", about=about, count=count)
    if count > 1:
        return bilingual("约 {about}，分成 {count} 卷。", about=about, count=count)
    return bilingual("约 {about}，一卷。", about=about)
