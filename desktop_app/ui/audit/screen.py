"""The log as it stands in the chain: when, who, what, on which object; newest first, read page by page."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop_app.core.clock import CHINA
from desktop_app.desk import keep
from desktop_app.domain.audit import AuditEntry
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets.parts import column, text

Index = QModelIndex | QPersistentModelIndex
PAGE = 200


class AuditModel(QAbstractTableModel):
    """Fetches on as the user scrolls."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._entries: list[AuditEntry] = []
        self._more = True
        self._asked = False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name, Qt's default
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name, Qt's default
        return 0 if parent.isValid() else 5

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and self._more

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        del parent
        if self._asked or not self._more:
            return
        self._asked = True
        offset = len(self._entries)
        self._context.ask(self, lambda session, _: keep.audit(session, PAGE, offset), self._came)

    def _came(self, entries: list[AuditEntry]) -> None:
        self._asked = False
        self._more = len(entries) == PAGE
        if entries:
            start = len(self._entries)
            self.beginInsertRows(QModelIndex(), start, start + len(entries) - 1)
            self._entries += entries
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
                say("序号", "No."),
                say("时间", "When"),
                say("经办人", "Who"),
                say("事项", "What"),
                say("对象", "On what"),
            )[section]
        return None


class AuditScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self.model = AuditModel(context)
        self.model.setParent(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(say("日志", "Log"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.px(32))
        heads = self.table.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, width in enumerate((64, 168, 120, 144)):
            self.table.setColumnWidth(at, theme.px(width))
        heads.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        explained = say(
            "日志随每项操作写入，前后相扣，不能改动；其中没有填报内容。",
            "Every act writes one entry, chained to the one before; no entry holds what was filled in.",
        )
        self.setLayout(column(text(explained, "muted"), self.table, space=12, margins=24))
        self.model.fetchMore(QModelIndex())

    def title(self) -> str:
        return say("日志", "Log")

    def place(self) -> Place:
        return Place(ScreenKey.AUDIT)

    def first_focus(self) -> QWidget | None:
        return self.table
