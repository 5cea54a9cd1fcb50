"""The SM3 of every file of a package, for recipients whose cards ask for one beside SHA-256.

The manifest comes first and holds all digests, and the vault knows SHA-256 only, so every attachment is read once more
before it is sealed. That it is still the same file is shown by its SHA-256 while it is sealed.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from desktop_app.core.progress import Progress
from desktop_app.crypto.sm3 import Sm3
from desktop_app.domain.offices import ContactCard, SecondDigest
from desktop_app.sealing import disk
from desktop_app.sealing.content import Payload
from desktop_app.sealing.manifest import FileEntry

_STEP = 4 * 1024 * 1024


def asked_for(recipients: Sequence[ContactCard]) -> bool:
    """Whether one of the recipients wants SM3; then the package has it for all of them."""
    return any(card.second_digest is SecondDigest.SM3 for card in recipients)


def added(entries: Sequence[FileEntry], payloads: Sequence[Payload], progress: Progress) -> tuple[FileEntry, ...]:
    """The entries with the SM3 of each payload."""
    counter = disk.Counter(progress, sum(entry.size for entry in entries), "digest")
    return tuple(replace(entry, sm3=_sm3(payload, counter)) for entry, payload in zip(entries, payloads, strict=True))


def _sm3(payload: Payload, counter: disk.Counter) -> str:
    if isinstance(payload, bytes):
        counter(len(payload))
        return Sm3(payload).hexdigest()
    found = Sm3()
    with payload.open() as stream:
        while piece := stream.read(_STEP):
            found.update(piece)
            counter(len(piece))
    return found.hexdigest()
