"""One key under another: AES-256-GCM with everything that describes the key authenticated beside it."""

import os
from dataclasses import dataclass

NONCE_BYTES = 12
TAG_BYTES = 16


class UnwrapError(Exception):
    """The wrapping key is another one, or nonce, wrapped key or description were changed; these look the same."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A nonce and the key sealed with it."""

    nonce: bytes
    sealed: bytes


def wrap(wrapping_key: bytes, key: bytes, description: bytes) -> WrappedKey:
    """`key` under `wrapping_key`; `description` must be given again, byte for byte, to unwrap."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return WrappedKey(nonce=nonce, sealed=AESGCM(wrapping_key).encrypt(nonce, key, description))


def unwrap(wrapping_key: bytes, wrapped: WrappedKey, description: bytes) -> bytes:
    """The key inside. Raises `UnwrapError`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(wrapping_key).decrypt(wrapped.nonce, wrapped.sealed, description)
    except InvalidTag as error:
        raise UnwrapError from error
