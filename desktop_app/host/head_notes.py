"""A file for each vault in this user's settings folder that says how far its log had come.

It notices a vault that is put back to an older state on this machine, in this user's account. It notices nothing on
another machine, nothing of what was done after the last note, and nothing when the note is put back as well.
"""

from pathlib import Path

import msgspec

from desktop_app.core.errors import Fault
from desktop_app.core.ids import is_id
from desktop_app.domain import exchange
from desktop_app.domain.audit import AuditHead
from desktop_app.host import atomic, paths

_MOST_BYTES = 4096


class FolderNotes:
    """Notes as small files in `folder`; a note that cannot be read or written counts as none."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def recall(self, vault: str) -> AuditHead | None:
        """The note of this vault."""
        if not is_id(vault):
            return None
        try:
            with self._path(vault).open("rb") as file:
                noted = msgspec.json.decode(file.read(_MOST_BYTES), type=AuditHead)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        return noted if noted.vault == vault and noted.at.tzinfo is not None else None

    def note(self, head: AuditHead) -> bool:
        """Replace the note; whether that worked."""
        try:
            paths.ensure_private_folder(self.folder)
            atomic.write_atomic(self._path(head.vault), exchange.canonical(head))
        except Fault:
            return False
        return True

    def _path(self, vault: str) -> Path:
        return self.folder / f"{vault}.json"
