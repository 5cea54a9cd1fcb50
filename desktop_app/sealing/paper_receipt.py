"""A receipt small enough for a QR on paper, so that no medium has to leave the receiving desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import cards
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.label import crockford, from_crockford
from desktop_app.sealing.receipts import Outcome, Receipt
from desktop_app.sealing.typed_rows import TypedRows, plain_line

NAMESPACE = "fj-receipt-qr@v1"
_PREFIX = "FJR1:"
_FIXED = 16 + 32 + 8 + 4 + 4 + 1
_SIGNATURE = 64
ROWS = TypedRows("FJR1", 20, (_FIXED + _SIGNATURE) * 8 // 5, lambda row: Fault(Code.RECEIPT_ROW, row=row))
#: More applications than this make a QR that a desk scanner reads badly; such a receipt travels as a file.
MAX_ITEMS = 100
_OUTCOMES = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class PaperReceipt:
    """What the QR says; `items` follow the order of the applications in the package."""

    package_id: str
    seal_digest: str
    receiver: str
    sequence: int
    received_at: datetime
    result: Outcome
    items: tuple[Outcome, ...]


def qr_text(receipt: Receipt, keys: DeskKeys) -> str:
    """`FJR1:` and capitals: 212 characters and 1.6 for each application. Raises `Fault(PACKAGE_LIMIT)` over 100."""
    if len(receipt.items) > MAX_ITEMS:
        raise Fault(Code.PACKAGE_LIMIT, what="receipt", found=len(receipt.items), limit=MAX_ITEMS)
    raw = (
        from_crockford(receipt.package_id, 16)
        + bytes.fromhex(receipt.seal_digest)
        + bytes.fromhex(receipt.receiver_kid)
        + receipt.seq.to_bytes(4, "big")
        + int(receipt.received_at.timestamp()).to_bytes(4, "big")
        + _outcomes([receipt.result, *(item.result for item in receipt.items)])
    )
    return _PREFIX + crockford(raw + sshsig.sign_raw(raw, keys.signing_seed, NAMESPACE))


def package_of(untrusted_text: str) -> str:
    """The package that a scanned line names, before anything of it is believed. Raises `Fault(RECEIPT_INVALID)`."""
    return crockford(_bytes(untrusted_text)[:16], 26)


def receiver_of(untrusted_text: str) -> str:
    """The key id of who says it received the package, believed as little. Raises `Fault(RECEIPT_INVALID)`."""
    return _bytes(untrusted_text)[48:56].hex()


def _bytes(untrusted_text: str) -> bytes:
    text = plain_line(untrusted_text)
    try:
        raw = from_crockford(text.removeprefix(_PREFIX))
    except ValueError as error:
        raise Fault(Code.RECEIPT_INVALID) from error
    if len(raw) < _FIXED + _SIGNATURE:
        raise Fault(Code.RECEIPT_INVALID)
    return raw


def typed_rows(text: str) -> tuple[str, ...]:
    """The line in rows for a hand."""
    return ROWS.written(text)


def line_of(untrusted_typed: str) -> str:
    """A scanned line as it is; rows that a hand typed, joined. Raises `Fault(RECEIPT_ROW)` for the first wrong row."""
    return ROWS.line(untrusted_typed)


def read_qr(untrusted_text: str, signer: ContactCard) -> PaperReceipt:
    """The receipt of this desk in a scanned line. Raises `Fault(RECEIPT_INVALID)`."""
    text = plain_line(untrusted_text)
    try:
        raw = from_crockford(text.removeprefix(_PREFIX))
        signed, signature = raw[:-_SIGNATURE], raw[-_SIGNATURE:]
        if not text.startswith(_PREFIX) or not _FIXED <= len(signed) <= _FIXED + MAX_ITEMS:
            raise Fault(Code.RECEIPT_INVALID)
        sshsig.verify_raw(signed, signature, bytes.fromhex(signer.signing_key), NAMESPACE)
        result, *items = (_OUTCOMES[number] for number in signed[_FIXED - 1 :])
    except (ValueError, IndexError, sshsig.SignatureRefused) as error:
        raise Fault(Code.RECEIPT_INVALID) from error
    if signed[48:56].hex() != cards.key_id(signer):
        raise Fault(Code.RECEIPT_INVALID)
    return PaperReceipt(
        package_id=crockford(signed[:16], 26),
        seal_digest=signed[16:48].hex(),
        receiver=signed[48:56].hex(),
        sequence=int.from_bytes(signed[56:60], "big"),
        received_at=datetime.fromtimestamp(int.from_bytes(signed[60:64], "big"), UTC),
        result=result,
        items=tuple(items),
    )


def _outcomes(outcomes: Sequence[Outcome]) -> bytes:
    return bytes(_OUTCOMES.index(outcome) for outcome in outcomes)
