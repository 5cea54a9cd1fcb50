"""The applications of a checked list that a filter lets through, as a table; any number of them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language
from desktop_app.core.text import findable
from desktop_app.desk.list_check import Line
from desktop_app.domain.findings import Verdict
from desktop_app.domain.words import word
from desktop_app.ui.applications.findingview import tone
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.tablelook import dress, set_widths, teach

Index = QModelIndex | QPersistentModelIndex

_CELLS = (
    (lambda: say("姓名"), lambda line: line.name or say("（未填姓名）")),
    (lambda: say("单位"), lambda line: line.unit),
    (lambda: say("申报职称"), lambda line: line.title),
    (lambda: say("结论"), lambda line: word(line.worst, language())),
    (lambda: say("须处理"), lambda line: str(line.standing) if line.standing else "—"),
)
NAME, UNIT, TITLE, VERDICT, STANDING = range(len(_CELLS))
#: At 100 %; the unit takes the rest. Verdicts are longer in any language but Chinese.
_WIDTHS = {Language.ZH: {NAME: 144, TITLE: 100, VERDICT: 92, STANDING: 72}}
_WIDTHS_LONGER = {NAME: 124, TITLE: 100, VERDICT: 112, STANDING: 72}


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which lines are wanted: of these applications, of this unit, of this verdict, with these words. All of it."""

    among: Collection[ApplicationId] | None = None
    unit: str | None = None
    verdict: Verdict | None = None
    words: tuple[str, ...] = ()

    def passes(self, line: Line) -> bool:
        return (
            (self.among is None or line.id in self.among)
            and (self.unit is None or line.unit == self.unit)
            and (self.verdict is None or line.worst is self.verdict)
            and all(part in findable(f"{line.name} {line.unit} {line.title}").casefold() for part in self.words)
        )


class LinesModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Line, ...] = ()
        self._shown: list[Line] = []
        self._opened: Collection[ApplicationId] = ()

    def show(self, lines: tuple[Line, ...], opened: Collection[ApplicationId]) -> None:
        """Another answer; `opened` are those that were looked at since."""
        self._all, self._opened = lines, opened

    def sift(self, sieve: Sieve) -> None:
        """Show what passes, in the list's own order."""
        self.beginResetModel()
        self._shown = [line for line in self._all if sieve.passes(line)]
        self.endResetModel()

    def line(self, at: int) -> Line | None:
        return self._shown[at] if 0 <= at < len(self._shown) else None

    def row_of(self, application: ApplicationId | None) -> int:
        """Where an application stands, 0 when it is not shown."""
        return next((at for at, line in enumerate(self._shown) if line.id == application), 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(_CELLS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._shown[index.row()]
        shown = _CELLS[index.column()][1](line)
        if index.column() == NAME and line.id in self._opened:
            shown = f"✓ {shown}"
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown
            case Qt.ItemDataRole.ToolTipRole:
                looked = say("（核对后打开过）") if line.id in self._opened else ""
                return shown + looked if index.column() == NAME else shown
            case Qt.ItemDataRole.ForegroundRole if index.column() == VERDICT:
                return QColor(tone(line.worst)[0])
        return None

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if role == Qt.ItemDataRole.DisplayRole and side == Qt.Orientation.Horizontal:
            return _CELLS[section][0]()
        return None


class LinesTable(QTableView):
    """Read and chosen from by row; Tab leaves it."""

    def __init__(self, model: LinesModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(say("核对的申请"))
        dress(self, 34)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        widths = _WIDTHS.get(language(), _WIDTHS_LONGER)
        set_widths(self, [widths.get(at, 0) for at in range(model.columnCount())])
        teach(self, say("没有符合的申请。"))

    def fit(self, *, wide: bool) -> None:
        """The title goes where there is little room."""
        self.setColumnHidden(TITLE, not wide)
