"""The chain of reviews of an application: each a small signed file, naming the one before it, read on arrival."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import sshsig
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.statements import Review
from desktop_app.domain.values import Ulid, Value
from desktop_app.sealing import canonical, cards, kinds, limits, signed
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.content import Document
from desktop_app.sealing.proved import Proved

NAMESPACE = "fj-review@v1"
#: More hands than any route has; a version may pass through them several times.
MAX_STEPS = 64
_MAX_REVIEW = 64 * 1024
_PLAIN = msgspec.json.Decoder(Review)


class ReviewsDocument(Value, frozen=True, kw_only=True):
    """How a chain travels: the signers' cards and the reviews, oldest first, each a small signed file as text."""

    fj: int = canonical.FJ
    type: Literal["reviews"] = "reviews"
    application: Ulid
    cards: Annotated[tuple[str, ...], msgspec.Meta(max_length=MAX_STEPS)]
    reviews: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=MAX_STEPS)]


@dataclass(frozen=True, slots=True)
class SignedReview:
    """A review whose signature is good. `text` is the small signed file, `card_text` its signer's card as it came."""

    review: Review
    text: str
    card: ContactCard
    card_text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the signed line with its line feed."""
        return line_digest(self.text)


def line_digest(text: str) -> str:
    """The digest of a small signed file's first line, line feed included: `head -n 1 FILE | sha256sum`."""
    line, _, _ = text.partition("\n")
    return hashlib.sha256(f"{line}\n".encode()).hexdigest()


def sign(review: Review, keys: DeskKeys, card_text: str) -> SignedReview:
    """`review` under the keys that it names. Raises `Fault(REVIEW_INVALID)` for any others."""
    text = signed.write(canonical.dump(review), keys.signing_seed, NAMESPACE).decode()
    return read(text, card_text)


def read(text: str, card_text: str, proved: Proved | None = None) -> SignedReview:
    """A review and the card it is checked by. Raises `Fault(REVIEW_INVALID)` unless that desk signed these words.

    What `proved` holds was proved to the last byte in this sitting and is only taken apart again.
    """
    if proved is None:
        return _proved(text, card_text)
    digest = Proved.digest(text, card_text)
    if proved.holds(digest) and (known := _again(text, card_text)) is not None:
        return known
    found = _proved(text, card_text)
    proved.add(digest)
    return found


def _again(text: str, card_text: str) -> SignedReview | None:
    """Nothing where the line holds names that only the strict reader passes over."""
    try:
        review = _PLAIN.decode(text.partition("\n")[0])
    except msgspec.ValidationError:
        return None
    return SignedReview(review, text, cards.read_card(card_text.encode()), card_text)


def _proved(text: str, card_text: str) -> SignedReview:
    try:
        card = cards.read_card(card_text.encode())
        line, armor = signed.split(text.encode(), _MAX_REVIEW)
        review = _said(line)
        _require_own_word(review, card)
        signed.check(line, armor, bytes.fromhex(card.signing_key), NAMESPACE)
    except sshsig.SignatureRefused as error:
        raise Fault(Code.REVIEW_INVALID, name=review.name) from error
    except Fault as fault:
        if fault.code is Code.REVIEW_INVALID:
            raise
        raise Fault(Code.REVIEW_INVALID, name="") from fault
    return SignedReview(review, text, card, card_text)


@lru_cache(maxsize=MAX_STEPS)
def _said(line: bytes) -> Review:
    """The words alone: whose card they want is asked of them just before they are proved."""
    return canonical.load(line, Review, kinds.REVIEWS, _MAX_REVIEW)


def _require_own_word(review: Review, card: ContactCard) -> None:
    if (review.kid, review.code, review.name, review.desk) != (cards.key_id(card), card.code, card.name, card.desk):
        raise Fault(Code.REVIEW_INVALID, name=review.name)


def document(application: str, chain: Sequence[SignedReview]) -> Document:
    """The chain as a document of a package."""
    made = ReviewsDocument(
        application=application,
        cards=tuple(dict.fromkeys(step.card_text for step in chain)),
        reviews=tuple(step.text for step in chain),
    )
    return Document(kinds.REVIEWS, canonical.dump(made))


def read_document(document: Document) -> tuple[str, tuple[SignedReview, ...]]:
    """The application's id and its chain: signed, about that application, each naming the one before it.

    Raises `Fault(REVIEW_INVALID | PACKAGE_FORMAT)`.
    """
    found = canonical.load(document.data, ReviewsDocument, kinds.REVIEWS, limits.RECORD_BYTES)
    card_texts = {cards.key_id(cards.read_card(text.encode())): text for text in found.cards}
    chain: list[SignedReview] = []
    before: str | None = None
    for text in found.reviews:
        step = read(text, _card_of(text, card_texts))
        if step.review.application != found.application or step.review.previous != before:
            raise Fault(Code.REVIEW_INVALID, name=step.review.name)
        chain.append(step)
        before = step.digest
    if len(card_texts) != len(found.cards) or set(card_texts) != {step.review.kid for step in chain}:
        raise Fault(Code.PACKAGE_FORMAT, what=kinds.REVIEWS, detail="cards")
    return found.application, tuple(chain)


def _card_of(text: str, card_texts: dict[str, str]) -> str:
    review = _said(text.partition("\n")[0].encode())
    if review.kid not in card_texts:
        raise Fault(Code.REVIEW_INVALID, name=review.name)
    return card_texts[review.kid]
