"""The paper of one senior application: two booklets and fifteen numbered sheets."""

from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.papers.render import PaperRequest
from desktop_app.papers.wording import CodeTables

#: Printed copies of a senior application.
COPIES = {Document.REVIEW_FORM: 2, Document.SUBMISSION_FORM: 15}


def requests(person: Application, tables: CodeTables) -> list[PaperRequest]:
    """Formal prints, whatever level this person files for: the amount of paper is what is compared."""
    return [
        PaperRequest(
            document=document,
            application=person,
            tables=tables,
            application_id="01K3ZZZZZZZZZZZZZZZZZZZZZZ",
            marking=NOT_SECRET,
            version_number=1,
            version_digest="5e" * 32,
            copies=tuple(range(1, count + 1)),
            total_copies=count,
        )
        for document, count in COPIES.items()
    ]
