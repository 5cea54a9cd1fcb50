"""The yearly count (清查): numbers scanned or typed one after the other, differences in sight, closed and printed."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from desktop_app.core.clock import CHINA
from desktop_app.core.errors import Fault
from desktop_app.desk import inventory
from desktop_app.desk.inventory import Count
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.inventory import Inventory, Seen
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.announcing import announce
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.lists import cell, chosen_rows, table
from desktop_app.ui.papers.paperout import Paper, put_out
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.parts import button, column, restyle, row, text
from desktop_app.ui.widgets.tablelook import teach


def _named(one: Inventory) -> str:
    if one.closed_at is None:
        return say("{year} 年度，清查中", year=one.year)
    day = one.closed_at.astimezone(CHINA).date().isoformat()
    return say("{year} 年度，{day} 结束", year=one.year, day=day)


class CountingDialog(QDialog):
    """Takes up the count that is open; what was ticked off is kept at once."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._count: Count | None = None
        self.setWindowTitle(say("年度清查"))
        self.resize(theme.px(860), theme.px(600))
        self.which = QComboBox()
        self.which.setAccessibleName(say("哪一次清查"))
        self.which.setMinimumWidth(theme.px(280))
        self.which.currentIndexChanged.connect(self._look)
        self.new_button = button(say("另作一次清查"), self._begin)
        self.numbers = QLineEdit()
        self.numbers.setMaxLength(4000)
        self.numbers.setAccessibleName(say("点到的编号"))
        self.numbers.setPlaceholderText(say("扫描或键入编号，回车记下；纸件可写一段：RF-7K3M9Q-1-12"))
        self.numbers.returnPressed.connect(self._tick)
        self.tick_button = button(say("点到"), self._tick, "main")
        self.told = text("", "h2")
        self.table = table(
            say("清查情况"),
            [say("载体编号"), say("内容名称"), say("情况")],
            [210, 0, 300],
        )
        teach(self.table, say("没有应在库的载体，点到的列在这里。"))
        self.table.itemSelectionChanged.connect(self._chosen)
        self.untick_button = button(say("撤回点到"), self._untick)
        self.save_button = button(say("打印清查表…"), self._ask_save)
        self.close_button = button(say("结束清查…"), self._ask_close)
        self.leave_button = button(say("以后再点"), self.reject)
        asked = say("把实际在库的载体逐件点到。随时可以停下，下次接着点；结束后结果不再改变。")
        self.setLayout(
            column(
                text(asked, "muted"),
                row(self.which, self.new_button, None),
                row(self.numbers, self.tick_button),
                self.told,
                self.table,
                row(self.untick_button, None, self.save_button, self.close_button, self.leave_button),
                space=12,
                margins=20,
            )
        )
        self.numbers.setFocus()
        self._chosen()
        self._read(inventory.latest)

    def _begin(self) -> None:
        self._read(inventory.begin)

    def _look(self) -> None:
        id_ = self.which.currentData()
        if id_ is not None:
            self._context.ask(self, lambda session, _: inventory.count(session, id_), self._show)

    def _read(self, which: Callable[[Session], Inventory]) -> None:
        """Every count there is, and `which` of them is shown."""
        self._context.ask(
            self,
            lambda session, _: (inventory.count(session, which(session).id), inventory.all_(session)),
            self._list,
            on_fault=self._refused,
        )

    def _list(self, found: tuple[Count, list[Inventory]]) -> None:
        shown, known = found
        with QSignalBlocker(self.which):
            self.which.clear()
            for one in known:
                self.which.addItem(_named(one), one.id)
            self.which.setCurrentIndex(self.which.findData(shown.inventory.id))
        self.new_button.setEnabled(all(one.closed_at is not None for one in known))
        self._show(shown)

    def _tick(self) -> None:
        typed = self.numbers.text()
        if self._count is None:
            return
        if not typed.strip():
            restyle(self.told, "tone", "todo")
            self.told.setText(say("还没有编号：请用扫码器扫载体标签，或在上面输入编号。"))
            announce(self, self.told.text(), at_once=True)
            self.numbers.setFocus()
            return
        id_ = self._count.inventory.id
        self._context.ask(
            self, lambda session, _: inventory.tick(session, id_, typed), self._ticked, on_fault=self._refused
        )

    def _ticked(self, count: Count) -> None:
        self.numbers.clear()
        self.numbers.setFocus()
        self._show(count)

    def _untick(self) -> None:
        rows = chosen_rows(self.table)
        if self._count is None or not rows:
            return
        id_, number = self._count.inventory.id, self._count.found[rows[0]].number
        self._context.ask(
            self, lambda session, _: inventory.untick(session, id_, number), self._show, on_fault=self._refused
        )

    def _chosen(self) -> None:
        rows = chosen_rows(self.table)
        here = self._count is not None and bool(rows) and self._count.found[rows[0]].seen is not Seen.LOST
        self.untick_button.setEnabled(here and self._count is not None and self._count.inventory.closed_at is None)

    def _refused(self, fault: Fault) -> None:
        restyle(self.told, "tone", "block")
        self.told.setText(sentence(fault))

    def _show(self, count: Count) -> None:
        self._count = count
        wrong = len(count.differences)
        right = len(count.found) - wrong
        restyle(self.told, "tone", "block" if wrong else "pass")
        self.told.setText(
            say(
                "{year} 年度：点到相符 {right} 件，尚有 {wrong} 件不符或未点到。",
                year=count.inventory.year,
                right=right,
                wrong=wrong,
            )
        )
        self.table.setRowCount(len(count.found))
        for at, one in enumerate(count.found):
            for side, words in enumerate((one.number, one.title, word(one.seen, language()))):
                self.table.setItem(at, side, cell(words))
        closed = count.inventory.closed_at is not None
        for part in (self.numbers, self.tick_button, self.close_button):
            part.setEnabled(not closed)
        self.leave_button.setText(say("关闭") if closed else say("以后再点"))
        self._chosen()

    def _ask_close(self) -> None:
        if self._count is None:
            return
        id_, wrong = self._count.inventory.id, len(self._count.differences)
        confirm.ask(
            self,
            say("结束这次清查？还有 {wrong} 件不符，会原样记入结果，不再改变。", wrong=wrong),
            say("结束清查"),
            lambda: self._close(id_),
        )

    def _close(self, id_: str) -> None:
        self._context.ask(
            self,
            lambda session, _: (inventory.close(session, id_), inventory.all_(session)),
            self._list,
            on_fault=self._refused,
        )

    def _ask_save(self) -> None:
        if self._count is None:
            return
        id_, year = self._count.inventory.id, self._count.inventory.year
        put_out(
            self._context,
            self,
            Paper(
                Document.CARRIER_INVENTORY,
                say("载体清查表-{year}.pdf", year=year),
                lambda session, where, progress: inventory.save(session, id_, where, progress),
            ),
        )
