"""Who compared, followed or revoked which card, when and how: the whole register, to read and to print."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.core.clock import minute
from desktop_app.desk import standing, trust_register
from desktop_app.desk.trust_register import Line
from desktop_app.domain.copies import Document
from desktop_app.ui import officepaper, theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import said, say
from desktop_app.ui.sealing.tables import Table
from desktop_app.ui.widgets.parts import button, column, row, text


class RegisterDialog(QDialog):
    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("名片核对登记簿"))
        self.resize(theme.px(960), theme.px(520))
        self.table = Table(
            self.windowTitle(),
            [
                say("时间"),
                say("register|单位"),
                say("密钥标识"),
                say("办理事项、办理人和方式"),
                say("操作人"),
            ],
            [140, 200, 180, 0, 100],
        )
        self.nothing = text(say("还没有登记。"), "muted")
        self.nothing.hide()
        paper = button(
            say("打印登记簿…"),
            lambda: officepaper.ask(context, self, Document.TRUST_REGISTER),
            "main",
        )
        close = button(say("关闭"), self.accept)
        whole = column(self.table, self.nothing, row(None, paper, close), space=12, margins=24)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        context.ask(self, lambda session, _: trust_register.whole(session), self._show)

    def _show(self, found: list[Line]) -> None:
        told = [trust_register.what(line.step) for line in found]
        self.table.fill(
            [
                (
                    minute(line.step.at),
                    standing.named(line.contact.card),
                    line.contact.key_id,
                    said(words),
                    line.step.user,
                )
                for line, words in zip(found, told, strict=True)
            ]
        )
        self.nothing.setVisible(not found)
