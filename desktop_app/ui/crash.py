"""What the user sees of a bug of ours: where in the program it happened, never a value of anybody's filing.

The text can be read, copied, saved and, where a vault is open, printed; what was being typed is kept at once.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

from desktop_app.core.crash import crash_report
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import button, column, row, text

if TYPE_CHECKING:
    from desktop_app.ui.shell import Shell


class CrashDialog(QDialog):
    """One dialog for a bug; it never stacks: a second bug adds its lines to the open one."""

    def __init__(self, told: str, about: str, shell: "Shell | None", parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("程序出错"))
        self.setMinimumWidth(theme.px(620))
        self._shell = shell
        self._text = QPlainTextEdit(told)
        self._text.setReadOnly(True)
        self._text.setAccessibleName(say("错误位置"))
        self.message = text("", "muted")
        self.message.hide()
        copy = button(say("复制文字"), self._copy, "quiet")
        self.save_button = button(say("存为文本文件…"), self._ask_where)
        self.print_button = button(say("打印…"), self._print)
        self.print_button.setVisible(shell is not None and shell.context is not None)
        close = button(say("继续工作"), self.accept, "main")
        acts = row(copy, None, self.save_button, self.print_button, close)
        self.setLayout(column(text(about), self._text, self.message, acts, space=12, margins=24))
        close.setFocus()

    @property
    def told(self) -> str:
        """The report as it stands."""
        return self._text.toPlainText()

    def add(self, told: str) -> None:
        """One more bug while the dialog stands."""
        self._text.appendPlainText(told)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self.told)

    def _owner(self) -> QWidget:
        return self._shell if self._shell is not None else self

    def _ask_where(self) -> None:
        """The file's name is asked in this one's place, which then comes back and says where it lies."""
        from desktop_app.ui.widgets import files

        self.hide()
        asked = files.save_file(self._owner(), say("另存错误报告"), "fengjuan-error.txt", self.save)
        asked.finished.connect(lambda _: QTimer.singleShot(0, self, self.open))

    def save(self, path: Path) -> None:
        """Write the text."""
        from desktop_app.core.errors import Fault
        from desktop_app.desk import support

        try:
            support.save_text(path, self.told)
        except Fault as fault:
            self.message.setText(sentence(fault))
        else:
            self.message.setText(say("已存到 {path}。", path=path))
        self.message.show()

    def _print(self) -> None:
        """As lines of the support sheet, which whoever keeps the program asks for anyhow."""
        from desktop_app.desk import support
        from desktop_app.domain.copies import Document
        from desktop_app.ui.papers.paperout import Paper, put_out

        shell, told = self._shell, self.told
        if shell is None or shell.context is None:
            return
        self.accept()
        paper = Paper(
            Document.SUPPORT_SHEET,
            "fengjuan-error.pdf",
            lambda session, where, progress: support.put(session, where, progress, told),
        )
        put_out(shell.context, shell, paper)


class CrashHook:
    """Receives every exception that nobody expected, from jobs and from slots."""

    def __init__(self) -> None:
        self._open: CrashDialog | None = None
        self._shell: Shell | None = None
        self._keep: Callable[[], object] = lambda: None

    def install(self) -> None:
        """Take over what Python does with an exception that leaves a slot."""
        sys.excepthook = self._uncaught

    def follow(self, shell: "Shell") -> None:
        """The window whose drafts are kept at once when something breaks."""
        self._shell = shell
        self._keep = shell.keep_now

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self(error.with_traceback(trace))

    def __call__(self, error: BaseException) -> None:
        self._keep()
        told = crash_report(error)
        if self._open is not None:
            self._open.add(told)
            return
        self._show(
            told,
            say(
                "这是程序的错误，不是您的操作问题。填写的内容已保存；请把下面的文字交给维护人员，其中不含任何填报内容。"
            ),
        )

    def tell_of_last_time(self, told: str) -> None:
        """The process before this one died without a word."""
        self._show(
            told,
            say(
                "上次运行时程序意外中断。已保存的内容不受影响，解锁后即可接着填；请把下面的文字交给维护人员，其中不含任何填报内容。"
            ),
        )

    def _show(self, told: str, about: str) -> None:
        self._open = CrashDialog(told, about, self._shell, QApplication.activeWindow() or self._shell)
        self._open.finished.connect(self._closed)
        self._open.open()

    def _closed(self) -> None:
        if self._open is not None:
            self._open.deleteLater()
        self._open = None
