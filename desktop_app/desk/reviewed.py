"""An application with what the desks of its chain said to it, each in the place where the forms print it."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import structs

from desktop_app.desk import held_notices, known_desks, reviews, step_proofs
from desktop_app.desk.reviews import SignedReview
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application, PublicNotice, Recommendation
from desktop_app.domain.chain import SLOTS, STATIONS
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import Direction, Version
from desktop_app.domain.statements import Review, StatementKind
from desktop_app.papers import summaries


def content(session: Session, version: Version) -> Application:
    """The version's content, with every signed step on this very version that counts laid over it."""
    return laid_over(session, version, reviews.chain(session, version.application))


def laid_over(session: Session, version: Version, steps: Sequence[SignedReview]) -> Application:
    """The same where the steps were read already. This desk's own notice says how it stands now, signed or not."""
    found = version.content
    opinions = found.opinions
    for said in _counting(session, steps):
        if said.digest != version.digest or not (said.opinion.text or said.opinion.reviewer):
            continue
        opinions = structs.replace(opinions, **{SLOTS[STATIONS[said.desk][0]]: said.opinion})
        if said.recommendation != Recommendation():
            found = structs.replace(found, recommendation=said.recommendation)
        if said.public_notice != PublicNotice():
            found = structs.replace(found, public_notice=said.public_notice)
    return held_notices.noticed(session, version.application, structs.replace(found, opinions=opinions))


def _counting(session: Session, steps: Sequence[SignedReview]) -> list[Review]:
    """What is taken for the desks' words: nobody's who only bears such a name, or whose keys were revoked before."""
    if not steps:
        return []
    known = known_desks.read(session)
    return [step.review for step in steps if step_proofs.of_step(known, step).counts]


def notice_words(notice: PublicNotice) -> str:
    """The public notice in one sentence, for the recommendation."""
    return summaries.notice(notice)[:200]


def own_signed(session: Session) -> frozenset[tuple[str, str]]:
    """(application, version digest) of every version on which this desk's opinion stands."""
    found: dict[tuple[str, str], Review] = {}
    for said in session.vault.statements.words(StatementKind.REVIEW, Direction.OUT):
        review = msgspec.json.decode(said.partition("\n")[0], type=Review)
        if review.opinion.text:
            found[str(review.application), str(review.digest)] = review
    if session.office.desk is not Desk.UNIT:
        return frozenset(found)
    now = held_notices.conclusions(session)
    return frozenset(key for key, review in found.items() if not outdated(review, now))


def outdated(review: Review, now: Mapping[str, PublicNotice]) -> bool:
    """Whether an objection came, or came to another end, after a unit had signed what its notice came to."""
    notice = now.get(str(review.application))
    return notice is not None and notice.objection != review.public_notice.objection


def takes_steps(desk: Desk) -> bool:
    """Whether a desk reviews at all."""
    return desk is not Desk.APPLICANT
