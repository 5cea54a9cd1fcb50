"""Below the fields: one step back, one step on, each by the name of the section it leads to."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from desktop_app.ui.applications.layout import SectionPlan
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import button, row


class NextSection(QFrame):
    """Who fills in for the first time goes from section to section without looking for the list."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = self._after = ""
        self.back_button = button("", lambda: self.wanted.emit(self._before), "quiet")
        self.on_button = button("", lambda: self.wanted.emit(self._after))
        self.back_button.setToolTip("Ctrl+PgUp")
        self.on_button.setToolTip("Ctrl+PgDn")
        QShortcut(QKeySequence("Ctrl+PgUp"), parent).activated.connect(self.back_button.click)
        QShortcut(QKeySequence("Ctrl+PgDown"), parent).activated.connect(self.on_button.click)
        self.setLayout(row(self.back_button, None, self.on_button, margins=8))

    def show_between(self, plans: list[SectionPlan], key: str) -> None:
        """The neighbours of the open section."""
        at = next((n for n, plan in enumerate(plans) if plan.key == key), 0)
        before = plans[at - 1] if at > 0 else None
        after = plans[at + 1] if at + 1 < len(plans) else None
        self._before, self._after = before.key if before else "", after.key if after else ""
        self.back_button.setText(say("‹ {title}", title=before.title) if before else "")
        self.on_button.setText(say("下一部分：{title} ›", title=after.title) if after else "")
        self.back_button.setVisible(before is not None)
        self.on_button.setVisible(after is not None)
