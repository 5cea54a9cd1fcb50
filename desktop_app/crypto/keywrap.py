"""One key under another: AES-256-GCM with everything that describes the key authenticated beside it."""

import os
from dataclasses import dataclass

from desktop_app.crypto.locked import LockedBytes

NONCE_BYTES = 12
TAG_BYTES = 16


class UnwrapError(Exception):
    """The wrapping key is another one, or nonce, wrapped key or description were changed; these look the same."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A nonce and the key sealed with it."""

    nonce: bytes
    sealed: bytes


def wrap(wrapping_key: LockedBytes, key: LockedBytes, description: bytes) -> WrappedKey:
    """`key` under `wrapping_key`; `description` must be given again, byte for byte, to unwrap."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE_BYTES)
    return WrappedKey(nonce=nonce, sealed=AESGCM(wrapping_key.view).encrypt(nonce, key.view, description))


def unwrap(wrapping_key: LockedBytes, wrapped: WrappedKey, description: bytes) -> LockedBytes:
    """The key inside. Raises `UnwrapError`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(wrapped.sealed) <= TAG_BYTES:
        raise UnwrapError
    made = LockedBytes(len(wrapped.sealed) - TAG_BYTES)
    try:
        AESGCM(wrapping_key.view).decrypt_into(wrapped.nonce, wrapped.sealed, description, made.view)
    except InvalidTag as error:
        raise UnwrapError from error
    return made
