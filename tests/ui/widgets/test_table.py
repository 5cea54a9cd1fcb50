"""Tables used like a spreadsheet."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.application import Publication, Study
from desktop_app.domain.kinds import Authorship
from desktop_app.ui.widgets.choice import ChoiceBox
from desktop_app.ui.widgets.formats import ChoiceFormat
from desktop_app.ui.widgets.gridmodel import Column
from desktop_app.ui.widgets.kinds import format_of
from desktop_app.ui.widgets.tablefield import TableField


def columns(owner: type, *names: str) -> list[Column]:
    return [Column(name, name, format_of(owner, name), 100) for name in names]


@pytest.fixture
def table(qtbot: QtBot, dressed: QApplication) -> TableField:
    made = TableField("study", "学习经历", columns(Study, "start", "end", "school"), lambda rows: Study())
    made.resize(800, 400)
    qtbot.addWidget(made)
    made.show()
    made.grid.setFocus()
    made.go(0, 0)
    return made


def editor(table: TableField) -> QWidget:
    found = [line for line in table.grid.viewport().findChildren(QLineEdit) if line.isVisible()]
    assert found
    return found[-1]


def test_typing_and_tab_fill_a_row_and_enter_goes_down(qtbot: QtBot, table: TableField) -> None:
    qtbot.keyClicks(table.grid, "2")
    qtbot.keyClicks(editor(table), "00909")
    qtbot.keyClick(editor(table), Qt.Key.Key_Tab)
    qtbot.keyClicks(editor(table), "2013.7")
    qtbot.keyClick(editor(table), Qt.Key.Key_Tab)
    qtbot.keyClicks(editor(table), "Peking University")
    qtbot.keyClick(editor(table), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.grid.currentIndex().row() == 1)
    assert table.model.rows == (Study(start="2009-09", end="2013-07", school="Peking University"),)
    assert table.model.rowCount() == 2


def test_rows_pasted_from_a_sheet(qtbot: QtBot, table: TableField) -> None:
    QApplication.clipboard().setText('2009.9\t2013.7\t内蒙古大学\r\n2014/9\t2017-06\t"北京""大学"""\r\n')
    qtbot.keyClick(table.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert table.model.rows == (
        Study(start="2009-09", end="2013-07", school="内蒙古大学"),
        Study(start="2014-09", end="2017-06", school='北京"大学"'),
    )
    assert table.wrong.isHidden()


def test_a_cell_that_cannot_be_read_is_named_and_the_rest_is_kept(qtbot: QtBot, table: TableField) -> None:
    QApplication.clipboard().setText("去年\t2013.7\t内蒙古大学")
    qtbot.keyClick(table.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert table.model.rows == (Study(end="2013-07", school="内蒙古大学"),)
    assert "第 1 行" in table.wrong.text()
    assert "去年" in table.wrong.text()


def test_rows_are_copied_removed_and_moved(qtbot: QtBot, table: TableField) -> None:
    first, second = Study(school="甲"), Study(school="乙")
    table.show_value((first, second))
    table.go(0, "school")
    qtbot.keyClick(table.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "甲\n"
    table.move_row(1)
    assert table.model.rows == (second, first)
    assert table.grid.currentIndex().row() == 1
    table.remove()
    assert table.model.rows == (second,)


def test_delete_empties_the_cell(qtbot: QtBot, table: TableField) -> None:
    table.show_value((Study(school="甲", start="2009-09"),))
    table.go(0, "start")
    qtbot.keyClick(table.grid, Qt.Key.Key_Delete)
    assert table.model.rows == (Study(school="甲"),)


def test_tab_leaves_the_table_at_its_end(qtbot: QtBot, dressed: QApplication) -> None:
    page = QWidget()
    table = TableField("study", "学习经历", columns(Study, "start", "school"), lambda rows: Study())
    table.setParent(page)
    after = QLineEdit(page)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    table.go(0, 1)
    assert page.focusWidget() is table.grid
    qtbot.keyClick(table.grid, Qt.Key.Key_Tab)
    assert page.focusWidget() is not table.grid
    after.setFocus()
    qtbot.keyClick(after, Qt.Key.Key_Tab)
    assert page.focusWidget() is table.grid


def test_a_choice_in_a_cell_is_typed_by_its_initials(qtbot: QtBot, dressed: QApplication) -> None:
    table = TableField("publications", "论文", columns(Publication, "authorship", "title"), lambda rows: Publication())
    table.resize(600, 300)
    qtbot.addWidget(table)
    table.show()
    table.go(0, 0)
    qtbot.keyClick(table.grid, Qt.Key.Key_D)
    box = table.grid.viewport().findChild(ChoiceBox)
    assert box is not None
    qtbot.keyClicks(box, "z")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: len(table.model.rows) == 1)
    row = table.model.rows[0]
    assert isinstance(row, Publication)
    assert row.authorship is Authorship.SOLE


@pytest.mark.parametrize("typed", ["gjgcs", "gaojigongchengshi", "高级工程师"])
def test_what_spells_one_choice_whole_is_that_choice_though_others_hold_it(
    qtbot: QtBot, dressed: QApplication, typed: str
) -> None:
    box = ChoiceBox(ChoiceFormat(tuple((name, name) for name in ("正高级工程师", "高级工程师", "工程师"))))
    qtbot.addWidget(box)
    box.setEditText(typed)
    assert box.settle()
    assert box.currentText() == "高级工程师"
    box.setEditText("gc")
    assert not box.settle()


def test_read_only_rows_cannot_be_changed(qtbot: QtBot, table: TableField) -> None:
    table.show_value((Study(school="甲"),))
    table.set_read_only(True)
    assert table.model.rowCount() == 1
    table.go(0, 0)
    QApplication.clipboard().setText("2009.9")
    qtbot.keyClick(table.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(table.grid, "2")
    assert table.model.rows == (Study(school="甲"),)
