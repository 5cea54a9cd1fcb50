"""The way from a finding to the office's setting that answers it, beside the words of the finding."""

from collections.abc import Iterable

from PySide6.QtWidgets import QPushButton

from desktop_app.domain.findings import Finding, Verdict
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.registry import Place, ScreenKey


class SettingButton(QPushButton):
    """Hidden while no open finding names a setting."""

    def __init__(self, context: Context) -> None:
        super().__init__(say("去设定"))
        self._setting = ""
        self.setProperty("look", "quiet")
        self.setAccessibleName(self.text())
        self.setToolTip(say("这一条由本单位的设定决定"))
        self.clicked.connect(lambda: context.go(Place(ScreenKey.POLICY, self._setting)))
        self.hide()

    def show_for(self, found: Iterable[Finding]) -> None:
        """The first of those that are not in order and that a setting answers."""
        open_ = (one.setting for one in found if one.verdict is not Verdict.PASS and one.setting)
        self._setting = next(open_, "")
        self.setVisible(bool(self._setting))
