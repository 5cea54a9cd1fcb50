"""From passphrase to key: Argon2id (RFC 9106), its floor, its measured cost and the bounds a reader accepts."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from desktop_app.core.text import composed
from desktop_app.crypto.locked import Bytes, LockedBytes, overwrite, passing

KEY_BYTES = 32
SALT_BYTES = 16

FLOOR_MEMORY_KIB = 64 * 1024
FLOOR_ITERATIONS = 3
#: RFC 9106 section 4, second recommended option.
LANES = 4
TARGET_SECONDS = 0.5

#: A vault moves between machines; more than this would shut out a small one (4 GB of memory, 32-bit limits).
_MOST_MEASURED_KIB = 256 * 1024
_MOST_MEASURED_ITERATIONS = 24
#: What a reader still tries. Beyond it the numbers are a mistake or an attempt to stop the program.
_MOST_MEMORY_KIB = 2 * 1024 * 1024
_MOST_ITERATIONS = 128
_MOST_LANES = 16


@dataclass(frozen=True, slots=True)
class KdfCost:
    """What one guess costs: memory in KiB, passes over it, and lanes."""

    memory_kib: int
    iterations: int
    lanes: int = LANES
    floor_waived: bool = field(default=False, compare=False)

    @classmethod
    def unsafe_small(cls) -> Self:
        """A cost that protects nothing: for tests, which open hundreds of vaults."""
        return cls(memory_kib=32, iterations=1, lanes=1, floor_waived=True)

    @property
    def plausible(self) -> bool:
        """Whether a reader may try these numbers (RFC 9106 section 3.1: at least 8 KiB a lane)."""
        return (
            1 <= self.lanes <= _MOST_LANES
            and 1 <= self.iterations <= _MOST_ITERATIONS
            and 8 * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB
        )

    def require_floor(self) -> None:
        """A new slot may not be cheaper than the floor. Raises `ValueError`: the caller's mistake, not the user's."""
        if self.floor_waived:
            return
        if self.memory_kib < FLOOR_MEMORY_KIB or self.iterations < FLOOR_ITERATIONS or not self.plausible:
            raise ValueError("key derivation cheaper than the floor")


FLOOR = KdfCost(memory_kib=FLOOR_MEMORY_KIB, iterations=FLOOR_ITERATIONS)


def derive(passphrase: str, salt: bytes, cost: KdfCost) -> LockedBytes:
    """32 bytes from `passphrase` (NFC, UTF-8). The library lets the interpreter lock go meanwhile."""
    # imported on use: the unlock window stands before any cryptography is loaded
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    made, text = LockedBytes(KEY_BYTES), composed(passphrase)
    typed = text.encode("utf-8")
    with passing(typed):
        kdf.derive_into(typed, made.view)
    if text is not passphrase:
        overwrite(text)
    return made


def mixed(key: Bytes, salt: bytes, purpose: bytes) -> LockedBytes:
    """32 bytes from a key that is random already (HKDF-SHA-256), for one purpose."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made = LockedBytes(KEY_BYTES)
    HKDF(hashes.SHA256(), KEY_BYTES, salt, purpose).derive_into(key, made.view)
    return made


def measured_cost(target: float = TARGET_SECONDS, counter: Callable[[], float] = time.perf_counter) -> KdfCost:
    """A cost that takes about `target` seconds on this machine, never below the floor.

    Time grows in proportion to memory and to passes, so one timed derivation is enough; memory grows first because it
    is what an attacker's hardware lacks.
    """
    begun = counter()
    derive("how long does this take", bytes(SALT_BYTES), FLOOR)
    factor = target / max(counter() - begun, 1e-6)
    if factor <= 1:
        return FLOOR
    memory = min(int(FLOOR_MEMORY_KIB * factor), _MOST_MEASURED_KIB) // 1024 * 1024
    left = factor * FLOOR_MEMORY_KIB / memory
    iterations = min(max(FLOOR_ITERATIONS, int(FLOOR_ITERATIONS * left)), _MOST_MEASURED_ITERATIONS)
    return KdfCost(memory_kib=memory, iterations=iterations)
