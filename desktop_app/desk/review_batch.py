"""Many steps of the chain signed in one go: the same opinion for all, one proof of who signs, each judged by itself.

What lacks anything, or is stopped by the rules or the posts, is left unsigned with the reason; the others are signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import structs

from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import formal_print, review_desk
from desktop_app.desk.review_desk import PointAnswer, ReviewCase, ReviewWork
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk


@dataclass(frozen=True, slots=True)
class Together:
    """What is said of all. `met` answers every point that nobody answered before; an answer that stands is kept.

    `committed`: a unit answers for its recommendation and looked at the assessments.
    """

    text: str = ""
    reviewer: str = ""
    on: date | None = None
    sealed: bool = False
    met: bool = False
    committed: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of one: the digest of the signed step, or the fault that left it unsigned."""

    application: ApplicationId
    name: str
    digest: str
    fault: Fault | None = None


def sign(
    session: Session, applications: Sequence[ApplicationId], said: Together, progress: Progress
) -> tuple[Signed, ...]:
    """Sign each. Raises `Fault(PRINT_CONFIRM_NEEDED | PRINT_SECOND_NEEDED)` before anything is signed, `Cancelled`."""
    formal_print.permit(session, {"act": "review", "applications": str(len(applications))})
    found = []
    for at, application in enumerate(applications):
        progress.step(at, len(applications), "sign")
        found.append(_one(session, application, said))
    return tuple(found)


def _one(session: Session, application: ApplicationId, said: Together) -> Signed:
    name = ""
    try:
        case = review_desk.open_(session, application)
        name = case.content.person.name
        filled = work(session, case, said)
        # looked at first: what stays unsigned keeps no answer that was meant for all
        review_desk.require_ready(session, review_desk.open_(session, application, filled))
        return Signed(application, name, review_desk.sign(session, application, filled))
    except Fault as fault:
        return Signed(application, name, "", fault)


def work(session: Session, case: ReviewCase, said: Together) -> ReviewWork:
    """What was filled in for one, with what is said of all where nothing stood."""
    known = case.work
    answers = {one.point: one for one in known.answers}
    if said.met:
        for point in case.points:
            before = answers.get(point.point)
            if before is None or before.met is None:
                remark = before.remark if before else ""
                answers[point.point] = PointAnswer(point=point.point, met=True, remark=remark)
    recommendation = known.recommendation
    if session.office.desk is Desk.UNIT and said.committed:
        recommendation = structs.replace(recommendation, assessments_considered=True, committed=True)
    return structs.replace(
        known,
        answers=tuple(answers.values()),
        text=known.text or said.text,
        reviewer=said.reviewer or known.reviewer or session.user,
        on=said.on or known.on or session.today(),
        sealed=said.sealed or known.sealed,
        recommendation=recommendation,
    )
