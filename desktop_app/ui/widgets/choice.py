"""A combo box to type in."""

from PySide6.QtCore import QItemSelection, QSignalBlocker, QSortFilterProxyModel, QStringListModel, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QListView, QWidget

from desktop_app.ui.widgets.formats import ChoiceFormat
from desktop_app.ui.widgets.offered import Offered
from desktop_app.ui.widgets.pinyin import matches, spells


class ChoiceBox(QComboBox):
    """Characters, pinyin or initials narrow the list; the wheel scrolls the page, never the value."""

    picked = Signal(object)

    def __init__(self, form: ChoiceFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self._offered: Offered | None = None
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(16)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        if QAccessible.isActive():  # then Qt makes the list with the box, else when it is opened
            self.setView(_Closed(self))
        self._fill()
        self.activated.connect(self._activated)
        line = self.lineEdit()
        assert line is not None
        line.editingFinished.connect(self.settle)

    def _fill(self) -> None:
        self._names = QStringListModel([words for _, words in self.form.choices], self)
        self._narrow = _Narrow(self)
        self._narrow.setSourceModel(self._names)
        self.setModel(self._names)
        completer = QCompleter(self._narrow, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCompleter(completer)
        completer.activated.connect(self._named)
        line = self.lineEdit()
        assert line is not None
        line.textEdited.connect(self._narrow.want)

    def offer(self, form: ChoiceFormat) -> None:
        """Other choices from now on, upon which the value shown is emptied; the same ones change nothing.

        A reset tells a screen reader a dozen things, and a page asks at every keystroke what it may offer.
        """
        if form == self.form:
            return
        self.form = form
        self._names.setStringList([words for _, words in form.choices])
        self._narrow.want("")

    def show_value(self, value: object) -> None:
        """Show without telling anyone."""
        at = next((n for n, (choice, _) in enumerate(self.form.choices) if choice == value), -1)
        with QSignalBlocker(self):
            self.setCurrentIndex(at)
            if at < 0:
                self.setEditText(str(value or ""))

    def settle(self) -> bool:
        """Typing ended: the word itself, the only one that is spelled so, or the only one that matches, is chosen.

        Returns whether a choice stands.
        """
        typed = self.currentText().strip()
        names = [words for _, words in self.form.choices]
        if typed in names:
            self._named(typed)
            return True
        fitting = [name for name in names if name and matches(typed, name)]
        spelled = [name for name in fitting if spells(typed, name)]
        for found in (spelled, fitting):
            if len(found) == 1:
                self._named(found[0])
                return True
        return False

    def _activated(self, index: int) -> None:
        self.picked.emit(self.form.choices[index][0])

    def _named(self, name: str) -> None:
        value = self.form.read(name)
        self.show_value(value)
        self.picked.emit(value)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        self._list()
        super().focusInEvent(event)
        line = self.lineEdit()
        if line is not None and not line.hasSelectedText():
            line.end(False)  # what is typed or deleted is the end, as it was before the beginning was shown

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802 - Qt's name
        """While words are composed nothing is offered; Qt 6.12 opens the whole list once a line is emptied.

        In a table's cell the first words come before the keyboard does.
        """
        offered = self._list()
        super().inputMethodEvent(event)
        if event.preeditString():
            offered.hide()

    def _list(self) -> Offered:
        """The list of its own, made where somebody comes to type: a page has dozens of boxes."""
        if self._offered is None:
            self._offered = Offered(self, self.completer())
        return self._offered

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        event.ignore()


class _Closed(QListView):
    """The list under the box: as long as it is closed it tells nobody which row is chosen.

    Qt has each change of a value told four times more by it. A page of boxes says so much at once that Orca stops to
    sort what it has heard, and says nothing for half a minute.
    """

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802 - Qt's name
        if self.isVisible():
            super().selectionChanged(selected, deselected)


class _Narrow(QSortFilterProxyModel):
    """The choices that fit what was typed so far."""

    _typed = ""

    def want(self, typed: str) -> None:
        self._typed = typed
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: object) -> bool:  # noqa: N802 - Qt's name
        del parent
        model = self.sourceModel()
        name = str(model.data(model.index(row, 0)) or "")
        return bool(name) and matches(self._typed, name)
