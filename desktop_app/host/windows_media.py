"""Removable media on Windows: what its volume functions say, behind a small interface."""

import ctypes
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Protocol

from desktop_app.core.text import safe_for_screen
from desktop_app.host.medium import Medium

_READ_ONLY_VOLUME = 0x00080000


class DriveType(IntEnum):
    """What GetDriveTypeW tells."""

    UNKNOWN = 0
    NO_ROOT = 1
    REMOVABLE = 2
    FIXED = 3
    REMOTE = 4
    OPTICAL = 5
    MEMORY = 6


@dataclass(frozen=True, slots=True)
class Volume:
    """What GetVolumeInformationW and GetDiskFreeSpaceExW tell about a root."""

    label: str
    file_system: str
    flags: int
    free: int
    total: int


class Volumes(Protocol):
    """The functions of Windows that are used. `volume` raises `OSError` for an empty drive."""

    def roots(self) -> Iterator[str]: ...

    def drive_type(self, root: str) -> int: ...

    def root_of(self, path: str) -> str: ...

    def volume(self, root: str) -> Volume: ...


def removable_media(volumes: Volumes) -> tuple[Medium, ...]:
    """Every removable or optical drive that holds a medium."""
    found = []
    for root in volumes.roots():
        if volumes.drive_type(root) in (DriveType.REMOVABLE, DriveType.OPTICAL):
            try:
                found.append(_medium(root, Path(root), volumes))
            except OSError:
                continue  # the drive is empty
    return tuple(found)


def describe(folder: Path, volumes: Volumes) -> Medium:
    """The medium that `folder` lies on. Raises `OSError` when there is no such folder."""
    real = folder.resolve(strict=True)
    return _medium(volumes.root_of(str(real)), real, volumes)


def _medium(root: str, folder: Path, volumes: Volumes) -> Medium:
    volume, kind = volumes.volume(root), volumes.drive_type(root)
    return Medium(
        folder=folder,
        label=safe_for_screen(volume.label, 64),
        file_system=volume.file_system.lower(),
        free=volume.free,
        total=volume.total,
        read_only=bool(volume.flags & _READ_ONLY_VOLUME),
        removable=kind in (DriveType.REMOVABLE, DriveType.OPTICAL),
        optical=kind == DriveType.OPTICAL,
    )


if sys.platform == "win32":

    class SystemVolumes:
        """kernel32 by ctypes."""

        def __init__(self) -> None:
            self._kernel = ctypes.WinDLL("kernel32", use_last_error=True)

        def roots(self) -> Iterator[str]:
            present = self._kernel.GetLogicalDrives()
            return (f"{chr(65 + bit)}:\\" for bit in range(26) if present >> bit & 1)

        def drive_type(self, root: str) -> int:
            return int(self._kernel.GetDriveTypeW(root))

        def root_of(self, path: str) -> str:
            room = ctypes.create_unicode_buffer(1024)
            self._must(self._kernel.GetVolumePathNameW(path, room, len(room)))
            return room.value

        def volume(self, root: str) -> Volume:
            label, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
            flags = ctypes.c_ulong()
            self._must(
                self._kernel.GetVolumeInformationW(
                    root, label, len(label), None, None, ctypes.byref(flags), system, len(system)
                )
            )
            free, total = ctypes.c_ulonglong(), ctypes.c_ulonglong()
            self._must(self._kernel.GetDiskFreeSpaceExW(root, ctypes.byref(free), ctypes.byref(total), None))
            return Volume(label.value, system.value, flags.value, free.value, total.value)

        def _must(self, succeeded: int) -> None:
            if not succeeded:
                raise ctypes.WinError(ctypes.get_last_error())
