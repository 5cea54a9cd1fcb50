"""忘记口令: the recovery sheet is typed, and a new passphrase with it."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.errors import Fault
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.options import Options
from desktop_app.ui.recovery.typed import TypedRecovery
from desktop_app.ui.tasks import Lane, Tasks
from desktop_app.ui.unlock import jobs
from desktop_app.ui.unlock.climbingline import ClimbingLine
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.halted import Halted
from desktop_app.ui.widgets.parts import Complaint, button, column, row, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field, reveal

if TYPE_CHECKING:
    from desktop_app.domain.users import RecoveryKind
    from desktop_app.ui.opened import Opened


class ForgotPage(QFrame):
    #: At 100 %, where the window has it.
    WIDTH = 720

    opened = Signal(object, object)  # Opened, Path
    back_wanted = Signal()

    def __init__(self, folder: Path, options: Options, tasks: Tasks, *, named: bool) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFixedWidth(theme.px(self.WIDTH))
        self._folder = folder
        self._options = options
        self._tasks = tasks
        self.typed: TypedRecovery | None = None
        self._halted = Halted(self)
        self._place = QVBoxLayout()
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.passphrase = passphrase_field("")
        self.again = passphrase_field("")
        self.again.returnPressed.connect(self.start)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.climbing = ClimbingLine()
        self.message = Complaint()
        self.message.hide()
        self.start_button = button(say("设新口令并打开"), self.start, "main")
        self.start_button.setEnabled(False)
        self.back = button(say("返回"), self.back_wanted.emit, "quiet")
        self._lay_out()
        self._fields.ask(self.name, named)
        self._fields.ask(self.reason, False)
        self._tasks.start(
            self,
            lambda progress: jobs.recovery_kind(folder, progress),
            on_done=self._ready,
            on_fault=self._say,
            lane=Lane.WORKER,
        )

    def _lay_out(self) -> None:
        show = QCheckBox(say("显示口令"))
        show.toggled.connect(lambda on: reveal(on, self.passphrase, self.again))
        about = say("取出封存的恢复单，照着输入，再设一个新口令。内容不会丢失；恢复会记入日志，之后应另做一份恢复单。")
        self._fields = FieldGrid(
            (
                (say("姓名"), self.name),
                (say("新口令"), self.passphrase),
                (say("再输一次新口令"), self.again),
                (say("打开较旧副本的事由"), self.reason),
            ),
            space=None,
        )
        self.setLayout(
            column(
                text(say("凭恢复单打开"), "h1"),
                text(about, "muted"),
                self._place,
                self._fields,
                self.message,
                self.climbing,
                row(self.back, None, show, self.start_button, space=16),
                margins=24,
                space=12,
            )
        )

    def _ready(self, kind: "RecoveryKind") -> None:
        self.typed = TypedRecovery(kind)
        self._place.addWidget(self.typed)
        self.start_button.setEnabled(True)
        self.typed.first_focus().setFocus()

    def first_focus(self) -> QWidget:
        """Where the keyboard starts."""
        return self.typed.first_focus() if self.typed else self.back

    def _missing(self, typed: TypedRecovery) -> tuple[str, QWidget] | None:
        if not typed.complete:
            return say("请照恢复单输入。"), typed.first_focus()
        if not self.name.isHidden() and not self.name.text().strip():
            return say("请输入姓名。"), self.name
        if not self.passphrase.text():
            return say("请输入新口令。"), self.passphrase
        if self.passphrase.text() != self.again.text():
            return say("两次输入的新口令不一样，请重新输入。"), self.again
        return None

    def start(self) -> None:
        """Recover, or say what is still missing."""
        if self.typed is None or not self.start_button.isEnabled():
            return
        if (missing := self._missing(self.typed)) is not None:
            self._tell(missing[0])
            missing[1].setFocus()
            return
        self._busy(True)
        self.message.hide()
        folder, clock, pieces, new = self._folder, self._options.clock, self.typed.pieces, self.passphrase.text()
        name, older = self.name.text().strip(), self.reason.text().strip()
        self._tasks.start(
            self,
            lambda progress: jobs.recovered(folder, pieces, new, clock, progress, name=name, older=older),
            on_done=self._through,
            on_fault=self._refused,
            on_progress=self.climbing.move_to,
            on_end=self.climbing.hide,
        )

    def _busy(self, on: bool) -> None:
        self._halted.busy(on, self.start_button, say("正在恢复…"))

    def _through(self, opened: "Opened") -> None:
        assert self.typed is not None
        self.typed.clear()
        self.passphrase.clear()
        self.again.clear()
        self.opened.emit(opened, self._folder)

    def _refused(self, fault: Fault) -> None:
        self._busy(False)
        self._say(fault)
        if fault.code in jobs.OLDER:
            self._fields.ask(self.reason, True)
            self.reason.setFocus()

    def _say(self, fault: Fault) -> None:
        self._tell(sentence(fault))

    def _tell(self, words: str) -> None:
        self.message.setText(words)
        self.message.show()
