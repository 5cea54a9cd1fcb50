"""The page in front of the lock: finds out whether there is a vault, then shows the door or first start."""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.tasks import Lane, Tasks
from desktop_app.ui.unlock.door import Door
from desktop_app.ui.widgets.fitted import Fitted
from desktop_app.ui.widgets.parts import column, emptied, text

if TYPE_CHECKING:
    from desktop_app.ui.unlock.first import FirstStart
    from desktop_app.ui.unlock.forgot import ForgotPage
    from desktop_app.ui.unlock.restore import RestorePage


class FrontPage(QWidget):
    """Everything here works before a vault is open; heavy imports happen in the jobs it starts."""

    opened = Signal(object)  # Opened
    #: The window stands painted for the first time.
    painted = Signal()

    def __init__(self, options: Options, tasks: Tasks, preferences: Preferences, reason: str = "") -> None:
        super().__init__()
        self.setObjectName("frontPage")
        self._options = options
        self._tasks = tasks
        self._preferences = preferences
        self._reason = reason
        self._coming = ""
        self.door: Door | None = None
        self.first: FirstStart | None = None
        self.restore: RestorePage | None = None
        self.forgot: ForgotPage | None = None
        #: A vault was made here: what comes next is its recovery sheet.
        self.founded = False
        self._place = QVBoxLayout()
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QWidget()
        whole = QHBoxLayout(inside)
        whole.addLayout(self._place)
        frame = Fitted()
        frame.put(inside)
        self.setLayout(column(frame))
        known = options.vault or preferences.vault
        if known is not None and known.exists():
            self._show_door(known)
        else:
            self._place.addWidget(text(say("正在查找保险库…"), "muted"))
        self._known = known
        self._painted = False

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """In a window that is in front already the field that was chosen before has the keyboard only now."""
        super().showEvent(event)
        if self.door is not None:
            self.door.take_keyboard()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """What the look imports would hold up the first paint, thread or no thread: it comes after it."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._stands)

    def _stands(self) -> None:
        self.painted.emit()
        self._look(self._known)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._narrow()

    def _narrow(self) -> None:
        """What stands here is no wider than the window."""
        for page in (self.door, self.first, self.restore, self.forgot):
            if page is not None:
                page.setFixedWidth(min(theme.px(page.WIDTH), self.width() - theme.px(32)))

    def _look(self, known: Path | None) -> None:
        self._tasks.start(
            self,
            lambda progress: _found(known, progress),
            on_done=self._decide,
            on_fault=lambda fault: self._place.addWidget(text(sentence(fault), "wrong")),
            lane=Lane.WORKER,
        )

    def _decide(self, found: "_Found") -> None:
        if not found.there:
            self.show_first(found.folder)
            return
        if self.door is None:
            self._show_door(found.folder)
        assert self.door is not None
        self.door.ask_name(found.named)

    def help_chapter(self) -> str:
        """The manual's chapter about what is on show."""
        if self.door is not None:
            return "unlock"
        return "start" if self.first is not None else "recovering"

    def say(self, sentence: str) -> None:
        """Something went wrong behind the lock that is now shut."""
        if self.door is not None:
            self.door.say(sentence)
        else:
            self._reason = sentence

    def tell(self, words: str) -> None:
        """What opens behind the door."""
        self._coming = words
        if self.door is not None:
            self.door.tell(words)

    def _show_door(self, folder: Path) -> None:
        emptied(self._place)
        self.first = None
        self.door = Door(folder, self._options, self._tasks)
        self.door.opened.connect(self._opened)
        self.door.other_wanted.connect(self._choose)
        self.door.restore_wanted.connect(lambda: self.show_restore(folder))
        self.door.forgot_wanted.connect(lambda: self.show_forgot(folder))
        self._place.addLayout(emblem())
        self._place.addWidget(self.door)
        self._narrow()
        self.door.say(self._reason)
        self.door.tell(self._coming)
        self.door.take_keyboard()

    def show_first(self, folder: Path) -> None:
        """Make a vault in `folder`."""
        from desktop_app.ui.unlock.first import FirstStart

        emptied(self._place)
        self.door = None
        self.first = FirstStart(folder, self._options, self._tasks)
        self.first.opened.connect(self._opened)
        self.first.other_wanted.connect(self._choose)
        self.first.restore_wanted.connect(lambda: self.show_restore(folder))
        self._place.addWidget(self.first)
        self._narrow()
        self.first.first_focus().setFocus()

    def show_restore(self, folder: Path) -> None:
        """Bring a vault back from a backup, into `folder` unless told otherwise."""
        from desktop_app.ui.unlock.restore import RestorePage

        emptied(self._place)
        self.door = self.first = None
        self.restore = RestorePage(folder, self._options, self._tasks)
        self.restore.back_wanted.connect(lambda: self.open_folder(folder))
        self.restore.restored.connect(self._restored)
        self._place.addWidget(self.restore)
        self._narrow()
        self.restore.first_focus().setFocus()

    def show_forgot(self, folder: Path) -> None:
        """Open by the recovery sheet."""
        from desktop_app.ui.unlock.forgot import ForgotPage

        named = self.door is not None and not self.door.name.isHidden()
        emptied(self._place)
        self.door = None
        self.forgot = ForgotPage(folder, self._options, self._tasks, named=named)
        self.forgot.back_wanted.connect(lambda: self.open_folder(folder))
        self.forgot.opened.connect(self._opened)
        self._place.addWidget(self.forgot)
        self._narrow()
        self.forgot.first_focus().setFocus()

    def _restored(self, folder: Path, words: str) -> None:
        self._reason = words
        self._look(folder)

    def _opened(self, opened: object, folder: Path) -> None:
        self._preferences.vault = folder
        self.founded = self.first is not None
        self.opened.emit(opened)

    def _choose(self) -> None:
        from desktop_app.ui.widgets import files  # on use: the door stands before it

        files.folder(self, say("选择保险库所在的文件夹"), self.open_folder)

    def open_folder(self, folder: Path) -> None:
        """The user pointed at a folder: its door, or first start when it holds no vault."""
        self._reason = ""
        self.door = None
        self._look(folder)


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a vault would be, whether it is there, and whether its users type their names."""

    folder: Path
    there: bool
    named: bool = False


def _found(known: Path | None, progress: Progress) -> _Found:
    del progress
    from desktop_app.desk import opening

    folder = known or opening.default_folder()
    if not opening.is_vault(folder):
        return _Found(folder, there=False)
    named = False
    with contextlib.suppress(Fault):  # a damaged key file is told when it is opened
        named = opening.asks_name(folder)
    return _Found(folder, there=True, named=named)


def emblem() -> QVBoxLayout:
    """The program's sign and name."""
    sign = QLabel()
    sign.setPixmap(
        QPixmap(str(resource("icons", "fengjuan.svg"))).scaledToHeight(
            theme.px(72), Qt.TransformationMode.SmoothTransformation
        )
    )
    sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
    sign.setAccessibleName(say("封卷标志"))
    name = text(say("封　卷"), "h1")
    name.setAlignment(Qt.AlignmentFlag.AlignCenter)
    what = text(say("不联网的职称申报"), "muted")
    what.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return column(sign, name, what, space=4, margins=8)
