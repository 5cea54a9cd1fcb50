"""The manual's chapter beside what a dialog asks: nothing closes, nothing typed is lost, no dialog over a dialog.

Where the window has no room for both, the chapter covers the questions until it is closed.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QHBoxLayout, QLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.help.page import HelpPage
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.widgets.fitted import Fitted

#: The least width in which a chapter reads well, at 100 %; and the size it is given where there is room.
_LEAST, _WIDTH, _HEIGHT = 440, 560, 520


class ChapterBeside:
    """One chapter in one dialog, from F1 to F1."""

    def __init__(self, dialog: QDialog, tasks: Tasks, chapter: str) -> None:
        self._dialog = dialog
        self._before = dialog.size(), dialog.minimumSize(), dialog.maximumSize()
        self._here = dialog.focusWidget()
        content = dialog.layout()
        assert content is not None
        self._content: QLayout = content
        self._inside = QWidget()
        self._inside.setLayout(content)  # takes the layout with all it holds away from the dialog
        self._frame = Fitted()
        self.page = HelpPage(tasks, chapter, beside=True)
        both = QHBoxLayout()
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignTop)
        both.addWidget(self.page, 1)
        dialog.setLayout(both)
        self._frame.put(self._inside)
        self._make_room()
        self.page.find_first((dialog.windowTitle(), *dialog.windowTitle().split("　")))
        self.page.show()
        self.page.text.setFocus()

    def _make_room(self) -> None:
        dialog, (size, _, _) = self._dialog, self._before
        owner = dialog.parentWidget()
        room = owner.window().size() if owner is not None else dialog.screen().availableSize()
        beside = size.width() + theme.px(_LEAST) <= room.width()
        self._frame.setVisible(beside)
        self._frame.setFixedSize(size)
        dialog.setMaximumSize(room)
        dialog.setMinimumSize(0, 0)
        width = size.width() + theme.px(_WIDTH) if beside else max(size.width(), theme.px(_WIDTH))
        dialog.resize(min(width, room.width()), min(max(size.height(), theme.px(_HEIGHT)), room.height()))
        self._centre()

    def _centre(self) -> None:
        owner = self._dialog.parentWidget()
        if owner is not None:
            middle = owner.window().frameGeometry().center()
            self._dialog.move(middle - self._dialog.rect().center())

    def close(self) -> None:
        """The dialog as it was, the keyboard where it was."""
        dialog, (size, least, most) = self._dialog, self._before
        gone = QWidget()
        both = dialog.layout()
        assert both is not None
        gone.setLayout(both)
        dialog.setLayout(self._content)
        gone.deleteLater()
        dialog.setMaximumSize(most)
        dialog.setMinimumSize(least)
        dialog.resize(size)
        self._centre()
        if (here := self._here) is not None:
            QTimer.singleShot(0, here, here.setFocus)  # what was moved is shown when control returns to Qt


class DialogHelp(QObject):
    """Gives each dialog of `window`, with which it goes, its F1; `chapter` names what is on show beneath."""

    def __init__(self, app: QApplication, window: QWidget, tasks: Tasks, chapter: Callable[[], str]) -> None:
        super().__init__(window)
        self._window = window
        self._tasks = tasks
        self._chapter = chapter
        self.open: ChapterBeside | None = None
        app.focusWindowChanged.connect(self._opened)
        self._look(QApplication.activeModalWidget())

    def _opened(self, _: QWindow | None) -> None:
        self._look(QApplication.activeModalWidget())

    def _look(self, shown: QWidget | None) -> None:
        if not isinstance(shown, QDialog) or isinstance(shown, QFileDialog) or shown.property("helped"):
            return
        owner = shown.parentWidget()
        if owner is None or owner.window() is not self._window or shown.layout() is None:
            return
        shown.setProperty("helped", True)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), shown).activated.connect(
            lambda: self._toggle(shown)
        )
        shown.finished.connect(lambda _: self._forget())

    def _toggle(self, dialog: QDialog) -> None:
        if self.open is not None:
            self._close()
            return
        self.open = ChapterBeside(dialog, self._tasks, self._chapter())
        self.open.page.closed.connect(self._close)

    def _close(self) -> None:
        if self.open is not None:
            self.open.close()
            self.open = None

    def _forget(self) -> None:
        """The dialog goes, and what stood in it goes with it."""
        self.open = None
