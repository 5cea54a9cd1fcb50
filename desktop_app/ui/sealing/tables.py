"""What the tables of packages have in common: how they look, and how marks are said."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop_app.core.catalogue import marked
from desktop_app.domain.marking import Marking, MarkState
from desktop_app.domain.records import PackageKind, PackageRecord
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import scrolled
from desktop_app.ui.widgets.tablelook import dress, set_widths


class Table(QTableWidget):
    """A table to read and choose a row in; the column of width 0 takes the rest of the room."""

    def __init__(self, name: str, heads: Sequence[str], widths: Sequence[int]) -> None:
        super().__init__(0, len(heads))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        dress(self, 34)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(False)
        self.setMinimumHeight(theme.px(108))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        set_widths(self, widths)

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows in place of the old ones; the whole of a cell is its tool tip."""
        self.clearSelection()
        self.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            for side, shown in enumerate(cells):
                item = QTableWidgetItem(shown)
                item.setToolTip(shown)
                self.setItem(at, side, item)

    def chosen(self) -> int:
        """The number of the chosen row, -1 when none is."""
        return self.currentRow() if self.selectedItems() else -1


def modest(inside: QWidget) -> QScrollArea:
    """A scrolling panel that asks for no height of its own: what it holds must not push its neighbours away."""
    area = scrolled(inside)
    area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    area.setMinimumHeight(theme.px(160))
    return area


def mark_words(marking: Marking) -> str:
    """A mark as printed; in one short word where nothing is printed."""
    if marking.state is MarkState.MARKED:
        return marking.printed()
    return say("非密") if marking.state is MarkState.NOT_SECRET else say("未定")


_MOVED = {
    PackageKind.RETURN: marked("{count} 份退回"),
    PackageKind.CORRECTION: marked("{count} 份补正"),
}


def content_words(record: PackageRecord) -> str:
    """What a package holds: so many applications of a kind, or what kind of other thing."""
    count = len(record.applications)
    if not count:
        return word(record.kind, language())
    return say(_MOVED.get(record.kind, marked("{count} 份申报")), count=count)


def narrow(choice: QComboBox) -> None:
    """It takes the room that there is: its longest line does not push the table beside it together."""
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(8)
