"""Saving one of the office's own papers as plain PDF: say what that means, ask where, write it."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import office_papers
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets import confirm, files


def ask_and_save(
    context: Context, owner: QWidget, document: Document, application: ApplicationId | None = None
) -> None:
    """Names of applicants stand on the register only; of it the officer is warned first."""
    if document is not Document.COPIES_REGISTER:
        _ask_where(context, owner, document, application)
        return
    confirm.ask(
        owner,
        say(
            f"登记簿上有姓名和密级，PDF 是明文，会记入日志。{CARRIER.zh}确定需要吗？",
            f"The register names persons; the PDF is plain text and is logged. {CARRIER.en} Go on?",
        ),
        say("存为明文 PDF", "Save plain PDF"),
        lambda: QTimer.singleShot(0, owner, lambda: _ask_where(context, owner, document, application)),
    )


def _ask_where(context: Context, owner: QWidget, document: Document, application: ApplicationId | None) -> None:
    name = word(document, language())
    files.save_file(
        owner,
        say(f"另存{name}", f"Save the {name}"),
        f"{name}.pdf",
        lambda path: save(context, owner, document, path, application),
    )


def save(context: Context, owner: QWidget, document: Document, path: Path, application: ApplicationId | None) -> None:
    """Write it, and say where it is."""
    name = word(document, language())
    done = say(f"{name}已明文写到 {path}，已记入日志。", f"The {name} is in {path} as plain PDF; the log says so.")
    context.ask(
        owner,
        lambda session, progress: office_papers.save(session, document, path, progress, application),
        lambda _: context.note(done),
    )
