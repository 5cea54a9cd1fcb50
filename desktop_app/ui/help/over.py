"""Lays the manual over what the window shows, and takes it away again; what lies beneath stays as it is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout

from desktop_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from desktop_app.ui.deskpage import DeskPage
    from desktop_app.ui.help.page import HelpPage
    from desktop_app.ui.unlock.front import FrontPage


class ManualOver:
    """`beneath` tells what is on show: the desk or the door."""

    def __init__(self, place: QBoxLayout, tasks: Tasks, beneath: Callable[[], "DeskPage | FrontPage | None"]) -> None:
        self._place = place
        self._tasks = tasks
        self._beneath = beneath
        self.page: HelpPage | None = None

    def toggle(self) -> None:
        """Open at the chapter of what is on show, or close."""
        if self.page is not None:
            self.close()
            return
        from desktop_app.ui.help.page import HelpPage  # nobody's start waits for the manual

        below = self._beneath()
        if below is None:
            return
        self.page = HelpPage(self._tasks, self.chapter())
        self.page.closed.connect(self.close)
        below.hide()
        self._place.addWidget(self.page)
        self.page.text.setFocus()

    def chapter(self) -> str:
        """The chapter of what is on show."""
        from desktop_app.desk import manual

        below = self._beneath()
        name = below.help_chapter() if below is not None else ""
        return name if manual.named(name) else "trouble"

    def close(self) -> None:
        """Back to what was beneath, the keyboard where it was."""
        if self.page is None:
            return
        self._place.removeWidget(self.page)
        self.page.hide()
        self.page.deleteLater()
        self.page = None
        below = self._beneath()
        if below is not None:
            below.show()
            if (focused := below.focusWidget()) is not None:
                focused.setFocus()
