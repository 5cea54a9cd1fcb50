"""The two kinds of age keys a package may be sealed to: X25519, and ML-KEM-768 with X25519 (post-quantum).

Wrapping a file key follows https://age-encryption.org/v1; scrypt and plugin recipients are neither written nor read.
"""

import hashlib
import os
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import bech32
from desktop_app.crypto.age_text import Stanza, base64_bytes, base64_text
from desktop_app.crypto.locked import Bytes, passing

SEED = 32
CLASSICAL = b"X25519"
HYBRID = b"mlkem768x25519"
_CLASSICAL_INFO = b"age-encryption.org/v1/X25519"
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
HYBRID_SUITE = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
_ML_KEM_PUBLIC = 1184
_ENCAPSULATED = 1120
_WRAPPED = 32
_ZERO_NONCE = bytes(12)


class Recipient(Protocol):
    """A public key that a file key can be wrapped for."""

    def wrap(self, file_key: bytes) -> Stanza: ...


class Identity(Protocol):
    """A private key that may unwrap a file key."""

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """The file key, `None` if the stanza is not for this key. Raises `Fault(AGE_HEADER)` for a malformed one."""
        ...


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    """32 bytes of HKDF-SHA-256."""
    return HKDF(hashes.SHA256(), 32, salt, info).derive(key)


@dataclass(frozen=True, slots=True)
class X25519Recipient:
    """A classical public key, 32 bytes, `age1…`."""

    public: bytes

    @classmethod
    def from_text(cls, text: str) -> "X25519Recipient":
        """Raises `ValueError` if `text` is not a classical recipient."""
        return cls(_payload(text, "age", SEED))

    def text(self) -> str:
        return bech32.encode("age", self.public)

    def wrap(self, file_key: bytes) -> Stanza:
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.public))
        key = hkdf(shared, share + self.public, _CLASSICAL_INFO)
        return Stanza((CLASSICAL, base64_text(share)), ChaCha20Poly1305(key).encrypt(_ZERO_NONCE, file_key, None))


@dataclass(frozen=True, slots=True)
class X25519Identity:
    """A classical private key, `AGE-SECRET-KEY-1…`."""

    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "X25519Identity":
        return cls(os.urandom(SEED))

    @classmethod
    def from_text(cls, text: str) -> "X25519Identity":
        """Raises `ValueError` if `text` is not a classical identity."""
        return cls(_payload(text, "age-secret-key-", SEED))

    def text(self) -> str:
        return bech32.encode("age-secret-key-", self.seed).upper()

    def recipient(self) -> X25519Recipient:
        return X25519Recipient(X25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def unwrap(self, stanza: Stanza) -> bytes | None:
        if stanza.kind != CLASSICAL:
            return None
        share = _share(stanza, SEED)
        shared = _exchange(X25519PrivateKey.from_private_bytes(self.seed), share)
        key = hkdf(shared, share + self.recipient().public, _CLASSICAL_INFO)
        try:
            return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, stanza.body, None)
        except InvalidTag:
            return None


@dataclass(frozen=True, slots=True)
class HybridRecipient:
    """A post-quantum public key: ML-KEM-768 (1,184 bytes) and X25519 (32 bytes), `age1pq1…`."""

    public: bytes

    @classmethod
    def from_text(cls, text: str) -> "HybridRecipient":
        """Raises `ValueError` if `text` is not a post-quantum recipient."""
        recipient = cls(_payload(text, "age1pq", _ML_KEM_PUBLIC + SEED))
        recipient.key()
        return recipient

    def text(self) -> str:
        return bech32.encode("age1pq", self.public)

    def wrap(self, file_key: bytes) -> Stanza:
        sealed = HYBRID_SUITE.encrypt(file_key, self.key(), _HYBRID_INFO)
        return Stanza((HYBRID, base64_text(sealed[:_ENCAPSULATED])), sealed[_ENCAPSULATED:])

    def key(self) -> hpke.MLKEM768X25519PublicKey:
        """The library's own object. Raises `ValueError` for bytes that are no key."""
        return hpke.MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.public[:_ML_KEM_PUBLIC]),
            X25519PublicKey.from_public_bytes(self.public[_ML_KEM_PUBLIC:]),
        )


@dataclass(frozen=True, slots=True)
class HybridIdentity:
    """A post-quantum private key, kept as its 32-byte seed, `AGE-SECRET-KEY-PQ-1…`."""

    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "HybridIdentity":
        return cls(os.urandom(SEED))

    @classmethod
    def from_text(cls, text: str) -> "HybridIdentity":
        """Raises `ValueError` if `text` is not a post-quantum identity."""
        return cls(_payload(text, "age-secret-key-pq-", SEED))

    def text(self) -> str:
        return bech32.encode("age-secret-key-pq-", self.seed).upper()

    def recipient(self) -> HybridRecipient:
        lattice, curve = self._keys()
        return HybridRecipient(lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw())

    def unwrap(self, stanza: Stanza) -> bytes | None:
        if stanza.kind != HYBRID:
            return None
        encapsulated = _share(stanza, _ENCAPSULATED)
        _, curve = self._keys()
        # HPKE reports a low-order share and a wrong key alike; age tells them apart, so the share is tried first.
        _exchange(curve, encapsulated[-SEED:])
        try:
            return HYBRID_SUITE.decrypt(encapsulated + stanza.body, self.key(), _HYBRID_INFO)
        except InvalidTag:
            return None

    def key(self) -> hpke.MLKEM768X25519PrivateKey:
        """The library's own object."""
        return hpke.MLKEM768X25519PrivateKey(*self._keys())

    def _keys(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        return hybrid_pair(self.seed)


def hybrid_pair(seed: Bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    """Both private keys that a seed stands for (X-Wing)."""
    expanded = hashlib.shake_256(seed).digest(96)
    with passing(expanded), memoryview(expanded) as view:
        return MLKEM768PrivateKey.from_seed_bytes(view[:64]), X25519PrivateKey.from_private_bytes(view[64:])


def _payload(text: str, prefix: str, size: int) -> bytes:
    found, payload = bech32.decode(text)
    if found != prefix or len(payload) != size:
        raise ValueError("another kind of key")
    return payload


def _share(stanza: Stanza, size: int) -> bytes:
    """The stanza's one argument. Lengths are checked before decrypting: partitioning oracles live on longer bodies."""
    if len(stanza.arguments) != 2 or len(stanza.body) != _WRAPPED:
        raise Fault(Code.AGE_HEADER, what="stanza")
    share = base64_bytes(stanza.arguments[1])
    if len(share) != size:
        raise Fault(Code.AGE_HEADER, what="stanza")
    return share


def _exchange(key: X25519PrivateKey, share: bytes) -> bytes:
    try:
        return key.exchange(X25519PublicKey.from_public_bytes(share))
    except ValueError as error:  # the shared secret is all zero: a share of low order
        raise Fault(Code.AGE_HEADER, what="share") from error
