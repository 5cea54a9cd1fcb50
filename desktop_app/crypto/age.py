"""age v1 files (https://age-encryption.org/v1), written and read as streams.

Not read, because no package of ours may hold them: armor, and scrypt (passphrase) stanzas.
"""

import hmac
import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto import age_text
from desktop_app.crypto.age_keys import (
    CLASSICAL,
    HYBRID,
    HybridIdentity,
    HybridRecipient,
    Identity,
    Recipient,
    X25519Identity,
    X25519Recipient,
    hkdf,
)
from desktop_app.crypto.age_stream import CHUNK, TAG, See, opened_blocks, seal_all
from desktop_app.crypto.age_text import Header
from desktop_app.crypto.digesting import Hash
from desktop_app.crypto.rooms import Source, fill

__all__ = [
    "CLASSICAL",
    "HYBRID",
    "Beginning",
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "Recipient",
    "X25519Identity",
    "X25519Recipient",
    "decrypt",
    "encrypt",
    "opened",
    "read_header",
    "write_all",
]

_FILE_KEY = 16
_NONCE = 16


class Sealed(Source, age_text.Lines, Protocol):
    """An age file: a header of lines, then bytes."""


class Target(Protocol):
    """Where bytes go. What `write` returns is believed and checked: a medium that is full may take less."""

    def write(self, data: memoryview, /) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Beginning:
    """The secrets of one age file: with the same source after it, the same bytes are written again.

    Never with another source: two plaintexts under one key and nonce give both away.
    """

    header: bytes
    nonce: bytes
    file_key: bytes = field(repr=False)

    @classmethod
    def to(cls, recipients: Sequence[Recipient]) -> "Beginning":
        """A new one, for these recipients."""
        file_key = os.urandom(_FILE_KEY)
        return cls(_header(recipients, file_key), os.urandom(_NONCE), file_key)

    def sealed_size(self, plain: int) -> int:
        """How many bytes `encrypt` writes for `plain` bytes."""
        chunks = max(1, -(-plain // CHUNK))
        return len(self.header) + _NONCE + plain + TAG * chunks


def encrypt(
    source: Source,
    target: Target,
    recipients: Sequence[Recipient] = (),
    *,
    beginning: Beginning | None = None,
    on_plain: See | None = None,
    cipher_hash: Hash | None = None,
    progress: Progress | None = None,
    total: int = 0,
) -> int:
    """Seal all of `source` to `recipients`; the number of bytes written. `total` is for `progress` only.

    `on_plain` is shown all plaintext in order, before any of it is written enciphered. Neither it nor `target` is
    called on the caller's thread. `beginning`, in place of recipients, is for writing the same file again.
    """
    progress = progress or Progress()
    begun = beginning or Beginning.to(recipients)
    written = 0

    def put(block: memoryview) -> None:
        nonlocal written
        if cipher_hash is not None:
            cipher_hash.update(block)
        write_all(target, block)
        written += len(block)

    put(memoryview(begun.header + begun.nonce))
    seal_all(
        source,
        hkdf(begun.file_key, begun.nonce, b"payload"),
        on_plain=on_plain or _unseen,
        put=put,
        step=lambda: progress.step(written, total, "seal"),
    )
    return written


def decrypt(
    source: Sealed,
    target: Target,
    identities: Sequence[Identity],
    *,
    plain_hash: Hash | None = None,
    progress: Progress | None = None,
    total: int = 0,
) -> int:
    """Open an age file; the number of bytes written. What is in `target` counts for nothing if this raises.

    Raises `Fault`: `AGE_HEADER`, `NO_KEY`, `AGE_HEADER_MAC`, `CHUNK_AUTH`, `PACKAGE_TRUNCATED`, `TRAILING_DATA`."""
    progress = progress or Progress()
    header = read_header(source)
    written = 0
    for block in opened(source, header, identities):
        if plain_hash is not None:
            plain_hash.update(block)
        write_all(target, block)
        written += len(block)
        progress.step(written, total, "open")
    return written


def read_header(source: Sealed) -> Header:
    """The header, its stanzas still wrapped. Raises `Fault(AGE_HEADER)`, also for a passphrase stanza."""
    header = age_text.read(source)
    if any(stanza.kind == b"scrypt" for stanza in header.stanzas):
        raise Fault(Code.AGE_HEADER, what="scrypt")
    return header


def opened(source: Sealed, header: Header, identities: Sequence[Identity]) -> Generator[memoryview, None, None]:
    """The plaintext in proved blocks, each good until the next is asked for.

    Header faults come at once, faults of the payload while iterating.
    """
    file_key = _file_key(header, identities)
    nonce = bytes(fill(source, memoryview(bytearray(_NONCE))))
    if len(nonce) != _NONCE:
        raise Fault(Code.AGE_HEADER, what="nonce")
    return opened_blocks(source, hkdf(file_key, nonce, b"payload"))


def _unseen(block: memoryview) -> None:
    del block


def write_all(target: Target, block: memoryview) -> None:
    """Write every byte or raise: `Fault(DISK_FULL)` when a target takes no more without saying why."""
    while block:
        taken = target.write(block)
        if not taken:
            raise Fault(Code.DISK_FULL)
        block = block[taken:]


def _header(recipients: Sequence[Recipient], file_key: bytes) -> bytes:
    if not recipients:
        raise ValueError("an age file needs a recipient")
    return age_text.written([one.wrap(file_key) for one in recipients], hkdf(file_key, b"", b"header"))


def _file_key(header: Header, identities: Sequence[Identity]) -> bytes:
    for identity in identities:
        for stanza in header.stanzas:
            file_key = identity.unwrap(stanza)
            if file_key is not None:
                mac = hmac.digest(hkdf(file_key, b"", b"header"), header.signed, "sha256")
                if not hmac.compare_digest(mac, header.mac):
                    raise Fault(Code.AGE_HEADER_MAC)
                return file_key
    raise Fault(Code.NO_KEY)
