"""This desk's signed word on an application, and the chain of those before it (六（一）)."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import contacts
from desktop_app.desk.session import Session
from desktop_app.domain.application import Opinion, PublicNotice, Recommendation
from desktop_app.domain.audit import Act
from desktop_app.domain.records import Direction, Version
from desktop_app.domain.review_work import PointAnswer
from desktop_app.domain.statements import KeptStatement, Review, StatementKind
from desktop_app.sealing import reviews
from desktop_app.sealing.reviews import SignedReview

__all__ = ["SignedReview"]


_NO_OPINION, _NO_RECOMMENDATION, _NO_NOTICE = Opinion(), Recommendation(), PublicNotice()


@dataclass(frozen=True, slots=True)
class Said:
    """What a desk says with its signature; recommendation and public notice are the unit's."""

    opinion: Opinion = _NO_OPINION
    remarks: tuple[PointAnswer, ...] = ()
    recommendation: Recommendation = _NO_RECOMMENDATION
    public_notice: PublicNotice = _NO_NOTICE

    def of(self, review: Review) -> bool:
        """Whether a review says just this."""
        there = (review.opinion, review.remarks, review.recommendation, review.public_notice)
        return there == (self.opinion, self.remarks, self.recommendation, self.public_notice)


def sign(session: Session, application: ApplicationId, said: Said) -> SignedReview:
    """Sign what this desk says to the newest version; from then on it travels with the application.

    A later word follows the earlier one, which stays. Signing the same again gives the review that stands.
    """
    return _signed(session, session.vault.versions.of(application)[-1], said)


def chain(session: Session, application: ApplicationId) -> tuple[SignedReview, ...]:
    """Every step that led to the newest review kept here, oldest first."""
    kept = {one.digest: one for one in session.vault.statements.of(application, StatementKind.REVIEW)}
    found: list[SignedReview] = []
    digest = next(reversed(kept), None)
    while digest is not None and digest in kept:
        found.append(reviews.read(kept[digest].content, kept[digest].card, session.proved))
        digest = found[-1].review.previous
    return tuple(reversed(found))


def with_own(session: Session, version: Version) -> tuple[SignedReview, ...]:
    """The chain that goes out with a version: its last step is this desk's, with no opinion if none was signed."""
    own = contacts.ensure_identity(session).key_id
    before = chain(session, version.application)
    if before and before[-1].review.kid == own and before[-1].review.digest == version.digest:
        return before
    _signed(session, version, Said())
    return chain(session, version.application)


def _signed(session: Session, version: Version, said: Said) -> SignedReview:
    own = contacts.ensure_identity(session)
    before = chain(session, version.application)
    last = before[-1] if before else None
    if last and (last.review.kid, last.review.digest) == (own.key_id, version.digest) and said.of(last.review):
        return last
    review = Review(
        application=version.application,
        version=version.number,
        digest=version.digest,
        desk=own.card.desk,
        kid=own.key_id,
        code=own.card.code,
        name=own.card.name,
        opinion=said.opinion,
        remarks=said.remarks,
        recommendation=said.recommendation,
        public_notice=said.public_notice,
        previous=last.digest if last else None,
        signed_at=session.clock.now().replace(microsecond=0),
    )
    made = reviews.sign(review, contacts.keys(session), contacts.card_text(session))
    with session.vault.act(
        Act.REVIEW_SIGNED, {"application": version.application, "review": made.digest, "version": version.digest}
    ):
        session.vault.statements.add(_kept(session, made, Direction.OUT, "", own.key_id))
    return made


def keep(session: Session, came: Sequence[SignedReview], package: str, peer: str) -> None:
    """Keep the chain that came in a package. Call inside the act that takes it in."""
    for step in came:
        session.vault.statements.add(_kept(session, step, Direction.IN, package, peer))


def _kept(session: Session, step: SignedReview, direction: Direction, package: str, peer: str) -> KeptStatement:
    return KeptStatement(
        digest=step.digest,
        kind=StatementKind.REVIEW,
        direction=direction,
        package=package,
        peer=peer,
        application=step.review.application,
        content=step.text,
        card=step.card_text,
        at=session.clock.now(),
    )
