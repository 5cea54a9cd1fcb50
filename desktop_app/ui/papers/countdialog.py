"""Counting a stack (清点): the numbers at hand are typed or scanned, and the register answers number by number."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import sheets
from desktop_app.domain.copies import Document
from desktop_app.domain.sheets import Counted, Finding
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.announcing import announce
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.lists import cell, table
from desktop_app.ui.widgets.parts import button, column, restyle, row, text


class CountDialog(QDialog):
    def __init__(self, application: ApplicationId, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._application = application
        self._context = context
        self.setWindowTitle(say("清点份数"))
        self.resize(theme.px(620), theme.px(520))
        self.document = QComboBox()
        self.document.setAccessibleName(say("文件"))
        for one in Document:
            if one.numbered:
                self.document.addItem(word(one, language()), one)
        self.numbers = QLineEdit()
        self.numbers.setMaxLength(4000)
        self.numbers.setAccessibleName(say("手上的份号"))
        self.numbers.setPlaceholderText(say("例如 1-7、9、12-15"))
        self.numbers.returnPressed.connect(self._ask)
        self.act_button = button(say("清点"), self._ask, "main")
        self.told = text("", "h2")
        self.table = table(say("清点结果"), [say("份号"), say("结果")], [110, 0])
        asked = say("把手上每一份左上角的份号写在这里，一份写一次；同一份号出现两张的，写两次。")
        close = button(say("关闭"), self.reject)
        self.setLayout(
            column(
                text(asked),
                row(self.document, self.numbers, self.act_button),
                self.told,
                self.table,
                row(None, close),
                space=12,
                margins=20,
            )
        )
        self.numbers.setFocus()

    def _ask(self) -> None:
        typed, document = self.numbers.text(), self.document.currentData()
        if not typed.strip():
            restyle(self.told, "tone", "todo")
            self.told.setText(say("还没有份号：请把手上各张的份号写在上面，例如 1-7、9、12-15。"))
            announce(self, self.told.text(), at_once=True)
            self.numbers.setFocus()
            return
        self.act_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: sheets.count(session, self._application, document, typed),
            self._show,
            on_fault=self._refused,
            on_end=lambda: self.act_button.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        restyle(self.told, "tone", "block")
        self.told.setText(sentence(fault))
        self.table.setRowCount(0)

    def _show(self, found: Sequence[Finding]) -> None:
        kinds = Counter(one.counted for one in found)
        right = kinds.pop(Counted.RIGHT, 0)
        restyle(self.told, "tone", "block" if kinds else "pass")
        wrong = say("，").join(f"{word(kind, language())} {times}" for kind, times in kinds.items())
        self.told.setText(
            say("相符 {right} 份；{wrong}。", right=right, wrong=wrong)
            if kinds
            else say("全部相符，共 {right} 份。", right=right)
        )
        ordered = sorted(found, key=lambda one: (one.counted is Counted.RIGHT, one.number))
        self.table.setRowCount(len(ordered))
        for at, one in enumerate(ordered):
            self.table.setItem(at, 0, cell(f"{one.number:06d}"))
            self.table.setItem(at, 1, cell(word(one.counted, language())))
