"""The receiver's signed answer to a package: what arrived, what became of it, what is missing.

It travels as a document of a sealed package, as a small signed file, or (see `paper_receipt`) as a QR on paper.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from enum import Enum
from typing import Literal

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig
from desktop_app.domain.offices import ContactCard, KeyId
from desktop_app.domain.values import Digest, Short, Value
from desktop_app.sealing import canonical, cards, signed
from desktop_app.sealing.checks import OpenedPackage, SealHead
from desktop_app.sealing.content import Document, PackageKind
from desktop_app.sealing.manifest import PackageIdText
from desktop_app.sealing.manifest import Sequence as SequenceNumber

NAMESPACE = "fj-receipt@v1"
DOCUMENT = "receipt"
_MAX = 512 * 1024


class Outcome(Enum):
    """What became of a package, or of one application in it."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    REJECTED = "rejected"
    RETURNED = "returned"


class ReceiptItem(Value, frozen=True, kw_only=True):
    """One application; `code` is an error code's value, empty when it was taken in."""

    id: PackageIdText
    result: Outcome
    code: Short = ""


class Receipt(Value, frozen=True, kw_only=True):
    """Names the package by its seal digest, so that it answers these very bytes and no others."""

    fj: int = canonical.FJ
    type: Literal["receipt"] = "receipt"
    package_id: PackageIdText
    seal_digest: Digest
    manifest_sha256: Digest
    seq: SequenceNumber
    highest_seq_seen: int
    missing_seq: tuple[int, ...]
    result: Outcome
    code: Short
    items: tuple[ReceiptItem, ...]
    received_at: datetime
    opened_at: datetime | None
    operator_code: Short
    receiver_kid: KeyId
    prev_receipt: Digest | None


def make(
    head: SealHead,
    result: Outcome,
    *,
    receiver: ContactCard,
    received_at: datetime,
    opened_at: datetime | None = None,
    items: Sequence[ReceiptItem] = (),
    code: Code | None = None,
    highest_seen: int = 0,
    missing: Sequence[int] = (),
    operator_code: str = "",
    previous: str | None = None,
) -> Receipt:
    """The receipt for a package, opened or refused; `code` says why it was refused."""
    return Receipt(
        package_id=head.package_id,
        seal_digest=head.seal_digest,
        manifest_sha256=head.manifest_digest,
        seq=head.sequence,
        highest_seq_seen=max(highest_seen, head.sequence),
        missing_seq=tuple(missing),
        result=result,
        code=code.value if code else "",
        items=tuple(items),
        received_at=_seconds(received_at),
        opened_at=_seconds(opened_at) if opened_at else None,
        operator_code=operator_code,
        receiver_kid=cards.key_id(receiver),
        prev_receipt=previous,
    )


def read_signed(untrusted: bytes, signer: Callable[[str], ContactCard | None]) -> Receipt:
    """A receipt by a desk that `signer` knows under its key id. Raises `Fault(RECEIPT_INVALID)`."""
    try:
        text, armor = signed.split(untrusted, _MAX)
        receipt = canonical.load(text, Receipt, "receipt", _MAX)
        card = _known(receipt.receiver_kid, signer)
        signed.check(text, armor, bytes.fromhex(card.signing_key), NAMESPACE)
    except (Fault, sshsig.SignatureRefused) as error:
        raise Fault(Code.RECEIPT_INVALID) from error
    return receipt


def _known(key: str, signer: Callable[[str], ContactCard | None]) -> ContactCard:
    card = signer(key)
    if card is None or cards.key_id(card) != key:
        raise Fault(Code.RECEIPT_INVALID)
    return card


def document(receipt: Receipt) -> Document:
    """The receipt as a document of a package; there the package's own signature vouches for it."""
    return Document(DOCUMENT, canonical.dump(receipt))


def from_package(opened: OpenedPackage) -> Receipt:
    """The receipt in an opened package of receipts. Raises `Fault(RECEIPT_INVALID)`."""
    found = [one.data for one in opened.documents if one.name == DOCUMENT]
    if opened.manifest.kind is not PackageKind.RECEIPT or len(found) != 1:
        raise Fault(Code.RECEIPT_INVALID)
    try:
        receipt = canonical.load(found[0], Receipt, DOCUMENT, _MAX)
    except Fault as fault:
        raise Fault(Code.RECEIPT_INVALID) from fault
    # A desk speaks for itself only.
    if receipt.receiver_kid != opened.head.sender or opened.manifest.in_reply_to != receipt.seal_digest:
        raise Fault(Code.RECEIPT_INVALID)
    return receipt


def match(receipt: Receipt, *, package_id: str, seal_digest: str, recipients: Collection[str]) -> None:
    """Whether the receipt answers this sent package; `recipients`: the key ids that may answer it.

    Raises `Fault(RECEIPT_UNKNOWN)` for another package, `Fault(RECEIPT_INVALID)` for other bytes or another desk.
    """
    if receipt.package_id != package_id:
        raise Fault(Code.RECEIPT_UNKNOWN, package=receipt.package_id)
    if receipt.seal_digest != seal_digest or receipt.receiver_kid not in recipients:
        raise Fault(Code.RECEIPT_INVALID)


def _seconds(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)
