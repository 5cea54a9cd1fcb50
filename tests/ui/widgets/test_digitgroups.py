"""Digits that are read aloud, typed in one go: no group swallows what belongs to the next."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.digitgroups import lead_on


class Groups(QWidget):
    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        self.fields = [QLineEdit() for _ in range(4)]
        for field in self.fields:
            field.setMaxLength(5)
            row.addWidget(field)
        lead_on(self.fields)

    def texts(self) -> list[str]:
        return [field.text() for field in self.fields]


@pytest.fixture
def groups(qtbot: QtBot) -> Groups:
    made = Groups()
    qtbot.addWidget(made)
    made.show()
    made.fields[0].setFocus()
    return made


def type_on(qtbot: QtBot, groups: Groups, digits: str) -> None:
    """Each key to whatever has the keyboard then; a blank is Tab."""
    for digit in digits:
        holder = groups.focusWidget()
        assert holder is not None
        if digit == " ":
            qtbot.keyClick(holder, Qt.Key.Key_Tab)
        else:
            qtbot.keyClicks(holder, digit)


@pytest.mark.parametrize("typed", ["03222752102462752793", "03222 75210 24627 52793"])
def test_twenty_digits_fill_four_groups_with_and_without_tab(qtbot: QtBot, groups: Groups, typed: str) -> None:
    type_on(qtbot, groups, typed)
    assert groups.texts() == ["03222", "75210", "24627", "52793"]


def test_a_group_is_left_empty_by_a_second_tab(qtbot: QtBot, groups: Groups) -> None:
    type_on(qtbot, groups, "03222  24627")
    assert groups.texts() == ["03222", "", "24627", ""]


def test_a_digit_that_is_put_right_leaves_the_keyboard_there(qtbot: QtBot, groups: Groups) -> None:
    type_on(qtbot, groups, "03222752102462752793")
    groups.fields[0].setFocus()
    qtbot.keyClick(groups.fields[0], Qt.Key.Key_Backspace)
    qtbot.keyClicks(groups.fields[0], "1")
    assert groups.focusWidget() is groups.fields[0]
    assert groups.texts() == ["03221", "75210", "24627", "52793"]
