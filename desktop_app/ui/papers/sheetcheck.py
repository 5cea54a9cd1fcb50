"""Checking a sheet (查验纸件): scan or type what stands at its foot, and read whether it shows what stands now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_app.core.errors import Fault
from desktop_app.desk import sheets
from desktop_app.desk.sheets import SheetAnswer
from desktop_app.domain.sheets import SheetState
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.announcing import announce
from desktop_app.ui.applications.versions import place_words
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import button, column, restyle, row, text

_TONES = {SheetState.CURRENT: "pass", SheetState.DRAFT: "todo"}


def _advice(state: SheetState) -> str:
    """What to do with a sheet in this state."""
    return {
        SheetState.CURRENT: say("与库中现行内容一致，可以使用。"),
        SheetState.DRAFT: say("这一版已撤回，正在修改；新版提交后这张纸要收回销毁。"),
        SheetState.STALE: say("已有更新的版本，这张纸不得再用。请收回、销毁并登记。"),
        SheetState.ALTERED: say("版号对得上，校验码却不同，不是本库印出的这一版。请报告保密工作机构。"),
        SheetState.UNKNOWN_VERSION: say("申请在库中，但没有这一版。请核对是不是别处印的，或库被换成了旧的。"),
        SheetState.UNKNOWN: say("本库中没有这份申请。请到印制这张纸的单位查验。"),
    }[state]


class SheetCheckDialog(QDialog):
    """A scanner types the code and Enter; the field is ready for the next sheet at once."""

    wanted = Signal(str)  # the application whose papers are to be opened

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._answer: SheetAnswer | None = None
        self.setWindowTitle(say("查验纸件"))
        self.resize(theme.px(760), theme.px(520))
        self.code = QLineEdit()
        self.code.setMaxLength(120)
        self.code.setAccessibleName(say("页脚的代码"))
        self.code.setPlaceholderText(say("扫描页脚二维码，或输入“校验码”后的数字和字母"))
        self.code.returnPressed.connect(self._ask)
        self.ask_button = button(say("查验"), self._ask, "main")
        self.state = text("", "h2")
        self.whose = text("")
        self.advice = text("")
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(say("印制以后改动的内容"))
        self.table.setHorizontalHeaderLabels([say("位置"), say("纸上"), say("现在")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.go_button = button(say("打开这份申请的材料"), self._go)
        self.setLayout(
            column(
                row(self.code, self.ask_button),
                self.state,
                self.whose,
                self.advice,
                self.table,
                row(self.go_button, None, button(say("关闭"), self.reject)),
                space=12,
                margins=20,
            )
        )
        self._clear()

    def _clear(self) -> None:
        self._answer = None
        for label in (self.state, self.whose, self.advice):
            label.setText("")
        self.table.hide()
        self.go_button.setEnabled(False)

    def _ask(self) -> None:
        typed = self.code.text()
        self._clear()
        if not typed.strip():
            self._say("block", "", say("还没有代码：请用扫码器扫页脚的二维码，或在上面输入“校验码”后的数字和字母。"))
            self._again()
            return
        self.ask_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: sheets.read(session, typed),
            self._show,
            on_fault=self._refused,
            on_end=lambda: self.ask_button.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self._say("block", say("读不出来"), sentence(fault))
        self._again()

    def _say(self, tone: str, state: str, advice: str) -> None:
        """The answer, for a screen reader too: the keyboard stays in the field."""
        restyle(self.state, "tone", tone)
        self.state.setText(state)
        self.advice.setText(advice)
        announce(self, "　".join(part for part in (state, advice) if part), at_once=True)

    def _again(self) -> None:
        """Ready for the next sheet."""
        self.code.setFocus()
        self.code.selectAll()

    def _show(self, answer: SheetAnswer) -> None:
        self._answer = answer
        sheet = answer.sheet
        self.whose.setText(self._about(answer))
        self._say(_TONES.get(sheet.state, "block"), word(sheet.state, language()), _advice(sheet.state))
        self.go_button.setEnabled(sheet.application is not None)
        self.table.setRowCount(len(answer.changed))
        for at, one in enumerate(answer.changed):
            for side, shown in enumerate((place_words(one.path), one.before, one.after)):
                item = QTableWidgetItem(shown)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.table.setItem(at, side, item)
        self.table.resizeRowsToContents()
        self.table.setVisible(bool(answer.changed))
        self._again()

    @staticmethod
    def _about(answer: SheetAnswer) -> str:
        sheet = answer.sheet
        if sheet.application is None:
            return ""
        document = word(sheet.document, language()) if sheet.document else ""
        version = say("纸上第 {version} 版，库中最新第 {latest} 版", version=sheet.version, latest=sheet.latest)
        return "　".join(part for part in (document, answer.name, answer.unit, answer.title, version) if part)

    def _go(self) -> None:
        if self._answer and self._answer.sheet.application:
            self.wanted.emit(self._answer.sheet.application)
            self.accept()
