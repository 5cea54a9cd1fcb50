"""Notices a medium that is put in while another screen is on show, and says so when packages wait on it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import media, receive
from desktop_app.desk.receive import Found
from desktop_app.ui.context import Context
from desktop_app.ui.inbox.found import looked_up
from desktop_app.ui.sealing.media import medium_name

#: Reading the table of mounts costs next to nothing; a stick takes longer than this to be ready.
_LOOK_MS = 3000


class Sticks(QObject):
    """`waiting` names a medium and how many packages for this desk lie on it unopened."""

    waiting = Signal(Path, str, int)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._known: set[Path] = set()
        watch = QTimer(self)
        watch.setInterval(_LOOK_MS)
        watch.timeout.connect(self.look)
        watch.start()

    def look(self) -> None:
        """Which media are there now. One that is pulled out and put in again is new."""
        known = frozenset(self._known)

        def act(_: Progress) -> tuple[set[Path], list[tuple[Path, str, list[Found]]]]:
            there = media.found()
            new = [one for one in there if one.folder not in known]
            return {one.folder for one in there}, [(one.folder, medium_name(one), _found(one.folder)) for one in new]

        self._context.work(self, act, lambda seen: self._seen(*seen), on_fault=lambda _: None)

    def later(self, folder: Path) -> None:
        """Nobody could be told: say it again."""
        self._known.discard(folder)

    def _seen(self, there: set[Path], new: Sequence[tuple[Path, str, list[Found]]]) -> None:
        self._known = there
        for folder, name, found in new:
            if found:
                self._count(folder, name, found)

    def _count(self, folder: Path, name: str, found: list[Found]) -> None:
        def told(count: int) -> None:
            if count:
                self.waiting.emit(folder, name, count)

        self._context.ask(
            self,
            lambda session, _: sum(one.openable for one in looked_up(session, found)),
            told,
            on_fault=lambda _: None,
        )


def _found(folder: Path) -> list[Found]:
    """A medium that cannot be read holds nothing to tell of: whoever opens it in the inbox hears why."""
    try:
        return receive.found(folder)
    except Fault:
        return []
