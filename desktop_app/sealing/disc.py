"""A package as the image of an optical disc, for an office's own burner, proved by reading the image back.

A bridge disc: UDF, which Linux and Windows take first, beside ISO 9660 with Rock Ridge and Joliet. Each of the three
shows the package's folder under its true names; the files lie there once.
"""

import shutil
import struct
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pycdlib.pycdlib import PyCdlib
from pycdlib.pycdlibexception import PyCdlibException

from desktop_app.core.durable import sync_folder
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import MIB
from desktop_app.sealing import disk, limits, names, outside
from desktop_app.sealing.checks import KnownSender, SealHead, silent
from desktop_app.sealing.manifest import VolumeEntry
from desktop_app.sealing.outside import Outside
from desktop_app.sealing.signatures import Signatures

_SECTOR = 2048
_STEP = 4 * 1024 * 1024
#: Descriptors, path tables and folders of an image with a thousand files, and the room that burners leave at its end.
_BESIDE = 4 * 1024 * 1024
#: A larger file lies in an image as several pieces, which not every reader joins.
LARGEST_FILE = 4 * 1024**3 - _SECTOR
#: What a damaged or foreign image may make its parser say.
_UNREADABLE = (PyCdlibException, struct.error, ValueError, IndexError, KeyError, RecursionError, UnicodeError)


class Disc(Enum):
    """Discs that are sold, by the sectors that any maker's holds; smallest first."""

    CD = 360_000
    DVD = 2_295_104
    DVD_DOUBLE = 4_171_712
    BLU_RAY = 12_219_392
    BLU_RAY_DOUBLE = 24_438_784

    @property
    def capacity(self) -> int:
        """In bytes."""
        return self.value * _SECTOR


