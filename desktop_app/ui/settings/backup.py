"""备份: when the last was made, where the next goes, how often and how many, and those that lie in the folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QProgressBar

from desktop_app.core.clock import minute
from desktop_app.core.errors import Fault
from desktop_app.core.sizes import size_words
from desktop_app.desk import backups
from desktop_app.desk.backups import PRESETS, State
from desktop_app.desk.session import Session
from desktop_app.domain.backups import BackupFile, BackupHabits
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.settings.backuprun import BackupRun
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.parts import button, column, emptied, restyle, row, text

#: More than these are counted only.
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class _Seen:
    state: State
    files: Sequence[BackupFile]


class BackupCard(QFrame):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._habits = BackupHabits()
        self.run = BackupRun.of(context)
        self.last = text("")
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setPlaceholderText(say("最好在另一个介质上"))
        self.choose = button(say("选择文件夹…"), self._choose)
        self.often = QComboBox()
        self.often.activated.connect(self._change_habits)
        self.bar = QProgressBar()
        self.bar.setAccessibleName(say("备份进度"))
        self.doing = text("", "muted")
        self.told = text("", "wrong")
        self.stop = button(say("取消"), self.run.cancel, "quiet")
        self.make = button(say("立即备份"), self._start, "main")
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(theme.px(16))
        self._list.setVerticalSpacing(theme.px(4))
        self._list.setColumnStretch(0, 1)
        about = say(
            "整个保险库写成一个加密文件，用备份时的口令打开；写完回读核对才算数。备份期间可以照常工作。备份同样是涉密载体，按相应密级保管。"
        )
        self.setLayout(
            column(
                text(say("备份"), "h2"),
                text(about, "muted"),
                self.last,
                self._fields(),
                self.bar,
                self.doing,
                self.told,
                row(None, self.stop, self.make),
                self._list,
                margins=16,
            )
        )
        self.run.changed.connect(self._run_changed)
        self.run.moved.connect(self._moved)
        self._run_changed()

    def _fields(self) -> FieldGrid:
        made = FieldGrid(((say("存放位置"), self.folder), (say("备份习惯"), self.often)))
        made.put_beside(self.folder, self.choose)
        return made

    def _load(self) -> None:
        self._context.ask(self, lambda session, _: _seen(session), self._show)

    def _show(self, seen: _Seen) -> None:
        self._habits = seen.state.habits
        self.folder.setText(self._habits.folder)
        self.folder.setToolTip(self._habits.folder)
        self.folder.setCursorPosition(0)
        self._show_last(seen.state)
        self.often.clear()
        choices = list(PRESETS.values())
        if not any(_same(self._habits, one) for one in choices):
            choices.append(self._habits)
        for one in choices:
            self.often.addItem(habit_words(one), one)
            if _same(one, self._habits):
                self.often.setCurrentIndex(self.often.count() - 1)
        self._show_files(seen.files)

    def _show_last(self, state: State) -> None:
        if state.last is None:
            words = say("还没有备份过。")
        else:
            ago = say("{days} 天前", days=state.days) if state.days else say("今天")
            words = say("最近一次备份：{made_at}，{ago}。", made_at=minute(state.last.made_at), ago=ago)
        if state.due:
            words += say("现在该备份了。")
        self.last.setText(words)
        restyle(self.last, "tone", "todo" if state.due or state.last is None else "pass")

    def _show_files(self, rows: Sequence[BackupFile]) -> None:
        emptied(self._list)
        for at, one in enumerate(rows[:_SHOWN]):
            name = text(Path(one.path).name, wrap=False)
            name.setToolTip(one.path)
            self._list.addWidget(name, at, 0)
            self._list.addWidget(text(minute(one.head.made_at), "muted", wrap=False), at, 1)
            self._list.addWidget(text(size_words(one.size), "muted", wrap=False), at, 2)
        if len(rows) > _SHOWN:
            more = len(rows) - _SHOWN
            self._list.addWidget(text(say("另有 {more} 份更早的。", more=more), "muted"), _SHOWN, 0)

    def _choose(self) -> None:
        files.folder(self, say("选择存放备份的文件夹"), self.use_folder)

    def use_folder(self, folder: Path) -> None:
        """Backups go there from now on."""
        self._keep(msgspec.structs.replace(self._habits, folder=str(folder)))

    def _change_habits(self) -> None:
        chosen: BackupHabits = self.often.currentData()
        self._keep(msgspec.structs.replace(chosen, folder=self._habits.folder))

    def _keep(self, wanted: BackupHabits) -> None:
        self.told.hide()
        self._context.ask(self, lambda session, _: backups.set_habits(session, wanted), lambda _: self._load())

    def _start(self) -> None:
        if not self._habits.folder:
            self._choose()
            return
        self.run.start(Path(self._habits.folder))

    def _moved(self, done: int, total: int, what: str) -> None:
        # a bar takes 32 bits
        self.bar.setRange(0, min(total, 1000))
        self.bar.setValue(done * 1000 // total if total else 0)
        self.doing.setText(
            {
                "copy": say("正在复制…"),
                "prove": say("正在打开副本、核对每一页…"),
                "write": say("正在写入…"),
                "read back": say("正在从介质回读核对…"),
            }.get(what, "")
        )

    def _run_changed(self) -> None:
        running = self.run.running
        for part in (self.bar, self.doing, self.stop):
            part.setVisible(running)
        for busy in (self.make, self.choose, self.often):
            busy.setEnabled(not running)
        self.told.setVisible(bool(self.run.trouble) and not running)
        self.told.setText(self.run.trouble)
        if running:
            self.bar.setRange(0, 0)
            return
        if (done := self.run.settled) is not None:
            self.run.settled = None
            removed = len(done.removed)
            words = say("备份完成并已回读核对：{path}。", path=done.kept.path)
            if removed:
                words += say("清理旧备份 {removed} 份。", removed=removed)
            self._context.note(words)
        self._load()


def _seen(session: Session) -> _Seen:
    state = backups.state(session)
    try:
        rows = backups.found(Path(state.habits.folder), session.vault.vault_id) if state.habits.folder else []
    except Fault:  # the stick is not in
        rows = []
    return _Seen(state, rows)


def _same(one: BackupHabits, other: BackupHabits) -> bool:
    return (one.every_days, one.keep, one.keep_days) == (other.every_days, other.keep, other.keep_days)


def habit_words(habits: BackupHabits) -> str:
    """How often, how many, how long."""
    often = {
        1: say("每天"),
        7: say("每周"),
        30: say("每月"),
    }.get(habits.every_days, say("每 {every_days} 天", every_days=habits.every_days))
    return say(
        "{often}一次，留最近 {keep} 份，不超过 {keep_days} 天",
        often=often,
        keep=habits.keep,
        keep_days=habits.keep_days,
    )
