"""What the three pages of a committee share: showing it as it stands, and doing something to it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.desk.committee_view import CommitteeView
from desktop_app.ui.context import Context
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.asking import AskDialog, Asked

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


class Page(QWidget):
    """`show_view` is called whenever the committee was read anew."""

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.view: CommitteeView | None = None

    def show_view(self, view: CommitteeView) -> None:
        """Show the committee as it stands."""
        self.view = view

    @property
    def committee(self) -> str:
        """The committee's id."""
        assert self.view is not None
        return self.view.kept.id

    def act(self, what: "Callable[[Session], object]") -> None:
        """Do something at the desk, then have the committee read anew."""
        self.context.ask(self, lambda session, _: what(session), lambda _: self.changed.emit())

    def ask(
        self,
        words: tuple[str, str, str],
        fields: Sequence[Asked],
        act: "Callable[[dict[str, Any]], Callable[[Session], object]]",
    ) -> None:
        """Ask for something in a dialog, do it, and have the committee read anew."""
        dialog = AskDialog(self.context, self, words, fields, act)
        dialog.done_.connect(lambda _: self.changed.emit())
        dialog.open()

    def ask_why(self, question: str, yes: str, act: "Callable[[Session, str], object]") -> None:
        """Ask for a reason, and do it with that."""
        confirm.ask_reason(self, question, yes, lambda reason: self.act(lambda session: act(session, reason)))
