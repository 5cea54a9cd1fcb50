"""A page that stands still while it does what it is for."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.ui.announcing import announce


class Halted:
    """Nothing of the page can be used until it goes on. Where only the pressed button is taken away, Qt hands the
    keyboard to whatever comes next, round to the page's beginning; here it waits, and comes back to where it was."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._parts: list[QWidget] = []
        self._here: QWidget | None = None
        self._said = ""

    def busy(self, on: bool, button: QPushButton, words: str) -> None:
        """Begin or end; the button that was pressed says meanwhile what is being done."""
        if on and not self._parts:
            self._said = button.text()
            button.setText(words)
            self.begin(words)
        elif not on and self._parts:
            button.setText(self._said)
            self.end()

    def begin(self, words: str, keyboard: QWidget | None = None) -> None:
        """`words` say what is being done; the keyboard waits in the page itself, or where the work can be stopped."""
        if self._parts:
            return
        self._here = self._page.focusWidget()
        self._page.setAccessibleName(words)
        (keyboard or self._page).setFocus()
        announce(self._page, words)
        inside: Iterable[QWidget] = self._page.findChildren(QWidget)
        for part in inside:
            if part is not keyboard and part.focusPolicy() is not Qt.FocusPolicy.NoFocus and part.isEnabled():
                self._parts.append(part)
        for part in self._parts:
            part.setEnabled(False)

    def end(self) -> None:
        """It goes on; who went elsewhere meanwhile stays there."""
        if not self._parts:
            return
        there = self._page.window().focusWidget()
        waited = there is None or there is self._page or self._page.isAncestorOf(there)
        for part in self._parts:
            part.setEnabled(True)
        self._parts = []
        self._page.setAccessibleName("")
        if waited and self._here is not None:
            self._here.setFocus()
