"""The applications table, paged: only rows that are looked at are read, so a hundred thousand cost as little as ten."""

from typing import Any

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.clock import CHINA
from desktop_app.desk import draft as drafts
from desktop_app.desk.draft import RowFilter
from desktop_app.domain.marking import Marking, MarkState
from desktop_app.domain.records import ApplicationRow
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say

Index = QModelIndex | QPersistentModelIndex
PAGE = 200
#: Pages kept; older ones are read again when scrolled back to.
KEPT = 40


def _mark(row: ApplicationRow) -> str:
    """As printed; in one short word where nothing is printed."""
    if row.marking.state is MarkState.MARKED:
        return row.marking.printed()
    decided = row.marking.state is MarkState.NOT_SECRET
    return say("非密") if decided else say("未定")


_CELLS = (
    (lambda: say("姓名"), lambda r: r.name or say("（未填姓名）")),
    (lambda: say("申报职称"), lambda r: r.title),
    (lambda: say("层级"), lambda r: word(r.level, language()) if r.level else ""),
    (lambda: say("评审方式"), lambda r: word(r.track, language()) if r.track else ""),
    (lambda: say("单位"), lambda r: r.unit),
    (lambda: say("年度"), lambda r: str(r.year)),
    (lambda: say("状态"), lambda r: word(r.status, language())),
    (lambda: say("密级"), _mark),
    (lambda: say("版本"), lambda r: str(r.latest_version) if r.latest_version else "—"),
    (lambda: say("最近修改"), lambda r: r.changed_at.astimezone(CHINA).strftime("%m-%d %H:%M")),
)
#: At 100 %; the unit takes the rest.
WIDTHS = (152, 128, 80, 124, 0, 56, 72, 96, 52, 112)
UNIT = 4


class RowsModel(QAbstractTableModel):
    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._filter = RowFilter(limit=PAGE)
        self._count = 0
        self.mark: Marking | None = None  # the highest of all that the filter finds
        self._pages: dict[int, list[ApplicationRow]] = {}
        self._asked: set[int] = set()
        self._round = 0

    def want(self, wanted: RowFilter) -> None:
        """Show what this filter finds; the old rows stay until the new count is known."""
        self._filter = wanted
        self._round += 1
        this = self._round
        first = msgspec.structs.replace(wanted, offset=0, limit=PAGE)
        self._context.ask(
            self,
            lambda session, _: (
                drafts.count(session, wanted),
                drafts.rows(session, first),
                drafts.mark(session, wanted),
            ),
            lambda found: self._start(this, *found),
        )

    def _start(self, this: int, count: int, rows: list[ApplicationRow], mark: Marking | None) -> None:
        if this != self._round:
            return
        self.beginResetModel()
        self._count = count
        self.mark = mark
        self._pages = {0: rows}
        self._asked = {0}
        self.endResetModel()

    def row(self, at: int) -> ApplicationRow | None:
        """The row, or `None` while its page is on its way."""
        page = at // PAGE
        rows = self._pages.get(page)
        if rows is not None:
            return rows[at % PAGE] if at % PAGE < len(rows) else None
        if page not in self._asked:
            self._ask(page)
        return None

    def _ask(self, page: int) -> None:
        self._asked.add(page)
        this = self._round
        wanted = msgspec.structs.replace(self._filter, offset=page * PAGE, limit=PAGE)
        self._context.ask(
            self,
            lambda session, _: drafts.rows(session, wanted),
            lambda rows: self._came(this, page, rows),
        )

    def _came(self, this: int, page: int, rows: list[ApplicationRow]) -> None:
        if this != self._round:
            return
        while len(self._pages) >= KEPT:
            dropped = next(iter(self._pages))
            del self._pages[dropped]
            self._asked.discard(dropped)
        self._pages[page] = rows
        last = min(self._count, (page + 1) * PAGE) - 1
        self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(_CELLS) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(_CELLS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        row = self.row(index.row())
        return _CELLS[index.column()][1](row) if row else "…"

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole and side == Qt.Orientation.Horizontal:
            return _CELLS[section][0]()
        return None
