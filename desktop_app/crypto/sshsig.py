"""SSHSIG signatures with Ed25519 (OpenSSH PROTOCOL.sshsig): `ssh-keygen -Y verify` checks them, `-n` is the namespace.

The namespace is signed, so a signature for one use never passes as one for another.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_MAGIC = b"SSHSIG"
_VERSION = (1).to_bytes(4, "big")
_KEY_TYPE = b"ssh-ed25519"
_HASH = b"sha512"
_COLUMNS = 70
_ARMOR = re.compile(
    rb"-----BEGIN SSH SIGNATURE-----\n((?:[A-Za-z0-9+/=]{70}\n)*[A-Za-z0-9+/=]{1,70}\n)-----END SSH SIGNATURE-----\n"
)


class SignatureRefused(Exception):
    """The signature is malformed, by another key, for another use, or over other bytes."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was read: nothing in it is proved yet."""

    public: bytes
    namespace: str
    raw: bytes


def public_key(seed: bytes) -> bytes:
    """The 32 public bytes of the Ed25519 key with this seed."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(message: bytes, seed: bytes, namespace: str) -> bytes:
    """An armored detached signature over `message`."""
    return armored(Signature(public_key(seed), namespace, sign_raw(message, seed, namespace)))


def verify(message: bytes, untrusted_armor: bytes, public: bytes, namespace: str) -> None:
    """Raises `SignatureRefused` unless the armor is `public`'s signature over `message` for `namespace`."""
    signature = read(untrusted_armor)
    if signature.public != public or signature.namespace != namespace:
        raise SignatureRefused
    verify_raw(message, signature.raw, public, namespace)


def sign_raw(message: bytes, seed: bytes, namespace: str) -> bytes:
    """The 64 bytes inside the armor."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_signed(message, namespace))


def verify_raw(message: bytes, raw: bytes, public: bytes, namespace: str) -> None:
    """Raises `SignatureRefused` unless `raw` is `public`'s signature over `message` for `namespace`."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(raw, _signed(message, namespace))
    except (InvalidSignature, ValueError) as error:
        raise SignatureRefused from error


def read(untrusted_armor: bytes) -> Signature:
    """The parts of a signature in its one accepted spelling. Raises `SignatureRefused`; proves nothing."""
    match = _ARMOR.fullmatch(untrusted_armor)
    if not match:
        raise SignatureRefused
    try:
        blob = base64.b64decode(match[1].replace(b"\n", b""), validate=True)
        fields = _Fields(blob)
        fields.expect(_MAGIC + _VERSION)
        key, namespace = _Fields(fields.string()), fields.string()
        if fields.string() or fields.string() != _HASH:
            raise SignatureRefused
        inner = _Fields(fields.string())
        key.expect_string(_KEY_TYPE)
        inner.expect_string(_KEY_TYPE)
        signature = Signature(key.string(), namespace.decode("ascii"), inner.string())
    except (binascii.Error, UnicodeDecodeError) as error:
        raise SignatureRefused from error
    if len(signature.public) != 32 or len(signature.raw) != 64 or armored(signature) != untrusted_armor:
        raise SignatureRefused
    return signature


def armored(signature: Signature) -> bytes:
    """The one accepted spelling of a signature."""
    text = base64.b64encode(_blob(signature.public, signature.namespace, signature.raw))
    lines = [text[at : at + _COLUMNS] + b"\n" for at in range(0, len(text), _COLUMNS)]
    return b"-----BEGIN SSH SIGNATURE-----\n" + b"".join(lines) + b"-----END SSH SIGNATURE-----\n"


def public_line(public: bytes) -> str:
    """The public key as an `authorized_keys` or `allowed_signers` line has it."""
    return f"ssh-ed25519 {base64.b64encode(_string(_KEY_TYPE) + _string(public)).decode('ascii')}"


def public_of_line(line: str) -> bytes | None:
    """The 32 public bytes in what `public_line` wrote, `None` for anything else."""
    try:
        blob = base64.b64decode(line.removeprefix("ssh-ed25519 "), validate=True)
    except ValueError:
        return None
    return blob[-32:] if public_line(blob[-32:]) == line else None


def _signed(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(namespace.encode("ascii")) + _string(b"") + _string(_HASH) + _string(digest)


def _blob(public: bytes, namespace: str, raw: bytes) -> bytes:
    key = _string(_KEY_TYPE) + _string(public)
    name = namespace.encode("ascii")
    tail = _string(name) + _string(b"") + _string(_HASH) + _string(_string(_KEY_TYPE) + _string(raw))
    return _MAGIC + _VERSION + _string(key) + tail


def _string(raw: bytes) -> bytes:
    return len(raw).to_bytes(4, "big") + raw


class _Fields:
    """Length-prefixed fields of a blob, taken from the front. That nothing is left over is shown by re-encoding."""

    def __init__(self, blob: bytes) -> None:
        self._rest = blob

    def expect(self, raw: bytes) -> None:
        if not self._rest.startswith(raw):
            raise SignatureRefused
        self._rest = self._rest[len(raw) :]

    def string(self) -> bytes:
        size = int.from_bytes(self._rest[:4], "big")
        if len(self._rest) < 4 + size:
            raise SignatureRefused
        taken, self._rest = self._rest[4 : 4 + size], self._rest[4 + size :]
        return taken

    def expect_string(self, raw: bytes) -> None:
        if self.string() != raw:
            raise SignatureRefused
