"""A card on paper: several QR codes for a scanner, rows for a hand, the signed file either way.

What is printed is the raw signature, the card's own line with its keys taken out and deflated, and the keys as bytes:
whatever else a card says, the file comes back byte for byte. A QR of comfortable size holds 480 bytes of it.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_app.core import canonical_json
from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import age, sshsig
from desktop_app.sealing import cards, signed
from desktop_app.sealing.label import crockford, from_crockford
from desktop_app.sealing.typed_rows import TypedRows, plain_line

_TAG = "FJC1"
_RAW = 64
_SET = 4
PART_BYTES = 480
#: What fits on the sheet.
MAX_PARTS = 9
_SHORTEST = 400
ROWS = TypedRows(_TAG, 40, _SHORTEST, lambda row: Fault(Code.PAPER_ROW, row=row, width=40))


@dataclass(frozen=True, slots=True)
class _Key:
    """A field whose text is a key of so many bytes."""

    size: int
    to_bytes: Callable[[str], bytes]
    to_text: Callable[[bytes], str]


_HEX = (bytes.fromhex, bytes.hex)
#: In the order in which their bytes follow one another.
_KEYS: Mapping[str, _Key] = {
    "signing_key": _Key(32, *_HEX),
    "recipient_classical": _Key(
        32, lambda text: age.X25519Recipient.from_text(text).public, lambda raw: age.X25519Recipient(raw).text()
    ),
    "recipient_post_quantum": _Key(
        1216, lambda text: age.HybridRecipient.from_text(text).public, lambda raw: age.HybridRecipient(raw).text()
    ),
    "signing_key_post_quantum": _Key(1952, *_HEX),
    "previous": _Key(32, *_HEX),
    "previous_signature": _Key(64, *_HEX),
}


def _packed(card_file: bytes) -> bytes:
    text, armor = signed.split(card_file, cards.MAX_CARD)
    tree: dict[str, Any] = json.loads(text)
    raw = b""
    for name, key in _KEYS.items():
        if tree.get(name):
            raw += key.to_bytes(tree[name])
            tree[name] = True
    rest = zlib.compress(canonical_json.spelled(tree), 9)
    return sshsig.read(armor).raw + len(rest).to_bytes(2, "big") + rest + raw


def qr_texts(card_file: bytes) -> tuple[str, ...]:
    """The lines of the QR codes: `FJC1:` and set, number, how many, piece. Raises `Fault(PACKAGE_LIMIT)`."""
    packed = _packed(card_file)
    parts = [packed[at : at + PART_BYTES] for at in range(0, len(packed), PART_BYTES)]
    if len(parts) > MAX_PARTS:
        raise Fault(Code.PACKAGE_LIMIT, what="card", found=len(parts), limit=MAX_PARTS)
    mark = hashlib.sha256(packed).digest()[:_SET]
    return tuple(
        f"{_TAG}:" + crockford(mark + bytes([number, len(parts)]) + part) for number, part in enumerate(parts, start=1)
    )


def typed_rows(card_file: bytes) -> tuple[str, ...]:
    """The same in rows of forty characters with a check."""
    return ROWS.written(f"{_TAG}:" + crockford(_packed(card_file)))


def is_paper(untrusted_text: str) -> bool:
    """Whether what was scanned says it is a piece of a card."""
    return plain_line(untrusted_text).startswith(_TAG)


def read(untrusted_text: str) -> bytes:
    """The card's signed file, from all its scanned lines in any order, or from its rows; not believed yet.

    Raises `Fault(PAPER_PARTS)` while pieces are missing, `Fault(PAPER_ROW)` for a slip of the hand,
    `Fault(CARD_INVALID)` for anything else.
    """
    try:
        if is_paper(untrusted_text):
            packed = _joined([line for line in untrusted_text.split() if line])
        else:
            packed = from_crockford(ROWS.line(untrusted_text).removeprefix(f"{_TAG}:"))
        return _unpacked(packed)
    except (ValueError, LookupError, TypeError, AttributeError, zlib.error, RecursionError) as error:
        raise Fault(Code.CARD_INVALID) from error


def _joined(lines: Sequence[str]) -> bytes:
    """Pieces of one card, each at its place."""
    found: dict[int, bytes] = {}
    sets: set[tuple[bytes, int]] = set()
    for line in lines:
        raw = from_crockford(plain_line(line).removeprefix(f"{_TAG}:"))
        mark, number, of, part = raw[:_SET], raw[_SET], raw[_SET + 1], raw[_SET + 2 :]
        if not 0 < number <= of <= MAX_PARTS:
            raise ValueError("no such piece")
        sets.add((mark, of))
        found[number] = part
    if len(sets) != 1:
        raise Fault(Code.PAPER_MIXED)
    ((mark, of),) = sets
    if missing := [str(number) for number in range(1, of + 1) if number not in found]:
        raise Fault(Code.PAPER_PARTS, missing="、".join(missing), of=of)
    packed = b"".join(found[number] for number in range(1, of + 1))
    if hashlib.sha256(packed).digest()[:_SET] != mark:
        raise ValueError("pieces that do not belong together")
    return packed


def _unpacked(packed: bytes) -> bytes:
    start = _RAW + 2
    end = start + int.from_bytes(packed[_RAW:start], "big")
    inflate = zlib.decompressobj()
    tree: dict[str, Any] = json.loads(inflate.decompress(packed[start:end], cards.MAX_CARD))
    if not inflate.eof or inflate.unused_data:
        raise ValueError("not whole")
    for name, key in _KEYS.items():
        if tree.get(name) is True:
            raw, end = packed[end : end + key.size], end + key.size
            tree[name] = key.to_text(raw)
    if end != len(packed):
        raise ValueError("longer or shorter than its keys")
    signature = sshsig.Signature(bytes.fromhex(tree["signing_key"]), cards.NAMESPACE, packed[:_RAW])
    return canonical_json.spelled(tree) + b"\n" + sshsig.armored(signature)
