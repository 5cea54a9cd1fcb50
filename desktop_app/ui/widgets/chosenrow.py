"""A table that Tab comes to has a row chosen, and an arrow chooses one: no row needs the mouse, nor does a lone one."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

#: The user went there; a screen that puts the keyboard into its table has chosen nothing for them.
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_ARROWS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class ChosenRow(QObject):
    """The present row, else the first, where none is chosen yet: Qt's arrows start beside it."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in _BY_KEYS:
            self._choose()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _ARROWS:
            return event.modifiers() == Qt.KeyboardModifier.NoModifier and self._choose()
        return False

    def _choose(self) -> bool:
        """Whether a row had to be chosen, and was."""
        chosen, model = self._view.selectionModel(), self._view.model()
        if self._view.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers:
            return False  # what is typed in, cell by cell
        if chosen is None or chosen.hasSelection() or model.rowCount() == 0:
            return False
        at = self._view.currentIndex() if self._view.currentIndex().isValid() else model.index(0, 0)
        flag = QItemSelectionModel.SelectionFlag
        chosen.setCurrentIndex(at, flag.Select | flag.Rows)
        return chosen.hasSelection()
