"""The matrix of the print centre: applications down, numbered documents across, each cell in a word and a colour."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from desktop_app.core.ids import ApplicationId
from desktop_app.desk.print_centre import NUMBERED, Cell, CentreRow
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.tablelook import dress, set_widths, teach

Index = QModelIndex | QPersistentModelIndex
NAME, UNIT, STATUS = range(3)
_FIRST = 3
_WIDTHS = {NAME: 150, STATUS: 96}
_CELL = 190


def numbers(cell: Cell) -> list[tuple[str, int]]:
    """All that is known of one cell, each number with its word."""
    return summed([cell])


def summed(cells: Sequence[Cell]) -> list[tuple[str, int]]:
    """The same of many together."""
    counted = [cell.balance for cell in cells]
    return [
        (say("应印"), sum(one.required for one in counted)),
        (say("centretable|已印"), sum(one.printed for one in counted)),
        (say("centretable|在手"), sum(one.in_hand for one in counted)),
        (say("已交"), sum(one.handed_over for one in counted)),
        (say("印坏"), sum(one.spoiled for one in counted)),
        (say("销毁"), sum(one.destroyed for one in counted)),
        (say("待清点"), sum(one.unconfirmed for one in counted)),
        (say("centretable|还缺"), sum(one.missing for one in counted)),
        (say("旧版"), sum(cell.stale for cell in cells)),
    ]


def shortly(cell: Cell, version: int) -> str:
    """What is there of what is asked for, and whatever else is not nothing."""
    counted = cell.balance
    if version and cell.elsewhere:
        return say("应 {required}　单位统一印", required=counted.required)
    parts = [f"{counted.in_hand + counted.handed_over}/{counted.required}"] if version else [say("未提交")]
    for words, number in (
        (say("缺"), counted.missing if version else 0),
        (say("join|待清点"), counted.unconfirmed),
        (say("坏"), counted.spoiled),
        (say("join|旧版"), cell.stale),
    ):
        if number:
            parts.append(f"{words}{number}")
    if version and cell.settled:
        parts.append("✓")
    return "　".join(parts)


class CentreModel(QAbstractTableModel):
    """A row that is this desk's turn begins as chosen; what the filter hides is not printed."""

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._all: list[CentreRow] = []
        self._shown: list[CentreRow] = []
        self._ruled: dict[ApplicationId, bool] = {}  # what an officer said of a row
        self._open_only = False

    def clear(self) -> None:
        self.beginResetModel()
        self._all, self._shown = [], []
        self.endResetModel()

    def add(self, rows: Iterable[CentreRow]) -> None:
        """More rows of the same list."""
        fresh = list(rows)
        wanted = [row for row in fresh if self._passes(row)]
        self._all += fresh
        if wanted:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(wanted) - 1)
            self._shown += wanted
            self.endInsertRows()

    def show_open_only(self, on: bool) -> None:
        """Only where something is missing, uncounted, spoiled or old."""
        self.beginResetModel()
        self._open_only = on
        self._shown = [row for row in self._all if self._passes(row)]
        self.endResetModel()

    def _passes(self, row: CentreRow) -> bool:
        return not self._open_only or not row.settled

    @property
    def shown(self) -> list[CentreRow]:
        return self._shown

    @property
    def all(self) -> list[CentreRow]:
        return self._all

    @property
    def chosen(self) -> list[CentreRow]:
        """What is shown and to be printed for."""
        return [row for row in self._shown if self.is_chosen(row)]

    def choose(self, on: bool, rows: Iterable[CentreRow]) -> None:
        """Print for these, or leave them out."""
        self._ruled.update(dict.fromkeys([row.id for row in rows], on))
        if self._shown:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._shown) - 1, NAME))
        self.picked.emit()

    def is_chosen(self, row: CentreRow) -> bool:
        return self._ruled.get(row.id, row.offered)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else _FIRST + len(NUMBERED)

    def flags(self, index: Index) -> Qt.ItemFlag:
        checked = Qt.ItemFlag.ItemIsUserCheckable if index.column() == NAME else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | checked

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self._shown[index.row()], index.column()
        cell = row.cells.get(NUMBERED[column - _FIRST]) if column >= _FIRST else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _words(row, column, cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                say("，").join(f"{words} {number}" for words, number in numbers(cell))
                if cell
                else _words(row, column, None)
            )
        if role == Qt.ItemDataRole.ForegroundRole and cell is not None and row.version and not cell.elsewhere:
            tone = theme.colours()
            waits = cell.stale or cell.balance.missing
            return QColor(tone.vermilion if waits else tone.green if cell.settled else tone.amber)
        if role == Qt.ItemDataRole.CheckStateRole and column == NAME:
            return Qt.CheckState.Checked if self.is_chosen(row) else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.choose(Qt.CheckState(value) is Qt.CheckState.Checked, [self._shown[index.row()]])
        return True

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads = [say("姓名"), say("单位"), say("状态")]
        return [*heads, *(word(document, language()) for document in NUMBERED)][section]


def _words(row: CentreRow, column: int, cell: Cell | None) -> str:
    if cell is not None:
        return shortly(cell, row.version)
    plain = {NAME: row.name or say("（未填姓名）"), UNIT: row.unit, STATUS: word(row.status, language())}
    return plain.get(column, "")


class CentreTable(QTableView):
    """Space chooses or leaves out all selected rows; Tab leaves the table."""

    def __init__(self, model: CentreModel) -> None:
        super().__init__()
        self._rows = model
        self.setModel(model)
        self.setAccessibleName(say("申请与份数"))
        dress(self, 32)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setMinimumHeight(theme.px(140))
        set_widths(self, [0 if at == UNIT else _WIDTHS.get(at, _CELL) for at in range(model.columnCount())])
        teach(self, say("没有符合的申请。"))

    def selected(self) -> list[CentreRow]:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._rows.shown[at] for at in rows]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        rows = self.selected()
        if event.key() == Qt.Key.Key_Space and rows:
            self._rows.choose(not all(self._rows.is_chosen(row) for row in rows), rows)
            return
        super().keyPressEvent(event)
