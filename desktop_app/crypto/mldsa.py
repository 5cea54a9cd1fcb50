"""ML-DSA-65 signatures (FIPS 204): they stand when a quantum computer has broken Ed25519.

The context is signed, so a signature for one use never passes as one for another.
"""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey

from desktop_app.crypto.sshsig import SignatureRefused

#: What stands before a public key in a SubjectPublicKeyInfo (RFC 9881).
_PUBLIC_INFO = bytes.fromhex("308207b2300b0609608648016503040312038207a100")
_COLUMNS = 64


def public_key(seed: bytes) -> bytes:
    """The 1,952 public bytes of the key with this seed of 32."""
    return MLDSA65PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()


def public_pem(public: bytes) -> str:
    """The public key as OpenSSL 3.5 reads it."""
    text = base64.b64encode(_PUBLIC_INFO + public).decode("ascii")
    lines = [text[at : at + _COLUMNS] for at in range(0, len(text), _COLUMNS)]
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----"])


def sign(message: bytes, seed: bytes, context: str) -> bytes:
    """3,309 bytes, others each time."""
    return MLDSA65PrivateKey.from_seed_bytes(seed).sign(message, context.encode("ascii"))


def verify(message: bytes, untrusted: bytes, public: bytes, context: str) -> None:
    """Raises `SignatureRefused` unless these are `public`'s signature over `message` for `context`."""
    try:
        MLDSA65PublicKey.from_public_bytes(public).verify(untrusted, message, context.encode("ascii"))
    except (InvalidSignature, ValueError) as error:
        raise SignatureRefused from error
