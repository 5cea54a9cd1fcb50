"""本机状态: what this machine does well and not, each point with what to do; looked at when the screen opens."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFrame, QGridLayout

from desktop_app.core.progress import Progress
from desktop_app.desk import machine, support
from desktop_app.desk.machine import MachineLine, MachineState
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, said, say
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.parts import button, column, emptied, restyle, row, text

_TONES = {MachineState.GOOD: "pass", MachineState.BAD: "block", MachineState.UNKNOWN: "todo"}


class MachineCard(QFrame):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self.lines: tuple[MachineLine, ...] = ()
        self.summary = text("", "muted")
        self.again = button(say("重新查看"), self._look)
        self.support = button(say("支持信息单…"), self._support)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnMinimumWidth(0, theme.px(96))
        self._grid.setColumnMinimumWidth(1, theme.px(96))
        self._grid.setColumnStretch(2, 1)
        note = text(
            say("以下只是提示，不能代替保密检查，也不说明设备合格。"),
            "muted",
        )
        head = text(say("本机状态"), "h2")
        self.setLayout(column(head, note, self._grid, row(self.summary, None, self.support, self.again), margins=16))
        self._look()

    def _look(self) -> None:
        self.again.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: machine.look(session),
            self._show,
            on_end=lambda: self.again.setEnabled(True),
        )

    def _support(self) -> None:
        """Versions, states and digests as a page, for whoever keeps the program."""
        files.save_file(self, say("另存支持信息单"), "fengjuan-support.pdf", self._save)

    def _save(self, path: Path) -> None:
        self._context.ask(
            self,
            lambda session, _: support.save(session, path, Progress()),
            lambda saved: self._context.note(say("已存为 {saved}。", saved=saved)),
        )

    def _show(self, lines: Sequence[MachineLine]) -> None:
        self.lines = tuple(lines)
        emptied(self._grid)
        for at, line in enumerate(lines):
            told = machine.advice(line.point)
            state = text(word(line.state, language()), wrap=False)
            restyle(state, "tone", _TONES[line.state])
            name = text(said(told.name), wrap=False)
            words = line.detail
            if line.state is not MachineState.GOOD:
                words = said(told.todo) + (say("（{detail}）", detail=line.detail) if line.detail else "")
            what = text(words, "muted")
            told_state = word(line.state, language())
            state.setAccessibleName(say("{name}：{state}。{words}", name=told.name, state=told_state, words=words))
            for side, part in enumerate((state, name, what)):
                self._grid.addWidget(part, at, side)
        bad = sum(line.state is MachineState.BAD for line in lines)
        self.summary.setText(say("{bad} 项须处理。", bad=bad) if bad else say("没有须处理的。"))
