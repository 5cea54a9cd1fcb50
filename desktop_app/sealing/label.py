"""What the seal label shows: thirty digits for the eye, and a line of capitals for a QR and a hand scanner.

Crockford's 32 characters, because a hand scanner types through whatever input method is on, and other codes use
signs that a Chinese one changes.
"""

import hmac
import unicodedata
from dataclasses import dataclass

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import digits
from desktop_app.sealing.cards import DeskKeys

NAMESPACE = "fj-label@v1"
_PREFIX = "FJ1:"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_UNSIGNED = 16 + 8 + 8 + 4 + 32
_SIGNATURE = 64
_DIGITS, _WIDTH = 30, 5


@dataclass(frozen=True, slots=True)
class Label:
    """A label read from its QR; worth what the paper it is printed on is worth, until `check` has passed."""

    package_id: str
    sender: str
    recipient: str
    sequence: int
    seal_digest: str
    signature: bytes


def code(seal_digest: str) -> str:
    """The thirty digits of a seal, in six groups of five."""
    return digits.thirty("FJ1-code", bytes.fromhex(seal_digest))


def typed(untrusted_text: str) -> str:
    """The six groups as `code` has them, from whatever stands between the digits; empty for anything else."""
    found = "".join(unicodedata.normalize("NFKC", untrusted_text).split()).replace("-", "")
    if len(found) != _DIGITS or not (found.isascii() and found.isdigit()):
        return ""
    return " ".join(found[at : at + _WIDTH] for at in range(0, _DIGITS, _WIDTH))


def qr_text(
    package_id: str, sender: str, recipient: str, sequence: int, seal_digest: str, keys: DeskKeys | None = None
) -> str:
    """`FJ1:` and 68 bytes, signed (132 bytes) when `keys` are given: 113 or 216 characters, QR version 7 or 10."""
    raw = _body(package_id, sender, recipient, sequence, seal_digest)
    if keys is not None:
        raw += sshsig.sign_raw(raw, keys.signing_seed, NAMESPACE)
    return _PREFIX + crockford(raw)


def read_qr(untrusted_text: str) -> Label:
    """Raises `Fault(LABEL_MISMATCH)` for anything that is no label."""
    # A Chinese input method widens the colon of what a scanner types through it.
    text = untrusted_text.strip().upper().replace("\uff1a", ":")
    try:
        raw = from_crockford(text.removeprefix(_PREFIX))
    except ValueError as error:
        raise Fault(Code.LABEL_MISMATCH, group="QR") from error
    if not text.startswith(_PREFIX) or len(raw) not in (_UNSIGNED, _UNSIGNED + _SIGNATURE):
        raise Fault(Code.LABEL_MISMATCH, group="QR")
    return Label(
        package_id=crockford(raw[:16], 26),
        sender=raw[16:24].hex(),
        recipient=raw[24:32].hex(),
        sequence=int.from_bytes(raw[32:36], "big"),
        seal_digest=raw[36:68].hex(),
        signature=raw[68:],
    )


def check(label: Label, seal_digest: str, sender: ContactCard) -> None:
    """Raises `Fault(LABEL_MISMATCH)` unless the label belongs to this seal and, if signed, is the sender's."""
    if not hmac.compare_digest(label.seal_digest, seal_digest):
        raise Fault(Code.LABEL_MISMATCH, group="QR")
    if label.signature:
        raw = _body(label.package_id, label.sender, label.recipient, label.sequence, label.seal_digest)
        try:
            sshsig.verify_raw(raw, label.signature, bytes.fromhex(sender.signing_key), NAMESPACE)
        except sshsig.SignatureRefused as error:
            raise Fault(Code.LABEL_MISMATCH, group="QR") from error


def _body(package_id: str, sender: str, recipient: str, sequence: int, seal_digest: str) -> bytes:
    return (
        from_crockford(package_id, 16)
        + bytes.fromhex(sender)
        + bytes.fromhex(recipient)
        + sequence.to_bytes(4, "big")
        + bytes.fromhex(seal_digest)
    )


def crockford(raw: bytes, width: int | None = None) -> str:
    """`raw` as one number in base 32; `width` characters, or as many as its bytes need."""
    number = int.from_bytes(raw, "big")
    width = width or -(-len(raw) * 8 // 5)
    return "".join(_ALPHABET[number >> 5 * at & 31] for at in range(width - 1, -1, -1))


def from_crockford(text: str, size: int | None = None) -> bytes:
    """The bytes of `crockford`. Raises `ValueError` for a foreign character or a number too large."""
    number = 0
    for character in text:
        number = number << 5 | _ALPHABET.index(character)
    try:
        return number.to_bytes(size or len(text) * 5 // 8, "big")
    except OverflowError as error:
        raise ValueError("too large") from error
