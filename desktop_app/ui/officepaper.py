"""One of the office's own papers, printed or saved."""

from PySide6.QtWidgets import QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import office_papers
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language
from desktop_app.ui.papers.paperout import Paper, put_out


def ask(context: Context, owner: QWidget, document: Document, application: ApplicationId | None = None) -> None:
    """The register of copies, of one application where told so, the fingerprint card, the directory."""
    put_out(
        context,
        owner,
        Paper(
            document,
            f"{word(document, language())}.pdf",
            lambda session, where, progress: office_papers.save(session, document, where, progress, application),
        ),
    )
