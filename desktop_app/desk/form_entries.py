"""Opinions and votes entered in an applicant's forms: onto the signed originals, at the places of the whole form."""

from dataclasses import replace

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import meetings, paper, plain_text, results, votes
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.meetings import Seen
from desktop_app.desk.results import Outcome
from desktop_app.desk.session import Session
from desktop_app.domain.application import ReviewResult
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import bilingual
from desktop_app.domain.meetings import Stage
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.papers import entries
from desktop_app.papers.entries import Entries
from desktop_app.policy import voting

#: The forms that have room for them.
FORMS = (Document.REVIEW_FORM, Document.SUBMISSION_FORM)
#: As wide as the blank of two characters that the submission form leaves for a number.
_WIDE = str.maketrans("0123456789 ", "０１２３４５６７８９　")


def result(session: Session, at: Seen, number: str) -> ReviewResult:
    """What the review form says of the review. Raises `Fault(MEETING_LACKS)` before the vote counts."""
    outcome = _outcome(session, at, number)
    written = results.opinion(session, at.kept.id, number)
    vote, line = outcome.vote, outcome.line
    assert vote is not None
    assert line is not None
    return ReviewResult(
        defence=written.defence,
        peer=written.peer,
        total=len(vote.members or at.members),
        present=len(vote.present),
        yes=line.yes,
        no=line.no,
        abstained=line.abstained,
        remark=written.remark or _remark(outcome),
        committee=written.committee or _decision(session, at, outcome),
    )


def _outcome(session: Session, at: Seen, number: str) -> Outcome:
    at.of(number)
    found = next(one for one in results.outcomes(session, at) if one.applicant.seat.number == number)
    if found.line is None:
        raise Fault(Code.MEETING_LACKS, what=bilingual("对 {number} 的有效表决", number=number))
    return found


def _remark(outcome: Outcome) -> str:
    """What the three figures leave open: who stood aside, rows that do not count, sheets that did not come back."""
    vote, line = outcome.vote, outcome.line
    assert vote is not None
    assert line is not None
    voters = vote.voters(line.candidate)
    told = (
        (len(vote.present) - voters, "回避{}人"),
        (line.invalid, "废票{}张"),
        (voters - line.rows, "未收回{}张"),
    )
    return "\n".join(text.format(count) for count, text in told if count)


def _decision(session: Session, at: Seen, outcome: Outcome) -> str:
    """The committee's opinion where nobody wrote another."""
    filing = outcome.applicant.content.filing
    vote, line = outcome.vote, outcome.line
    assert vote is not None
    assert line is not None
    name, voters = at.committee.committee.name, vote.voters(line.candidate)
    recused = vote.recused(line.candidate)
    # who stays out belongs to the base where the office settled so: said, or two thirds would seem miscounted
    of_voters = outcome.wanted <= voting.two_thirds(voters, vote.opened_on, session.pack)
    counted = f"可表决的出席评委{voters}名" if of_voters else f"出席评委{voters + recused}名（其中回避{recused}名）"
    begun = f"经{name}评议并以无记名投票表决，{counted}，同意{line.yes}票，"
    if outcome.carried:
        return f"{begun}达到三分之二，评审通过{filing.title}任职资格。"
    return f"{begun}未达到三分之二，{filing.title}任职资格评审未通过。"


def _group_votes(session: Session, at: Seen, number: str) -> dict[str, str]:
    vote = votes.standing(session, at.kept.id, Stage.GROUP).get(number)
    line = next((one for one in vote.agreed.lines if one.candidate == number), None) if vote and vote.agreed else None
    if line is None:
        return {}
    figures = {"group_yes": line.yes, "group_no": line.no, "group_abstained": line.abstained}
    return {name: f"{figure:>2}".translate(_WIDE) for name, figure in figures.items()}


def made(session: Session, meeting: str, number: str, document: Document, progress: Progress) -> Entries:
    """What is to be printed onto the original, and onto which of its pages.

    Raises `Fault(MARKING_UNDECIDED)`, `Fault(ENTRIES_MOVE)`, `Fault(LAYOUT_ISSUES)`, `Fault(MEETING_LACKS)`.
    """
    at = meetings.seen(session, meeting)
    one = at.of(number)
    plain = paper.request(session, one.seat.application, document)
    before = replace(
        plain,
        application=structs.replace(one.content, review=ReviewResult()),
        version_number=one.seat.version,
        version_digest=one.seat.digest,
    )
    filled = structs.replace(one.content, review=result(session, at, number))
    extra = _group_votes(session, at, number) if document is Document.SUBMISSION_FORM else {}
    after = replace(before, application=filled, extra={**before.extra, **extra})
    return entries.entries(before, after, progress)


def save(
    session: Session, meeting: str, number: str, document: Document, where: Outlet, progress: Progress
) -> tuple[int, ...]:
    """Write it as plain PDF for one run over the original; the pages of the original it belongs to."""
    found = made(session, meeting, number, document, progress)
    if not found.pages:
        raise Fault(Code.MEETING_LACKS, what=bilingual("可套印的意见或表决"))
    at = meetings.seen(session, meeting)
    one = at.of(number)
    objects = {"document": document.value, "meeting": meeting, "application": one.seat.application}
    plain_text.write(session, where, found.pdf, whole_mark(one.content), objects)
    return found.pages
