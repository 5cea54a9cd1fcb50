"""How a carrier came to be made: the lines for the register of makings, then and where they were lacking."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QLineEdit, QSpinBox, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import makings
from desktop_app.domain.carriers import Carrier
from desktop_app.domain.makings import MOST_PAGES, Making
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import button, column, hug, row, text


def pages_field() -> QSpinBox:
    """Pages of paper; 0 is not known, or none."""
    made = QSpinBox()
    made.setRange(0, MOST_PAGES)
    made.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
    made.setSpecialValueText(say("不填"))
    made.setAccessibleName(say("页数"))
    return made


class MakingGrid(QWidget):
    """The four lines of `Making`."""

    def __init__(self, user: str) -> None:
        super().__init__()
        self.applicant, self.approved_by, self.purpose = QLineEdit(user), QLineEdit(), QLineEdit()
        self.pages = pages_field()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for line, most in ((self.applicant, 60), (self.approved_by, 60), (self.purpose, 200)):
            line.setMaxLength(most)
        for at, (words, field) in enumerate(
            (
                (say("申请人"), self.applicant),
                (say("审批人"), self.approved_by),
                (say("用途"), self.purpose),
                (say("页数"), self.pages),
            )
        ):
            label = text(words, "label", wrap=False)
            label.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(label, at // 2, at % 2 * 2)
            grid.addWidget(field, at // 2, at % 2 * 2 + 1)
        self.setLayout(grid)

    def making(self) -> Making:
        return Making(
            applicant=self.applicant.text().strip(),
            approved_by=self.approved_by.text().strip(),
            purpose=self.purpose.text().strip(),
            pages=self.pages.value(),
        )


class MakingDialog(QDialog):
    """What the register of makings still lacks of some carriers."""

    done_ = Signal()

    def __init__(self, chosen: Sequence[Carrier], context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("补填制作登记"))
        self.setMinimumWidth(theme.px(500))
        self._carriers = tuple(chosen)
        self._context = context
        self.fields = MakingGrid("")
        self.wrong = text("", "wrong")
        self.wrong.hide()
        numbers = say("、").join(one.number for one in self._carriers[:6])
        hint = say("{numbers}。只填登记簿上还空着的项；登记过的不改写。", numbers=numbers)
        self.act_button = button(say("补填"), self._act, "main")
        no = button(say("不，返回"), self.reject)
        self.setLayout(
            column(text(hint), self.fields, self.wrong, row(None, no, self.act_button), space=16, margins=24)
        )
        self.fields.applicant.setFocus()
        hug(self)

    def _act(self) -> None:
        making = self.fields.making()
        self.wrong.hide()
        self.act_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: makings.complete(session, self._carriers, making),
            lambda _: self._done(),
            on_fault=self._refused,
            on_end=lambda: self.act_button.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self.wrong.setText(sentence(fault))
        self.wrong.show()
        hug(self)

    def _done(self) -> None:
        self._context.note(say("制作登记已补填。"))
        self.done_.emit()
        self.accept()
