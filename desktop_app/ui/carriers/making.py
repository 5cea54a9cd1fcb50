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
from desktop_app.ui.widgets.makers import Makers
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, label_for, row, text

_LONGEST_PURPOSE = 200


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
        self._makers = Makers(user)
        self.applicant, self.approved_by = self._makers.applicant, self._makers.approved_by
        self.purpose, self.pages = QLineEdit(), pages_field()
        self.purpose.setMaxLength(_LONGEST_PURPOSE)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        fields = (*self._makers.named, (say("用途"), self.purpose), (say("页数"), self.pages))
        for at, (words, field) in enumerate(fields):
            grid.addWidget(label_for(words, field), at // 2, at % 2 * 2)
            grid.addWidget(field, at // 2, at % 2 * 2 + 1)
        self.setLayout(grid)

    def making(self) -> Making:
        what = Making(purpose=self.purpose.text().strip(), pages=self.pages.value())
        return self._makers.making().completed(what)


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
        self.wrong = Complaint()
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
