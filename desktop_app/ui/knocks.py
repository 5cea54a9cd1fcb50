"""Hears a second start of the program, and a package that was double-clicked meanwhile."""

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from desktop_app.ui.options import Door


class Knocks(QObject):
    """`came` brings the package's folder, or nothing: the window was only wanted again."""

    came = Signal(object)  # Path | None

    def __init__(self, door: Door, parent: QObject) -> None:
        super().__init__(parent)
        self._door = door
        self._watch = QFileSystemWatcher([str(door.folder)], self)
        self._watch.directoryChanged.connect(self._look)
        door.listen()

    def _look(self) -> None:
        """Whether somebody knocked."""
        answer = self._door.answer()
        if answer is not None:
            self.came.emit(answer[0])
