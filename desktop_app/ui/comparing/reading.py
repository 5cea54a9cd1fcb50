"""Choosing or dropping an export, and the reading of it under way: said in words, with a way to stop."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QProgressBar

from desktop_app.core.progress import Progress
from desktop_app.ui.language import say
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, column, row, text


class ExportBox(QFrame):
    """Takes one PDF; what was dropped is only read, never kept."""

    chosen = Signal(object)  # Path

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self.stopped = False  # between two steps there is nothing to cancel: the next one asks
        self.setProperty("role", "card")
        self.setAcceptDrops(True)
        self.choose_button = button(say("选择导出的 PDF…"), self._open, "main")
        self._hint = text(
            say("或把从申报系统导出的表拖到这里。文件只读取、不保存；比对结果加密存入保险库。"),
            "muted",
        )
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(say("正在读取并比对"))
        self.stop_button = button(say("停止"), self.stop)
        head = row(self.choose_button, self._hint, self.stop_button, space=12)
        head.setStretch(1, 1)
        self.setLayout(column(head, self._bar, margins=12, space=6))
        self.end()

    @property
    def running(self) -> bool:
        return self._progress is not None

    def start(self, progress: Progress) -> None:
        """A reading has begun, or goes on to its next step."""
        if self._progress is None:
            self.stopped = False
        self._progress = progress
        self.choose_button.setEnabled(False)
        self._bar.show()
        self.stop_button.show()

    def stop(self) -> None:
        """Ask it to stop; the comparisons before stay."""
        if self._progress is not None:
            self.stopped = True
            self._progress.cancel()

    def end(self) -> None:
        """It is over."""
        self._progress = None
        self._bar.hide()
        self.stop_button.hide()
        self.choose_button.setEnabled(True)

    def _open(self) -> None:
        files.open_file(self, say("从申报系统导出的 PDF"), "PDF (*.pdf *.PDF)", self._want)

    def _want(self, path: Path) -> None:
        if not self.running:
            self.chosen.emit(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if not self.running and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        local = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            event.acceptProposedAction()
            self._want(Path(local[0].toLocalFile()))
