"""Receipts as a stranger writes them: small signed files."""

from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import canonical, cards, receipts, signed
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.receipts import Receipt


def receipt_file(receipt: Receipt, keys: DeskKeys) -> bytes:
    return signed.write(canonical.dump(receipt), keys.signing_seed, receipts.NAMESPACE)


def read_receipt(untrusted: bytes, signer: ContactCard) -> Receipt:
    """As a desk reads it that knows this one card alone."""
    return receipts.read_signed(untrusted, lambda key: signer if key == cards.key_id(signer) else None)
