"""What appears without being asked for is said to a screen reader, too; and so is what a combo box is for."""

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QComboBox, QWidget


def announce(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """Have `words` read out; `at_once` breaks off what is being read. Qt 6.7 can only point at the widget."""
    from PySide6 import QtGui  # its names on use: before the first paint nothing is read out

    made = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if made is None:
        QtGui.QAccessible.updateAccessibility(QtGui.QAccessibleEvent(widget, QtGui.QAccessible.Event.Alert))
        return
    event = made(widget, words)
    way = QtGui.QAccessible.AnnouncementPoliteness
    event.setPoliteness(way.Assertive if at_once else way.Polite)
    QtGui.QAccessible.updateAccessibility(event)


class Choices(QObject):
    """Qt calls a combo box what it holds on Linux and tells its label only when both lie in the same parent.

    So what it is for is told as its description: of all in a window, for a reader also looks at what has no keyboard;
    and only while a reader listens, for each press of Tab would look through the whole window. Lives as long as
    `parent`.
    """

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._describe)
        self._describe(None, app.focusWidget())

    def _describe(self, _before: QWidget | None, now: QWidget | None) -> None:
        from PySide6.QtGui import QAccessible  # on use, as above

        if now is None or not QAccessible.isActive():
            return
        boxes: Iterable[QComboBox] = now.window().findChildren(QComboBox)
        for box in boxes:
            if box.accessibleName() and not box.accessibleDescription():
                box.setAccessibleDescription(box.accessibleName())
