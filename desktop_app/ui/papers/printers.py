"""Choosing a printer and a tray: those within reach and those typed in, and whether the one chosen has the paper."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import printer_access, printer_choice, printer_ready
from desktop_app.desk.printer_choice import Place
from desktop_app.desk.printer_ready import Access, Printer, Ready, SpoolWarning
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.strangers import CERTIFICATE, PASSWORD, CertificatePanel, PasswordPanel
from desktop_app.ui.papers.traynames import tray_words
from desktop_app.ui.widgets.parts import button, column, restyle, row, text


class PrinterChoice(QWidget):
    """`checked` tells whether the chosen printer would take this document."""

    checked = Signal(bool)
    spoke = Signal()  # the sentence is another one: it may need more lines

    def __init__(self, document: Document, context: Context) -> None:
        super().__init__()
        self._document = document
        self._context = context
        self._asked = Place()
        self._wanted = Place()
        self._printers: dict[str, Printer] = {}
        self.access = Access()
        self.list = QComboBox()
        self.list.setAccessibleName(say("打印机"))
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMinimumContentsLength(24)
        self.again_button = button(say("重新查找"), self.search)
        self.trays = QComboBox()
        self.trays.setAccessibleName(say("纸盒"))
        self.certificate = CertificatePanel()
        self.password = PasswordPanel()
        self.address = QLineEdit()
        self.address.setPlaceholderText(say("打印机的 IP 地址或主机名"))
        self.address.setAccessibleName(say("手工填写打印机地址"))
        self.add_button = button(say("加入"), self._add)
        self.forget_button = button(say("不再列出"), self._forget, "quiet")
        self.forget_button.hide()
        self.state = text("")
        self.state.setAccessibleDescription(say("打印机是否可用"))
        self.warnings = text("", "wrong")
        self.traces: tuple[SpoolWarning, ...] = ()
        self.accept = QCheckBox(say("我知道会留下这些痕迹，仍在这台打印"))
        self.accept.toggled.connect(self.checked)
        self.list.currentIndexChanged.connect(self._chosen)
        self.trays.currentIndexChanged.connect(self._check)
        self.certificate.trusted.connect(self._trust)
        self.certificate.withdrawn.connect(self._withdraw)
        self.password.given.connect(self._sign_in)
        self.address.returnPressed.connect(self._add)
        self._lay_out()

    def _lay_out(self) -> None:
        first = row(self.list, self.forget_button, self.again_button)
        first.setStretch(0, 1)
        self._tray_row = QWidget()
        label = text(say("纸盒"), "label", wrap=False)
        label.setBuddy(self.trays)
        second = row(label, self.trays)
        second.setStretch(1, 1)
        self._tray_row.setLayout(second)
        typed = row(self.address, self.add_button)
        self.setLayout(
            column(
                first, self._tray_row, typed, self.state, self.certificate, self.password, self.warnings, self.accept
            )
        )
        self._tray_row.hide()
        self.warnings.hide()
        self.accept.hide()

    @property
    def uri(self) -> str:
        """The printer that is chosen."""
        return str(self.list.currentData() or "")

    @property
    def tray(self) -> str:
        """The tray that is chosen; empty when the printer may choose."""
        return str(self.trays.currentData() or "")

    def search(self) -> None:
        """Ask around; on a worker, as a printer may be slow to answer."""
        size = printer_ready.SIZES[self._document]
        self.again_button.setEnabled(False)
        self.checked.emit(False)
        self._say(say("正在查找打印机……"), "")
        self._context.ask(
            self,
            lambda session, _: (printer_access.access(session), printer_choice.chosen(session, size)),
            self._search,
        )

    def _search(self, known: tuple[Access, Place]) -> None:
        self.access, before = known
        if not self._wanted.printer:
            self._wanted = Place(self.uri, self.tray) if self.uri else before
        access, entered = self.access, self._context.preferences.printers
        self._context.work(
            self,
            lambda _: printer_ready.printers(entered, access),
            self._found,
            on_end=lambda: self.again_button.setEnabled(True),
        )

    def _found(self, printers: tuple[Printer, ...]) -> None:
        self._printers = {printer.uri: printer for printer in printers}
        self.list.blockSignals(True)
        self.list.clear()
        for printer in printers:
            where = say("（{place}）", place=printer.location) if printer.location else ""
            self.list.addItem(f"{printer.name}{where}　{word(printer.state, language())}", printer.uri)
        at = self.list.findData(self._wanted.printer)
        answering = next((at for at, one in enumerate(printers) if printer_ready.answers(one)), 0)
        self.list.setCurrentIndex((at if at >= 0 else answering) if printers else -1)
        self.list.blockSignals(False)
        self._chosen()

    def _add(self) -> None:
        typed = "".join(self.address.text().split())
        if not typed:
            return
        try:
            address = printer_ready.typed_address(typed)
        except Fault as fault:  # nothing is kept of it, and what was typed stands there to be put right
            self._say(sentence(fault), "block")
            self.address.setFocus()
            return
        self._context.preferences.add_printer(address)
        self._wanted = Place(address)
        self.address.clear()
        self.search()

    def _forget(self) -> None:
        self._context.preferences.forget_printer(self.uri)
        self._wanted = Place()
        self.list.setCurrentIndex(-1)
        self.search()

    def _chosen(self) -> None:
        tray = self._wanted.tray if self._wanted.printer == self.uri else ""
        self._wanted = Place()
        printer = self._printers.get(self.uri)
        self.trays.blockSignals(True)
        self.trays.clear()
        self.trays.addItem(say("由打印机选择"), "")
        for one in printer.trays if printer else ():
            self.trays.addItem(tray_words(one), one.source)
        self.trays.setCurrentIndex(max(0, self.trays.findData(tray)))
        self.trays.blockSignals(False)
        self._tray_row.setVisible(self.trays.count() > 1)
        typed = printer is not None and printer.uri in self._context.preferences.printers
        self.forget_button.setVisible(typed and printer is not None and not printer_ready.answers(printer))
        self._check()

    def _check(self) -> None:
        self.checked.emit(False)
        self._asked = place = Place(self.uri, self.tray)
        if not place.printer:
            self._say(
                say("没有找到打印机。接好并开机后重新查找，或填写打印机地址。"),
                "todo",
            )
            return
        self._say(say("正在询问打印机……"), "")
        access, document = self.access, self._document
        self._context.work(
            self,
            lambda _: printer_ready.ready(place.printer, document, tray=place.tray, access=access),
            lambda ready: self._ready(place, ready),
            on_fault=lambda fault: self._refused(place, fault),
        )

    def _ready(self, place: Place, ready: Ready) -> None:
        if place != self._asked:
            return
        size = printer_ready.SIZES[self._document].name
        if ready.readiness.loaded:
            self._say(say("{size} 纸已装好，可以打印。", size=size), "pass")
        elif ready.readiness.loaded is None:
            self._say(
                say("打印机能用 {size} 纸，请看一下纸盒里是不是 {size}。", size=size),
                "todo",
            )
        else:
            self._say(say("请先装入 {size} 纸再打印。", size=size), "todo")
        told = [word(one, language()) for one in (*ready.readiness.warnings, *ready.spool)]
        self.warnings.setText(say("注意：") + say("；").join(told) + say("。"))
        self.warnings.setVisible(bool(told))
        self.traces = ready.traces
        self.accept.setVisible(bool(self.traces))
        self.spoke.emit()
        self.checked.emit(not self.traces)

    def _refused(self, place: Place, fault: Fault) -> None:
        if place != self._asked:
            return
        if fault.code in CERTIFICATE:
            self._say("", "")
            self.certificate.show_fault(fault)
        else:
            self._say(sentence(fault), "block")
            if fault.code in PASSWORD:
                self.password.ask()
        self.spoke.emit()

    def _trust(self, fingerprint: str) -> None:
        uri = self.uri
        self._decide(lambda session: printer_access.trust(session, uri, fingerprint))

    def _withdraw(self) -> None:
        uri = self.uri
        self._decide(lambda session: printer_access.forget(session, uri))

    def _sign_in(self, user: str, password: str, keep: bool) -> None:
        uri = self.uri
        self._decide(lambda session: printer_access.give_password(session, uri, user, password, keep=keep))

    def _decide(self, act: Callable[[Session], None]) -> None:
        """Enter an officer's decision into the vault, then ask the printer again."""
        self._context.ask(
            self,
            lambda session, _: act(session),
            lambda _: self.search(),
            on_fault=lambda fault: self._refused(self._asked, fault),
        )

    def _say(self, words: str, tone: str) -> None:
        self.state.setText(words)
        self.state.setVisible(bool(words))
        restyle(self.state, "tone", tone)
        self.accept.setChecked(False)
        for one in (self.warnings, self.accept, self.certificate, self.password):
            one.hide()
        self.spoke.emit()
