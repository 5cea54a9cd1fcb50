"""The print that is under way: what it does, how far it is, and the button that stops it."""

from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.papers.run import PrintRun
from desktop_app.ui.widgets.parts import Elided, button, row


class RunBar(QFrame):
    """Hidden while nothing prints."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._run: PrintRun | None = None
        self.words = Elided()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("打印进度"))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.px(220))
        self.stop_button = button(say("停止打印"), self._stop)
        line = row(self.words, self.bar, self.stop_button, space=12, margins=8)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.hide()

    def follow(self, run: PrintRun) -> None:
        """Show this print until it is over."""
        self._run = run
        run.told.connect(self._told)
        run.ended.connect(self._ended)
        self.stop_button.setEnabled(True)
        self._told(*run.last)
        self.show()

    def _told(self, done: int, total: int, what: str) -> None:
        assert self._run is not None
        self.words.setText(f"{self._run.words}　{spoken(done, total, what)}")
        self.words.setAccessibleName(self.words.text())
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.stop_button.setEnabled(what != "stopping" and what != "entering")

    def _stop(self) -> None:
        if self._run is not None:
            self._run.cancel()

    def _ended(self) -> None:
        self._run = None
        self.hide()


def spoken(done: int, total: int, what: str) -> str:
    """What a print does, in words."""
    return {
        "ready": say("正在询问打印机……"),
        "draw": say("正在排版……"),
        "print.sending": say("正在发送到打印机……"),
        "print.pages": say("已印 {done} / {total} 页", done=done, total=total),
        "print.attention": say(
            "打印机等人处理（缺纸、卡纸或盖未合），已印 {done} / {total} 页", done=done, total=total
        ),
        "entering": say("正在登记……"),
        "stopping": say("正在停止……"),
    }.get(what, "")
