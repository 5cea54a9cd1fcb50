"""From the line where one searches to what was found: Enter and the arrow down lead there."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit


def leads_into(search: QLineEdit, found: QAbstractItemView) -> None:
    """Enter goes to `found` as it stands; the arrow down also chooses its first row where none is chosen."""
    search.returnPressed.connect(found.setFocus)
    search.installEventFilter(_Down(search, found))


class _Down(QObject):
    def __init__(self, search: QLineEdit, found: QAbstractItemView) -> None:
        super().__init__(search)
        self._found = found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        del watched
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() != Qt.Key.Key_Down or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        self._found.setFocus(Qt.FocusReason.TabFocusReason)
        return True
