"""A part of a screen that does something at the desk and has what it shows read anew."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.context import Context
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.asking import AskDialog, Asked

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


class ActingPart(QWidget):
    """`changed` is told after each act; the screen then reads anew."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def act(self, what: "Callable[[Session], object]") -> None:
        """Do something at the desk."""
        self.context.ask(self, lambda session, _: what(session), lambda _: self.changed.emit())

    def ask(
        self,
        words: tuple[str, str, str],
        fields: Sequence[Asked],
        act: "Callable[[dict[str, Any]], Callable[[Session], object]]",
    ) -> None:
        """Ask for something in a dialog, and do it."""
        dialog = AskDialog(self.context, self, words, fields, act)
        dialog.done_.connect(lambda _: self.changed.emit())
        dialog.open()

    def ask_why(self, question: str, yes: str, act: "Callable[[Session, str], object]") -> None:
        """Ask for a reason, and do it with that."""
        confirm.ask_reason(self, question, yes, lambda reason: self.act(lambda session: act(session, reason)))
