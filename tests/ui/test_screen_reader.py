"""What a screen reader is told of the main job: roles, names, rows of tables and findings, and what appears unasked."""

from collections.abc import Callable

import pytest
from PySide6 import QtGui
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import Marking, MarkState
from desktop_app.ui import announcing
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.carriers.screen import CarriersScreen
from desktop_app.ui.railtabs import RailTabs
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import control, first, go, idle, open_demo, press
from tests.ui.test_walk import put

NAME = QAccessible.Text.Name
Role = QAccessible.Role


def told(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def parts(of: QAccessibleInterface) -> list[tuple[QAccessible.Role, str]]:
    return [(child.role(), child.text(NAME)) for at in range(of.childCount()) if (child := of.child(at)) is not None]


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen reader is there; without a screen none can be."""
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read out unasked, caught where Qt hands it to the system."""
    words: list[str] = []
    announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if announcement is None:
        pytest.skip("Qt 6.7 has nothing read out")

    def catch(event: QAccessibleEvent) -> None:
        if isinstance(event, announcement):
            words.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", catch)
    return words


def test_where_nothing_is_read_out_a_reader_is_pointed_there(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Qt 6.7, which has no announcements yet."""
    events: list[tuple[QAccessible.Event, object]] = []
    monkeypatch.setattr(QtGui, "QAccessibleAnnouncementEvent", None, raising=False)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: events.append((event.type(), event.object())))
    label = QLabel("已保存")
    qtbot.addWidget(label)
    announcing.announce(label, "已保存")
    assert events == [(QAccessible.Event.Alert, label)]


def test_the_table_of_applications_has_heads_and_named_cells(qtbot: QtBot, desk_window: Shell) -> None:
    put(qtbot, desk_window, "classified_engineer.json")
    page = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    table = told(page.table)
    assert (table.role(), table.text(NAME)) == (Role.Table, "申请列表")
    inside = parts(table)
    assert [name for role, name in inside if role is Role.ColumnHeader][:2] == ["姓名", "申报职称"]
    assert "沈砚舟" in [name for role, name in inside if role is Role.Cell]
    search = told(page.search)
    assert (search.role(), search.text(NAME)) == (Role.EditableText, "查找申请")


def test_the_rail_is_a_list_of_tabs_with_the_present_one_selected(qtbot: QtBot, desk_window: Shell) -> None:
    assert desk_window.desk is not None
    go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    tabs = desk_window.desk._rail.findChild(RailTabs)
    assert tabs is not None
    rail = told(tabs)
    assert (rail.role(), rail.text(NAME)) == (Role.PageTabList, "栏目")
    assert parts(rail)[:3] == [(Role.PageTab, "工作台"), (Role.PageTab, "申请"), (Role.PageTab, "材料与打印")]
    inside = [rail.child(at) for at in range(rail.childCount())]
    assert [one.state().selected for one in inside[:3]] == [0, 1, 0]
    assert not any(one.state().checkable for one in inside)
    inside[0].actionInterface().doAction("Press")
    idle(qtbot, desk_window)
    assert desk_window.desk.shown.place().screen is ScreenKey.HOME if desk_window.desk.shown else False
    assert [one.state().selected for one in inside[:3]] == [1, 0, 0]


def test_a_table_without_rows_says_what_to_do(qtbot: QtBot, desk_window: Shell) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.CARRIERS), CarriersScreen)
    description = told(page.table).text(QAccessible.Text.Description)
    assert "登记载体" in description
    assert "各列：载体编号、类别、" in description


def test_the_editor_tells_sections_fields_and_findings(qtbot: QtBot, listening: None, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    sections = told(editor.sections)
    assert sections.role() is Role.List
    assert (Role.ListItem, "申报事项，还缺 1 项") in parts(sections)
    assert (Role.ListItem, "密级，齐全") in parts(sections)
    findings = told(editor.findings.list)
    assert findings.role() is Role.List
    first = parts(findings)[0][1]
    assert first.startswith("不得申报")
    assert "三（二）3" in first
    editor.jump("filing.level")
    box = desk_window.focusWidget()
    assert box is not None
    assert told(box).role() is Role.ComboBox
    # on Linux a combo box is called what it holds: what it is for is its description
    assert told(box).text(QAccessible.Text.Description) == "申报层级（必填）"
    submit = told(editor.header.submit_button)
    assert submit.role() in (Role.Button, Role.PushButton)
    assert submit.text(NAME) == editor.header.submit_button.text()  # also after the words have changed
    assert "还差" in submit.text(NAME)


def test_a_choice_that_a_reader_only_looks_at_says_what_it_is_for(
    qtbot: QtBot, desk_window: Shell, request: pytest.FixtureRequest
) -> None:
    def boxes() -> list[QComboBox]:
        page = go(qtbot, desk_window, Place(ScreenKey.CARRIERS), CarriersScreen)
        return [one for one in page.findChildren(QComboBox) if one.isVisible()]

    assert not any(box.accessibleDescription() for box in boxes()), "nobody listens: nothing is looked for"
    request.getfixturevalue("listening")
    go(qtbot, desk_window, Place(ScreenKey.HOME), Screen)
    assert boxes()
    for box in boxes():
        assert not box.hasFocus()
        assert told(box).text(QAccessible.Text.Description) == box.accessibleName()


def test_what_is_wrong_is_read_out_where_it_stands(
    qtbot: QtBot, at_first: Callable[[Desk, str, str], Shell], heard: list[str]
) -> None:
    page = first(qtbot, at_first(Desk.APPLICANT, "沈砚舟", ""))
    for times in (1, 2):  # also when it is still wrong
        press(qtbot, page, "建立保险库")
        assert page.message.text()
        assert heard.count(page.message.text()) == times


def test_what_is_wrong_with_a_field_is_read_out_once(qtbot: QtBot, desk_window: Shell, heard: list[str]) -> None:
    editor = open_demo(qtbot, desk_window)
    line = control(editor, "person.birth")
    line.selectAll()
    qtbot.keyClicks(line, "1988-13-01")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.accessibleDescription()
    assert heard.count(line.accessibleDescription()) == 1


def test_messages_and_the_mark_are_read_out_when_they_change(
    qtbot: QtBot, desk_window: Shell, heard: list[str]
) -> None:
    put(qtbot, desk_window, "classified_engineer.json")
    assert desk_window.context is not None
    desk_window.context.note("已存。")
    desk_window.context.fault(Fault(Code.ROLE_REFUSED))
    assert heard[0] == "已完成：已存。"
    assert heard[1].startswith("未完成：")
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    row = table.model.row(0)
    assert row is not None
    go(qtbot, desk_window, Place(ScreenKey.EDITOR, row.id), EditorScreen)
    assert "密级标志：机密★5年" in heard
    count = len(heard)
    desk_window.mark.show_open(desk_window.context.opened.machine, Marking(state=MarkState.NOT_SECRET))
    desk_window.mark.show_open(desk_window.context.opened.machine, Marking(state=MarkState.NOT_SECRET))
    idle(qtbot, desk_window)
    assert heard[count:] == ["密级标志：不属于国家秘密"]  # once
