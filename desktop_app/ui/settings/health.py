"""保险库: the examination on demand, what it found, and which backup leads out of the damage."""

from PySide6.QtWidgets import QFrame, QProgressBar

from desktop_app.core.clock import minute
from desktop_app.core.progress import Progress
from desktop_app.desk import keep
from desktop_app.desk.damage import told
from desktop_app.desk.keep import Health
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import button, column, restyle, row, text

#: Places that are named; whoever has more restores a backup anyway.
_NAMED = 20


class HealthCard(QFrame):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._progress: Progress | None = None
        self.check = button(say("检查保险库"), self._check)
        self.stop = button(say("取消"), self._cancel, "quiet")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("检查进度"))
        self.report = text("", "muted")
        for part in (self.bar, self.report, self.stop):
            part.hide()
        about = say("逐页校验密文、日志链、密钥文件、外键和每个附件的摘要，每月一次。检查本身记入日志。")
        self.setLayout(
            column(
                text(say("保险库"), "h2"),
                text(about, "muted"),
                self.bar,
                self.report,
                row(None, self.stop, self.check),
                margins=16,
            )
        )

    def _check(self) -> None:
        self.check.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self.stop.show()
        self._progress = self._context.ask(
            self, keep.check_vault, self._checked, on_progress=self._moved, on_end=self._over
        )

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _moved(self, done: int, total: int, _: str) -> None:
        if total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(done * 1000 // total)

    def _over(self) -> None:
        self.bar.hide()
        self.stop.hide()
        self.check.setEnabled(True)

    def _checked(self, found: Health) -> None:
        report = found.report
        counted = say(
            "日志 {entries} 条，版本 {versions} 个，附件 {attachments} 个",
            entries=report.entries,
            versions=report.versions,
            attachments=report.attachments,
        )
        words = say("完好：{counted}。", counted=counted) if found.sound else damage(found)
        self.report.setText(words)
        restyle(self.report, "tone", "pass" if found.sound else "block")
        self.report.show()


def damage(found: Health) -> str:
    """What is damaged, where, and the way back."""
    places = say("；").join(told(one, language()) for one in found.problems[:_NAMED])
    return say(
        "发现 {problems} 处问题：{places}。请停止使用。{way_back}",
        problems=len(found.problems),
        places=places,
        way_back=_way_back(found),
    )


def _way_back(found: Health) -> str:
    if found.newest is None:
        return say("没有找到完好的备份：请先复制整个文件夹再求助。")
    when = minute(found.newest.head.made_at)
    return say("最近的完好备份：{path}（{when}）。锁定后，在解锁页选“从备份恢复”。", path=found.newest.path, when=when)
