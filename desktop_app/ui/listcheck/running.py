"""The check of a list under way: how many of how many, the time left, and a way to stop."""

import time

from PySide6.QtWidgets import QFrame, QProgressBar

from desktop_app.core.progress import Progress
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import button, column, row, text

#: Before this much has passed, a guess at the rest is noise.
_GUESS_AFTER = 2.0


class CheckBar(QFrame):
    """Hidden while nothing runs."""

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._since = 0.0
        self.words = text("", "label")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("核对进度"))
        self.bar.setTextVisible(False)
        self.stop_button = button(say("停止核对"), self.stop)
        head = row(self.words, self.stop_button)
        head.setStretch(0, 1)
        self.setLayout(column(head, self.bar, space=6))
        self.hide()

    @property
    def running(self) -> bool:
        return self._progress is not None

    def start(self, progress: Progress) -> None:
        """Show a check that has begun."""
        self._progress, self._since = progress, time.monotonic()
        self.words.setText(say("正在准备……"))
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)
        self.show()

    def heard(self, done: int, total: int, _: str) -> None:
        """One report of the check."""
        if self._progress is None or not self.stop_button.isEnabled():
            return
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(done)
        self.words.setText(say("已核对 {done:,} / {total:,} 份", done=done, total=total) + self._left(done, total))

    def _left(self, done: int, total: int) -> str:
        passed = time.monotonic() - self._since
        if passed < _GUESS_AFTER or not done:
            return ""
        seconds = max(1, round(passed * (total - done) / done))
        return say("，约剩 {seconds} 秒", seconds=seconds)

    def stop(self) -> None:
        """Ask the check to stop; what was known before stays."""
        if self._progress is not None:
            self._progress.cancel()
            self.stop_button.setEnabled(False)
            self.words.setText(say("正在停下……"))

    def end(self) -> None:
        """The check is over."""
        self._progress = None
        self.hide()
