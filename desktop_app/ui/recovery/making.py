"""A new recovery sheet: which kind, who keeps it, and the passphrase again; then to the printer, from memory only."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QRadioButton

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import recovery, way_back
from desktop_app.desk.direct_print import ToPrinter
from desktop_app.desk.passphrases import typed
from desktop_app.desk.recovery import RecoveryKind
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.recovery_sheet import RecoverySheet
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.printers import PrinterChoice
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.parts import Complaint, button, column, restyle, row, text
from desktop_app.ui.widgets.passphrasefield import passphrase_field

Sheets = tuple[RecoverySheet, ...]


class MakeCard(QFrame):
    made = Signal(object)  # Sheets
    given_up = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self.kinds = {kind: QRadioButton(word(kind, language())) for kind in RecoveryKind}
        self.kinds[RecoveryKind.CODE].setChecked(True)
        self.holders = tuple(QLineEdit() for _ in range(way_back.SHARES))
        self.passphrase = passphrase_field(say("口令"))
        self.passphrase.returnPressed.connect(self.make)
        self.message = Complaint()
        self.message.hide()
        self.make_button = button(say("生成恢复单"), self.make, "main")
        self._lay_out()
        self.kinds[RecoveryKind.SHARES].toggled.connect(self._show_holders)
        self.holders[0].setText(context.opened.user)
        self._show_holders(False)

    def _lay_out(self) -> None:
        for field in self.holders:
            field.setMaxLength(60)
        holders = [(say("保管人 {at}", at=at), field) for at, field in enumerate(self.holders, start=1)]
        self._fields = FieldGrid([*holders, (say("现在的口令"), self.passphrase)], space=None)
        about = say(
            "恢复码：一张纸，封存在保险柜里，拿到它就能打开保险库。三人分持：三张纸分交三人，任何两人到场才能恢复，一张泄露无妨。"
        )
        self.setLayout(
            column(
                text(say("做一份恢复单"), "h2"),
                text(about, "muted"),
                *self.kinds.values(),
                self._fields,
                self.message,
                row(None, button(say("取消"), self.given_up.emit, "quiet"), self.make_button),
                margins=16,
            )
        )

    def _show_holders(self, shares: bool) -> None:
        for field in self.holders[1:]:
            self._fields.ask(field, shares)

    def make(self) -> None:
        """Generate the sheets; nothing is in force before they were typed back."""
        own = self.passphrase.text()
        if not own:
            self._refused_words(say("请输入口令。"))
            self.passphrase.setFocus()
            return
        kind = next(kind for kind, choice in self.kinds.items() if choice.isChecked())
        holders = [field.text() for field in self.holders]
        self.make_button.setEnabled(False)

        def make(session: Session, _: Progress) -> Sheets:
            with typed(own):
                return recovery.make(session, own, kind, holders)

        self._context.ask(
            self,
            make,
            self._made,
            on_fault=lambda fault: self._refused_words(sentence(fault)),
            on_end=lambda: self.make_button.setEnabled(True),
        )

    def _made(self, sheets: Sheets) -> None:
        self.passphrase.clear()
        self.message.hide()
        self.made.emit(sheets)

    def _refused_words(self, words: str) -> None:
        self.message.setText(words)
        self.message.show()
        self.passphrase.selectAll()


class PaperCard(QFrame):
    """The sheets in memory, until they are printed or this is left."""

    printed = Signal()

    def __init__(self, context: Context, sheets: Sheets) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self.sheets = sheets
        self.printer = PrinterChoice(Document.RECOVERY_SHEET, context)
        self.doing = text("", "muted")
        self.message = Complaint()
        self.message.hide()
        many = len(sheets)
        self.print_button = button(say("打印 {many} 张", many=many), self.print_, "main")
        self.print_button.setEnabled(False)
        self.save_button = button(say("存为 PDF…"), self._ask_save, "quiet")
        self.done_button = button(say("纸已在手，照单输入"), self.printed.emit)
        about = say("内容只在内存里，离开本页就没有了。打印后请核对每个字符都清楚。")
        self.setLayout(
            column(
                text(say("打印恢复单"), "h2"),
                text(about, "muted"),
                self.printer,
                self.doing,
                self.message,
                row(self.save_button, None, self.done_button, self.print_button),
                margins=16,
            )
        )
        self.printer.checked.connect(self.print_button.setEnabled)
        self.printer.search()

    def print_(self) -> None:
        """One after another; what failed can be tried again."""
        self.print_button.setEnabled(False)
        self.message.hide()
        self._next(list(self.sheets))

    def _next(self, left: list[RecoverySheet]) -> None:
        if not left:
            self.doing.setText(say("已打印。请到打印机取纸，照单输入试用。"))
            self.print_button.setText(say("再打一遍"))
            restyle(self.print_button, "look", "")
            restyle(self.done_button, "look", "main")
            self.done_button.setFocus()
            self.print_button.setEnabled(True)
            return
        at = len(self.sheets) - len(left) + 1
        self.doing.setText(say("正在打印第 {at} 张……", at=at))
        sheet, uri, traces = left[0], self.printer.uri, self.printer.traces
        self._context.ask(
            self,
            lambda session, progress: recovery.order(session, sheet, uri, traces, progress),
            lambda order: self._send(order, left[1:]),
            on_fault=self._refused,
        )

    def _send(self, order: ToPrinter, left: list[RecoverySheet]) -> None:
        self._context.work(
            self, lambda progress: recovery.send(order, progress), lambda _: self._next(left), on_fault=self._refused
        )

    def _refused(self, fault: Fault) -> None:
        self.doing.clear()
        self.message.setText(sentence(fault))
        self.message.show()
        self.print_button.setEnabled(True)

    def _ask_save(self) -> None:
        confirm.ask(
            self,
            say("拿到这个 PDF 就能打开保险库，它是明文，会记入日志。打印后请立即删除。确定需要吗？"),
            say("存为明文 PDF"),
            lambda: QTimer.singleShot(0, self, self._ask_where),
        )

    def _ask_where(self) -> None:
        name = say("恢复单.pdf")
        files.save_file(self, say("另存恢复单"), name, self.save)

    def save(self, path: Path) -> None:
        """Each sheet as a file of its own."""
        sheets = self.sheets
        self._context.ask(
            self,
            lambda session, progress: recovery.save_sheets(session, sheets, path, progress),
            lambda _: self.doing.setText(say("已明文写到 {path}，已记入日志。", path=path)),
            on_fault=self._refused,
        )
