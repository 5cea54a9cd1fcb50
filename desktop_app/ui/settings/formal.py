"""The office's terms for formal prints: how long a typed passphrase holds, and whether two officers confirm."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import formal_print
from desktop_app.desk.formal_print import MINUTES, Terms
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.confirming import ConfirmPanel
from desktop_app.ui.widgets.parts import button, column, row, text


class FormalPrintTerms(QWidget):
    """Changed under the terms that hold, so with the passphrase, and with the second officer where one is wanted."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._held = Terms()
        self.minutes = QComboBox()
        for minutes in MINUTES:
            words = say("{minutes} 分钟内不再问", minutes=minutes)
            self.minutes.addItem(words if minutes else say("每次打印都问"), minutes)
        self.minutes.setAccessibleName(say("口令确认多久有效"))
        self.two = QCheckBox(say("须第二人在场：另填姓名并输入口令"))
        self.confirm = ConfirmPanel(context)
        self.change_button = button(say("更改"), self._change)
        label = text(say("口令确认"), "label", wrap=False)
        label.setBuddy(self.minutes)
        explained = say(
            "每次解锁后第一次正式打印要再输口令。保险库现在只有一个口令：第二人输入的是同一个口令，只能证明有知道口令的人在场；是不是本人，由经办人负责，姓名记入日志。"
        )
        self.setLayout(
            column(text(explained, "muted"), row(label, self.minutes, None), self.two, self.confirm,
                   row(None, self.change_button))
        )  # fmt: skip
        self.minutes.activated.connect(self._offer)
        self.two.clicked.connect(self._offer)
        self.confirm.changed.connect(self._offer)
        self.confirm.entered.connect(self.change_button.click)
        self.load()

    def load(self) -> None:
        self._context.ask(self, lambda session, _: formal_print.terms(session), self._show)

    @property
    def _wanted(self) -> Terms:
        return Terms(self.minutes.currentData(), self.two.isChecked())

    def _show(self, held: Terms) -> None:
        self._held = held
        self.minutes.setCurrentIndex(self.minutes.findData(held.minutes))
        self.two.setChecked(held.second_officer)
        self.confirm.hide()
        self._offer()

    def _offer(self) -> None:
        """The passphrase is asked for only once something is to be changed."""
        changed = self._wanted != self._held
        if changed and self.confirm.isHidden() and not self.confirm.complete:
            self.confirm.ask()
        if not changed:
            self.confirm.hide()
        self.change_button.setEnabled(changed and self.confirm.complete)

    def _change(self) -> None:
        self.change_button.setEnabled(False)
        self.confirm.run(self._confirmed, lambda: None)

    def _confirmed(self) -> None:
        wanted = self._wanted
        self._context.ask(
            self, lambda session, _: formal_print.change(session, wanted), self._changed, on_fault=self._refused
        )

    def _changed(self, _: object) -> None:
        self._context.note(say("正式打印的确认办法已更改。"))
        self.load()

    def _refused(self, fault: Fault) -> None:
        self.confirm.wrong.setText(sentence(fault))
        self.confirm.wrong.show()
