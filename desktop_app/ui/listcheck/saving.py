"""Saving a checked list as a workbook: a warning that it is plain text, a place for it, and the act."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton

from desktop_app.desk import list_sheet
from desktop_app.desk.list_check import ListCheck
from desktop_app.domain.claims import CARRIER
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.registry import Screen
from desktop_app.ui.widgets import confirm, files


class Workbook:
    """Belongs to one screen; its job ends with it."""

    def __init__(self, screen: Screen, context: Context) -> None:
        self._screen = screen
        self._context = context

    def ask(self, answer: ListCheck, by: QPushButton) -> None:
        """Warn, then ask where; `by` rests while the file is written."""
        count = len(answer.lines)
        warned = say(
            "导出的表格含 {count:,} 份申请的姓名、单位和核对结论，是明文：没有加密，会记入日志。{carrier}确定需要吗？",
            count=count,
            carrier=CARRIER,
        )
        confirm.ask(
            self._screen,
            warned,
            say("导出明文表格"),
            lambda: QTimer.singleShot(0, self._screen, lambda: self._choose(answer, by)),
        )

    def _choose(self, answer: ListCheck, by: QPushButton) -> None:
        name = say("saving|整批检查") + f"-{answer.on}.xlsx"
        title = say("导出表格")
        dialog = files.save_file(self._screen, title, name, lambda path: self.save(answer, path, by))
        dialog.setDefaultSuffix("xlsx")

    def save(self, answer: ListCheck, path: Path, by: QPushButton) -> None:
        """Write the whole answer as a workbook in plain text."""
        speech = language()
        done = say("已导出到 {path}（明文）。", path=path)
        by.setEnabled(False)
        self._context.ask(
            self._screen,
            lambda session, _: list_sheet.save(session, answer, path, speech),
            lambda _: self._context.note(done),
            on_end=lambda: by.setEnabled(True),
        )
