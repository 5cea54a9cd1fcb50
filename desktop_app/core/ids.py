"""Identifiers as types of their own, and how new ones are made."""

import os
from datetime import datetime
from typing import NewType

PersonId = NewType("PersonId", str)
ApplicationId = NewType("ApplicationId", str)
VersionId = NewType("VersionId", str)
AttachmentId = NewType("AttachmentId", str)
CopyId = NewType("CopyId", str)
PackageId = NewType("PackageId", str)
ContactId = NewType("ContactId", str)
ComparisonId = NewType("ComparisonId", str)
CarrierId = NewType("CarrierId", str)
UserId = NewType("UserId", str)

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(now: datetime) -> str:
    """A fresh ULID (26 Crockford-32 characters): 48 bits of milliseconds, 80 bits of the system's randomness."""
    value = int(now.timestamp() * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -5, -5))


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id made by `new_id`."""
    return len(text) == 26 and text[0] in "01234567" and all(c in _CROCKFORD for c in text)
