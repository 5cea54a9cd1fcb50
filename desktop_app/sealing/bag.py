"""The archive inside the age file: a BagIt 1.0 bag (RFC 8493) in a POSIX ustar whose every byte the manifest decides.

Because nothing is left to choose, the reader makes the same bytes and compares them: there is no archive to parse.
"""

import hashlib

from desktop_app.core.clock import stamp
from desktop_app.sealing.manifest import Manifest, has_sm3
from desktop_app.sealing.signatures import Signatures

BLOCK = 512
END = bytes(2 * BLOCK)
#: The first two entries; the reader takes their sizes from the archive, within the format's limits.
MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
#: Third, where the statement says that there is one.
LATTICE_SIGNATURE = "manifest.json.mldsa65"

_BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def header(package_id: str, path: str, size: int, when: int) -> bytes:
    """The 512 bytes before a file: regular, mode 0644, owner 0, no names, no extension."""
    parts = (
        (f"{package_id}/{path}".encode("ascii"), 100),
        (b"0000644", 8),
        (b"0000000", 8),
        (b"0000000", 8),
        (b"%011o" % size, 12),
        (b"%011o" % when, 12),
        (b"        ", 8),  # the checksum counts its own field as blanks
        (b"0", 1),
        (b"", 100),
        (b"ustar\x0000", 8),
        (b"", 32),
        (b"", 32),
        (b"0000000", 8),
        (b"0000000", 8),
        (b"", BLOCK - 345),
    )
    block = b"".join(value.ljust(width, b"\0") for value, width in parts)
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def padding(size: int) -> bytes:
    """What fills a file up to a whole block."""
    return bytes(-size % BLOCK)


def entry_size(size: int) -> int:
    """A file of `size` bytes with header and padding."""
    return BLOCK + size + -size % BLOCK


def tags(manifest: Manifest, raw: bytes, signed: Signatures) -> list[tuple[str, bytes]]:
    """Every file before the payload, in order."""
    payload = b"".join(f"{entry.sha256}  {entry.path}\n".encode("ascii") for entry in manifest.files)
    before = [
        (MANIFEST, raw),
        (SIGNATURE, signed.armor),
        *([(LATTICE_SIGNATURE, signed.lattice)] if signed.lattice is not None else []),
        ("bagit.txt", _BAGIT),
        ("bag-info.txt", _bag_info(manifest)),
        ("manifest-sha256.txt", payload),
    ]
    if has_sm3(manifest):
        second = b"".join(f"{entry.sm3}  {entry.path}\n".encode("ascii") for entry in manifest.files)
        before.append(("manifest-sm3.txt", second))
    lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n".encode("ascii") for name, data in sorted(before))
    return [*before, ("tagmanifest-sha256.txt", b"".join(lines))]


def total_size(manifest: Manifest, before: list[tuple[str, bytes]]) -> int:
    """The archive's size to the byte."""
    return sum(entry_size(len(data)) for _, data in before) + sum(entry_size(e.size) for e in manifest.files) + len(END)


def _bag_info(manifest: Manifest) -> bytes:
    return (
        f"Bag-Software-Agent: {manifest.app.name}\n"
        f"Bagging-Date: {stamp(manifest.sealed_at)[:10]}\n"
        f"External-Identifier: {manifest.package_id}\n"
        f"Payload-Oxum: {manifest.limits.bytes}.{manifest.limits.files}\n"
    ).encode()
