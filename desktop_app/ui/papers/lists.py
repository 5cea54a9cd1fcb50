"""The tables of this screen: plain rows to read and choose from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem

from desktop_app.ui.widgets.tablelook import dress, set_widths


def table(name: str, heads: Sequence[str], widths: Sequence[int], *, many: bool = False) -> QTableWidget:
    """A table whose column of width 0 takes what is left; Tab leaves it."""
    made = QTableWidget(0, len(heads))
    made.setAccessibleName(name)
    made.setHorizontalHeaderLabels(list(heads))
    dress(made, 34)
    mode = QAbstractItemView.SelectionMode
    made.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setWordWrap(False)
    set_widths(made, widths)
    return made


def cell(words: str, value: object = None) -> QTableWidgetItem:
    """One cell; the whole of it is its tool tip."""
    made = QTableWidgetItem(words)
    made.setToolTip(words)
    if value is not None:
        made.setData(Qt.ItemDataRole.UserRole, value)
    return made


def refill(of: QTableWidget, rows: Sequence[Sequence[str]], chosen: int) -> None:
    """Put these rows in place of what stands there and choose one; nobody is told of the emptiness between."""
    of.blockSignals(True)
    of.setRowCount(len(rows))
    for at, words in enumerate(rows):
        for side, shown in enumerate(words):
            of.setItem(at, side, cell(shown))
    of.clearSelection()
    of.blockSignals(False)
    if rows:
        of.selectRow(chosen)


def chosen_rows(of: QTableWidget) -> list[int]:
    """The rows that are selected, from the top."""
    return sorted({index.row() for index in of.selectionModel().selectedRows()})
