"""从备份恢复: which backup, into which folder, by whose passphrase; and why, where this machine saw a newer state."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.clock import minute
from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import size_words
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.options import Options
from desktop_app.ui.recovery.typed import TypedRecovery
from desktop_app.ui.tasks import Lane, Tasks
from desktop_app.ui.unlock import jobs
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.halted import Halted
from desktop_app.ui.widgets.parts import Complaint, button, column, emptied, row, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field, reveal

if TYPE_CHECKING:
    from desktop_app.desk.restoring import Offered
    from desktop_app.domain.backups import Restored
    from desktop_app.domain.users import RecoveryKind


class RestorePage(QFrame):
    #: At 100 %, where the window has it.
    WIDTH = 720

    restored = Signal(object, str)  # Path, what to say at its door
    back_wanted = Signal()

    def __init__(self, folder: Path, options: Options, tasks: Tasks) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFixedWidth(theme.px(self.WIDTH))
        self._options = options
        self._tasks = tasks
        self._source: Path | None = None
        self._progress: Progress | None = None
        self._halted = Halted(self)
        self.source = QLineEdit()
        self.source.setReadOnly(True)
        self.source.setPlaceholderText(say("扩展名为 .fjb 的备份文件"))
        self.folder = QLineEdit(str(folder))
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.passphrase = passphrase_field(say("口令"))
        self.passphrase.returnPressed.connect(self.start)
        self.again = passphrase_field("")
        self.again.returnPressed.connect(self.start)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(say("例如：硬盘损坏，恢复上周五的备份"))
        self.offered = text("", "muted")
        self.by_sheet = QCheckBox(say("忘了口令或换了机器：凭恢复单恢复，另设新口令"))
        self.by_sheet.toggled.connect(self._ask_sheet)
        self.typed: TypedRecovery | None = None
        self._sheet = QVBoxLayout()
        self.message = Complaint()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("恢复进度"))
        self.start_button = button(say("恢复"), self.start, "main")
        self.stop = button(say("取消"), self.cancel, "quiet")
        self.back = button(say("返回"), self.back_wanted.emit, "quiet")
        self._lay_out()
        self._fields.ask(self.name, False)
        self._fields.ask(self.reason, False)
        self._fields.ask(self.again, False)
        for part in (self.offered, self.by_sheet, self.message, self.bar, self.stop):
            part.hide()

    def _lay_out(self) -> None:
        choose = button(say("选择备份…"), self._choose)
        where = button(say("另选文件夹…"), self._choose_folder)
        show = QCheckBox(say("显示口令"))
        show.toggled.connect(lambda on: reveal(on, self.passphrase, self.again))
        about = say(
            "备份先在旁边解开，用备份时的口令打开并核对，完好才放到位。文件夹里原有的保险库（包括打不开的）改名保留，不会覆盖。"
        )
        self._fields = self._table(choose, where)
        self.setLayout(
            column(
                text(say("从备份恢复"), "h1"),
                text(about, "muted"),
                self._fields,
                self.offered,
                self.by_sheet,
                self._sheet,
                self.bar,
                self.message,
                row(self.back, None, show, self.stop, self.start_button, space=16),
                margins=24,
                space=12,
            )
        )

    def _table(self, choose: QWidget, where: QWidget) -> FieldGrid:
        made = FieldGrid(
            (
                (say("备份文件"), self.source),
                (say("恢复到"), self.folder),
                (say("姓名"), self.name),
                (say("口令"), self.passphrase),
                (say("再输一次新口令"), self.again),
                (say("恢复较旧副本的事由"), self.reason),
            ),
            labels=112,
        )
        made.put_beside(self.source, choose)
        made.put_beside(self.folder, where)
        self._choose_button = choose
        return made

    def first_focus(self) -> QWidget:
        """Where the keyboard starts."""
        return self._choose_button

    def _choose(self) -> None:
        filters = say("备份 (*.fjb);;所有文件 (*)")
        files.open_file(self, say("选择备份"), filters, self.look)

    def _choose_folder(self) -> None:
        files.folder(self, say("恢复到哪个文件夹"), lambda to: self.folder.setText(str(to)))

    def look(self, source: Path) -> None:
        """What the backup says of itself."""
        self._source = None
        self.message.hide()
        self.source.setText(str(source))
        self._tasks.start(
            self,
            lambda progress: jobs.looked_at(source, progress),
            on_done=lambda offered: self._show(source, offered),
            on_fault=self._tell,
            lane=Lane.WORKER,
        )

    def _show(self, source: Path, offered: "Offered") -> None:
        self._source = source
        head = offered.file.head
        made = minute(head.made_at)
        size = size_words(offered.file.size)
        words = say("{made} 的备份，日志 {sequence} 条，{size}。", made=made, sequence=head.sequence, size=size)
        if offered.missing:
            words += say(
                "本机此后还见过 {missing} 条操作记录，恢复后这些操作不在保险库里：请写明事由，事由记入日志。",
                missing=offered.missing,
            )
        self.offered.setText(words)
        self.offered.show()
        self._offer_sheet(offered.recovery)
        self._fields.ask(self.name, offered.asks_name)
        self._fields.ask(self.reason, bool(offered.missing))
        (self.name if offered.asks_name else self.passphrase).setFocus()

    def _offer_sheet(self, kind: "RecoveryKind | None") -> None:
        emptied(self._sheet)
        self.typed = TypedRecovery(kind) if kind else None
        self.by_sheet.setVisible(kind is not None)
        self.by_sheet.setChecked(False)
        if self.typed is not None:
            self._sheet.addWidget(self.typed)
            self.typed.hide()

    def _ask_sheet(self, wanted: bool) -> None:
        self._fields.ask(self.again, wanted)
        if self.typed is not None:
            self.typed.setVisible(wanted)
            self.typed.clear()
        words = say("新口令") if wanted else say("口令")
        self._fields.rename(self.passphrase, words)

    @property
    def _by_sheet(self) -> bool:
        return self.typed is not None and self.by_sheet.isChecked()

    def start(self) -> None:
        """Restore, if all is filled in."""
        source, folder = self._source, self.folder.text().strip()
        if source is None or not folder or not self.passphrase.text():
            self._say(say("请选择备份、写明文件夹并输入口令。"))
            return
        sheet = self.typed.pieces if self.typed is not None and self._by_sheet else []
        if self._by_sheet and not all(piece.strip() for piece in sheet):
            self._say(say("请照恢复单输入。"))
            return
        if self._by_sheet and self.passphrase.text() != self.again.text():
            self._say(say("两次输入的新口令不一样，请重新输入。"))
            self.again.setFocus()
            return
        self._busy(True)
        into, clock = Path(folder), self._options.clock
        typed = self.passphrase.text(), self.name.text(), self.reason.text(), sheet
        self._progress = self._tasks.start(
            self,
            lambda progress: jobs.restored(source, into, *typed, clock, progress),
            on_done=lambda done: self._done(into, done),
            on_fault=self._refused,
            on_progress=self._moved,
            on_end=lambda: self._busy(False),
        )

    def cancel(self) -> None:
        """Stop at the next step; nothing has changed."""
        if self._progress is not None:
            self._progress.cancel()

    def _busy(self, on: bool) -> None:
        self.bar.setVisible(on)
        self.bar.setRange(0, 0)
        self.message.setVisible(bool(self.message.text()) and not on)
        if on:
            self.stop.show()
            self._halted.begin(say("正在恢复…"), self.stop)
        else:
            self._halted.end()  # before the button goes that has the keyboard
            self.stop.hide()

    def _moved(self, done: int, total: int, _: str) -> None:
        self.bar.setRange(0, min(total, 1000))
        self.bar.setValue(done * 1000 // total if total else 0)

    def _done(self, folder: Path, done: "Restored") -> None:
        self.passphrase.clear()
        self.again.clear()
        if self.typed is not None:
            self.typed.clear()
        made = minute(done.head.made_at)
        words = say("已恢复 {made} 的备份，请输入口令解锁。", made=made)
        if done.kept:
            words += say("join|原来的保险库保留在 {kept}。", kept=done.kept)
        self.restored.emit(folder, words)

    def _refused(self, fault: Fault) -> None:
        self._busy(False)
        self._tell(fault)
        if fault.code in jobs.OLDER:
            self._fields.ask(self.reason, True)
            self.reason.setFocus()

    def _tell(self, fault: Fault) -> None:
        self._say(sentence(fault))

    def _say(self, words: str) -> None:
        self.message.setText(words)
        self.message.show()
