"""What the user sees of a bug of ours: where in the program it happened, never a value of anybody's filing."""

import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.ui import theme
from desktop_app.ui.language import say


def report(error: BaseException) -> str:
    """Kind of error and the places it passed through. The message and all values stay out: they may be data."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {Path(f.filename).parent.name}/{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return "\n".join([type(error).__name__, *places])


class CrashDialog(QDialog):
    """One dialog for a bug; it never stacks: a second bug adds its lines to the open one."""

    def __init__(self, error: BaseException, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("程序出错", "The program made a mistake"))
        self.setMinimumWidth(theme.px(560))
        words = QLabel(
            say(
                "这是程序的错误，不是您的操作问题。已保存的内容不受影响；请把下面的文字交给维护人员，其中不含任何填报内容。",
                "This is a mistake of the program, not yours. What was saved is safe; please hand the text below to "
                "whoever keeps the program: it holds nothing that was filled in.",
            )
        )
        words.setWordWrap(True)
        self._text = QPlainTextEdit(report(error))
        self._text.setReadOnly(True)
        self._text.setAccessibleName(say("错误位置", "Where it happened"))
        buttons = QDialogButtonBox()
        copy = buttons.addButton(say("复制文字", "Copy the text"), QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(say("继续工作", "Go on working"), QDialogButtonBox.ButtonRole.AcceptRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self._text.toPlainText()))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(12))
        column.addWidget(words)
        column.addWidget(self._text)
        column.addWidget(buttons)
        close.setFocus()

    def add(self, error: BaseException) -> None:
        """One more bug while the dialog stands."""
        self._text.appendPlainText(report(error))


class CrashHook:
    """Receives every exception that nobody expected, from jobs and from slots."""

    def __init__(self) -> None:
        self._open: CrashDialog | None = None

    def install(self) -> None:
        """Take over what Python does with an exception that leaves a slot."""
        sys.excepthook = self._uncaught

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self(error.with_traceback(trace))

    def __call__(self, error: BaseException) -> None:
        if self._open is not None:
            self._open.add(error)
            return
        self._open = CrashDialog(error, QApplication.activeWindow())
        self._open.finished.connect(self._closed)
        self._open.open()

    def _closed(self) -> None:
        if self._open is not None:
            self._open.deleteLater()
        self._open = None
