"""A paper dossier at an office's counter: what has to be there, what was counted, and the certificate of receipt."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.clock import CHINA
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import letters, paper, plain_text, review_desk, review_view
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.letters import Handed
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Paper
from desktop_app.policy.papers import papers


@dataclass(frozen=True, slots=True)
class Counted:
    """What an officer counted: pieces by paper of annex 1 (none for one that a hand fills in), and who brought them."""

    delivered_by: str
    present: Mapping[str, int]
    number: str = ""


def owed(session: Session, application: ApplicationId) -> tuple[Paper, ...]:
    """The papers of annex 1 that this filing brings, in their order."""
    content, _ = paper.shown(session, application)
    return papers(content, session.pack)


def certificate(
    session: Session, application: ApplicationId, counted: Counted, where: Outlet, progress: Progress
) -> None:
    """The certificate of receipt as plain PDF or print, in the log; one after the day says so (三（四）4).

    Raises `Fault(LAYOUT_ISSUES)`.
    """
    now = session.clock.now()
    due = review_view.due(review_desk.placed(session, application))
    late = due is not None and now.astimezone(CHINA).date() > due
    handed = Handed(counted.present, counted.delivered_by, now, late=late)
    rendered = letters.receipt_certificate(session, application, handed, progress, number=counted.number)
    objects = {"application": application, "document": Document.RECEIPT_CERTIFICATE.value}
    plain_text.write(session, where, rendered.pdf, paper.mark(session, application), objects)
