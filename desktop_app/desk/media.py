"""The media of this machine: what packages and files come on and go to."""

from pathlib import Path

from desktop_app.host import media as host_media
from desktop_app.host.medium import Medium

__all__ = ["Medium", "found", "under"]


def found() -> tuple[Medium, ...]:
    """Every medium that can be taken away. Call it off the database thread."""
    return host_media.removable_media()


def under(folder: Path) -> Medium:
    """The medium under a folder chosen by hand. Call it off the database thread."""
    return host_media.describe(folder)
