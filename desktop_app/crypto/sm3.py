"""SM3 (GB/T 32905-2016), the national digest, beside SHA-256 where a receiving office asks for it."""

from cryptography.hazmat.primitives import hashes


class Sm3:
    """Takes bytes in and gives the digest, as hashlib's objects do (whose SM3 not every system's OpenSSL has)."""

    def __init__(self, data: bytes = b"") -> None:
        self._hash = hashes.Hash(hashes.SM3())
        self._hash.update(data)

    def update(self, data: bytes | memoryview, /) -> None:
        self._hash.update(data)

    def hexdigest(self) -> str:
        return self._hash.copy().finalize().hex()
