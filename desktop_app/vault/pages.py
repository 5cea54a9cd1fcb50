"""The authentication of every page of the file, one after another: SQLCipher's own examination cannot be stopped.

SQLCipher 4 with a raw key: each page ends with its IV and an HMAC-SHA-512 over what stands before it and the page's
number; the HMAC's key is derived from the raw key and the file's salt (zetetic.net/sqlcipher/design).
"""

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.progress import Progress
from desktop_app.crypto.locked import LockedBytes
from desktop_app.vault.faults import file_faults

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hmac import HMAC

SIZE = 4096
SALT, _TAG = 16, 64
_SALT_MASK = 0x3A
_KEY, _ROUNDS = 32, 2
#: Pages between two reports: 4 MiB.
_REPORTED = 1024
#: SQLite keeps its locks in the page that holds this byte, and never writes it.
_LOCK_BYTE = 2**30


def altered(path: Path, key: LockedBytes, progress: Progress, what: str) -> Iterator[int]:
    """The numbers, from 1, of the pages that are not as whoever had the key wrote them; a cut one is the last.

    The log beside the file must have been folded in. Raises `Fault`, `Cancelled`.
    """
    with file_faults(path.name), path.open("rb") as file:
        whole = file.seek(0, 2)
        file.seek(0)
        number, keyed = 0, None
        while page := file.read(SIZE):
            keyed = keyed or keyed_by(key, page[:SALT])
            number += 1
            if number % _REPORTED == 1:
                progress.step(file.tell(), whole, what)
            if not genuine(page, number, keyed):
                yield number


def keyed_by(key: LockedBytes, salt: bytes) -> "HMAC":
    """What judges the pages of the file whose first bytes, its salt, are these."""
    # on use: the door stands before the cryptography is read
    from cryptography.hazmat.primitives.hashes import SHA512
    from cryptography.hazmat.primitives.hmac import HMAC

    mask = bytes(byte ^ _SALT_MASK for byte in salt)
    secret = LockedBytes.taken(hashlib.pbkdf2_hmac("sha512", key.view, mask, _ROUNDS, _KEY))
    try:
        return HMAC(secret.view, SHA512())
    finally:
        secret.wipe()


def genuine(page: bytes, number: int, keyed: "HMAC") -> bool:
    """Whether this is the page of that number as whoever had the key wrote it."""
    if number == _LOCK_BYTE // SIZE + 1:
        return True
    running = keyed.copy()
    running.update(memoryview(page)[SALT if number == 1 else 0 : SIZE - _TAG])
    running.update(number.to_bytes(4, "little"))
    return hmac.compare_digest(running.finalize(), page[SIZE - _TAG :])
