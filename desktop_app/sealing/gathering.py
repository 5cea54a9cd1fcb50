"""Volumes of one package that come on several media: each is copied and proved by itself, until all lie together."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.sealing import disk, names
from desktop_app.sealing.manifest import VolumeEntry
from desktop_app.sealing.outside import Outside
from desktop_app.sealing.volumes import check_size


def lacking(place: Path, volumes: Sequence[VolumeEntry]) -> tuple[VolumeEntry, ...]:
    """Those that do not lie in a folder, whatever may be wrong with the others. Raises `Fault(MEDIUM_GONE)`."""
    with disk.on_medium(place):
        present = {path.name for path in place.iterdir()}
    return tuple(volume for volume in volumes if volume.name not in present)


def strays(place: Path, volumes: Sequence[VolumeEntry]) -> bool:
    """Whether something lies there that looks like a volume and is none of these. Raises `Fault(MEDIUM_GONE)`."""
    listed = {volume.name for volume in volumes}
    with disk.on_medium(place):
        return any(names.looks_like_volume(path.name) and path.name not in listed for path in place.iterdir())


def begin(found: Outside, place: Path) -> None:
    """A folder for the volumes, with the seal whose signature was found good."""
    with disk.on_medium(place):
        place.mkdir(parents=True, exist_ok=True)
    small = {names.SEAL: found.raw, names.SIGNATURE: found.signed.armor}
    if found.signed.lattice is not None:
        small[names.LATTICE_SIGNATURE] = found.signed.lattice
    for name, data in small.items():
        if not (place / name).is_file():
            _put(place / name, [memoryview(data)])


def take(found: Outside, place: Path, progress: Progress) -> int:
    """Copy every volume that lies on this medium and is still lacking in `place`; how many there were.

    Raises `Fault(VOLUME_MISSING | VOLUME_SIZE | VOLUME_DIGEST)` for what is wrong on the medium, of which nothing is
    kept, and `DISK_FULL`, `MEDIUM_*`; or `Cancelled`.
    """
    with disk.on_medium(found.folder):
        present = {path.name for path in found.folder.iterdir()}
    here = [volume for volume in lacking(place, found.head.volumes) if volume.name in present]
    total = sum(volume.bytes for volume in here)
    _require_room(place, total)
    counter = disk.Counter(progress, total, "gather")
    for volume in here:
        _put(place / volume.name, _proved(found.folder / volume.name, volume, counter))
    return len(here)


def _require_room(place: Path, size: int) -> None:
    with disk.on_medium(place):
        free = shutil.disk_usage(place).free
    if free < size:
        raise Fault(Code.DISK_FULL, path=str(place), needed=size, free=free)


def _put(path: Path, blocks: Iterable[memoryview]) -> None:
    """All of it under its name, or nothing; a file of it may have been begun before."""
    with disk.on_medium(path):
        path.with_name(path.name + disk.PART).unlink(missing_ok=True)
    file = disk.PartFile(path, private=True)
    try:
        for block in blocks:
            file.write(block)
        file.finish()
    except BaseException:
        file.abandon()
        raise


def _proved(source: Path, volume: VolumeEntry, counter: disk.Counter) -> Iterator[memoryview]:
    """All of a volume; at its end it was the one that was sealed. Raises `Fault(VOLUME_MISSING | VOLUME_*)`."""
    check_size(source, volume)
    digest = hashlib.sha256()
    for block in disk.blocks(source):
        digest.update(block)
        yield block
        counter(len(block))
    if digest.hexdigest() != volume.sha256:
        raise Fault(Code.VOLUME_DIGEST, name=volume.name)
