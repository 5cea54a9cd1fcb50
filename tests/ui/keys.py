"""Somebody without a mouse: sees what has the keyboard, and presses keys."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QListWidget,
    QMenu,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.ui.railtabs import RailTab
from desktop_app.ui.shell import Shell
from tests.ui.acting import idle

Key = Qt.Key
W = TypeVar("W", bound=QWidget)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
_PLAIN = Qt.KeyboardModifier.NoModifier
#: More steps than any screen has.
MOST = 200


def called(widget: QWidget) -> str:
    """What a screen reader says of it."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


class Keys:
    """Keys go where the keyboard is: to the popup, the dialog, or the window."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self._qtbot = qtbot
        self._shell = shell
        self.back_in_the_window()

    @property
    def window(self) -> QWidget:
        """The dialog that is open, else the main window."""
        return QApplication.activeModalWidget() or self._shell

    @property
    def here(self) -> QWidget:
        """What has the keyboard."""
        # a list or menu that has popped up takes all keys, as from a real keyboard
        return QApplication.activePopupWidget() or self.window.focusWidget() or self.window

    def back_in_the_window(self) -> None:
        """What a window manager does when a dialog goes."""
        self._shell.activateWindow()
        self._qtbot.waitUntil(lambda: QApplication.activeWindow() is self._shell)

    def press(self, key: Qt.Key, how: Qt.KeyboardModifier = _PLAIN, times: int = 1) -> None:
        for _ in range(times):
            before = self.window
            QTest.keyClick(self.here, key, how)
            idle(self._qtbot, self._shell)
            if before is not self.window:
                QApplication.processEvents()
                if self.window is self._shell:
                    self.back_in_the_window()
                idle(self._qtbot, self._shell)

    def write(self, words: str) -> None:
        """Keys where the letters have keys, else through the input method."""
        if words.isascii():
            QTest.keyClicks(self.here, words)
        else:
            QApplication.sendEvent(self.here, QInputMethodEvent("pin yin", []))
            committed = QInputMethodEvent("", [])
            committed.setCommitString(words)
            QApplication.sendEvent(self.here, committed)
        idle(self._qtbot, self._shell)

    def to(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        """Press Tab until what is called `name` has the keyboard; the rail's entries have keys of their own."""
        seen = []
        for _ in range(MOST):
            now = self.here
            if isinstance(now, kind) and not isinstance(now, RailTab) and called(now).startswith(name):
                return now
            seen.append(called(now) or type(now).__name__)
            QTest.keyClick(now, Key.Key_Tab)
        pytest.fail(f"{name} is not reached; seen: {list(dict.fromkeys(seen))}")

    def rail(self, name: str) -> None:
        """To a screen by the list of screens: Tab comes to the present one, arrows go on, Space opens."""
        for _ in range(MOST):
            if isinstance(self.here, RailTab):
                break
            QTest.keyClick(self.here, Key.Key_Tab)
        for _ in range(MOST):
            if called(self.here) == name:
                break
            QTest.keyClick(self.here, Key.Key_Down)
        assert called(self.here) == name
        self.press(Key.Key_Space)

    def push(self, name: str) -> None:
        """Go to a button and press it."""
        self.to(name, QAbstractButton)
        self.press(Key.Key_Space)

    def fill(self, **typed: str) -> None:
        """Fields by their names; what stood in one goes."""
        for name, words in typed.items():
            self.to(name)
            QTest.keyClick(self.here, Key.Key_A, CTRL)
            self.write(words)

    def choose(self, name: str, words: str) -> None:
        """Down or up in a list of choices until `words` is chosen."""
        box = self.to(name, QComboBox)
        at, now = box.findText(words), box.currentIndex()
        assert at >= 0, [box.itemText(n) for n in range(box.count())]
        while now != at:
            self.press(Key.Key_Down if now < at else Key.Key_Up)
            held = self.here  # a choice may make the screen anew
            assert isinstance(held, QComboBox)
            assert held.currentIndex() != now
            now = held.currentIndex()

    def tick(self, name: str) -> None:
        """Tick a box that is not ticked."""
        assert not self.to(name, QCheckBox).isChecked()
        self.press(Key.Key_Space)
        assert self.to(name, QCheckBox).isChecked()

    def tick_in(self, name: str, *rows: int) -> None:
        """Tick rows of a list of people."""
        ticked = self.to(name, QListWidget)
        for at in rows:
            while ticked.currentRow() != at:
                self.press(Key.Key_Down if ticked.currentRow() < at else Key.Key_Up)
            self.press(Key.Key_Space)
            assert ticked.item(at).checkState() is Qt.CheckState.Checked

    def row(self, name: str, at: int = 0) -> QTableWidget:
        """Go to a table and with the arrows to a row of it."""
        table = self.to(name, QTableWidget)
        assert at < table.rowCount()
        if table.currentRow() < 0 or not table.selectedItems():
            self.press(Key.Key_Down)
        while table.currentRow() != at:
            self.press(Key.Key_Down if table.currentRow() < at else Key.Key_Up)
        assert {index.row() for index in table.selectionModel().selectedRows()} == {at}
        return table

    def menu(self, name: str, entry: str) -> None:
        """Open the menu of a button and choose from it."""
        self.push(name)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for _ in range(len(menu.actions()) + 1):
            now = menu.activeAction()
            if now is not None and now.text().startswith(entry):
                self.press(Key.Key_Return)
                return
            QTest.keyClick(menu, Key.Key_Down)
        pytest.fail(f"no {entry} among {[one.text() for one in menu.actions()]}")

    def file(self, path: Path) -> None:
        """Answer the file dialog that is open by typing the path."""
        assert isinstance(self.window, QFileDialog)
        field = self.window.findChild(QWidget, "fileNameEdit")
        assert field is not None
        assert self.here is field
        QTest.keyClick(field, Key.Key_A, CTRL)
        QTest.keyClicks(field, str(path))
        self.press(Key.Key_Return)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what follows by itself."""
        self._qtbot.waitUntil(holds)
        idle(self._qtbot, self._shell)
