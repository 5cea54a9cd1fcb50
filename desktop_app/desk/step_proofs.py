"""How far a signed step of a filing's chain is proved at this desk, and whether it counts (六（一）)."""

from enum import Enum

from desktop_app.core.clock import CHINA
from desktop_app.desk.known_desks import KnownDesks
from desktop_app.domain.records import Trust
from desktop_app.sealing.reviews import SignedReview


class Proof(Enum):
    """How far a step of the chain is proved."""

    OWN = "own"  # signed here
    VERIFIED = "verified"  # signed by a desk whose fingerprint was compared
    UNVERIFIED = "unverified"  # well signed, by a desk whose card nobody has compared here
    REVOKED = "revoked"  # well signed, by a desk whose card is trusted no longer
    NAMESAKE = "namesake"  # well signed, by other keys than those that were compared of a desk of this name
    ON_PAPER = "on_paper"  # stands in the version itself: ink and seal are on paper

    @property
    def counts(self) -> bool:
        """Whether the step is taken for that desk's: its opinion is printed, and the filing goes on from there."""
        return self not in (Proof.REVOKED, Proof.NAMESAKE)


def of_step(known: KnownDesks, step: SignedReview) -> Proof:
    """A step that was signed before its keys were revoked stays proved.

    Whoever passed a step on vouches for a card that nobody here has seen, but not for a name that is known here.
    """
    review = step.review
    if review.kid in known.own:
        return Proof.OWN
    contact = known.contacts.get(review.kid)
    if contact is None and known.bears_a_known_name(step.card):
        return Proof.NAMESAKE
    if contact is None or contact.trust is Trust.UNVERIFIED:
        return Proof.UNVERIFIED
    revoked = contact.standing.revoked_on
    before = revoked is not None and review.signed_at.astimezone(CHINA).date() < revoked
    return Proof.VERIFIED if contact.trust is Trust.VERIFIED or before else Proof.REVOKED
