"""The end of a desk's keys, said by these keys or by those that took their place; small enough for a QR on paper.

A statement without a day is made beforehand for the safe: the day is then the one on which somebody brings it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Literal

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import RevocationReason
from desktop_app.domain.values import Digest, Value
from desktop_app.sealing import canonical, cards, signed
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.label import crockford, from_crockford
from desktop_app.sealing.typed_rows import TypedRows, plain_line

NAMESPACE = "fj-revocation@v1"
_MAX = 4096
_TAG = "FJV1"
_EPOCH = date(1970, 1, 1)
_SIGNED = 32 + 32 + 4 + 4 + 1
_RAW = 64
ROWS = TypedRows(_TAG, 20, (_SIGNED + _RAW) * 8 // 5, lambda row: Fault(Code.PAPER_ROW, row=row, width=20))
_REASONS: tuple[Enum | None, ...] = (None, *RevocationReason)

#: Finds the card whose whole key digest this is.
Cards = Callable[[str], ContactCard | None]


class Revocation(Value, frozen=True, kw_only=True):
    """`key` are the keys that end, `by` the keys that say so: key digests in hexadecimal.

    `revoked_on` is the day from which nothing under the keys counts; `reason` is `None` where it was made beforehand.
    """

    fj: int = canonical.FJ
    type: Literal["revocation"] = "revocation"
    key: Digest
    by: Digest
    revoked_on: date | None
    reason: RevocationReason | None
    made_on: date


@dataclass(frozen=True, slots=True)
class SignedRevocation:
    """A statement with its raw signature, however it came; proved only after `check`."""

    said: Revocation
    raw: bytes

    def check(self, card: ContactCard | None) -> None:
        """Raises `Fault(REVOCATION_INVALID)` unless the keys of `card` are those in `by` and signed it."""
        try:
            if card is None or cards.key_digest(card).hex() != self.said.by:
                raise Fault(Code.REVOCATION_INVALID)
            sshsig.verify_raw(_line(self.said), self.raw, bytes.fromhex(card.signing_key), NAMESPACE)
        except sshsig.SignatureRefused as error:
            raise Fault(Code.REVOCATION_INVALID) from error


def _line(said: Revocation) -> bytes:
    return canonical.dump(said) + b"\n"


def sign(
    card: ContactCard,
    signer: ContactCard,
    keys: DeskKeys,
    *,
    made_on: date,
    revoked_on: date | None = None,
    reason: RevocationReason | None = None,
) -> SignedRevocation:
    """The end of `card`, said by `signer`, whose secret keys are `keys`."""
    said = Revocation(
        key=cards.key_digest(card).hex(),
        by=cards.key_digest(signer).hex(),
        revoked_on=revoked_on,
        reason=reason,
        made_on=made_on,
    )
    return SignedRevocation(said, sshsig.sign_raw(_line(said), keys.signing_seed, NAMESPACE))


def file(revocation: SignedRevocation, signer: ContactCard) -> bytes:
    """The small signed file."""
    public = bytes.fromhex(signer.signing_key)
    return _line(revocation.said) + sshsig.armored(sshsig.Signature(public, NAMESPACE, revocation.raw))


def read(untrusted: bytes) -> SignedRevocation:
    """The statement in a file, its signature taken out but not checked. Raises `Fault(REVOCATION_INVALID)`."""
    try:
        text, armor = signed.split(untrusted, _MAX)
        said = canonical.load(text, Revocation, "revocation", _MAX)
        signature = sshsig.read(armor)
    except (Fault, sshsig.SignatureRefused) as error:
        raise Fault(Code.REVOCATION_INVALID) from error
    if signature.namespace != NAMESPACE:
        raise Fault(Code.REVOCATION_INVALID)
    return SignedRevocation(said, signature.raw)


def looks_like(untrusted: bytes) -> bool:
    """Whether a small signed file says it is one of these; proves nothing."""
    return b'"type":"revocation"' in untrusted[:_MAX].partition(b"\n")[0]


def qr_text(revocation: SignedRevocation) -> str:
    """`FJV1:` and 220 capitals: both digests, both days, the reason, the signature."""
    said = revocation.said
    raw = (
        bytes.fromhex(said.key)
        + bytes.fromhex(said.by)
        + _day(said.made_on)
        + _day(said.revoked_on)
        + bytes([_REASONS.index(said.reason)])
    )
    return f"{_TAG}:" + crockford(raw + revocation.raw)


def read_paper(untrusted_text: str) -> SignedRevocation:
    """A scanned line, or the rows that a hand typed. Raises `Fault(REVOCATION_INVALID | PAPER_ROW)`."""
    text = ROWS.line(untrusted_text)
    try:
        raw = from_crockford(text.removeprefix(f"{_TAG}:"))
        if not text.startswith(f"{_TAG}:") or len(raw) != _SIGNED + _RAW:
            raise Fault(Code.REVOCATION_INVALID)
        made_on = _read_day(raw[64:68])
        if made_on is None:
            raise Fault(Code.REVOCATION_INVALID)
        reason = _REASONS[raw[72]]
        assert reason is None or isinstance(reason, RevocationReason)
        said = Revocation(
            key=raw[:32].hex(), by=raw[32:64].hex(), revoked_on=_read_day(raw[68:72]), reason=reason, made_on=made_on
        )
    except (ValueError, IndexError, OverflowError) as error:
        raise Fault(Code.REVOCATION_INVALID) from error
    return SignedRevocation(said, raw[_SIGNED:])


def is_paper(untrusted_text: str) -> bool:
    """Whether a scanned line says it is one of these."""
    return plain_line(untrusted_text).startswith(_TAG)


def _day(day: date | None) -> bytes:
    return ((day - _EPOCH).days if day else 0).to_bytes(4, "big")


def _read_day(raw: bytes) -> date | None:
    days = int.from_bytes(raw, "big")
    return _EPOCH + timedelta(days=days) if days else None
