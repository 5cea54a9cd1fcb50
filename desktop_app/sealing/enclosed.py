"""What the documents of a package say, read and checked by its kind, before anything of the package counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.statements import Correction, ExpertPool, Notice, Roster
from desktop_app.domain.values import Value
from desktop_app.sealing import canonical, cards, kinds, limits, policy_file, reviews, revocations
from desktop_app.sealing.content import Document
from desktop_app.sealing.manifest import ApplicationEntry, Manifest
from desktop_app.sealing.policy_file import PolicyFile
from desktop_app.sealing.reviews import SignedReview
from desktop_app.sealing.revocations import SignedRevocation

S = TypeVar("S", bound=msgspec.Struct)


class CardDocument(Value, frozen=True, kw_only=True):
    """A card in a package: the small signed file as text."""

    fj: int = canonical.FJ
    type: Literal["signed_card"] = "signed_card"
    text: str


class RevocationDocument(Value, frozen=True, kw_only=True):
    """The end of somebody's keys in a package: the small signed file as text."""

    fj: int = canonical.FJ
    type: Literal["signed_revocation"] = "signed_revocation"
    text: str


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The documents' meaning; what the kind has no place for is empty. `reviews` by application, oldest first."""

    reviews: Mapping[str, tuple[SignedReview, ...]] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    corrections: tuple[Correction, ...] = ()
    roster: Roster | None = None
    experts: ExpertPool | None = None
    policy: PolicyFile | None = None
    cards: tuple[tuple[ContactCard, str], ...] = ()
    revocations: tuple[SignedRevocation, ...] = ()


def document(name: str, value: msgspec.Struct) -> Document:
    """A statement as a document of a package; the package's own signature vouches for it."""
    return Document(name, canonical.dump(value))


def card_document(card_file: bytes) -> Document:
    return document(kinds.CARD, CardDocument(text=card_file.decode()))


def revocation_document(revocation_file: bytes) -> Document:
    return document(kinds.REVOCATION, RevocationDocument(text=revocation_file.decode()))


def read(manifest: Manifest, documents: Sequence[Document]) -> Enclosed:
    """Everything that the documents say.

    Raises `Fault`: `PACKAGE_FORMAT`, `PACKAGE_VERSION`, `REVIEW_INVALID`, `STATEMENT_INVALID`, `CARD_INVALID`,
    `POLICY_FILE_*`. Receipts are read by `receipts`, which knows what they must answer.
    """
    policies = [policy_file.load(one.data) for one in documents if one.name == kinds.POLICY]
    if any(policy.issuer != manifest.sender.kid for policy in policies):
        raise Fault(Code.STATEMENT_INVALID, what=kinds.POLICY)
    return Enclosed(
        reviews=_reviews(manifest, documents),
        notices=_notices(documents),
        corrections=_corrections(manifest, documents),
        roster=next(iter(_rosters(documents)), None),
        experts=next(iter(_pools(documents)), None),
        policy=next(iter(policies), None),
        cards=tuple(_card(one) for one in documents if one.name == kinds.CARD),
        revocations=tuple(
            revocations.read(one.text.encode()) for one in _all(documents, kinds.REVOCATION, RevocationDocument)
        ),
    )


def _all(documents: Sequence[Document], name: str, wanted: type[S]) -> list[S]:
    return [canonical.load(one.data, wanted, name, limits.RECORD_BYTES) for one in documents if one.name == name]


def _reviews(manifest: Manifest, documents: Sequence[Document]) -> Mapping[str, tuple[SignedReview, ...]]:
    found = dict(reviews.read_document(one) for one in documents if one.name == kinds.REVIEWS)
    entries = {entry.id: entry for entry in manifest.applications}
    if found and set(found) != set(entries):
        raise Fault(Code.STATEMENT_INVALID, what=kinds.REVIEWS)
    for application, chain in found.items():
        # The last hand is the one that sealed, and what it vouches for is what lies in the package.
        last = chain[-1].review
        if last.kid != manifest.sender.kid or not _same(entries[application], last.version, last.digest):
            raise Fault(Code.REVIEW_INVALID, name=last.name)
    return found


def _notices(documents: Sequence[Document]) -> tuple[Notice, ...]:
    found = _all(documents, kinds.NOTICE, Notice)
    late = any(notice.mend_by < notice.on for notice in found)
    if late or len({notice.application for notice in found}) != len(found):
        raise Fault(Code.STATEMENT_INVALID, what=kinds.NOTICE)
    return tuple(found)


def _corrections(manifest: Manifest, documents: Sequence[Document]) -> tuple[Correction, ...]:
    found = _all(documents, kinds.CORRECTION, Correction)
    entries = {entry.id: entry for entry in manifest.applications}
    for correction in found:
        entry = entries.pop(correction.application, None)
        if entry is None or not _same(entry, correction.version, correction.digest):
            raise Fault(Code.STATEMENT_INVALID, what=kinds.CORRECTION)
        if correction.version <= correction.base_version or not correction.changed:
            raise Fault(Code.STATEMENT_INVALID, what=kinds.CORRECTION)
    return tuple(found)


def _same(entry: ApplicationEntry, version: int, digest: str) -> bool:
    return (entry.version, entry.digest) == (version, digest)


def _rosters(documents: Sequence[Document]) -> list[Roster]:
    found = _all(documents, kinds.ROSTER, Roster)
    if any(len(row) != len(roster.columns) for roster in found for row in roster.rows):
        raise Fault(Code.STATEMENT_INVALID, what=kinds.ROSTER)
    return found


def _pools(documents: Sequence[Document]) -> list[ExpertPool]:
    """An expert without a name or a number of their own cannot be told from another."""
    found = _all(documents, kinds.EXPERTS, ExpertPool)
    for pool in found:
        if not all(one.name for one in pool.experts) or len({one.id for one in pool.experts}) != len(pool.experts):
            raise Fault(Code.STATEMENT_INVALID, what=kinds.EXPERTS)
    return found


def _card(one: Document) -> tuple[ContactCard, str]:
    text = canonical.load(one.data, CardDocument, kinds.CARD, limits.RECORD_BYTES).text
    return cards.read_card(text.encode()), text
