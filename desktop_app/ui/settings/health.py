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
        self.check = button(say("检查保险库", "Check the vault"), self._check)
        self.stop = button(say("取消", "Cancel"), self._cancel, "quiet")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("检查进度", "Progress of the check"))
        self.report = text("", "muted")
        for part in (self.bar, self.report, self.stop):
            part.hide()
        about = say(
            "逐页校验密文、日志链、密钥文件、外键和每个附件的摘要，每月一次。检查本身记入日志。",
            "Checks every page, the chain of the log, the key file, references and the digest of each file; once a "
            "month. The check is logged.",
        )
        self.setLayout(
            column(
                text(say("保险库", "Vault"), "h2"),
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
            f"日志 {report.entries} 条，版本 {report.versions} 个，附件 {report.attachments} 个",
            f"{report.entries} log entries, {report.versions} versions, {report.attachments} files",
        )
        words = say(f"完好：{counted}。", f"Sound: {counted}.") if found.sound else damage(found)
        self.report.setText(words)
        restyle(self.report, "tone", "pass" if found.sound else "block")
        self.report.show()


def damage(found: Health) -> str:
    """What is damaged, where, and the way back."""
    places = say("；", "; ").join(told(one, language()) for one in found.problems[:_NAMED])
    return say(
        f"发现 {len(found.problems)} 处问题：{places}。请停止使用。{_way_back(found)}",
        f"Out of order in {len(found.problems)} place(s): {places}. Stop using it. {_way_back(found)}",
    )


def _way_back(found: Health) -> str:
    if found.newest is None:
        return say(
            "没有找到完好的备份：请先复制整个文件夹再求助。",
            "No good backup was found: copy the whole folder before seeking help.",
        )
    when = minute(found.newest.head.made_at)
    return say(
        f"最近的完好备份：{found.newest.path}（{when}）。锁定后，在解锁页选“从备份恢复”。",
        f"The newest good backup: {found.newest.path} ({when}). Lock, and choose “Restore a backup” at the door.",
    )
