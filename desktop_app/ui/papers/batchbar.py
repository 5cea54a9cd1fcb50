"""The batch that is under way: whose papers, how many of how many, time left; pause, go on, stop."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.batchrun import BatchRun
from desktop_app.ui.papers.runbar import spoken
from desktop_app.ui.widgets.parts import Elided, button, column, row, text


class BatchBar(QFrame):
    """Hidden while no batch is there. `on_count` asks which copies came out."""

    def __init__(self, on_count: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._run: BatchRun | None = None
        self.words = Elided()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("批量打印进度"))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(theme.px(180))
        self.why = text("", "wrong")
        self.count_button = button(say("清点…"), on_count)
        self.pause_button = button(say("暂停"), self._pause)
        self.stop_button = button(say("停止"), self._stop)
        line = row(self.words, self.bar, self.count_button, self.pause_button, self.stop_button, space=12)
        line.setStretch(0, 1)
        self.words.setMinimumWidth(theme.px(60))
        self.setLayout(column(line, self.why, margins=8))
        self.hide()

    def follow(self, run: BatchRun) -> None:
        """Show this batch until it is over."""
        self._run = run
        run.told.connect(self._told)
        run.ended.connect(self._ended)
        self._told()
        self.show()

    def _told(self) -> None:
        run = self._run
        if run is None or run.step is None:
            return
        done, total, steps, step = run.at, run.inner[1], len(run.batch.steps), run.step
        who = f"{step.name}　{word(step.document, language())}"
        parts = [say("第 {done} / {steps} 件　{who}", done=done + 1, steps=steps, who=who)]
        if run.paused and not run.busy:
            parts.append(say("已暂停"))
        else:
            parts.append(spoken(*run.inner))
            parts.append(say("本件之后暂停") if run.paused else _left(run.seconds_left))
        self.words.setText("　".join(part for part in parts if part))
        self.words.setAccessibleName(self.words.text())
        inner = run.inner[0] / total if total and run.inner[2] == "print.pages" else 0.0
        self.bar.setRange(0, steps * 100)
        self.bar.setValue(round((done + inner) * 100))
        self.why.setText(run.why)
        self.why.setVisible(bool(run.why))
        self.count_button.setVisible(bool(run.doubtful) and not run.busy)
        self.pause_button.setText(say("继续") if run.paused else say("暂停"))
        self.pause_button.setAccessibleName(self.pause_button.text())

    def _pause(self) -> None:
        if self._run is not None:
            if self._run.paused:
                self._run.resume()
            else:
                self._run.pause()

    def _stop(self) -> None:
        if self._run is not None:
            self._run.cancel()

    def _ended(self) -> None:
        self._run = None
        self.hide()


def _left(seconds: int | None) -> str:
    if seconds is None:
        return ""
    minutes = -(-seconds // 60)
    return say("约剩 {minutes} 分钟", minutes=minutes) if minutes > 1 else say("不到 1 分钟")
