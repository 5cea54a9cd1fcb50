"""The spreadsheet-like view: Tab and Enter walk and add rows, Ctrl+C and Ctrl+V speak to Excel and WPS."""

import csv
import io

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_app.ui import theme
from desktop_app.ui.widgets.choice import ChoiceBox
from desktop_app.ui.widgets.formats import ChoiceFormat, TextFormat
from desktop_app.ui.widgets.gridmodel import GridModel

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """Makes the editor of one cell: a line, or a list to choose from."""

    def __init__(self, model: GridModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        del option
        column = self._model.columns[index.column()]
        if isinstance(column.form, ChoiceFormat):
            made: QWidget = ChoiceBox(column.form, parent)
        else:
            made = QLineEdit(parent)
        made.setAccessibleName(column.head)
        return made

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802 - Qt's name
        shown = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, ChoiceBox):
            editor.setEditText(shown)
            line = editor.lineEdit()
            assert line is not None
            line.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(shown)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:  # noqa: N802
        if isinstance(editor, ChoiceBox):
            editor.settle()
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class Grid(QTableView):
    """A table that is edited like a spreadsheet. Tab leaves it at both ends: it is no keyboard trap."""

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(CellDelegate(model, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed | trigger.SelectedClicked
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heads.setMinimumSectionSize(theme.px(40))
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setHighlightSections(False)
        numbers = self.verticalHeader()
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        numbers.setMinimumSectionSize(theme.px(34))
        numbers.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        model.dataChanged.connect(self.fit)
        model.rowsInserted.connect(self.fit)
        model.modelReset.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Tall enough for every row: the page scrolls, not the table inside it."""
        self.resizeRowsToContents()
        header = max(theme.px(32), self.horizontalHeader().sizeHint().height())
        rows = sum(self.rowHeight(row) for row in range(self._rows.rowCount()))
        bar = self.horizontalScrollBar()
        extra = bar.sizeHint().height() if bar.maximum() > 0 else 0
        self.setFixedHeight(header + rows + extra + theme.px(4))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._spread()
            self.fit()

    def _spread(self) -> None:
        """Columns keep their least width; what is left over goes to the texts."""
        heads = self.horizontalHeader()
        widths = [max(theme.px(column.width), heads.sectionSizeHint(n)) for n, column in enumerate(self._rows.columns)]
        spare = self.viewport().width() - sum(widths)
        texts = [n for n, column in enumerate(self._rows.columns) if isinstance(column.form, TextFormat)]
        whole = sum(widths[n] for n in texts)
        if spare > 0 and whole:
            for n in texts:
                widths[n] += spare * widths[n] // whole
        for n, width in enumerate(widths):
            self.setColumnWidth(n, width)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:  # noqa: N802
        """Enter goes on to the cell below, as in a spreadsheet."""
        here = QPersistentModelIndex(self.currentIndex())
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and here.isValid():
            self._below(here)

    def _below(self, here: Index) -> None:
        below = self._rows.index(min(here.row() + 1, self._rows.rowCount() - 1), here.column())
        self.selectionModel().setCurrentIndex(below, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        here = self.currentIndex()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what the open editor let through: it closes by itself
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self._below(here)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._clear()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """At the first and the last cell, Tab goes on to what stands before and after the table."""
        here = self.currentIndex()
        last = self._rows.rowCount() - 1, self._rows.columnCount() - 1
        edge = (here.row(), here.column()) == (last if forward else (0, 0))
        self.setTabKeyNavigation(not edge and here.isValid())
        moved = super().focusNextPrevChild(forward)
        self.setTabKeyNavigation(True)
        return moved

    def _clear(self) -> None:
        for index in self.selectionModel().selectedIndexes():
            if index.row() < len(self._rows.rows):
                self._rows.setData(index, "")

    def copy(self) -> None:
        """The selected cells as tab-separated text."""
        chosen = self.selectionModel().selectedIndexes()
        if not chosen:
            return
        rows, columns = [i.row() for i in chosen], [i.column() for i in chosen]
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        for row in range(min(rows), max(rows) + 1):
            across = range(min(columns), max(columns) + 1)
            writer.writerow([self._rows.index(row, column).data() or "" for column in across])
        QApplication.clipboard().setText(out.getvalue())

    def paste(self) -> None:
        """Tab-separated text from the present cell on; new rows are made as needed."""
        pasted = QApplication.clipboard().text()
        if self._rows.read_only or not pasted.strip():
            return
        here = self.currentIndex()
        top, left = (here.row(), here.column()) if here.isValid() else (len(self._rows.rows), 0)
        cells = [line for line in csv.reader(io.StringIO(pasted), delimiter="\t") if line]
        self._rows.write(top, left, cells)
        self.fit()
