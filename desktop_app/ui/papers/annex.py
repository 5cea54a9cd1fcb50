"""Annex 1 for one application: what is asked for, what exists, what is missing; and our own lists below it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop_app.desk.paper import BESIDE, PaperLine
from desktop_app.desk.printer_ready import SIZES
from desktop_app.domain.copies import Document
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, said, say
from desktop_app.ui.papers.dossier import Dossier
from desktop_app.ui.papers.lists import cell, table
from desktop_app.ui.widgets.parts import column, text

_MISSING = 6


def _beside(document: Document) -> str:
    """What a paper outside annex 1 is for."""
    return {
        Document.PLEDGE: say("由申报人签名，审核之前交给单位（六（一）1）。"),
        Document.PUBLIC_NOTICE: say("在单位张贴，不印证件号码和密级（六（一）1）。"),
        Document.RECOMMENDATION: say("写明产生方式、资格条件、公示情况和单位承诺（六（一）1）。"),
        Document.LIST_OF_MATERIALS: say("由本程序按已挂接的材料编成，不编份号。"),
    }[document]


class AnnexTable(QWidget):
    chosen = Signal(object)  # Document, or None for what this program does not draw

    def __init__(self) -> None:
        super().__init__()
        self._documents: list[Document | None] = []
        self._notes: list[str] = []
        self.table = table(
            say("附件1 应交材料"),
            [
                say("号"),
                say("材料"),
                say("纸张"),
                say("应有"),
                say("已印"),
                say("在手"),
                say("还缺"),
            ],
            [40, 0, 72, 70, 52, 52, 66],
        )
        self.table.setMinimumHeight(theme.px(160))
        self.note = text("", "muted")
        self.note.setMinimumHeight(theme.px(40))
        self.table.itemSelectionChanged.connect(self._chosen)
        self.setLayout(column(self.table, self.note))

    @property
    def document(self) -> Document | None:
        """The document of ours that is chosen."""
        at = self.table.currentRow()
        return self._documents[at] if self.table.selectedItems() and 0 <= at < len(self._documents) else None

    def show_dossier(self, held: Dossier, wanted: Document) -> None:
        """Fill anew; `wanted` is chosen without telling anyone."""
        self.table.blockSignals(True)
        self._documents = [*(line.document for line in held.lines), *BESIDE]
        self._notes = [self._noted(line) for line in held.lines]
        self._notes.extend(_beside(document) for document in BESIDE)
        self.table.clearSelection()
        self.table.setRowCount(len(self._documents))
        for at, line in enumerate(held.lines):
            self._fill(at, line)
        for at, document in enumerate(BESIDE, start=len(held.lines)):
            for side, words in enumerate(("", word(document, language()), SIZES[document].name, "", "", "", "")):
                self.table.setItem(at, side, cell(words))
        if wanted in self._documents:
            self.table.selectRow(self._documents.index(wanted))
        self.table.blockSignals(False)
        self._show_note()

    def _noted(self, line: PaperLine) -> str:
        here = say("已写在申请的“业绩总结”里，随评审表印出；另有报告文件的可以挂接。") if line.written else ""
        return "　".join(part for part in (line.paper.clause, said(line.paper.note), here) if part)

    def _fill(self, at: int, line: PaperLine) -> None:
        counted = line.balance
        asked = str(line.paper.copies) if line.paper.copies else say("有则交")
        if counted is not None:
            missing = counted.missing or counted.unconfirmed
            left = str(counted.missing) if counted.missing else "✓"
            if counted.unconfirmed:  # nobody knows yet
                left = say("待清点")
            shown = (str(counted.printed), str(counted.in_hand + counted.handed_over), left)
        else:
            missing = int(line.paper.required and not line.paper.present and not line.written)
            ticked = "✓" if line.paper.present or line.written else ""
            shown = ("", str(line.paper.present) if line.paper.present else "", "1" if missing else ticked)
        words = (str(line.paper.number), said(line.paper.name), said(line.paper.form), asked, *shown)
        for side, one in enumerate(words):
            self.table.setItem(at, side, cell(one))
        ink = theme.colours().vermilion if missing else theme.colours().green
        item = self.table.item(at, _MISSING)
        assert item is not None
        item.setForeground(QColor(ink))
        if counted is None and missing:
            item.setToolTip(say("还没有挂接扫描件"))

    def _chosen(self) -> None:
        self._show_note()
        self.chosen.emit(self.document)

    def _show_note(self) -> None:
        at = self.table.currentRow()
        self.note.setText(self._notes[at] if 0 <= at < len(self._notes) else "")
