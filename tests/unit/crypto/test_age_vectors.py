"""All public age vectors (C2SP CCTV), each with the stage it must end at and exactly the plaintext it may release."""

import hashlib
import io
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import age

FOLDER = Path(__file__).parents[2] / "vectors" / "age"
NAMES = sorted(path.name for path in FOLDER.iterdir() if path.suffix == "" and not path.name.startswith("."))

STAGE = {
    "success": {None},
    "no match": {Code.NO_KEY},
    "HMAC failure": {Code.AGE_HEADER_MAC},
    "header failure": {Code.AGE_HEADER},
    "payload failure": {Code.CHUNK_AUTH, Code.PACKAGE_TRUNCATED, Code.TRAILING_DATA},
}


@dataclass
class Vector:
    expect: str = ""
    payload: str = ""
    identities: list[str] = field(default_factory=list)
    refused: bool = False
    file: bytes = b""


def load(name: str) -> Vector:
    head, file = (FOLDER / name).read_bytes().split(b"\n\n", 1)
    vector = Vector(file=file)
    for line in head.decode().split("\n"):
        key, value = line.split(": ", 1)
        match key:
            case "expect":
                vector.expect = value
            case "payload":
                vector.payload = value
            case "identity":
                vector.identities.append(value)
            case "armored" | "passphrase":
                vector.refused = True
            case "compressed":
                vector.file = zlib.decompress(file)
            case "file key" | "comment":
                pass
            case _:
                raise AssertionError(key)
    return vector


def identity(text: str) -> age.Identity:
    return age.HybridIdentity.from_text(text) if "-PQ-" in text else age.X25519Identity.from_text(text)


def outcome(vector: Vector) -> tuple[Code | None, bytes]:
    released = io.BytesIO()
    try:
        age.decrypt(io.BytesIO(vector.file), released, [identity(text) for text in vector.identities])
    except Fault as fault:
        return fault.code, released.getvalue()
    return None, released.getvalue()


def test_all_vectors_are_here() -> None:
    assert len(NAMES) == 143


@pytest.mark.parametrize("name", NAMES)
def test_vector(name: str) -> None:
    vector = load(name)
    code, released = outcome(vector)
    if vector.refused:
        # Armor and passphrases have no place in a package: refused as a header, whatever the vector says of them.
        # Two of them hold no passphrase stanza by their spelling, so for those there is simply no key.
        assert code in ({Code.AGE_HEADER} if name not in ("scrypt_uppercase",) else {Code.NO_KEY})
        assert released == b""
        return
    assert code in STAGE[vector.expect]
    if vector.payload:
        assert hashlib.sha256(released).hexdigest() == vector.payload
    else:
        assert released == b""
