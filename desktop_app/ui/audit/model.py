"""The entries that a wish lets through, newest first, fetched on as the user scrolls."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.core.clock import CHINA
from desktop_app.desk import audit_view
from desktop_app.desk.audit_view import LogPage, Wish
from desktop_app.domain.audit import AuditEntry
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say

Index = QModelIndex | QPersistentModelIndex
PAGE = 200


class AuditModel(QAbstractTableModel):
    """Each page begins below the last number shown, so that it costs the same in a log of 100,000 entries."""

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._wish = Wish()
        self._entries: list[AuditEntry] = []
        self._more = True
        self._asked = False
        self._round = 0

    @property
    def wish(self) -> Wish:
        return self._wish

    def want(self, wish: Wish) -> None:
        """Show this from the beginning; an answer that is still on its way is for nobody."""
        self.beginResetModel()
        self._wish, self._entries, self._more, self._asked = wish, [], True, False
        self._round += 1
        self.endResetModel()
        self.fetchMore(QModelIndex())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 5

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        del parent
        if self._asked or not self._more:
            return
        self._asked = True
        wish, before, asked = self._wish, self._entries[-1].sequence if self._entries else None, self._round
        self._context.ask(
            self,
            lambda session, _: audit_view.page(session, wish, PAGE, before),
            lambda page: self._came(page, asked),
        )

    def _came(self, page: LogPage, asked: int) -> None:
        if asked != self._round:
            return
        self._asked = False
        self._more = len(page.entries) == PAGE
        self.counted.emit(page.found)
        if page.entries:
            start = len(self._entries)
            self.beginInsertRows(QModelIndex(), start, start + len(page.entries) - 1)
            self._entries += page.entries
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        entry = self._entries[index.row()]
        return (
            str(entry.sequence),
            entry.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
            entry.user,
            word(entry.act, language()),
            "　".join(f"{key} {value}" for key, value in entry.objects.items()),
        )[index.column()]

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole and side == Qt.Orientation.Horizontal:
            return (
                say("序号"),
                say("时间"),
                say("经办人"),
                say("事项"),
                say("对象"),
            )[section]
        return None
