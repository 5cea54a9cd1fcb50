"""Where the keyboard is in a dialog: at first, round with Tab and back, seen all the way; Escape leaves."""

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.ui.registry import Place, Screen
from desktop_app.ui.shell import Shell, close_dialogs
from tests.support import layout_faults
from tests.ui.acting import go, idle
from tests.ui.test_focus import dress, named, unseen, walked, wanting
from tests.ui.test_walk import asking, asking_buttons, everywhere, filled, unnamed, usual

#: What somebody fills in or chooses from; where a dialog has any, the keyboard is there at first.
ENTRIES = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)


def entries(dialog: QDialog) -> list[QWidget]:
    return [one for one in wanting(dialog) if isinstance(one, ENTRIES) and not getattr(one, "isReadOnly", bool)()]


def at_first(dialog: QDialog) -> Iterator[str]:
    """The keyboard is inside, at what is filled in where anything is, and never at what cannot be taken back."""
    first = dialog.focusWidget()
    if first is None or not first.isVisible() or not first.isEnabled():
        yield "the keyboard is nowhere at first"
    elif entries(dialog) and isinstance(first, QPushButton):
        yield f"the keyboard is at {named(first)} at first, not at what is filled in"


def round_and_back(dialog: QDialog) -> Iterator[str]:
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    there, back = walked(dialog, Qt.Key.Key_Tab), walked(dialog, Qt.Key.Key_Backtab)
    if back[1:] != there[:0:-1]:
        yield "Shift and Tab do not go the way back"
    for one in wanting(dialog):
        if one not in there:
            yield f"Tab does not come to {named(one)}"
    yield from layout_faults.tab_faults(dialog)
    if len(there) > 1:
        yield from unseen(dialog, there)


def keyboard_faults(qtbot: QtBot, dialog: QDialog) -> list[str]:
    """What is wrong with a dialog that has just opened; the keyboard is where it was afterwards."""
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    first = dialog.focusWidget()
    found = [*at_first(dialog), *unnamed(dialog), *round_and_back(dialog)]
    if first is not None:
        first.setFocus()
    return found


def faults(qtbot: QtBot, shell: Shell, dialog: QDialog) -> Iterator[str]:
    yield from keyboard_faults(qtbot, dialog)
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Escape)
    idle(qtbot, shell)
    if asking():
        yield "Escape does not close it"
        close_dialogs()


def openers(screen: Screen) -> dict[str, Callable[[], None]]:
    """What asks something first, by its words: buttons that end in an ellipsis, and such lines of a button's menu."""
    found: dict[str, Callable[[], None]] = {b.text(): b.click for b in asking_buttons(screen)}
    for one in screen.findChildren(QAbstractButton):
        menu = one.menu() if isinstance(one, QPushButton | QToolButton) else None
        if menu is None or not one.isVisible() or not one.isEnabled():
            continue
        menu.aboutToShow.emit()
        found |= {
            line.text(): line.trigger for line in menu.actions() if line.isEnabled() and line.text().endswith("…")
        }
    return found


def choose(qtbot: QtBot, shell: Shell, screen: Screen) -> None:
    """Each table and list has its first row chosen, so that what is about a row can be pressed."""
    for view in screen.findChildren(QAbstractItemView):
        if view.isVisible() and view.model() is not None and not isinstance(view, QHeaderView):
            index = view.model().index(0, 0)
            if index.isValid() and view.model().flags(index) & Qt.ItemFlag.ItemIsSelectable:
                view.setCurrentIndex(index)
    idle(qtbot, shell)


def _kind(words: str) -> str:
    """The same register of another year is the same dialog."""
    return re.sub(r"\d+", "", words)


def asked(qtbot: QtBot, shell: Shell, name: str, place: Place, done: set[str]) -> Iterator[tuple[str, QDialog]]:
    """Every dialog that a screen opens, one after another, but those in `done`; whoever looks at it puts it away."""
    while True:
        screen = go(qtbot, shell, place, Screen)
        choose(qtbot, shell, screen)
        left = {words: act for words, act in openers(screen).items() if _kind(words) not in done}
        if not left:
            return
        words, act = next(iter(left.items()))
        done.add(_kind(words))
        act()
        idle(qtbot, shell)
        for dialog in asking():
            if not isinstance(dialog, QFileDialog):  # Qt's own
                yield f"{name} {words} {type(dialog).__name__}", dialog
        close_dialogs()
        idle(qtbot, shell)


@pytest.mark.parametrize("look", ["light", "high contrast"])
def test_the_keyboard_is_seen_all_the_way_round_every_dialog(qtbot: QtBot, desk_window: Shell, look: str) -> None:
    ids = filled(qtbot, desk_window, usual)
    dress(qtbot, desk_window, look)
    found, opened, done = [], set[str](), set[str]()
    for name, place in everywhere(ids):
        for told, dialog in asked(qtbot, desk_window, name, place, done):
            opened.add(told)
            found += [f"{told}: {fault}" for fault in faults(qtbot, desk_window, dialog)]
    assert not found, "\n".join(found)
    assert len(opened) >= 30
