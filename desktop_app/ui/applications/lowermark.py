"""Asking for what a lower mark needs: the reason, and the name of the 定密责任人 who decided it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, row, text

#: What is done with the reason and the name; the second callable hears why it was refused.
Act = Callable[[str, str, Callable[[], None], Callable[[Fault], None]], None]


class LowerDialog(QDialog):
    """`change` is the change in words; `act` carries it out."""

    def __init__(self, change: str, decided_by: str, act: Act, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("降低密级"))
        self.setMinimumWidth(theme.px(460))
        self._act = act
        self.reason = QLineEdit()
        self.decided_by = QLineEdit(decided_by)
        self.wrong = Complaint()
        self.wrong.hide()
        self.act_button = button(say("降低密级"), self._carry_out, "main")
        asked = say("{change}。理由和定密责任人会一直留存，日志记下此事。", change=change)
        self.reason.setMaxLength(200)
        self.decided_by.setMaxLength(60)
        fields = FieldGrid(
            [(say("降低的理由"), self.reason), (say("定密责任人"), self.decided_by)],
            labels=0,
            space=None,
        )
        no = button(say("不，返回"), self.reject)
        self.setLayout(column(text(asked), fields, self.wrong, row(None, no, self.act_button), space=16, margins=24))
        self.reason.setFocus()
        hug(self)

    def _carry_out(self) -> None:
        for field in (self.reason, self.decided_by):
            if not field.text().strip():
                self._say(say("理由和定密责任人都要填写。"))
                field.setFocus()
                return
        self._act(self.reason.text().strip(), self.decided_by.text().strip(), self.accept, self._refused)

    def _refused(self, fault: Fault) -> None:
        self._say(sentence(fault))

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.show()
        hug(self)
