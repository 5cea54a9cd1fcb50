"""What this desk's card asks of those who seal to it, as boxes to tick below its fingerprint."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import card_terms
from desktop_app.desk.contacts import OwnCard
from desktop_app.ui.context import Context
from desktop_app.ui.language import say


class Terms(QCheckBox):
    """Whether packages for this desk carry an SM3 of every file."""

    def __init__(self, context: Context, owner: QWidget, changed: Callable[[OwnCard], None]) -> None:
        super().__init__(say("要求发来的封装为每个文件另附国密 SM3 摘要"))
        self._context, self._owner, self._changed = context, owner, changed
        self.setEnabled(False)
        self.clicked.connect(self._ask)

    def show_own(self, own: OwnCard) -> None:
        self.setChecked(card_terms.asks_sm3(own.card))
        self.setEnabled(True)

    def _ask(self, wanted: bool) -> None:
        self._context.ask(
            self._owner, lambda session, _: card_terms.ask_sm3(session, wanted), self._done, on_fault=self._refused
        )

    def _done(self, own: OwnCard) -> None:
        self._changed(own)
        self._context.note(say("名片已改。请导出新名片发给各发件方；指纹不变，不必重新核对。"))

    def _refused(self, fault: Fault) -> None:
        self.setChecked(not self.isChecked())
        self._context.fault(fault)
