"""The matrix of the print centre: applications down, numbered documents across, each cell in a word and a colour."""

from collections.abc import Iterable
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
    counted = cell.balance
    return [
        (say("应印"), counted.required),
        (say("centretable|已印"), counted.printed),
        (say("centretable|在手"), counted.in_hand),
        (say("已交"), counted.handed_over),
        (say("印坏"), counted.spoiled),
        (say("销毁"), counted.destroyed),
        (say("待清点"), counted.unconfirmed),
        (say("centretable|还缺"), counted.missing),
        (say("旧版"), cell.stale),
    ]


def shortly(cell: Cell, version: int) -> str:
    """What is there of what is asked for, and whatever else is not nothing."""
    counted = cell.balance
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
    """Every row begins as chosen; what the filter hides is not printed."""

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._all: list[CentreRow] = []
        self._shown: list[CentreRow] = []
        self._left_out: set[ApplicationId] = set()
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
        """What is shown and not left out."""
        return [row for row in self._shown if row.id not in self._left_out]

    def choose(self, on: bool, rows: Iterable[CentreRow]) -> None:
        """Print for these, or leave them out."""
        for row in rows:
            (self._left_out.discard if on else self._left_out.add)(row.id)
        if self._shown:
            self.dataChanged.emit(self.index(0, NAME), self.index(len(self._shown) - 1, NAME))
        self.picked.emit()

    def is_chosen(self, row: CentreRow) -> bool:
        return row.id not in self._left_out

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
                "，".join(f"{words} {number}" for words, number in numbers(cell)) if cell else _words(row, column, None)
            )
        if role == Qt.ItemDataRole.ForegroundRole and cell is not None and row.version:
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
