"""A key sealed to someone's key pair (X-Wing: ML-KEM-768 with X25519), so that a new one reaches people who are away.

The private half is 32 bytes, which the person's passphrase or recovery code wraps; the public half may be known.
"""

from desktop_app.crypto.keywrap import UnwrapError
from desktop_app.crypto.locked import LockedBytes

SEED_BYTES = 32
PUBLIC_BYTES = 1184 + 32
#: What sealing adds: the encapsulated key and the tag.
SEALED_EXTRA = 1120 + 16


def new_seed() -> LockedBytes:
    """The private half of a new pair."""
    return LockedBytes.random(SEED_BYTES)


def public_of(seed: LockedBytes) -> bytes:
    from desktop_app.crypto.age_keys import hybrid_pair

    lattice, curve = hybrid_pair(seed.view)
    return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def seal(key: LockedBytes, public: bytes, description: bytes) -> bytes:
    """`key` for the holder of the private half; `description` must be given again to open. `ValueError`: no key."""
    from desktop_app.crypto.age_keys import HYBRID_SUITE, HybridRecipient

    return HYBRID_SUITE.encrypt(key.view, HybridRecipient(public).key(), description)


def unseal(sealed: bytes, seed: LockedBytes, description: bytes) -> LockedBytes:
    """The key inside. Raises `UnwrapError`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

    from desktop_app.crypto.age_keys import HYBRID_SUITE, hybrid_pair

    try:
        key = MLKEM768X25519PrivateKey(*hybrid_pair(seed.view))
        return LockedBytes.taken(HYBRID_SUITE.decrypt(sealed, key, description))
    except (InvalidTag, ValueError) as error:  # a share of low order is a ValueError
        raise UnwrapError from error
