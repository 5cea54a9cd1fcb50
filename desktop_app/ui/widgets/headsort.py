"""Rows in the order of a column: its head is clicked, or Alt and its number pressed in the table."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableWidget

from desktop_app.ui.language import say

R = TypeVar("R")
_DIGITS = 9


class HeadSort(QObject):
    """Once upwards, once downwards, then as the rows came. `changed`: whoever shows the rows shows them anew."""

    changed = Signal()

    def __init__(self, table: QTableWidget) -> None:
        super().__init__(table)
        self._table = table
        self._column = -1
        self._down = False
        heads = table.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(self.by)
        table.installEventFilter(self)
        for at in range(min(table.columnCount(), _DIGITS)):
            head = table.horizontalHeaderItem(at)
            head.setToolTip(
                say("点列头按“{words}”排序，再点倒序，第三次还原（Alt+{at}）", words=head.text(), at=at + 1)
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            column = event.key() - Qt.Key.Key_1
            if event.modifiers() == Qt.KeyboardModifier.AltModifier and 0 <= column < min(
                self._table.columnCount(), _DIGITS
            ):
                self.by(column)
                return True
        return super().eventFilter(watched, event)

    def by(self, column: int) -> None:
        """Sort by this column; if that is so already, the other way, then not at all."""
        if column != self._column:
            self._column, self._down = column, False
        elif not self._down:
            self._down = True
        else:
            self._column, self._down = -1, False
        heads = self._table.horizontalHeader()
        heads.setSortIndicatorShown(self._column >= 0)
        if self._column >= 0:
            # an arrow that points up stands for what grows from above
            order = Qt.SortOrder.DescendingOrder if self._down else Qt.SortOrder.AscendingOrder
            heads.setSortIndicator(self._column, order)
        self.changed.emit()

    def ordered(self, rows: Iterable[R], cells: Callable[[R], Sequence[str]]) -> list[R]:
        """The rows in the order that was asked for; equal ones as they came."""
        found = list(rows)
        if self._column < 0:
            return found
        return sorted(found, key=lambda one: _place(cells(one)[self._column]), reverse=self._down)


def _place(words: str) -> tuple[int, float, bytes]:
    """Nothing first, numbers by their size, then words: GB 18030 has the common characters in the order of pinyin."""
    if not words:
        return 0, 0.0, b""
    number = words.replace(",", "")
    if number.removeprefix("-").replace(".", "", 1).isdecimal() and number.isascii():
        return 1, float(number), b""
    return 2, 0.0, words.encode("gb18030", "replace")
