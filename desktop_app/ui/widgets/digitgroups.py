"""Groups of digits that are read aloud or off a label: typed one after another without a key between them."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

_ONWARD = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def lead_on(fields: Sequence[QLineEdit]) -> None:
    """From a group that is full the keyboard goes to the next that is empty; a digit too many was dropped before."""
    for field, after in pairwise(fields):
        _Lead(field, after)


class _Lead(QObject):
    """Between two groups. Who presses Tab or Enter after the last digit by habit skips none: once, it does nothing."""

    def __init__(self, field: QLineEdit, after: QLineEdit) -> None:
        super().__init__(field)
        self._field, self._after = field, after
        self._led = False
        field.textEdited.connect(self._typed)

    def _typed(self) -> None:
        full = len(self._field.text()) == self._field.maxLength() == self._field.cursorPosition()
        if full and not self._after.text():
            self._after.setFocus(Qt.FocusReason.TabFocusReason)
            self._after.installEventFilter(self)  # the last is asked first: before what goes on upon Enter
            self._led = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        led, self._led = self._led, False
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        return watched is self._after and led and plain and event.key() in _ONWARD
