"""Removable media of this machine, and the medium under any folder chosen by hand."""

import sys
from pathlib import Path

from desktop_app.host.faults import as_fault
from desktop_app.host.medium import Medium

if sys.platform == "win32":
    from desktop_app.host import windows_media

    def removable_media() -> tuple[Medium, ...]:
        """Every medium that can be taken away and is ready for use."""
        return windows_media.removable_media(windows_media.SystemVolumes())

    def _describe(folder: Path) -> Medium:
        return windows_media.describe(folder, windows_media.SystemVolumes())
else:
    from desktop_app.host import linux_media

    def removable_media() -> tuple[Medium, ...]:
        """Every medium that can be taken away and is ready for use."""
        return linux_media.removable_media()

    def _describe(folder: Path) -> Medium:
        return linux_media.describe(folder)


def describe(folder: Path) -> Medium:
    """The medium that `folder` lies on. Raises `FILE_NOT_FOUND`, `MEDIUM_GONE`."""
    try:
        return _describe(folder)
    except OSError as error:
        raise as_fault(error, folder) from error
