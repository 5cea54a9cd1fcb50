"""The mark of one attached file: as the application's, or one of its own."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from desktop_app.core.errors import Fault
from desktop_app.domain import marking as marks
from desktop_app.domain.application import Material
from desktop_app.domain.marking import NOT_SECRET, UNDECIDED, Marking, MarkState, SecrecyLevel
from desktop_app.domain.offices import Machine
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, row, text
from desktop_app.ui.widgets.termfield import TermField

_LEVELS = (SecrecyLevel.INTERNAL, SecrecyLevel.CONFIDENTIAL, SecrecyLevel.SECRET)


def mark_words(mark: Marking) -> str:
    """How a file's mark is told in a list."""
    if mark.state is MarkState.UNDECIDED:
        return say("密级随申请")
    return mark.printed() or say("不属于国家秘密")


class FileMarkDialog(QDialog):
    """Tells `chosen` a mark that is whole and within what the machine may hold."""

    def __init__(
        self, material: Material, machine: Machine, chosen: Callable[[Marking], None], parent: QWidget
    ) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("附件密级"))
        self.setMinimumWidth(theme.px(440))
        self._machine = machine
        self._chosen = chosen
        self.level = QComboBox()
        self.level.setAccessibleName(say("filemark|密级"))
        self.level.addItem(say("随申请"), UNDECIDED)
        self.level.addItem(word(MarkState.NOT_SECRET, language()), NOT_SECRET)
        for level in _LEVELS:
            if level.rank <= machine.level.rank:
                self.level.addItem(word(level, language()), level)
        self.term = TermField()
        self.wrong = Complaint()
        self.wrong.hide()
        self._show(material.marking)
        self.level.activated.connect(self._enable)
        asked = say("“{material}”的密级。整份申请按其中最高密级、最长期限标注。", material=material.name)
        no = button(say("不，返回"), self.reject)
        self.act_button = button(say("确定密级"), self._done, "main")
        self.setLayout(
            column(
                text(asked),
                row(self.level, self.term),
                self.wrong,
                row(None, no, self.act_button),
                space=16,
                margins=24,
            )
        )
        self.level.setFocus()
        hug(self)

    def _show(self, mark: Marking) -> None:
        wanted: object = mark.level if mark.state is MarkState.MARKED else mark
        at = next((n for n in range(self.level.count()) if self.level.itemData(n) == wanted), 0)
        self.level.setCurrentIndex(at)
        self.term.show_months(mark.term_months)
        self._enable()

    def _enable(self) -> None:
        self.term.setEnabled(self.level.currentData() in marks.TERM_CEILING)

    def _mark(self) -> Marking:
        """Raises `Fault(MARKING_*)`."""
        picked = self.level.currentData()
        if isinstance(picked, Marking):
            return picked
        mark = marks.marked(picked, self.term.months() if picked in marks.TERM_CEILING else 0)
        marks.require_within(mark, self._machine.level)
        return mark

    def _done(self) -> None:
        try:
            mark = self._mark()
        except Fault as fault:
            self.wrong.setText(sentence(fault))
            self.wrong.show()
            hug(self)
            return
        self.accept()
        self._chosen(mark)
