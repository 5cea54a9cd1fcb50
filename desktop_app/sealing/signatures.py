"""The signatures of a package's two statements: Ed25519, and ML-DSA-65 beside it where the sender's card has the key.

Which of them there are is said in the statement itself and follows from the card, whose key id covers every key: none
can be taken off, and none is believed that the card does not promise.
"""

from dataclasses import dataclass

from msgspec import UNSET

from desktop_app.crypto import mldsa, sshsig
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing.cards import DeskKeys

#: What `sig_suites` says: the one, or both.
CLASSICAL = ("ed25519",)
BOTH = ("ed25519", "ml-dsa-65")
KNOWN = (CLASSICAL, BOTH)


@dataclass(frozen=True, slots=True)
class Signatures:
    """The SSHSIG armor, and the raw ML-DSA-65 signature where there is one; nothing here is proved."""

    armor: bytes
    lattice: bytes | None = None


def promised(card: ContactCard) -> tuple[str, ...]:
    """What every statement of this card's desk is signed with."""
    return CLASSICAL if card.signing_key_post_quantum is UNSET else BOTH


def sign(raw: bytes, keys: DeskKeys, namespace: str) -> Signatures:
    """Sign with every key the desk has."""
    lattice = mldsa.sign(raw, keys.lattice_seed, namespace) if keys.lattice_seed else None
    return Signatures(sshsig.sign(raw, keys.signing_seed, namespace), lattice)


def check(raw: bytes, signatures: Signatures, card: ContactCard, namespace: str) -> None:
    """Raises `sshsig.SignatureRefused` unless all that the card promises are there and good."""
    sshsig.verify(raw, signatures.armor, bytes.fromhex(card.signing_key), namespace)
    if card.signing_key_post_quantum is not UNSET:
        public = bytes.fromhex(card.signing_key_post_quantum)
        mldsa.verify(raw, signatures.lattice or b"", public, namespace)
