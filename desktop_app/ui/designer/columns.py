"""The columns of a list on a blank: what each shows, and how wide it is; an empty one leaves its width free."""

from msgspec import structs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.desk import form_values
from desktop_app.desk.form_design import PlacedColumn, PlacedList
from desktop_app.domain.copies import Document
from desktop_app.ui import theme
from desktop_app.ui.designer.spin import Choice, Millimetres
from desktop_app.ui.language import said, say
from desktop_app.ui.widgets.parts import button, column, emptied, row, text

_MOST = 20
_NEW = 15.0  # millimetres


class Columns(QWidget):
    changed = Signal(object)  # the columns

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[PlacedColumn, ...] = ()
        self._choices: list[tuple[object, str]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(0, 1)
        self.more_button = button(say("加一列"), self._more)
        self.less_button = button(say("去掉末列"), self._less)
        self.fields: list[tuple[Choice, Millimetres]] = []
        self.setLayout(
            column(
                text(say("各列内容和宽度"), "label"),
                self._grid,
                row(self.more_button, self.less_button, None),
                space=4,
            )
        )

    def show_list(self, placed: PlacedList, document: Document) -> None:
        """Show without telling anyone; fields that still fit keep the keyboard."""
        known = next((each.columns for each in form_values.lists(document) if each.name == placed.rows), ())
        choices: list[tuple[object, str]] = [("", say("（空着）"))]
        choices.extend((each.name, said(each.words)) for each in known)
        self._columns = placed.columns
        if len(self.fields) != len(placed.columns) or choices != self._choices:
            self._choices = choices
            self._build()
        for (choice, width), held in zip(self.fields, placed.columns, strict=True):
            choice.blockSignals(True)
            width.blockSignals(True)
            choice.show_value(held.bind)
            width.setValue(held.width)
            choice.blockSignals(False)
            width.blockSignals(False)
        self.more_button.setEnabled(len(placed.columns) < _MOST)
        self.less_button.setEnabled(len(placed.columns) > 1)

    def _build(self) -> None:
        emptied(self._grid)
        self.fields = []
        for at in range(len(self._columns)):
            choice = Choice(say("第 {at} 列内容", at=at + 1), self._choices)
            width = Millimetres(say("第 {at} 列宽度", at=at + 1), 300, 1)
            choice.activated.connect(self._told)
            width.valueChanged.connect(self._told)
            self._grid.addWidget(choice, at, 0)
            self._grid.addWidget(width, at, 1)
            self.fields.append((choice, width))

    def _told(self) -> None:
        changed = tuple(
            structs.replace(held, bind=choice.currentData(), width=width.value())
            for held, (choice, width) in zip(self._columns, self.fields, strict=True)
        )
        if any(held.bind for held in changed):
            self.changed.emit(changed)
        else:  # a list that shows nothing is no list
            for held, (choice, _) in zip(self._columns, self.fields, strict=True):
                choice.show_value(held.bind)

    def _more(self) -> None:
        last = self._columns[-1]
        self.changed.emit((*self._columns, structs.replace(last, bind="", width=_NEW)))

    def _less(self) -> None:
        if any(held.bind for held in self._columns[:-1]):
            self.changed.emit(self._columns[:-1])
