"""A medium as the program sees it: what it is called, what fits on it, and what it will not take."""

from dataclasses import dataclass
from pathlib import Path

#: FAT keeps a file's length in 32 bits.
_FAT_LIMIT = 2**32 - 1
_FAT = frozenset({"vfat", "msdos", "fat", "fat32", "fat16", "umsdos"})


@dataclass(frozen=True, slots=True)
class Medium:
    """A mounted file system."""

    folder: Path
    label: str
    file_system: str  # the system's name for it, lower case: vfat, exfat, ntfs, iso9660
    free: int  # bytes this user may still write
    total: int
    read_only: bool
    removable: bool
    optical: bool

    @property
    def largest_file(self) -> int | None:
        """The most bytes one file may have; `None` when only the space counts."""
        return _FAT_LIMIT if self.file_system in _FAT else None
