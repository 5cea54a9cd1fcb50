"""A key sealed to someone's key pair (X-Wing: ML-KEM-768 with X25519), so that a new one reaches people who are away.

The private half is 32 bytes, which the person's passphrase or recovery code wraps; the public half may be known.
"""

from desktop_app.crypto.keywrap import UnwrapError

SEED_BYTES = 32
PUBLIC_BYTES = 1184 + 32
#: What sealing adds: the encapsulated key and the tag.
SEALED_EXTRA = 1120 + 16


def new_seed() -> bytes:
    """The private half of a new pair."""
    from desktop_app.crypto.age_keys import HybridIdentity

    return HybridIdentity.generate().seed


def public_of(seed: bytes) -> bytes:
    from desktop_app.crypto.age_keys import HybridIdentity

    return HybridIdentity(seed).recipient().public


def seal(key: bytes, public: bytes, description: bytes) -> bytes:
    """`key` for the holder of the private half; `description` must be given again to open. `ValueError`: no key."""
    from desktop_app.crypto.age_keys import HYBRID_SUITE, HybridRecipient

    return HYBRID_SUITE.encrypt(key, HybridRecipient(public).key(), description)


def unseal(sealed: bytes, seed: bytes, description: bytes) -> bytes:
    """The key inside. Raises `UnwrapError`."""
    from cryptography.exceptions import InvalidTag

    from desktop_app.crypto.age_keys import HYBRID_SUITE, HybridIdentity

    try:
        return HYBRID_SUITE.decrypt(sealed, HybridIdentity(seed).key(), description)
    except (InvalidTag, ValueError) as error:  # a share of low order is a ValueError
        raise UnwrapError from error
