"""The values of a comparison as a table: outcome, field, paper, online, where, and what was said to it."""

from collections.abc import Sequence
from enum import Enum
from functools import cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.desk.comparing import Compared, History, Judged, Outcome, marks
from desktop_app.domain.words import word
from desktop_app.ui.language import language, said, say

Index = QModelIndex | QPersistentModelIndex
STATE, FIELD, PAPER, ONLINE, WHERE, RULING = range(6)


class Sieve(Enum):
    """Which values the table shows."""

    UNSETTLED = "unsettled"
    OPEN = "open"
    ALL = "all"


@cache
def spans(paper: str, online: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The differing characters of both sides; a table asks again for every painting."""
    return marks(paper, online)


class ValuesModel(QAbstractTableModel):
    """One comparison, sifted."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Compared] = ()
        self._standing: dict[str, Judged] = {}

    def show(self, history: History | None, sieve: Sieve) -> None:
        """What the sieve lets through of a comparison, in the form's order."""
        self.beginResetModel()
        self._rows, self._standing = (), {}
        if history is not None:
            self._standing = dict(history.standing)
            self._rows = {
                Sieve.UNSETTLED: history.unsettled,
                Sieve.OPEN: history.open_fields,
                Sieve.ALL: history.comparison.result.found,
            }[sieve]
        self.endResetModel()

    def value(self, at: int) -> Compared:
        return self._rows[at]

    def ruling(self, path: str) -> Judged | None:
        """What stands about a field."""
        return self._standing.get(path)

    def row_of(self, path: str) -> int:
        """Where a field stands now, -1 when it was sifted out."""
        return next((at for at, one in enumerate(self._rows) if one.path == path), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (
            say("结果"),
            say("项目"),
            say("纸质"),
            say("线上"),
            say("线上位置"),
            say("认定"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        one = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown(one, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == RULING:
            ruling = self.ruling(one.path)
            return ruling.reason if ruling else None
        return None

    def _shown(self, one: Compared, column: int) -> str:
        ruling = self.ruling(one.path)
        return (
            word(one.outcome, language()),
            said(one.label),
            one.paper or say("（无）"),
            one.online,
            say("{page} 页 {line} 行", page=one.page, line=one.line) if one.page else "",
            word(ruling.ruling, language()) if ruling else "",
        )[column]


def place(one: Compared) -> str:
    """Page and line in the export, empty where nothing was found."""
    return say("第 {page} 页第 {line} 行", page=one.page, line=one.line) if one.page else ""


def marked_of(index: Index) -> tuple[str, Sequence[tuple[int, int]]]:
    """The value of a cell with its differing stretches."""
    model = index.model()
    assert isinstance(model, ValuesModel)
    one = model.value(index.row())
    side = 0 if index.column() == PAPER else 1
    shown = str(model.data(index))
    return shown, spans(one.paper, one.online)[side] if one.outcome is not Outcome.SAME else ()
