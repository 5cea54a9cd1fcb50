"""The door: one passphrase, one button, and a clear word when it does not open."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.ui import theme
from desktop_app.ui.announcing import announce
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.options import Options
from desktop_app.ui.tasks import Lane, Tasks
from desktop_app.ui.unlock import jobs
from desktop_app.ui.unlock.climbingline import ClimbingLine
from desktop_app.ui.widgets.parts import Elided, button, column, row, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field, reveal

if TYPE_CHECKING:
    from desktop_app.ui.opened import Opened
    from desktop_app.ui.widgets.halted import Halted


class Door(QFrame):
    #: At 100 %, where the window has it.
    WIDTH = 440

    opened = Signal(object, object)  # Opened, Path
    other_wanted = Signal()
    restore_wanted = Signal()
    forgot_wanted = Signal()

    def __init__(self, folder: Path, options: Options, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFixedWidth(theme.px(self.WIDTH))
        self._folder = folder
        self._options = options
        self._tasks = tasks
        self.name_label = text(say("姓名"), "label")
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.setAccessibleName(say("姓名"))
        self.field = passphrase_field(say("口令"))
        self.name.returnPressed.connect(self.field.setFocus)
        self.ask_name(False)
        self.field.returnPressed.connect(self.unlock)
        self.field.textEdited.connect(self._warm)
        self._warmed = False
        show = QCheckBox(say("显示口令"))
        show.toggled.connect(lambda on: reveal(on, self.field))
        self.unlock_button = button(say("解锁"), self.unlock, "main")
        self.message = text("", "wrong")
        self.message.hide()
        self.coming = text("", "muted")
        self.coming.hide()
        self.climbing = ClimbingLine()
        self.reason = self._reason_field()
        where = Elided("muted", mode=Qt.TextElideMode.ElideMiddle)  # a path has nowhere to break
        where.setText(str(folder))
        other = button(say("换一个保险库"), self.other_wanted.emit, "quiet")
        forgot = button(say("忘记口令"), self.forgot_wanted.emit, "quiet")
        restore = button(say("从备份恢复"), self.restore_wanted.emit, "quiet")
        self.setLayout(
            column(
                self.coming,
                self.name_label,
                self.name,
                text(say("口令"), "label"),
                self.field,
                row(show, None, forgot, self.unlock_button),
                self.message,
                self.climbing,
                self.reason,
                text(say("保险库位置"), "label"),
                where,
                row(restore, None, other),
                margins=24,
            )
        )

    def _reason_field(self) -> QLineEdit:
        made = QLineEdit()
        made.setMaxLength(200)
        made.setAccessibleName(say("打开较旧副本的事由"))
        made.setPlaceholderText(say("事由，例如：硬盘更换后从备份恢复"))
        made.returnPressed.connect(self.unlock)
        made.hide()
        return made

    def ask_name(self, wanted: bool) -> None:
        """Whether users type their names here; nobody's name is remembered outside the vault."""
        asked = not self.name.isHidden()
        self.name_label.setVisible(wanted)
        self.name.setVisible(wanted)
        if wanted and not asked and not self.field.text():
            self.name.setFocus()

    def take_keyboard(self) -> None:
        """To what is typed first."""
        (self.field if self.name.isHidden() else self.name).setFocus()

    def say(self, words: str) -> None:
        """A sentence under the field; empty takes it away."""
        self.message.setText(words)
        self.message.setVisible(bool(words))
        if words:
            announce(self, words, at_once=True)

    def tell(self, words: str) -> None:
        """What opens behind the door; empty for nothing in particular."""
        self.coming.setText(words)
        self.coming.setVisible(bool(words))

    def _warm(self) -> None:
        """At the first character: what stands behind the door is read while the passphrase is typed."""
        if not self._warmed:
            self._warmed = True
            self._tasks.start(self, jobs.warmed, on_done=lambda _: None, on_fault=lambda _: None, lane=Lane.WORKER)

    def unlock(self) -> None:
        """Try the passphrase."""
        passphrase, name = self.field.text(), self.name.text().strip()
        if not self.name.isHidden() and not name:
            self.say(say("请输入姓名。"))
            self.name.setFocus()
            return
        if not passphrase:
            self.say(say("请输入口令。"))
            self.field.setFocus()
            return
        self._busy(True)
        self.say("")
        folder, clock, older = self._folder, self._options.clock, self.reason.text().strip()
        self._warm()
        self._tasks.start(
            self,
            lambda progress: jobs.unlocked(folder, passphrase, clock, progress, name=name, older=older),
            on_done=lambda opened: self._through(opened),
            on_fault=self._refused,
            on_progress=self.climbing.move_to,
            on_end=self.climbing.hide,
        )

    @cached_property
    def _halted(self) -> "Halted":
        from desktop_app.ui.widgets.halted import Halted  # on use: the door stands before it

        return Halted(self)

    def _busy(self, on: bool) -> None:
        self._halted.busy(on, self.unlock_button, say("正在解锁…"))

    def _through(self, opened: "Opened") -> None:
        with QSignalBlocker(self.field):
            self.field.clear()
        self.opened.emit(opened, self._folder)

    def _refused(self, fault: Fault) -> None:
        self._busy(False)
        self.say(sentence(fault))
        if fault.code in jobs.OLDER:
            # the passphrase was right and stays: what is asked for now is the reason
            self.reason.show()
            self.unlock_button.setText(say("按此事由打开"))
            self.reason.setFocus()
            return
        self.field.selectAll()
        self.field.setFocus()
