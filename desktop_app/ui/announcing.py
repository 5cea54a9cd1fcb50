"""What appears without being asked for is said to a screen reader, too; and so is what a combo box is for."""

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

try:
    from PySide6.QtGui import QAccessibleAnnouncementEvent as Announcement
except ImportError:  # Qt 6.7, the oldest of the range
    Announcement = None  # type: ignore[assignment,misc]


def announce(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """Have `words` read out; `at_once` breaks off what is being read. Qt 6.7 can only point at the widget."""
    if Announcement is None:
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))
        return
    event = Announcement(widget, words)
    way = QAccessible.AnnouncementPoliteness
    event.setPoliteness(way.Assertive if at_once else way.Polite)
    QAccessible.updateAccessibility(event)


def name_choices(app: QApplication) -> None:
    """Qt calls a combo box what it holds on Linux and tells its label only when both lie in the same parent.

    So what it is for is told as its description, from the moment it has the keyboard.
    """
    app.focusChanged.connect(_describe)


def _describe(_before: QWidget | None, now: QWidget | None) -> None:
    if isinstance(now, QComboBox) and not now.accessibleDescription():
        now.setAccessibleDescription(now.accessibleName())
