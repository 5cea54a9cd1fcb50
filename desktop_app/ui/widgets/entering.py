"""Enter does what is meant: it presses the button that has the keyboard, and in a dialog it goes on from a line."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QMetaMethod, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QCheckBox, QDialog, QLineEdit, QPushButton, QWidget

#: The property of a page whose lines go on upon Enter as a dialog's do.
ENTERS = "enters"
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class Entering(QObject):
    """Listens to what has the keyboard, and to nothing else. No button is a dialog's default: a scanner's Enter at the
    end of a line must not do an act; so a line goes on to the next, the last one to the act, a lone one does it."""

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._scanned = False  # letters came to a button: a scanner that was not pointed at a line
        app.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        self._scanned = False
        if before is not None:
            before.removeEventFilter(self)
        if isinstance(now, QPushButton | QLineEdit):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if not (isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress):
            return False
        if event.key() not in _ENTER or event.modifiers() not in _PLAIN:
            self._scanned = isinstance(watched, QPushButton) and bool(event.text().strip())
            return False
        if isinstance(watched, QPushButton):
            if not event.isAutoRepeat() and not self._scanned:
                _press(watched)
            self._scanned = False
            return True
        return isinstance(watched, QLineEdit) and _goes_on(watched)


def _press(button: QPushButton) -> None:
    if button.menu() is not None:
        button.showMenu()
    else:
        button.click()


def _goes_on(line: QLineEdit) -> bool:
    """From a line of a dialog that does nothing of its own upon Enter."""
    dialog, holder = _asking(line), line.parentWidget()
    if dialog is None or line.isSignalConnected(QMetaMethod.fromSignal(line.returnPressed)):
        return False
    act = _act(dialog)
    in_a_table = holder is not None and isinstance(holder.parentWidget(), QAbstractItemView)
    if act is None or in_a_table:
        return False
    fields = [one for one in _stops(dialog, line) if not isinstance(one, QPushButton)]
    after = fields[fields.index(line) + 1 :]
    if not all(isinstance(one, QCheckBox) for one in after):  # such as “show the passphrase” below the last
        after[0].setFocus(Qt.FocusReason.TabFocusReason)
    elif len(fields) == 1:
        act.click()
    else:
        act.setFocus(Qt.FocusReason.TabFocusReason)
    return True


def _asking(line: QLineEdit) -> QWidget | None:
    """The dialog in which the line stands, or the page that is like one."""
    if isinstance(line.window(), QDialog):
        return line.window()
    page: QWidget | None = line.parentWidget()
    while page is not None and not page.property(ENTERS):
        page = page.parentWidget()
    return page


def _act(dialog: QWidget) -> QPushButton | None:
    """The button that does what the dialog is for."""
    buttons: Iterable[QPushButton] = dialog.findChildren(QPushButton)
    return next((one for one in buttons if one.property("look") == "main"), None)


def _stops(dialog: QWidget, line: QLineEdit) -> list[QWidget]:
    """What Tab comes to in the dialog, in its order from the dialog's beginning."""
    found: list[QWidget] = []
    now: QWidget | None = dialog
    while (now := now.nextInFocusChain() if now is not None else None) not in (None, dialog):
        assert now is not None
        tabbed = now.focusPolicy() & Qt.FocusPolicy.TabFocus and now.focusProxy() is None
        if now is line or (dialog.isAncestorOf(now) and tabbed and now.isEnabled() and now.isVisibleTo(dialog)):
            found.append(now)
    return found
