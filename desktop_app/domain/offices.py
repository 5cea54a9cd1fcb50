"""Offices as others know them: public keys and name on a contact card, and this machine's own description."""

from datetime import date
from enum import Enum
from typing import Annotated

import msgspec

from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.values import Digest, Short, Value

#: Eight bytes in hexadecimal: the short name of a pair of keys. Trust decisions use the full digest.
KeyId = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}$(?!\n)")]
#: What a package's folder may show of an office: no name, a code.
OfficeCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{2,12}$(?!\n)")]

#: A raw Ed25519 signature in hexadecimal.
RawSignature = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{128}$(?!\n)")]


#: An ML-DSA-65 public key: 1,952 bytes in hexadecimal.
LatticeKey = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{3904}$(?!\n)")]


class Suite(Enum):
    """The set of algorithms of a package. 3 (SM2/SM3/SM4, GB/T 35275-2026) keeps its place for a certified module."""

    CLASSICAL = 1  # age X25519, Ed25519
    POST_QUANTUM = 2  # age mlkem768x25519, Ed25519


class SecondDigest(Enum):
    """What a desk may ask for beside SHA-256."""

    SM3 = "sm3"


class ContactCard(Value, frozen=True, kw_only=True):
    """An office's public card: who it is and the keys to seal to it and to check it by.

    `signing_key` is 32 bytes of Ed25519 in hexadecimal; recipients are age recipient strings. Fields that are `UNSET`
    are not written, so cards made before there were such fields stay what they are.
    """

    fj: int = 1
    type: str = "card"
    code: OfficeCode
    name: Short
    desk: Desk
    signing_key: Digest
    recipient_classical: Annotated[str, msgspec.Meta(max_length=80)]
    recipient_post_quantum: Annotated[str, msgspec.Meta(max_length=2100)] = ""
    minimum_suite: Suite = Suite.CLASSICAL
    valid_from: date
    signing_key_post_quantum: LatticeKey | msgspec.UnsetType = msgspec.UNSET
    second_digest: SecondDigest | msgspec.UnsetType = msgspec.UNSET
    #: Whose keys these are, where an office has several officers with a card each.
    officer: Annotated[str, msgspec.Meta(min_length=1, max_length=20)] | msgspec.UnsetType = msgspec.UNSET
    #: The last day of these keys; nothing is sealed to or under them afterwards.
    valid_until: date | msgspec.UnsetType = msgspec.UNSET
    #: The key digest of the keys before these, and their raw signature over this card without it.
    previous: Digest | msgspec.UnsetType = msgspec.UNSET
    previous_signature: RawSignature | msgspec.UnsetType = msgspec.UNSET


class Machine(Value, frozen=True, kw_only=True):
    """What first start records about the machine; nothing above `level` is taken in."""

    number: Short
    level: SecrecyLevel
    keeper: Short


class Office(Value, frozen=True, kw_only=True):
    """Whose desk this vault is."""

    desk: Desk
    code: OfficeCode
    name: Short
    officer: Short
