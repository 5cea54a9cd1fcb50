"""How every table of rows looks: rows are chosen whole, Tab leaves it, no grid, heads to the left, and what to do while
there is no row."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
    QWidget,
)

from desktop_app.core.messages import Language
from desktop_app.ui import theme
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.chosenrow import ChosenRow
from desktop_app.ui.widgets.columnroom import IN_LINES, LEAST, ColumnRoom

#: The widest that a line of teaching becomes, and what stays free at its sides, at 100 %.
_WIDEST, _FREE = 460, 24


#: What the style sheet keeps free at both sides of a cell's text, together, at 100 %.
_PADDING = 16


class WholeText(QStyledItemDelegate):
    """Cells as high as their lines: Qt breaks lines for the height without the padding, and drops the last one."""

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        padding = theme.px(_PADDING)
        inside = QStyleOptionViewItem(option)
        inside.rect = option.rect.adjusted(0, 0, -padding, 0)  # type: ignore[attr-defined]
        size = super().sizeHint(inside, index)
        return QSize(size.width() + padding, size.height())


class RowStart(WholeText):
    """The first cell of a row: the chosen row has a bar at its left: seen also where its ground is not."""

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_Selected:
            edge = QRect(option.rect.topLeft(), option.rect.bottomLeft())
            edge.setWidth(theme.px(3))
            painter.fillRect(edge, QColor(theme.colours().accent))


def dress(table: QTableView, height: int) -> None:
    """Give a table the look; `height` is a row's."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    ChosenRow(table)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setItemDelegateForColumn(0, RowStart(table))
    table.setProperty("rows", True)  # the style sheet marks the chosen row, not the present cell
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.px(height))
    heads = table.horizontalHeader()
    heads.setHighlightSections(False)
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def in_lines(table: QTableView) -> None:
    """Show the whole of every cell, in as many lines as that takes; call after `dress`."""
    table.setWordWrap(True)
    table.setProperty(IN_LINES, True)
    table.setItemDelegate(WholeText(table))
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)


def set_widths(table: QTableView | QTreeView, widths: Sequence[int]) -> None:
    """Columns of these widths at 100 %, and never narrower than their heads; 0 takes what is left.

    The widths are those of Chinese; in another language columns whose words are longer find room for them.
    """
    heads = table.horizontalHeader() if isinstance(table, QTableView) else table.header()
    one: _Taking
    for one in table.findChildren(_Taking):
        table.viewport().removeEventFilter(one)
        one.deleteLater()
    given = {at: max(theme.px(width), heads.sectionSizeHint(at)) for at, width in enumerate(widths) if width}
    taking = [at for at, width in enumerate(widths) if not width]
    for at, wide in given.items():
        table.setColumnWidth(at, wide)
    for at in taking:
        heads.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
    roomy = None if language() is Language.ZH else ColumnRoom(table, heads, given)
    if taking or roomy:
        _Taking(table, heads, taking, roomy)


def set_width(table: QTableView | QTreeView, at: int, width: int) -> None:
    """Another width at 100 % for one column, after `set_widths`."""
    heads = table.horizontalHeader() if isinstance(table, QTableView) else table.header()
    given = max(theme.px(width), heads.sectionSizeHint(at))
    heads.resizeSection(at, given)
    if (roomy := table.findChild(ColumnRoom)) is not None:
        roomy.start_from(at, given)


class _Taking(QObject):
    """What takes the rest of the width keeps a least width; then the table scrolls sideways."""

    def __init__(
        self, table: QTableView | QTreeView, heads: QHeaderView, taking: Sequence[int], roomy: ColumnRoom | None
    ) -> None:
        super().__init__(table)
        self._heads = heads
        self._taking = tuple(taking)
        if roomy is not None:
            roomy.setParent(self)
        self._roomy = roomy
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._share(watched.width())  # the heads' own width follows only after this
        return super().eventFilter(watched, event)

    def _share(self, room: int) -> None:
        heads = self._heads
        if self._roomy is not None:
            self._roomy.fit(room)
        least = {
            at: max(theme.px(LEAST), heads.sectionSizeHint(at)) for at in self._taking if not heads.isSectionHidden(at)
        }
        fixed = sum(heads.sectionSize(at) for at in range(heads.count()) if at not in self._taking)
        enough = room - fixed >= sum(least.values())
        for at, width in least.items():
            heads.setSectionResizeMode(at, heads.ResizeMode.Stretch if enough else heads.ResizeMode.Interactive)
            if not enough:
                heads.resizeSection(at, width)


class Teaching(QLabel):
    """What to do next, in the middle of a table or list that has no row."""

    def __init__(self, view: QAbstractItemView, words: str) -> None:
        super().__init__(words, view.viewport())
        self._view = view
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "muted")
        self.setProperty("over", True)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.viewport().installEventFilter(self)
        model = view.model()
        model.rowsInserted.connect(self.look)
        model.rowsRemoved.connect(self.look)
        model.modelReset.connect(self.look)
        self.look()

    def say(self, words: str) -> None:
        """Other words, because there is another reason for no row."""
        self.setText(words)
        self.look()

    def look(self) -> None:
        """Stand there while there is no row, and tell a screen reader too, which is not told the heads of no cells."""
        empty = self._view.model().rowCount() == 0
        self._view.setAccessibleDescription(self.text() + _columns(self._view) if empty else "")
        self.setVisible(empty)
        room = self._view.viewport().rect()
        width = max(1, min(room.width() - 2 * theme.px(_FREE), theme.px(_WIDEST)))
        # never a fixed size: Qt measures no narrower than the least width, so that a table which became narrower would
        # get the height of its wider time
        self.resize(width, max(0, self.heightForWidth(width)))
        self.move((room.width() - self.width()) // 2, max(0, (room.height() - self.height()) // 2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """In the middle at every size."""
        if event.type() == QEvent.Type.Resize:
            self.look()
        return super().eventFilter(watched, event)


def _columns(view: QAbstractItemView) -> str:
    """Which columns stand over no row; nothing for a list."""
    if not isinstance(view, QTableView):
        return ""
    model, across = view.model(), Qt.Orientation.Horizontal
    heads = [
        str(model.headerData(at, across) or "") for at in range(model.columnCount()) if not view.isColumnHidden(at)
    ]
    named = say("、").join(head for head in heads if head)
    return say("join|各列：{heads}。", heads=named) if named else ""


def teach(view: QAbstractItemView, words: str) -> Teaching:
    """Say what to do where `view` has no row; the model is set already."""
    return Teaching(view, words)
