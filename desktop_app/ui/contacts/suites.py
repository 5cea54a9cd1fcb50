"""The weakest algorithms that are taken: asked for this desk, or for one contact."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.desk.session import Session
from desktop_app.domain.offices import Suite
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind


def ask(context: Context, parent: QWidget, told: str, now: Suite, act: Callable[[Session, Suite], object]) -> AskDialog:
    """Choose one; `act` sets it."""
    title = say("最低算法")
    choices = [(one, word(one, language())) for one in Suite]
    dialog = AskDialog(
        context,
        parent,
        (title, told, say("定下")),
        [Asked("suite", title, Kind.CHOICE, begin=now, choices=choices)],
        lambda found: lambda session: act(session, found["suite"]),
    )
    dialog.open()
    return dialog
