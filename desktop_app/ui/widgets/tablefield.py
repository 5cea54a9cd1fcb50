"""A whole table of the form as one field: the grid, what it could not read, and the acts on rows."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.ui.language import say
from desktop_app.ui.widgets.grid import Grid
from desktop_app.ui.widgets.gridmodel import Column, GridModel, Rows
from desktop_app.ui.widgets.parts import Complaint, button, column
from desktop_app.ui.widgets.wrapping import Wrapping


class TableField(QWidget):
    """`edited` carries the path and the new tuple of rows."""

    edited = Signal(str, object)

    def __init__(self, path: str, name: str, columns: list[Column], blank: Callable[[Rows], msgspec.Struct]) -> None:
        super().__init__()
        self.path = path
        self.name = name
        self.model = GridModel(columns, blank)
        self.model.setParent(self)
        self.grid = Grid(self.model)
        self.grid.setAccessibleName(name)
        self.wrong = Complaint()
        self.wrong.hide()
        self.model.changed.connect(lambda rows: self.edited.emit(self.path, rows))
        self.model.unreadable.connect(self.complain)
        self._acts = Wrapping(
            (
                button(say("添加一行"), self.add, "quiet"),
                button(say("删除所选行"), self.remove, "quiet"),
                button(say("上移"), lambda: self.move_row(-1), "quiet"),
                button(say("下移"), lambda: self.move_row(1), "quiet"),
                button(say("从表格粘贴"), self.grid.paste, "quiet"),
            )
        )
        self.setLayout(column(self.grid, self.wrong, self._acts, space=4))
        self.setFocusProxy(self.grid)

    def show_value(self, value: object) -> None:
        assert isinstance(value, tuple)
        self.model.show_rows(value)
        self.grid.fit()

    def set_read_only(self, on: bool) -> None:
        self.model.beginResetModel()
        self.model.read_only = on
        self.model.endResetModel()
        self._acts.setVisible(not on)

    def complain(self, words: str) -> None:
        """Say under the table what was not written."""
        self.wrong.follow(words)
        self.wrong.setVisible(bool(words))

    def add(self) -> None:
        """Go to the empty row at the end and start typing."""
        self.go(len(self.model.rows), 0)
        self.grid.edit(self.grid.currentIndex())

    def remove(self) -> None:
        """Take the selected rows out."""
        self.model.remove({index.row() for index in self.grid.selectionModel().selectedIndexes()})

    def move_row(self, by: int) -> None:
        """Move the present row up or down."""
        here = self.grid.currentIndex()
        if here.isValid() and self.model.move(here.row(), by):
            self.go(here.row() + by, here.column())

    def go(self, at: int, name: int | str) -> None:
        """Put the keyboard into one cell; a column by its number or its field's name."""
        heads = [column.name for column in self.model.columns]
        where = name if isinstance(name, int) else heads.index(name) if name in heads else 0
        index = self.model.index(min(at, self.model.rowCount() - 1), where)
        self.grid.setFocus()
        self.grid.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.grid.scrollTo(index)
