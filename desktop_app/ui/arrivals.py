"""A package that was double-clicked waits here until the vault is open and nobody is in the middle of something."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.ui.knocks import Knocks
from desktop_app.ui.language import say
from desktop_app.ui.options import Door, Options

if TYPE_CHECKING:
    from desktop_app.ui.shell import Shell

#: How often it is looked whether a dialog or a job is over.
_AGAIN_MS = 300


class Arrivals(QObject):
    """`waiting` is the folder of the last package that was double-clicked and not shown yet."""

    def __init__(self, shell: "Shell", options: Options) -> None:
        super().__init__(shell)
        self._shell = shell
        self.waiting: Path | None = options.arrived
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_AGAIN_MS)
        self._later.timeout.connect(self.show)
        if options.door is not None:
            self.hear(options.door)

    def hear(self, door: Door) -> None:
        """Further starts of the program are told of here."""
        Knocks(door, self).came.connect(self.came)

    def came(self, folder: Path | None) -> None:
        """The program was started once more: its window comes forward, with the package if there is one."""
        shell = self._shell
        shell.setWindowState(shell.windowState() & ~Qt.WindowState.WindowMinimized)
        shell.raise_()
        shell.activateWindow()
        if folder is not None:
            self.waiting = folder
            self.tell()
            self.show()

    def tell(self) -> None:
        """Before the door: what opens behind it."""
        front = self._shell.front
        if front is not None and self.waiting is not None:
            name = self.waiting.name or str(self.waiting)
            front.tell(say("要打开的封装：{name}。解锁后到“收件”。", name=name))

    def show(self) -> None:
        """Go to the inbox; what a dialog asks, or a job does, comes to its end first."""
        from desktop_app.ui.registry import Place, ScreenKey

        context = self._shell.context
        if context is None or self.waiting is None:
            return
        if QApplication.activeModalWidget() is not None or self._shell.tasks.busy:
            self._later.start()
            return
        folder, self.waiting = self.waiting, None
        context.go(Place(ScreenKey.INBOX, "", str(folder)))
