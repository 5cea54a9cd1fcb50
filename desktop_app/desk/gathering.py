"""Opening what came on several media: volumes are collected beside the vault, still sealed, until all are there.

One drive is enough: each medium is read once, and the next may take its place. Only volumes of a seal that a known desk
signed for this one are collected, each held against that seal as it is read.
"""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import carrier_media, own_keys, senders
from desktop_app.desk.carrier_media import Came
from desktop_app.desk.quarantine import ChannelHistory
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.host import atomic, media
from desktop_app.sealing import gathering, outside
from desktop_app.sealing.checks import SealHead, silent
from desktop_app.sealing.outside import Outside
from desktop_app.vault import files

#: Which media the volumes came on.
_MEDIA = "media.json"
#: What was never completed goes after so long: the sender still has it, and seals anew.
_KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Whole:
    """A package's folder with all its volumes, and the media that it came on."""

    folder: Path
    media: tuple[Came, ...]
    collected: bool = False


def whole(session: Session, folder: Path, progress: Progress) -> Whole:
    """Where the package in `folder` lies whole: there, or where its volumes were collected from several media.

    What will not pass the checks of the outside stays where it is, for the reader to say so.
    Raises `Fault(VOLUMES_AWAITED)` while some are lacking, and what `sealing.gathering.take` raises.
    """
    _drop_old(session)
    found = _worth_collecting(session, folder)
    if found is None:
        return Whole(folder, (carrier_media.seen(session, folder),))
    place = _place(session, found.head)
    gathering.begin(found, place)
    for one in (found, *_elsewhere(found)):
        if gathering.take(one, place, progress):
            _note(place, carrier_media.seen(session, one.folder))
    if lacking := gathering.lacking(place, found.head.volumes):
        raise awaiting(found.head, [volume.n for volume in lacking])
    return Whole(place, _noted(place), collected=True)


def lacking(session: Session, head: SealHead, absent: Sequence[int]) -> tuple[int, ...]:
    """Which volumes, `absent` from a medium, were not collected from others either."""
    place = _place(session, head)
    if not absent or not place.is_dir():
        return tuple(absent)
    return tuple(volume.n for volume in gathering.lacking(place, head.volumes) if volume.n in absent)


def awaited(session: Session, head: SealHead, absent: Sequence[int]) -> tuple[int, ...]:
    """Which volumes other media must bring; none where this one, of which `absent` are not, still has one to give."""
    if not _place(session, head).is_dir():
        return ()
    missing = lacking(session, head, [volume.n for volume in head.volumes])
    return missing if set(missing) <= set(absent) else ()


def dropped(found: Whole) -> None:
    """The package was taken in, or is none: what was collected of it goes."""
    if found.collected:
        _drop(found.folder.parent)


def _drop(collected: Path) -> None:
    with suppress(OSError):
        shutil.rmtree(collected)
        collected.parent.rmdir()


def awaiting(head: SealHead, numbers: Sequence[int]) -> Fault:
    """What is said while these volumes are lacking."""
    shown = "、".join(map(str, numbers))
    return Fault(Code.VOLUMES_AWAITED, sequence=head.sequence, count=len(head.volumes), numbers=shown)


def _worth_collecting(session: Session, folder: Path) -> Outside | None:
    """The outside of a package of which volumes are lacking here, if all that can be said of it by now is good."""
    try:
        found = outside.read(folder, silent)
        if not gathering.lacking(folder, found.head.volumes) or len(found.head.volumes) == 1:
            return None
        if gathering.strays(folder, found.head.volumes):
            return None
        outside.check_sealed(found, senders.known_sender(session, found.head.sender))
        outside.check_history(found.head, ChannelHistory(session))
    except Fault:
        return None
    if own_keys.key_ids(session).isdisjoint(found.head.recipients):
        return None
    session.vault.require(Act.PACKAGE_OPENED)
    return found


def _elsewhere(found: Outside) -> list[Outside]:
    """The same seal on other media that are in this machine now."""
    others = []
    for medium in media.removable_media():
        place = medium.folder / found.folder.name
        with suppress(Fault):
            other = outside.read(place, silent)
            if place != found.folder and other.head.seal_digest == found.head.seal_digest:
                others.append(other)
    return others


def _place(session: Session, head: SealHead) -> Path:
    return session.vault.folder / files.GATHERING / head.seal_digest / head.package_id


def _noted(place: Path) -> tuple[Came, ...]:
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((place.parent / _MEDIA).read_bytes(), type=tuple[Came, ...])
    return ()


def _note(place: Path, came: Came) -> None:
    atomic.write_atomic(place.parent / _MEDIA, msgspec.json.encode((*_noted(place), came)))


def _drop_old(session: Session) -> None:
    """What nobody completed, and what was taken in whole meanwhile."""
    with suppress(OSError):
        for one in (session.vault.folder / files.GATHERING).iterdir():
            age = session.clock.now().timestamp() - one.stat().st_mtime
            if age > _KEPT.total_seconds() or session.vault.packages.by_seal(one.name) is not None:
                _drop(one)
