"""A dialog is never larger than the window it belongs to: at a large zoom what it holds scrolls instead."""

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QVBoxLayout, QWidget

from desktop_app.ui.widgets.fitted import Fitted


class Bounded(QObject):
    """Looks at each dialog when it opens, as long as `parent` lives."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusWindowChanged.connect(self._opened)

    def _opened(self, _: QWindow | None) -> None:
        _look(QApplication.activeModalWidget())


def _look(shown: QWidget | None) -> None:
    if not isinstance(shown, QDialog) or isinstance(shown, QFileDialog) or shown.findChild(Fitted) is not None:
        return
    owner = shown.parentWidget()
    if owner is None:
        return
    room = _room(owner.window(), shown)
    if _fits(shown.size(), room) and _fits(shown.minimumSizeHint().expandedTo(shown.minimumSize()), room):
        return
    _let_scroll(shown, room)


def _room(window: QWidget, dialog: QDialog) -> QSize:
    """As large as the window, and no higher than the screen with what the system puts round the dialog."""
    frame = dialog.frameGeometry().height() - dialog.height()
    return QSize(window.width(), min(window.height(), dialog.screen().availableSize().height() - frame))


def _fits(size: QSize, room: QSize) -> bool:
    return size.width() <= room.width() and size.height() <= room.height()


def _let_scroll(dialog: QDialog, room: QSize) -> None:
    content = dialog.layout()
    if content is None:
        return
    wanted = dialog.size().expandedTo(dialog.minimumSizeHint())
    here = dialog.focusWidget()
    inside = QWidget()
    inside.setLayout(content)  # takes the layout with all it holds away from the dialog
    inside.setMinimumSize(0, 0)
    frame = Fitted()
    whole = QVBoxLayout()
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(frame)
    dialog.setLayout(whole)
    frame.put(inside)
    dialog.setMinimumSize(dialog.minimumSize().boundedTo(room))
    dialog.setMaximumSize(room)
    dialog.resize(wanted.boundedTo(room))
    if here is not None:
        here.setFocus()
