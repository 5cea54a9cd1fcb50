"""New keys of the same desk: their card names the keys before them, which sign it as well."""

from msgspec import UNSET, structs

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import canonical, cards
from desktop_app.sealing.cards import DeskKeys

NAMESPACE = "fj-succession@v1"


def signed_by(card: ContactCard, before: ContactCard, keys: DeskKeys) -> ContactCard:
    """`card` as the successor of `before`, whose secret keys sign it."""
    named = structs.replace(card, previous=cards.key_digest(before).hex(), previous_signature=UNSET)
    raw = sshsig.sign_raw(canonical.dump(named), keys.signing_seed, NAMESPACE)
    return structs.replace(named, previous_signature=raw.hex())


def check(card: ContactCard, before: ContactCard) -> None:
    """Raises `Fault(CARD_SUCCESSION)` unless `card` names the keys of `before` and those signed it."""
    if not card.previous or not card.previous_signature or card.previous != cards.key_digest(before).hex():
        raise Fault(Code.CARD_SUCCESSION, name=card.name)
    said = canonical.dump(structs.replace(card, previous_signature=UNSET))
    try:
        raw = bytes.fromhex(card.previous_signature)
        sshsig.verify_raw(said, raw, bytes.fromhex(before.signing_key), NAMESPACE)
    except sshsig.SignatureRefused as error:
        raise Fault(Code.CARD_SUCCESSION, name=card.name) from error
