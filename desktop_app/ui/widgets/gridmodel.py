"""Rows of frozen structs as a table model with one empty row at the end to type a new one into."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.ui.language import say
from desktop_app.ui.widgets.formats import Format, Unreadable

Index = QModelIndex | QPersistentModelIndex
Rows = tuple[msgspec.Struct, ...]
_ROLE = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a row."""

    name: str
    head: str
    form: Format
    width: int  # at 100 % zoom
    required: bool = False


class GridModel(QAbstractTableModel):
    """`changed` carries the new tuple after the user's act; `show_rows` tells nobody."""

    changed = Signal(object)
    unreadable = Signal(str)

    def __init__(self, columns: list[Column], blank: Callable[[Rows], msgspec.Struct]) -> None:
        super().__init__()
        self.columns = columns
        self._blank = blank
        self._rows: Rows = ()
        self.read_only = False

    @property
    def rows(self) -> Rows:
        return self._rows

    def show_rows(self, rows: Rows) -> None:
        """Show these rows."""
        if rows == self._rows:
            return
        if len(rows) == len(self._rows):
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows), len(self.columns) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows) + (0 if self.read_only else 1)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        column = self.columns[index.column()]
        ghost = index.row() >= len(self._rows)
        if role in (_ROLE.DisplayRole, _ROLE.EditRole, _ROLE.ToolTipRole):
            shown = "" if ghost else column.form.show(getattr(self._rows[index.row()], column.name))
            return shown or None
        if role == _ROLE.AccessibleTextRole:
            shown = "" if ghost else column.form.show(getattr(self._rows[index.row()], column.name))
            return say("{field}：{value}", field=column.head, value=shown or say("空"))
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        return None

    def headerData(self, section: int, side: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:  # noqa: N802
        if role == _ROLE.DisplayRole:
            if side == Qt.Orientation.Horizontal:
                return self.columns[section].head
            return str(section + 1) if section < len(self._rows) else say("新")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        del index
        able = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return able if self.read_only else able | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:  # noqa: N802 - Qt's name
        if role != _ROLE.EditRole or self.read_only:
            return False
        complaints = self.write(index.row(), index.column(), [[str(value or "")]])
        return not complaints

    def write(self, top: int, left: int, cells: list[list[str]]) -> list[str]:
        """Put typed or pasted text into the cells from `top`, `left` on. Returns what could not be read, and why."""
        rows = list(self._rows)
        complaints: list[str] = []
        for down, line in enumerate(cells):
            at = top + down
            ghost = at >= len(rows)
            row = self._blank(tuple(rows)) if ghost else rows[at]
            new = self._written(row, at, left, line, complaints)
            if ghost:
                if any(cell.strip() for cell in line):
                    rows.append(new)
            else:
                rows[at] = new
        self.unreadable.emit("\n".join(complaints))
        self._set(tuple(rows))
        return complaints

    def _written(
        self, row: msgspec.Struct, at: int, left: int, line: list[str], complaints: list[str]
    ) -> msgspec.Struct:
        for column, typed in zip(self.columns[left:], line, strict=False):
            try:
                row = msgspec.structs.replace(row, **{column.name: column.form.read(typed)})
            except Unreadable as expected:
                where = say("第 {at} 行“{head}”", at=at + 1, head=column.head)
                complaints.append(
                    say("{where}没有写入“{typed}”：{expected}", where=where, typed=typed[:20], expected=expected)
                )
        return row

    def _set(self, rows: Rows) -> None:
        if rows == self._rows:
            return
        grown = len(rows) - len(self._rows)
        if grown > 0:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first + 1, first + grown)
            self._rows = rows
            self.endInsertRows()
            self.headerDataChanged.emit(Qt.Orientation.Vertical, first, first + grown)
        self._rows = rows
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))
        self.changed.emit(rows)

    def remove(self, chosen: set[int]) -> None:
        """Take whole rows out."""
        kept = tuple(row for at, row in enumerate(self._rows) if at not in chosen)
        if kept != self._rows:
            self.beginResetModel()
            self._rows = kept
            self.endResetModel()
            self.changed.emit(kept)

    def move(self, at: int, by: int) -> bool:
        """Swap a row with a neighbour. Returns whether there was one."""
        to = at + by
        if not (0 <= at < len(self._rows) and 0 <= to < len(self._rows)):
            return False
        rows = list(self._rows)
        rows[at], rows[to] = rows[to], rows[at]
        self._set(tuple(rows))
        return True
