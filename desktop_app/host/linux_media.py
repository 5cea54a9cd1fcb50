"""Removable media on Linux, from the kernel's own tables: no service has to run, no other program is asked."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.text import normal, safe_for_screen
from desktop_app.host.medium import Medium

_OCTAL = re.compile(rb"\\([0-7]{3})")
_HEX = re.compile(rb"\\x([0-9a-fA-F]{2})")
#: A card in a built-in reader; what is soldered in says MMC.
_MEMORY_CARD = "SD"
#: SCSI device type 5 (SPC-4 section 6.4.2): CD, DVD, BD.
_SCSI_OPTICAL = "5"


@dataclass(frozen=True, slots=True)
class Roots:
    """Where the kernel's tables are."""

    mountinfo: Path = Path("/proc/self/mountinfo")
    sys: Path = Path("/sys")
    labels: Path = Path("/dev/disk/by-label")


SYSTEM = Roots()


@dataclass(frozen=True, slots=True)
class _Mount:
    """A line of mountinfo (proc(5))."""

    device: str  # major:minor
    folder: Path
    file_system: str
    source: str
    read_only: bool


def removable_media(roots: Roots = SYSTEM) -> tuple[Medium, ...]:
    """Every mounted medium that can be taken away; one that vanishes meanwhile is left out."""
    found = []
    seen = set()
    for mount in _visible(_mounts(roots)):
        block = _block_device(mount, roots)
        if block is None or block in seen or not _removable(block):
            continue
        try:
            found.append(_medium(mount, block, roots))
        except OSError:
            continue
        seen.add(block)
    return tuple(found)


def describe(folder: Path, roots: Roots = SYSTEM) -> Medium:
    """The medium that `folder` lies on. Raises `OSError` when there is no such folder."""
    real = folder.resolve(strict=True)
    by_place = {mount.folder: mount for mount in _mounts(roots)}
    places = (place for place in (real, *real.parents) if place in by_place)
    mount = by_place.get(next(places, real), _Mount("", real, "", "", read_only=False))
    return _medium(mount, _block_device(mount, roots), roots, real)


def _mounts(roots: Roots) -> Iterator[_Mount]:
    for line in roots.mountinfo.read_bytes().splitlines():
        left, _, right = line.partition(b" - ")
        place, kind = left.split(b" "), right.split(b" ")
        if len(place) < 6 or len(kind) < 3:
            continue
        options = {*place[5].split(b","), *kind[2].split(b",")}
        yield _Mount(
            device=place[2].decode("ascii", "replace"),
            folder=Path(os.fsdecode(_unescaped(place[4]))),
            file_system=kind[0].decode("ascii", "replace").lower(),
            source=os.fsdecode(_unescaped(kind[1])),
            read_only=b"ro" in options,
        )


def _visible(mounts: Iterator[_Mount]) -> Iterator[_Mount]:
    """A later mount hides an earlier one at the same place."""
    yield from {mount.folder: mount for mount in mounts}.values()


def _unescaped(name: bytes) -> bytes:
    return _OCTAL.sub(lambda found: bytes([int(found[1], 8) & 0xFF]), name)


def _block_device(mount: _Mount, roots: Roots) -> Path | None:
    """The device's folder under /sys; `None` for file systems without one (tmpfs, network).

    By number first; FUSE file systems (NTFS, exFAT on older systems) have a number of their own, but name the source.
    """
    for link in (roots.sys / "dev/block" / mount.device, roots.sys / "class/block" / Path(mount.source).name):
        if link.name and link.exists():
            return link.resolve()
    return None


def _removable(block: Path) -> bool:
    """By the kernel's flag or by its way in: disks behind USB do not always raise the flag."""
    disk = _disk(block)
    slaves = disk / "slaves"
    if slaves.is_dir() and (below := sorted(slaves.iterdir())):  # an encrypted stick is a mapping above the stick
        return all(_removable(slave.resolve()) for slave in below)
    if _read(disk / "removable") == "1" or any(part.startswith("usb") for part in disk.parts):
        return True
    return _read(disk / "device" / "type") in (_SCSI_OPTICAL, _MEMORY_CARD)


def _optical(block: Path) -> bool:
    return _read(_disk(block) / "device" / "type") == _SCSI_OPTICAL


def _disk(block: Path) -> Path:
    """The whole disk of a partition."""
    return block.parent if (block / "partition").exists() else block


def _medium(mount: _Mount, block: Path | None, roots: Roots, folder: Path | None = None) -> Medium:
    place = folder or mount.folder
    space = shutil.disk_usage(place)
    return Medium(
        folder=place,
        label=_label(block, roots) if block else "",
        file_system=_true_name(mount, block),
        free=space.free,
        total=space.total,
        read_only=mount.read_only,
        removable=block is not None and _removable(block),
        optical=block is not None and _optical(block),
    )


def _true_name(mount: _Mount, block: Path | None) -> str:
    """FUSE tells its helper's name after a dot (fuse.exfat); fuseblk alone is ntfs-3g's."""
    kind, _, helper = mount.file_system.partition(".")
    if helper:
        return helper
    return "ntfs" if kind == "fuseblk" and block is not None else mount.file_system


def _label(block: Path, roots: Roots) -> str:
    """The label that udev links to the device; it may say anything, so it is made harmless."""
    if not roots.labels.is_dir():
        return ""
    for link in roots.labels.iterdir():
        if link.is_symlink() and link.readlink().name == block.name:
            raw = _HEX.sub(lambda found: bytes([int(found[1], 16)]), os.fsencode(link.name))
            return safe_for_screen(normal(raw.decode("utf-8", "replace")), 64)
    return ""


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
