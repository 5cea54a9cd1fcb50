"""The note of how far each vault's log had come, kept in the system's key ring beside the one in a file.

A file can be put back together with the vault; the ring is another store, behind the user's login. It is asked only
where it is open already, and not for long: neither a question on the screen nor a service that hangs may come between
a user and the vault.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

import msgspec

from desktop_app.core.errors import Fault
from desktop_app.domain import exchange
from desktop_app.domain.audit import AuditHead
from desktop_app.host import key_ring
from desktop_app.host.head_notes import FolderNotes

T = TypeVar("T")

#: A ring that works answers in milliseconds.
_SECONDS = 3.0


class RingNotes:
    """Notes in the ring; one that cannot be read or written counts as none."""

    def recall(self, vault: str) -> AuditHead | None:
        """The note of this vault."""
        text = _in_time(lambda: key_ring.opened(quietly=True).get(_name(vault)))
        try:
            noted = msgspec.json.decode(text, type=AuditHead) if text else None
        except (msgspec.DecodeError, RecursionError):
            return None
        return noted if noted and noted.vault == vault and noted.at.tzinfo is not None else None

    def note(self, head: AuditHead) -> bool:
        """Replace the note; whether that worked."""
        text = exchange.canonical(head).decode()
        return bool(_in_time(lambda: _put(_name(head.vault), text)))


class Notes:
    """Both stores: the note that came further counts, so putting one of them back hides nothing."""

    def __init__(self, folder: FolderNotes, ring: RingNotes) -> None:
        self._stores = (ring, folder)

    def recall(self, vault: str) -> AuditHead | None:
        """The further one of the two notes."""
        found = [note for store in self._stores if (note := store.recall(vault)) is not None]
        return max(found, key=lambda note: note.sequence, default=None)

    def note(self, head: AuditHead) -> bool:
        """Write both; whether one of them worked."""
        kept = [store.note(head) for store in self._stores]  # all of them, whichever works
        return any(kept)


def _name(vault: str) -> str:
    return f"head {vault}"


def _put(name: str, text: str) -> bool:
    key_ring.opened(quietly=True).put(name, text)
    return True


def _in_time(work: Callable[[], T]) -> T | None:
    """What `work` gives; `None` when the ring refuses, or does not answer in time: then its thread is left behind."""
    found: list[T] = []

    def run() -> None:
        try:
            found.append(work())
        except Fault:
            return

    asked = threading.Thread(target=run, name="key ring", daemon=True)
    asked.start()
    asked.join(_SECONDS)
    return found[0] if found else None
