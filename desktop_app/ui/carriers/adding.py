"""Entering a carrier that was made here or came in from outside."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import carriers
from desktop_app.domain.carriers import Carrier, CarrierKind
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.carriers.making import MakingGrid
from desktop_app.ui.carriers.markfield import MarkField
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, label_for, row, text


class AddDialog(QDialog):
    done_ = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self.setWindowTitle(say("登记载体"))
        self.setMinimumWidth(theme.px(500))
        self.kind = QComboBox()
        for kind in CarrierKind:
            if kind is not CarrierKind.COPY:
                self.kind.addItem(word(kind, language()), kind)
        self.number, self.title, self.came_from = QLineEdit(), QLineEdit(), QLineEdit()
        self.number.setPlaceholderText(say("留空则由程序编号"))
        self.came_from.setPlaceholderText(say("本单位制作的留空"))
        self.mark = MarkField(context.opened.machine.level)
        self.making = MakingGrid(context.opened.user)
        self.wrong = Complaint()
        self.wrong.hide()
        self.act_button = button(say("adding|登记载体"), self._act, "main")
        no = button(say("不，返回"), self.reject)
        hint = say("封装和收件用到的介质、打印的编号纸件由程序登记；这里登记其他载体：卷宗、备份介质、恢复单等。")
        self.setLayout(
            column(
                text(hint, "muted"),
                self._grid(),
                self.making,
                self.wrong,
                row(None, no, self.act_button),
                space=16,
                margins=24,
            )
        )
        self.kind.setFocus()
        hug(self)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setColumnStretch(1, 1)
        for line, most in ((self.number, 60), (self.title, 200), (self.came_from, 200)):
            line.setMaxLength(most)
        for at, (words, field, named) in enumerate(
            (
                (say("类别"), self.kind, self.kind),
                (say("编号"), self.number, self.number),
                (say("内容名称"), self.title, self.title),
                (say("密级和期限"), self.mark, self.mark.level),
                (say("来件单位"), self.came_from, self.came_from),
            )
        ):
            grid.addWidget(label_for(words, named, wrap=True), at, 0)
            grid.addWidget(field, at, 1)
        return grid

    def _act(self) -> None:
        try:
            mark = self.mark.mark()
        except Fault as fault:
            self._refused(fault)
            return
        title = self.title.text().strip()
        if not title:
            self._say(say("请写明内容名称。"))
            self.title.setFocus()
            return
        kind, number, sender = self.kind.currentData(), self.number.text(), self.came_from.text()
        making = self.making.making()
        self.act_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: carriers.add(
                session, kind, mark, title, number=number, received_from=sender, making=making
            ),
            self._done,
            on_fault=self._refused,
            on_end=lambda: self.act_button.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self._say(sentence(fault))

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.show()
        hug(self)

    def _done(self, made: Carrier) -> None:
        self._context.note(say("已登记，编号 {made_number}。请把编号写在载体上。", made_number=made.number))
        self.done_.emit()
        self.accept()
