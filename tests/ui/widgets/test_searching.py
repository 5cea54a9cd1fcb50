"""From the line where one searches into what was found."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTableWidget, QTableWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.parts import column
from desktop_app.ui.widgets.searching import leads_into
from desktop_app.ui.widgets.tablelook import dress


@pytest.mark.parametrize(("key", "chosen"), [(Qt.Key.Key_Down, [0]), (Qt.Key.Key_Return, [])])
def test_down_chooses_the_first_row_and_enter_leaves_the_choice(
    qtbot: QtBot, dressed: QApplication, key: Qt.Key, chosen: list[int]
) -> None:
    page, search, table = QWidget(), QLineEdit(), QTableWidget(2, 1)
    for at in range(2):
        table.setItem(at, 0, QTableWidgetItem(str(at)))
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    dress(table, 36)
    table.setCurrentCell(-1, -1)
    leads_into(search, table)
    page.setLayout(column(search, table))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    search.setFocus()
    qtbot.keyClicks(search, "1")
    qtbot.keyClick(search, key)
    assert page.focusWidget() is table
    assert [index.row() for index in table.selectionModel().selectedRows()] == chosen
