"""Fields under a user's fingers."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.choice import ChoiceBox
from desktop_app.ui.widgets.fields import ChoiceField, Field, LineField, LongField
from desktop_app.ui.widgets.formats import DateFormat, TextFormat, code_choices, yes_no


class Heard(list[object]):
    def __init__(self, field: Field) -> None:
        super().__init__()
        field.edited.connect(lambda _, value: self.append(value))


def shown(qtbot: QtBot, field: QWidget) -> None:
    qtbot.addWidget(field)
    field.show()
    field.setFocus()
    qtbot.waitUntil(lambda: field.isVisible())


def test_a_day_typed_run_together_is_told_and_then_shown_whole(qtbot: QtBot, dressed: QApplication) -> None:
    field = LineField("person.birth", "出生年月日", DateFormat())
    shown(qtbot, field)
    heard = Heard(field)
    qtbot.keyClicks(field.control, "19880229")
    assert heard[-1] == date(1988, 2, 29)
    assert field.control.text() == "19880229"
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    assert field.control.text() == "1988-02-29"
    assert field.wrong.isHidden()


def test_an_impossible_day_stays_readable_and_counts_as_not_filled_in(qtbot: QtBot, dressed: QApplication) -> None:
    field = LineField("person.birth", "出生年月日", DateFormat())
    shown(qtbot, field)
    field.show_value(date(1988, 1, 1))
    heard = Heard(field)
    field.control.selectAll()
    qtbot.keyClicks(field.control, "1989.2.29")
    qtbot.keyClick(field.control, Qt.Key.Key_Return)
    assert heard[-1] is None
    assert field.control.text() == "1989.2.29"
    assert "年月日" in field.wrong.text()
    field.show_value(None)
    assert field.control.text() in ("1989.2.29", "")


def test_an_input_method_is_not_disturbed_while_it_composes(qtbot: QtBot, dressed: QApplication) -> None:
    field = LineField("person.name", "姓名", TextFormat(60))
    shown(qtbot, field)
    heard = Heard(field)
    QApplication.sendEvent(field.control, QInputMethodEvent("suri", []))
    assert heard == []
    field.show_value("")
    commit = QInputMethodEvent("", [])
    commit.setCommitString("苏日娜")
    QApplication.sendEvent(field.control, commit)
    assert heard == ["苏日娜"]
    assert field.control.text() == "苏日娜"


def test_too_long_a_text_is_said_and_not_cut(qtbot: QtBot, dressed: QApplication) -> None:
    field = LineField("person.name", "姓名", TextFormat(5))
    shown(qtbot, field)
    heard = Heard(field)
    qtbot.keyClicks(field.control, "123456")
    assert heard[-1] == "12345"
    assert field.control.text() == "123456"
    assert "5" in field.wrong.text()


def test_a_code_is_chosen_by_its_initials(qtbot: QtBot, dressed: QApplication) -> None:
    field = ChoiceField("person.ethnic_group", "民族", code_choices([("01", "汉族"), ("02", "蒙古族"), ("11", "满族")]))
    shown(qtbot, field)
    heard = Heard(field)
    qtbot.keyClicks(field.control.lineEdit(), "mgz")
    qtbot.keyClick(field.control.lineEdit(), Qt.Key.Key_Tab)
    field.control.settle()
    assert heard == ["02"]
    assert field.control.currentText() == "蒙古族"


def test_an_ambiguous_code_is_not_guessed(qtbot: QtBot, dressed: QApplication) -> None:
    field = ChoiceField("person.ethnic_group", "民族", code_choices([("02", "蒙古族"), ("11", "满族")]))
    shown(qtbot, field)
    heard = Heard(field)
    qtbot.keyClicks(field.control.lineEdit(), "m")
    assert not field.control.settle()
    assert heard == []


def test_a_long_text_counts_and_tab_leaves_it(qtbot: QtBot, dressed: QApplication) -> None:
    page = QWidget()
    field = LongField("work_summary", "业绩总结", TextFormat(4000, lines=True), 20)
    field.setParent(page)
    after = QLineEdit(page)
    shown(qtbot, page)
    field.setFocus()
    heard = Heard(field)
    qtbot.keyClicks(field.control, "a b")
    assert heard[-1] == "a b"
    assert field.counter.text().startswith("3 / 20")
    qtbot.keyClick(field.control, Qt.Key.Key_Tab)
    assert field.control.toPlainText() == "a b"
    assert page.focusWidget() is after


@pytest.mark.parametrize("value", [None, date(2020, 2, 29)])
def test_showing_a_value_tells_nobody(qtbot: QtBot, dressed: QApplication, value: date | None) -> None:
    field = LineField("person.birth", "出生年月日", DateFormat())
    qtbot.addWidget(field)
    heard = Heard(field)
    field.show_value(value)
    assert heard == []


def test_choices_that_are_offered_again_change_nothing(qtbot: QtBot, dressed: QApplication) -> None:
    """A page offers anew at every keystroke, and a screen reader is told of each reset."""
    box = ChoiceBox(yes_no(blank=True))
    qtbot.addWidget(box)
    box.show_value(True)
    resets: list[bool] = []
    box.model().modelReset.connect(lambda: resets.append(True))
    box.offer(yes_no(blank=True))
    assert resets == []
    assert box.currentText() == "是"
    box.offer(yes_no(blank=False))
    assert resets == [True]