def volume_bytes(disc: Disc) -> int:
    """The size of volumes that fill such a disc: whole MiB, and as many of them as no file system's limit forces."""
    room = disc.capacity - _BESIDE
    count = -(-room // LARGEST_FILE)
    return room // count // MIB * MIB


@dataclass(frozen=True, slots=True)
class DiscImage:
    """An image that was read back and found to be the package."""

    path: Path
    bytes: int
    disc: Disc  # the smallest that takes it
    head: SealHead
    numbers: tuple[int, ...]  # of the volumes in it


def write(
    folder: Path, target: Path, sender: KnownSender | None, progress: Progress, kind: Disc | None = None
) -> tuple[DiscImage, ...]:
    """Put the package of `folder` into an image at `target`; when this raises, what was at `target` is still there.

    With a `kind` of disc, into as many images as discs of that kind are needed: `target` is where the only one goes,
    several are numbered after its name, and those that were finished before one fails stay.
    Raises `Fault`: those of `verify`, `DISC_TOO_LARGE`, `MEDIUM_FILE_LIMIT`, `DISK_FULL`, `FILE_EXISTS`, `MEDIUM_*`; or
    `Cancelled`.
    """
    found = outside.read(folder, silent)
    outside.check_sealed(found, sender)
    require_files([volume.bytes for volume in found.head.volumes], target)
    groups = spread(found.head.volumes, kind) if kind else [found.head.volumes]
    discs = [smallest(_size(group)) for group in groups]
    outside.check_volumes(found, progress)
    targets = [target] if len(groups) == 1 else _numbered(target, len(groups))
    for one in targets:
        if one.exists() and not one.is_file():
            raise Fault(Code.FILE_EXISTS, path=str(one))
    return tuple(
        DiscImage(one, _write(found, group, one, sender, progress), disc, found.head, tuple(v.n for v in group))
        for one, group, disc in zip(targets, groups, discs, strict=True)
    )


def spread(volumes: Sequence[VolumeEntry], kind: Disc) -> list[tuple[VolumeEntry, ...]]:
    """Which volumes go onto which disc, in their order. Raises `Fault(DISC_TOO_LARGE)` for one that no disc takes."""
    groups: list[tuple[VolumeEntry, ...]] = [()]
    for volume in volumes:
        if _size((volume,)) > kind.capacity:
            raise Fault(Code.DISC_TOO_LARGE, size=volume.bytes, largest=kind.capacity)
        if _size((*groups[-1], volume)) > kind.capacity:
            groups.append(())
        groups[-1] = (*groups[-1], volume)
    return groups


def _size(volumes: Sequence[VolumeEntry]) -> int:
    return sum(volume.bytes for volume in volumes) + _BESIDE


def _numbered(target: Path, count: int) -> list[Path]:
    return [target.with_stem(f"{target.stem}-{number}") for number in range(1, count + 1)]


def _write(
    found: Outside, volumes: Sequence[VolumeEntry], target: Path, sender: KnownSender | None, progress: Progress
) -> int:
    """One image, read back; its size in bytes."""
    part = target.with_name(f".{target.name}{disk.PART}")
    try:
        with disk.on_medium(target):
            part.unlink(missing_ok=True)  # gigabytes that an interrupted image left
            _check_room(target, _size(volumes))
            _master(found, volumes, part, progress)
            size = part.stat().st_size
        verify(part, sender, progress, [volume.n for volume in volumes])
        with disk.on_medium(target):
            part.replace(target)
            sync_folder(target.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return size


def smallest(size: int) -> Disc:
    """The smallest disc that takes so many bytes. Raises `Fault(DISC_TOO_LARGE)`."""
    for disc in Disc:
        if size <= disc.capacity:
            return disc
    raise Fault(Code.DISC_TOO_LARGE, size=size, largest=Disc.BLU_RAY_DOUBLE.capacity)


def require_files(sizes: list[int], target: Path) -> None:
    """Raises `Fault(MEDIUM_FILE_LIMIT)` for a volume that no disc's file system takes in one piece."""
    if max(sizes) > LARGEST_FILE:
        raise Fault(Code.MEDIUM_FILE_LIMIT, path=str(target))


def verify(
    image: Path, sender: KnownSender | None, progress: Progress, numbers: Collection[int] | None = None
) -> SealHead:
    """Whether the image holds one package, sealed by `sender`, whole, or the volumes of these `numbers`. Needs no key.

    Raises `Fault`: `FILE_NOT_FOUND`, `DISC_IMAGE`, and those of checking a package's folder.
    """
    with _opened(image) as content:
        found = content.outside()
        outside.check_sealed(found, sender)
        outside.check_volumes(found, progress, numbers, content)
        return found.head


def numbers_of(image: Path) -> tuple[int, ...]:
    """Which volumes of its package lie in the image, unproved. Raises `Fault(FILE_NOT_FOUND | DISC_IMAGE)`."""
    with _opened(image) as content:
        return content.numbers(content.outside())


def head_of(image: Path) -> SealHead:
    """What the seal in the image says, unproved. Raises `Fault(FILE_NOT_FOUND | DISC_IMAGE)`."""
    with _opened(image) as content:
        return content.outside().head


def _check_room(target: Path, size: int) -> None:
    free = shutil.disk_usage(target.parent).free
    if free < size:
        raise Fault(Code.DISK_FULL, path=str(target), needed=size, free=free)


def _master(found: Outside, volumes: Sequence[VolumeEntry], part: Path, progress: Progress) -> None:
    """Write the image and drop it from the cache, so that what is read next comes from the medium."""
    iso = PyCdlib()
    iso.new(interchange_level=3, joliet=3, rock_ridge="1.09", udf="2.60", vol_ident=f"FJ_{found.head.package_id[-8:]}")
    try:
        name = found.folder.name
        iso.add_directory("/PACKAGE", rr_name=name, joliet_path=f"/{name}", udf_path=f"/{name}")
        signed = [names.SEAL, *([names.LATTICE_SIGNATURE] if found.signed.lattice else []), names.SIGNATURE]
        files = [names.README, *(volume.name for volume in volumes), *signed]
        for number, file in enumerate(files):
            if file == names.README and not (found.folder / file).is_file():
                continue  # for people only: a package without it is a package
            plain = f"/PACKAGE/F{number:04d}.BIN;1"
            shown = f"/{name}/{file}"
            iso.add_file(str(found.folder / file), plain, rr_name=file, joliet_path=shown, udf_path=shown)
        with part.open("xb") as image:
            disk.for_all(part, 0o644)
            iso.write_fp(image, _STEP, lambda done, total, _: progress.step(done, total, "image"))
            disk.settle(image)
    finally:
        iso.close()


@contextmanager
def _opened(image: Path) -> Iterator["_Content"]:
    if not image.is_file():
        raise Fault(Code.FILE_NOT_FOUND, path=str(image))
    iso = PyCdlib()
    try:
        with disk.on_medium(image), image.open("rb") as file:
            iso.open_fp(file)
            try:
                yield _Content(iso, image)
            finally:
                iso.close()
    except _UNREADABLE as error:
        raise Fault(Code.DISC_IMAGE, path=str(image)) from error


class _Content:
    """The one package's folder in an image, and its files by name."""

    def __init__(self, iso: PyCdlib, image: Path) -> None:
        self._iso = iso
        self._image = image
        self._kind = "rr_path" if iso.has_rock_ridge() else "joliet_path"
        packages = [(path, files) for path, _, files in iso.walk(**{self._kind: "/"}) if names.SEAL in files]
        if len(packages) != 1:
            raise Fault(Code.DISC_IMAGE, path=str(image))
        self._folder, present = packages[0]
        self._present = set(present)

    def outside(self) -> Outside:
        """Raises `Fault(PACKAGE_INCOMPLETE | PACKAGE_FORMAT | PACKAGE_VERSION)`."""
        raw = self._small(names.SEAL, limits.SEAL_BYTES)
        armor = self._small(names.SIGNATURE, limits.SIGNATURE_BYTES)
        there = names.LATTICE_SIGNATURE in self._present
        lattice = self._small(names.LATTICE_SIGNATURE, limits.SIGNATURE_BYTES) if there else None
        return outside.of(self._image, raw, Signatures(armor, lattice))

    def _small(self, name: str, limit: int) -> bytes:
        if name not in self._present:
            raise Fault(Code.PACKAGE_INCOMPLETE, name=name)
        data = b"".join(self._read(name, limit + 1, limit + 1))
        if len(data) > limit:
            raise Fault(Code.PACKAGE_FORMAT, what=name, detail="size")
        return data

    def numbers(self, found: Outside) -> tuple[int, ...]:
        return tuple(volume.n for volume in found.head.volumes if volume.name in self._present)

    def present(self) -> Collection[str]:
        return self._present

    def look(self, volume: VolumeEntry) -> None:
        """Nothing: the size that an image tells is whatever its maker wrote, and only reading shows it."""

    def read(self, volume: VolumeEntry) -> Generator[bytes, None, None]:
        return self._read(volume.name, _STEP, volume.bytes + 1)

    def _read(self, name: str, step: int, limit: int) -> Generator[bytes, None, None]:
        """At most `limit` bytes of a file: a size in a foreign image is whatever its maker wrote."""
        with self._iso.open_file_from_iso(**{self._kind: f"{self._folder.rstrip('/')}/{name}"}) as file:
            while limit and (block := file.read(min(step, limit))):
                limit -= len(block)
                yield block
