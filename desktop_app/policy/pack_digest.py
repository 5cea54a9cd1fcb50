"""The digest of a pack's files, which a signed file of it names and each submission records."""

import hashlib
from collections.abc import Mapping


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents of a pack's files, in the order of their names."""
    total = hashlib.sha256()
    for path in sorted(files):
        name = path.encode()
        total.update(len(name).to_bytes(4, "big") + name + hashlib.sha256(files[path]).digest())
    return total.hexdigest()
