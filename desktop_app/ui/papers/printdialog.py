"""Before a print: what, how many with which numbers, on which printer, and why more than asked."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog, QLineEdit, QSpinBox, QWidget

from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.papers.confirming import ConfirmPanel
from desktop_app.ui.papers.dossier import Dossier, numbers_words
from desktop_app.ui.papers.printers import PrinterChoice
from desktop_app.ui.papers.run import Order
from desktop_app.ui.widgets.makers import MakersField
from desktop_app.ui.widgets.parts import button, column, hug, line, row, text

_MOST_EXTRA = 99


class PrintDialog(QDialog):
    """Only asks: the print itself goes on in the screen, so that a lock may close this."""

    def __init__(
        self, held: Dossier, document: Document, context: Context, parent: QWidget, on_order: Callable[[Order], None]
    ) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(600))
        name = word(document, language())
        self.setWindowTitle(say("打印{name}", name=name))
        parent.destroyed.connect(self.reject)  # nobody is left to follow the print
        self._held = held
        self._document = document
        self._on_order = on_order
        counted = held.line(document)
        self._balance = counted.balance if counted else None
        self._taken = False
        self.facts = text("", "h2")
        self.numbers = text("", "muted")
        self.extra = QSpinBox()
        self.extra.setRange(0, _MOST_EXTRA)
        self.extra.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.extra.setFixedWidth(theme.px(64))
        self.extra.setAccessibleName(say("加印份数"))
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(say("加印须写明事由"))
        self.reason.setAccessibleName(say("加印事由"))
        self.printer = PrinterChoice(document, context)
        self.makers = MakersField(context.opened.user)
        self.confirm = ConfirmPanel(context)
        self.print_button = button(say("开始打印"), self._order, "main")
        self._lay_out()
        self.printer.checked.connect(self._checked)
        # the choice has laid itself out anew only once its layout request has come through
        self.printer.spoke.connect(lambda: QTimer.singleShot(0, self, lambda: hug(self)))
        self.extra.valueChanged.connect(lambda _: self._show())
        self.reason.textChanged.connect(lambda _: self._show())
        self.confirm.changed.connect(self._confirmable)
        self.confirm.entered.connect(self.print_button.click)
        self._show()
        self.printer.list.setFocus()  # not the copies: what is typed by habit would be more of them
        self.printer.search()
        self.confirm.ask()

    def _lay_out(self) -> None:
        label = text(say("加印"), "label", wrap=False)
        label.setBuddy(self.extra)
        self._more = QWidget()
        self._more.setLayout(row(label, self.extra, self.reason))
        self._more.setVisible(self._document.numbered)
        self.makers.setVisible(self._document.numbered)
        self.setLayout(
            column(
                self.facts,
                self.numbers,
                self._more,
                self.makers,
                line(),
                text(say("打印机"), "label"),
                self.printer,
                self.confirm,
                row(None, button(say("不，返回"), self.reject), self.print_button),
                space=12,
                margins=24,
            )
        )

    @property
    def copies(self) -> int:
        """How many sheets or booklets this makes."""
        return (self._balance.missing if self._balance else 1) + self.extra.value()

    def _show(self) -> None:
        copies, extra = self.copies, self.extra.value()
        if self._balance is not None:
            asked = self._balance.required
            self.facts.setText(
                say("打印 {copies} 份（规定 {asked} 份）", copies=copies, asked=asked)
                if copies
                else say("规定的 {asked} 份已经齐了", asked=asked)
            )
            first = self._held.next_number(self._document)
            numbers = numbers_words(list(range(first, first + copies)))
            self.numbers.setText(
                say("第 {version} 版，份号 {numbers}", version=self._held.version, numbers=numbers)
                if copies
                else say("要多印，请填加印份数和事由。")
            )
        else:
            self.facts.setText(say("打印 1 份"))
            self.numbers.setText(say("不编份号，不进份号登记。"))
        self.reason.setEnabled(extra > 0)
        explained = extra == 0 or bool(self.reason.text().strip())
        self.print_button.setEnabled(self._taken and copies > 0 and explained and self.confirm.complete)

    def _confirmable(self) -> None:
        self._show()
        if self.confirm.passphrase.isVisibleTo(self) and self.focusWidget() in (None, self.printer.list):
            self.confirm.passphrase.setFocus()  # what has to be typed
        hug(self)

    def _checked(self, taken: bool) -> None:
        self._taken = taken
        self._show()

    def _order(self) -> None:
        self.print_button.setEnabled(False)
        self.confirm.run(self._ordered, self._show)

    def _ordered(self) -> None:
        order = Order(
            self._held.application,
            self._document,
            self.printer.uri,
            self.extra.value(),
            self.reason.text().strip() if self.extra.value() else "",
            self.printer.tray,
            self.printer.access,
            self.printer.traces,
            making=self.makers.making(),
        )
        self.accept()
        self._on_order(order)
