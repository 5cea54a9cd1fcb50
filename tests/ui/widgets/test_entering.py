"""Enter upon a button, and Enter at the end of a line of a dialog."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.entering import Entering
from desktop_app.ui.widgets.parts import button, column

Key = Qt.Key
Made = tuple[QDialog, list[QLineEdit], QPushButton, list[str]]


@pytest.fixture
def dialog(qtbot: QtBot, dressed: QApplication) -> Callable[[int], Made]:
    """With so many lines, a box to tick, and two buttons."""

    def make(lines: int, *beside: QWidget) -> Made:
        pressed: list[str] = []
        made = QDialog()
        qtbot.addWidget(made)
        Entering(dressed, made)
        fields = [QLineEdit() for _ in range(lines)]
        no = button("不，返回", lambda: pressed.append("no"))
        yes = button("登记", lambda: pressed.append("yes"), "main")
        made.setLayout(column(*fields, *beside, no, yes))
        made.show()
        made.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
        return made, fields, yes, pressed

    return make


def enter(made: QDialog) -> None:
    here = made.focusWidget()
    assert here is not None
    QTest.keyClick(here, Key.Key_Return)


def test_from_line_to_line_and_to_the_act(dialog: Callable[..., Made]) -> None:
    made, (first, second), yes, pressed = dialog(2, QCheckBox("显示口令"))
    first.setFocus()
    enter(made)
    assert second.hasFocus()
    enter(made)
    assert yes.hasFocus()
    assert pressed == []
    enter(made)
    assert pressed == ["yes"]


def test_a_lone_line_does_the_act_unless_it_cannot_be_done(dialog: Callable[..., Made]) -> None:
    made, (only,), yes, pressed = dialog(1)
    yes.setEnabled(False)
    only.setFocus()
    enter(made)
    assert pressed == []
    yes.setEnabled(True)
    enter(made)
    assert pressed == ["yes"]


def test_what_a_line_does_itself_is_left_to_it(dialog: Callable[..., Made]) -> None:
    made, (first, second), _, pressed = dialog(2)
    first.returnPressed.connect(lambda: pressed.append("own"))
    first.setFocus()
    enter(made)
    assert pressed == ["own"]
    assert not second.hasFocus()


def test_a_scanner_that_was_pointed_at_no_line_presses_nothing(dialog: Callable[..., Made]) -> None:
    made, _, yes, pressed = dialog(2)
    yes.setFocus()
    QTest.keyClicks(yes, "U2026-0001")
    enter(made)
    assert pressed == []
    enter(made)
    assert pressed == ["yes"]


def test_enter_opens_the_menu_of_a_button(qtbot: QtBot, dialog: Callable[..., Made]) -> None:
    opens = QPushButton("更多")
    menu = QMenu(opens)
    menu.addAction("作废")
    opens.setMenu(menu)
    made, _, _, _ = dialog(1, opens)
    opens.setFocus()
    qtbot.waitUntil(opens.hasFocus)
    seen: list[bool] = []
    menu.aboutToShow.connect(lambda: (seen.append(True), menu.close()))
    enter(made)
    menu.close()
    assert seen == [True]
