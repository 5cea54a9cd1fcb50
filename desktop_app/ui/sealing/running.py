"""Long work on a medium in sight: what is being done, how much of how much, the time left, and a way to stop."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtWidgets import QFrame, QProgressBar

from desktop_app.core.errors import Fault
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import size_words
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Screen
from desktop_app.ui.widgets.parts import button, column, row, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

T = TypeVar("T")
#: Before this much has passed, a guess at the rest is noise.
_GUESS_AFTER = 3.0
_PARTS_OF_BAR = 1000


def _step_words(what: str) -> str:
    return {
        "seal": say("正在加密写入"),
        "digest": say("正在计算国密摘要"),
        "verify": say("正在回读校验"),
        "erase": say("正在覆写"),
        "gather": say("正在收卷"),
        "image": say("正在写光盘映像"),
        "open": say("正在解密核对"),
        "draw": say("正在排版"),
    }.get(what, say("正在准备"))


def _left_words(seconds: float) -> str:
    if seconds < 60:
        return say("约剩 {value} 秒", value=max(1, round(seconds)))
    return say("约剩 {round} 分钟", round=round(seconds / 60))


class Running(QFrame):
    """Hidden while nothing runs."""

    def __init__(self) -> None:
        super().__init__()
        self._progress: Progress | None = None
        self._what = ""
        self._since = 0.0
        self.words = text("", "label")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("进度"))
        self.bar.setTextVisible(False)
        self.cancel_button = button(say("取消"), self._cancel)
        head = row(self.words, self.cancel_button)
        head.setStretch(0, 1)
        self.setLayout(column(head, self.bar, space=6))
        self.hide()

    def start(self, words: str, progress: Progress) -> None:
        """Show a job that has begun."""
        self._progress = progress
        self._what = ""
        self.words.setText(words)
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self.show()

    def heard(self, done: int, total: int, what: str) -> None:
        """One report of the job."""
        now = time.monotonic()
        if what != self._what:
            self._what, self._since = what, now
        words = _step_words(what)
        if total > 0:
            self.bar.setRange(0, _PARTS_OF_BAR)
            self.bar.setValue(min(_PARTS_OF_BAR, done * _PARTS_OF_BAR // total))
            if what != "draw":
                words += say("：{size}，共 {size_2}", size=size_words(done), size_2=size_words(total))
            if now - self._since > _GUESS_AFTER and done:
                words += say("，") + _left_words((now - self._since) * (total - done) / done)
        if self._progress is not None and self.cancel_button.isEnabled():
            self.words.setText(words)

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
            self.cancel_button.setEnabled(False)
            self.words.setText(say("正在停下…"))

    def end(self) -> None:
        """The job is over."""
        self._progress = None
        self.hide()


def carry(
    context: Context,
    screen: Screen,
    act: Callable[["Session", Progress], T],
    on_done: Callable[[T], None],
    told: Callable[[T], str],
    *,
    on_fault: Callable[[Fault], None],
    on_progress: Callable[[int, int, str], None],
    on_end: Callable[[], None],
) -> Progress:
    """Do an act whose outcome is told even when its screen was left meanwhile: then `told` of it is the message."""

    def here() -> bool:
        return shiboken6.isValid(screen)

    return context.ask(
        context,
        act,
        lambda result: on_done(result) if here() else context.note(told(result)),
        on_fault=lambda fault: on_fault(fault) if here() else context.fault(fault),
        on_progress=lambda done, total, what: on_progress(done, total, what) if here() else None,
        on_end=lambda: on_end() if here() else None,
    )
