"""A desk's keys, and the public card by which other desks know them."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from msgspec import UNSET, UnsetType

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import age, mldsa, sshsig
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import ContactCard, SecondDigest, Suite
from desktop_app.sealing import canonical, digits, signed
from desktop_app.sealing.suites import SUITES

NAMESPACE = "fj-card@v1"
#: A card with a post-quantum key is about 3 KB.
MAX_CARD = 64 * 1024

#: Public all of it. A post-quantum key as text costs a millisecond to read, and each step of a review brings its card.
_REMEMBERED = 512
_SEED = 32
#: By the number of seeds that follow.
_MAGIC = {3: b"FJK1", 4: b"FJK2"}


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """A desk's secrets: seeds of 32 bytes. Kept in the vault, shown nowhere.

    Keys made before there were ML-DSA-65 signatures have three; a fourth would change the key id, so it comes with the
    desk's next keys.
    """

    signing_seed: bytes = field(repr=False)
    classical_seed: bytes = field(repr=False)
    post_quantum_seed: bytes = field(repr=False)
    lattice_seed: bytes = field(repr=False, default=b"")

    def to_bytes(self) -> bytes:
        seeds = self.signing_seed + self.classical_seed + self.post_quantum_seed + self.lattice_seed
        return _MAGIC[len(seeds) // _SEED] + seeds

    @classmethod
    def from_bytes(cls, raw: bytes) -> "DeskKeys":
        """Raises `ValueError` for anything `to_bytes` did not make."""
        seeds = [raw[at : at + _SEED] for at in range(4, len(raw), _SEED)]
        if raw[:4] != _MAGIC.get(len(seeds)) or any(len(seed) != _SEED for seed in seeds):
            raise ValueError("not the keys of a desk")
        return cls(*seeds)

    def public_signing_key(self) -> bytes:
        return sshsig.public_key(self.signing_seed)

    def identity(self, suite: Suite) -> age.Identity:
        """The key that opens packages of this suite, and no other."""
        return SUITES[suite].identity(self)


def new_keys() -> DeskKeys:
    """Four fresh, independent keys."""
    return DeskKeys(*(os.urandom(_SEED) for _ in range(4)))


def make_card(
    keys: DeskKeys,
    *,
    code: str,
    name: str,
    desk: Desk,
    valid_from: date,
    minimum_suite: Suite = Suite.CLASSICAL,
    second_digest: SecondDigest | UnsetType = UNSET,
    valid_until: date | None = None,
    officer: str = "",
) -> ContactCard:
    """The public card of `keys`."""
    return ContactCard(
        code=code,
        name=name,
        desk=desk,
        signing_key=keys.public_signing_key().hex(),
        recipient_classical=age.X25519Identity(keys.classical_seed).recipient().text(),
        recipient_post_quantum=age.HybridIdentity(keys.post_quantum_seed).recipient().text(),
        minimum_suite=minimum_suite,
        valid_from=valid_from,
        signing_key_post_quantum=mldsa.public_key(keys.lattice_seed).hex() if keys.lattice_seed else UNSET,
        second_digest=second_digest,
        valid_until=valid_until or UNSET,
        officer=officer or UNSET,
    )


def belongs(card: ContactCard, keys: DeskKeys) -> bool:
    """Whether the keys that sign are those the card shows."""
    lattice = mldsa.public_key(keys.lattice_seed).hex() if keys.lattice_seed else UNSET
    return (card.signing_key, card.signing_key_post_quantum) == (keys.public_signing_key().hex(), lattice)


def card_file(card: ContactCard, keys: DeskKeys) -> bytes:
    """The card as it travels: one line of canonical JSON and the desk's own signature."""
    return signed.write(canonical.dump(card), keys.signing_seed, NAMESPACE)


def read_card(untrusted: bytes) -> ContactCard:
    """The card in a file, its keys well formed and its signature its own. Raises `Fault(CARD_INVALID)`.

    A good signature shows that one hand holds the keys; only comparing the fingerprint shows whose hand.
    """
    return _read(bytes(untrusted))


@lru_cache(maxsize=_REMEMBERED)
def _read(untrusted: bytes) -> ContactCard:
    try:
        text, signature = signed.split(untrusted, MAX_CARD)
        card = canonical.load(text, ContactCard, "card", MAX_CARD)
        _check(card)
        signed.check(text, signature, bytes.fromhex(card.signing_key), NAMESPACE)
    except (Fault, ValueError, sshsig.SignatureRefused) as error:
        raise Fault(Code.CARD_INVALID) from error
    return card


def _check(card: ContactCard) -> None:
    age.X25519Recipient.from_text(card.recipient_classical)
    if card.recipient_post_quantum:
        age.HybridRecipient.from_text(card.recipient_post_quantum)
    elif card.minimum_suite is Suite.POST_QUANTUM:
        raise ValueError("asks for a suite it has no key for")
    if card.type != "card" or not card.name.strip() or "\n" in card.name:
        raise ValueError("not a card")
    if card.officer and (not card.officer.strip() or "\n" in card.officer):
        raise ValueError("names nobody")
    if (card.previous is UNSET) is not (card.previous_signature is UNSET):
        raise ValueError("names keys before it without their signature")
    if card.valid_until and card.valid_until < card.valid_from:
        raise ValueError("ends before it begins")
    if card.previous == key_digest(card).hex():
        raise ValueError("follows itself")


@lru_cache(maxsize=_REMEMBERED)
def key_digest(card: ContactCard) -> bytes:
    """SHA-256 over the card's public keys: what trust is given to."""
    parts = bytes.fromhex(card.signing_key) + age.X25519Recipient.from_text(card.recipient_classical).public
    if card.recipient_post_quantum:
        parts += age.HybridRecipient.from_text(card.recipient_post_quantum).public
    if card.signing_key_post_quantum is not UNSET:
        parts += bytes.fromhex(card.signing_key_post_quantum)
    return hashlib.sha256(b"FJ1-key\0" + parts).digest()


def key_id(card: ContactCard) -> str:
    """Eight bytes of the key digest: the short name on media and in statements."""
    return key_digest(card)[:8].hex()


def fingerprint(card: ContactCard) -> str:
    """The key digest as 30 digits in six groups, for two people to compare."""
    return digits.thirty("FJ1-fingerprint", key_digest(card))


def check_groups(expected: str, typed: Mapping[int, str]) -> None:
    """Raises `Fault(FINGERPRINT_MISMATCH)` for the first typed group (0…5) that differs."""
    digits.check_groups(expected, typed)


def recipient(card: ContactCard, suite: Suite) -> age.Recipient:
    """The key to seal to. Raises `Fault(SUITE_DOWNGRADE)` if the card has none of this suite or asks for a better."""
    found = SUITES[suite].recipient(card)
    if found is None or suite.value < card.minimum_suite.value:
        raise Fault(Code.SUITE_DOWNGRADE, suite=suite.value, minimum=card.minimum_suite.value)
    return found
