"""The sheet for the wall as it will be printed, and saving it as PDF."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import wall_sheet
from desktop_app.desk.paper import Preview
from desktop_app.domain.copies import Document
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.dossier import Seen
from desktop_app.ui.papers.pageview import PageView
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.widgets.parts import PAGE, button, column, row, text


class SheetPage(QWidget):
    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._year = 0
        self._made: Preview | None = None
        self.state = text("", "muted")
        self.view = PageView(context)
        self.back_button = button(say("‹ 回到日历"), self._close)
        self.save_button = button(say("打印…"), self._choose, "main")
        whole = column(row(self.back_button, None, self.save_button), self.state, self.view, margins=PAGE)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def show_year(self, year: int) -> None:
        """Lay the sheet out anew, by the settings and workdays of this moment."""
        self._year, self._made = year, None
        self.save_button.setEnabled(False)
        self.state.setText(say("正在排版……"))
        self.view.show_seen(None)
        self.view.setFocus()
        self._context.ask(
            self,
            lambda session, progress: wall_sheet.preview(session, year, progress),
            self._show,
            on_fault=self._refused,
        )

    def _show(self, made: Preview) -> None:
        self._made = made
        pages = made.rendered.pages_per_copy
        self.state.setText(say("A3 横版，共 {pages} 页；不含任何申报人的信息，可以张贴。", pages=pages))
        self.save_button.setEnabled(True)
        self.view.show_seen(Seen(made, pages, ()))

    def _refused(self, fault: Fault) -> None:
        self.state.setText(sentence(fault))

    def _close(self) -> None:
        self.view.show_seen(None)
        self.closed.emit()

    def _choose(self) -> None:
        """Print what is on show, or save it."""
        made = self._made
        if made is not None:
            name = say("{year}年度职称申报评审工作日程.pdf", year=self._year)
            paper = Paper(
                Document.WALL_CALENDAR,
                name,
                lambda session, where, _: wall_sheet.put(session, made.rendered, where),
            )
            put_out(self._context, self, paper)
