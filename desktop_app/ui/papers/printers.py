"""Choosing a printer: those within reach and those typed in, and whether the one chosen has the paper."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import print_
from desktop_app.desk.print_ import Printer, Ready
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.parts import button, column, restyle, row, text


class PrinterChoice(QWidget):
    """`checked` tells whether the chosen printer would take this document."""

    checked = Signal(bool)
    spoke = Signal()  # the sentence is another one: it may need more lines

    def __init__(self, document: Document, context: Context) -> None:
        super().__init__()
        self._document = document
        self._context = context
        self._asked = ""
        self.list = QComboBox()
        self.list.setAccessibleName(say("打印机", "Printer"))
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMinimumContentsLength(24)
        self.again_button = button(say("重新查找", "Search again"), self.search)
        self.address = QLineEdit()
        self.address.setPlaceholderText("ipp://主机名/ipp/print")
        self.address.setAccessibleName(say("手工填写打印机地址", "Printer address"))
        self.add_button = button(say("加入", "Add"), self._add)
        self.state = text("")
        self.state.setAccessibleName(say("打印机是否可用", "Whether the printer is ready"))
        self.warnings = text("", "wrong")
        self.list.currentIndexChanged.connect(self._chosen)
        self.address.returnPressed.connect(self._add)
        first = row(self.list, self.again_button)
        first.setStretch(0, 1)
        self.setLayout(column(first, row(self.address, self.add_button), self.state, self.warnings))
        self.warnings.hide()

    @property
    def uri(self) -> str:
        """The printer that is chosen."""
        return str(self.list.currentData() or "")

    def search(self) -> None:
        """Ask around; on a worker, as a printer may be slow to answer."""
        entered = self._context.preferences.printers
        self.again_button.setEnabled(False)
        self.checked.emit(False)
        self._say(say("正在查找打印机……", "Looking for printers…"), "")
        self._context.work(
            self,
            lambda _: print_.printers(entered),
            self._found,
            on_end=lambda: self.again_button.setEnabled(True),
        )

    def _found(self, printers: tuple[Printer, ...]) -> None:
        wanted = self.uri or self._context.preferences.printer
        self.list.blockSignals(True)
        self.list.clear()
        for printer in printers:
            where = f"（{printer.location}）" if printer.location else ""
            self.list.addItem(f"{printer.name}{where}　{word(printer.state, language())}", printer.uri)
        self.list.setCurrentIndex(max(0, self.list.findData(wanted)) if printers else -1)
        self.list.blockSignals(False)
        self._chosen()

    def _add(self) -> None:
        address = "".join(self.address.text().split())
        if not address:
            return
        self._context.preferences.add_printer(address)
        self._context.preferences.printer = address
        self.address.clear()
        self.list.setCurrentIndex(-1)
        self.search()

    def _chosen(self) -> None:
        self.checked.emit(False)
        self._asked = uri = self.uri
        if not uri:
            self._say(
                say(
                    "没有找到打印机。接好并开机后重新查找，或填写打印机地址。",
                    "No printer was found. Connect one and search again, or enter its address.",
                ),
                "todo",
            )
            return
        self._say(say("正在询问打印机……", "Asking the printer…"), "")
        self._context.work(
            self,
            lambda _: print_.ready(uri, self._document),
            lambda ready: self._ready(uri, ready),
            on_fault=lambda fault: self._refused(uri, fault),
        )

    def _ready(self, uri: str, ready: Ready) -> None:
        if uri != self._asked:
            return
        self._context.preferences.printer = uri
        size = print_.SIZES[self._document].name
        if ready.readiness.loaded:
            self._say(say(f"{size} 纸已装好，可以打印。", f"{size} is loaded; ready to print."), "pass")
        elif ready.readiness.loaded is None:
            self._say(
                say(f"打印机能用 {size} 纸，请看一下纸盒里是不是 {size}。", f"It takes {size}; look into the tray."),
                "todo",
            )
        else:
            self._say(say(f"请先装入 {size} 纸再打印。", f"Load {size} before printing."), "todo")
        told = [word(one, language()) for one in (*ready.readiness.warnings, *ready.spool)]
        self.warnings.setText(say("注意：", "Mind: ") + "；".join(told) + "。")
        self.warnings.setVisible(bool(told))
        self.spoke.emit()
        self.checked.emit(True)

    def _refused(self, uri: str, fault: Fault) -> None:
        if uri == self._asked:
            self._say(sentence(fault), "block")

    def _say(self, words: str, tone: str) -> None:
        self.state.setText(words)
        restyle(self.state, "tone", tone)
        self.warnings.hide()
        self.spoke.emit()
