"""age v1 files (https://age-encryption.org/v1), written and read as streams.

Not read, because no package of ours may hold them: armor, and scrypt (passphrase) stanzas.
"""

import hmac
import os
from collections.abc import Callable, Generator, Sequence
from typing import BinaryIO, Protocol

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
from desktop_app.crypto.age_stream import CHUNK, TAG, Source, opened_blocks, read_full, sealed_blocks
from desktop_app.crypto.age_text import Header
from desktop_app.crypto.digesting import Digests, Hash

__all__ = [
    "CLASSICAL",
    "HYBRID",
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
    "sealed_size",
    "write_all",
]

_FILE_KEY = 16
_NONCE = 16


class Target(Protocol):
    """Where bytes go. What `write` returns is believed and checked: a medium that is full may take less."""

    def write(self, data: memoryview, /) -> int | None: ...


def encrypt(
    source: Source,
    target: Target,
    recipients: Sequence[Recipient],
    *,
    plain_hash: Hash | None = None,
    cipher_hash: Hash | None = None,
    progress: Progress | None = None,
    total: int = 0,
) -> int:
    """Seal all of `source` to `recipients`; the number of bytes written. `total` is for `progress` only."""
    progress = progress or Progress()
    file_key, nonce = os.urandom(_FILE_KEY), os.urandom(_NONCE)
    written = 0
    with Digests() as digests:

        def put(block: memoryview) -> int:
            digests.feed(cipher_hash, block)
            write_all(target, block)
            progress.step(written + len(block), total, "seal")
            return len(block)

        written += put(memoryview(_header(recipients, file_key) + nonce))
        blocks = sealed_blocks(source, hkdf(file_key, nonce, b"payload"), lambda plain: digests.feed(plain_hash, plain))
        for block in blocks:
            written += put(block)
    return written


def decrypt(
    source: BinaryIO,
    target: Target,
    identities: Sequence[Identity],
    *,
    plain_hash: Hash | None = None,
    cipher_hash: Hash | None = None,
    progress: Progress | None = None,
    total: int = 0,
) -> int:
    """Open an age file; the number of bytes written. What is in `target` counts for nothing if this raises.

    Raises `Fault`: `AGE_HEADER`, `NO_KEY`, `AGE_HEADER_MAC`, `CHUNK_AUTH`, `PACKAGE_TRUNCATED`, `TRAILING_DATA`.
    `cipher_hash` sees the payload after the header.
    """
    progress = progress or Progress()
    header = read_header(source)
    written = 0
    with Digests() as digests:
        for block in opened(source, header, identities, on_cipher=lambda part: digests.feed(cipher_hash, part)):
            digests.feed(plain_hash, block)
            write_all(target, block)
            written += len(block)
            progress.step(written, total, "open")
    return written


def read_header(source: BinaryIO) -> Header:
    """The header, its stanzas still wrapped. Raises `Fault(AGE_HEADER)`, also for a passphrase stanza."""
    header = age_text.read(source)
    if any(stanza.kind == b"scrypt" for stanza in header.stanzas):
        raise Fault(Code.AGE_HEADER, what="scrypt")
    return header


def opened(
    source: BinaryIO,
    header: Header,
    identities: Sequence[Identity],
    *,
    on_cipher: Callable[[memoryview], None] | None = None,
) -> Generator[memoryview, None, None]:
    """The plaintext in proved blocks. Header faults come at once, faults of the payload while iterating."""
    file_key = _file_key(header, identities)
    nonce = read_full(source, _NONCE)
    if len(nonce) != _NONCE:
        raise Fault(Code.AGE_HEADER, what="nonce")
    return opened_blocks(source, hkdf(file_key, nonce, b"payload"), on_cipher or _unseen)


def _unseen(block: memoryview) -> None:
    del block


def sealed_size(plain: int, recipients: Sequence[Recipient]) -> int:
    """How many bytes `encrypt` writes for `plain` bytes: the length of a header does not depend on its secrets."""
    chunks = max(1, -(-plain // CHUNK))
    return len(_header(recipients, bytes(_FILE_KEY))) + _NONCE + plain + TAG * chunks


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
