"""ML-DSA-65: the published spelling of a key, and what is refused."""

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from desktop_app.crypto import mldsa
from desktop_app.crypto.sshsig import SignatureRefused

SEED = bytes(range(32))
PUBLIC = mldsa.public_key(SEED)


def test_other_programs_read_the_public_key() -> None:
    pem = mldsa.public_pem(PUBLIC)
    read = load_pem_public_key(pem.encode())
    assert isinstance(read, MLDSA65PublicKey)
    assert read.public_bytes_raw() == PUBLIC
    assert max(map(len, pem.splitlines())) == 64


def test_only_the_same_message_key_and_use_pass() -> None:
    signed = mldsa.sign(b"m", SEED, "fj-test@v1")
    mldsa.verify(b"m", signed, PUBLIC, "fj-test@v1")
    other = mldsa.public_key(bytes(32))
    for message, signature, public, context in (
        (b"n", signed, PUBLIC, "fj-test@v1"),
        (b"m", signed[:-1], PUBLIC, "fj-test@v1"),
        (b"m", signed, other, "fj-test@v1"),
        (b"m", signed, PUBLIC[:-1], "fj-test@v1"),
        (b"m", signed, PUBLIC, "fj-other@v1"),
    ):
        with pytest.raises(SignatureRefused):
            mldsa.verify(message, signature, public, context)
