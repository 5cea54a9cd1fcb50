"""What is being composed with an input method stays as it is while the program judges, saves, offers and speaks."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Code, Fault
from desktop_app.domain import paths
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.choice import ChoiceBox
from desktop_app.ui.widgets.offered import Offered
from desktop_app.ui.widgets.tablefield import TableField
from tests.ui.acting import come_to, control, idle, open_demo


def begin(widget: QWidget, letters: str) -> None:
    """Letters of a composition that is not finished, its cursor behind them."""
    cursor = QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.Cursor, len(letters), 1, None)
    QApplication.sendEvent(widget, QInputMethodEvent(letters, [cursor]))


def commit(widget: QWidget, words: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def ethnic_group(qtbot: QtBot, shell: Shell) -> tuple[EditorScreen, ChoiceBox, QLineEdit]:
    """A filing open at a box to choose in: the editor, the box, and its line with all that stands there selected."""
    editor = open_demo(qtbot, shell)
    box = come_to(editor, "person.ethnic_group", ChoiceBox)
    line = box.lineEdit()
    assert line is not None
    line.selectAll()
    return editor, box, line


def jobs(qtbot: QtBot, shell: Shell) -> tuple[EditorScreen, TableField]:
    """A filing open at its table of jobs."""
    editor = open_demo(qtbot, shell)
    editor.sections.choose("work")
    idle(qtbot, shell)
    field = editor.stack.currentWidget().findChild(TableField)
    assert field is not None
    return editor, field


def offered() -> Offered | None:
    """The list of choices that stands under a box."""
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, Offered) and one.isVisible()), None)


def work_goes_on(qtbot: QtBot, shell: Shell, editor: EditorScreen) -> None:
    """Judging, saving and a message, all while somebody is composing."""
    assert editor.draft is not None
    assert shell.context is not None
    editor.draft.assess()
    editor.draft.shown.emit()
    shell.context.autosave.put(editor.application, editor.draft.now)
    shell.context.autosave.flush()
    shell.context.note("已存。")
    idle(qtbot, shell)


@pytest.mark.parametrize(
    ("path", "letters", "words"),
    [("person.name", "ba ya er", "巴雅尔"), ("filing.specialty", "ce hui", "测绘"), ("person.working_since", "2", "2")],
)
def test_a_line(qtbot: QtBot, desk_window: Shell, path: str, letters: str, words: str) -> None:
    editor = open_demo(qtbot, desk_window)
    assert editor.draft is not None
    line = control(editor, path)
    line.selectAll()
    line.del_()
    kept, start = paths.get(editor.draft.now, path), line.cursorRect().x()
    begin(line, letters)
    behind = line.cursorRect().x()
    assert behind > start
    work_goes_on(qtbot, desk_window, editor)
    assert line.hasFocus()
    assert line.cursorRect().x() == behind  # the letters are still there
    assert line.text() == ""
    assert paths.get(editor.draft.now, path) == kept
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    commit(line, words)
    assert line.text() == words


def test_a_long_text(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    editor.sections.choose("work_summary")
    idle(qtbot, desk_window)
    area = next(one for one in editor.stack.currentWidget().findChildren(QPlainTextEdit) if one.isVisible())
    area.setFocus()
    area.selectAll()
    area.cut()
    begin(area, "ye ji")
    work_goes_on(qtbot, desk_window, editor)
    assert area.document().firstBlock().layout().preeditAreaText() == "ye ji"
    commit(area, "业绩")
    assert area.toPlainText() == "业绩"


def test_a_choice_offers_nothing_before_the_words_are_there(qtbot: QtBot, desk_window: Shell) -> None:
    editor, box, line = ethnic_group(qtbot, desk_window)
    assert editor.draft is not None
    line.del_()
    kept = editor.draft.now.person.ethnic_group
    begin(box, "meng gu")
    behind = line.cursorRect().x()
    work_goes_on(qtbot, desk_window, editor)
    assert offered() is None
    assert line.cursorRect().x() == behind
    assert editor.draft.now.person.ethnic_group == kept
    commit(box, "蒙古族")
    box.settle()
    assert editor.draft.now.person.ethnic_group == "02"


def test_what_is_offered_leaves_keyboard_and_candidates_to_the_input_method(qtbot: QtBot, desk_window: Shell) -> None:
    """A popup that closes takes the keyboard away for a moment, upon which the letters so far are thrown away."""
    editor, box, line = ethnic_group(qtbot, desk_window)
    assert editor.draft is not None
    qtbot.keyClicks(box, "meng")
    assert offered() is not None
    assert QApplication.activePopupWidget() is None
    assert QApplication.focusObject() is box
    line.selectAll()
    begin(box, "m")  # empties the line
    assert offered() is None  # it would lie on the candidates
    assert line.cursorRect().x() > 0
    commit(box, "蒙")
    shown = offered()
    assert shown is not None
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert offered() is None
    assert box.currentText() == "蒙"
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    commit(box, "蒙")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert offered() is None
    assert editor.draft.now.person.ethnic_group == "02"
    line.selectAll()
    qtbot.keyClicks(box, "meng")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert offered() is None
    assert not box.hasFocus()


def test_a_cell_of_a_table_opens_at_the_first_letter_and_stays_open(qtbot: QtBot, desk_window: Shell) -> None:
    editor, field = jobs(qtbot, desk_window)
    assert editor.draft is not None
    grid = field.grid
    column = next(n for n, one in enumerate(field.model.columns) if one.name == "unit")
    grid.setFocus()
    grid.setCurrentIndex(field.model.index(0, column))
    begin(grid, "hu he")
    cell = grid.viewport().findChild(QLineEdit)
    assert cell is not None
    work_goes_on(qtbot, desk_window, editor)
    assert grid.viewport().findChild(QLineEdit) is cell  # nothing was written over it
    assert cell.isVisible()
    commit(cell, "呼和浩特市测绘院")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert editor.draft.now.work[0].unit == "呼和浩特市测绘院"


def test_a_cell_to_choose_in_keeps_the_keyboard_after_its_first_words(qtbot: QtBot, desk_window: Shell) -> None:
    editor, field = jobs(qtbot, desk_window)
    assert editor.draft is not None
    column = next(n for n, one in enumerate(field.model.columns) if one.name == "ongoing")
    field.grid.setFocus()
    field.grid.setCurrentIndex(field.model.index(0, column))
    begin(field.grid, "shi")
    commit(field.grid, "是")
    assert QApplication.activePopupWidget() is None
    cell = QApplication.focusWidget()
    assert isinstance(cell, ChoiceBox)
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert field.grid.hasFocus()
    assert field.grid.currentIndex().row() == 1
    assert editor.draft.now.work[0].ongoing


def test_what_is_composed_stays_when_the_keyboard_goes_elsewhere(qtbot: QtBot, desk_window: Shell) -> None:
    """As with IBus: the composition is emptied, then the keyboard goes; after Esc it is emptied and stays."""
    editor = open_demo(qtbot, desk_window)
    assert editor.draft is not None
    desk_window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk_window)
    line, other = control(editor, "person.birthplace"), control(editor, "person.name")
    line.setFocus()
    line.clear()
    begin(line, "呼和浩特")
    begin(line, "")  # Esc
    QApplication.processEvents()
    other.setFocus()
    assert line.text() == ""
    line.setFocus()
    begin(line, "和林格尔")
    begin(line, "")
    other.setFocus()
    assert line.text() == "和林格尔"
    assert editor.draft.now.person.birthplace == "和林格尔"
    line.setFocus()
    other.setFocus()
    assert line.text() == "和林格尔"


def test_the_candidates_stand_at_the_line_wherever_it_is_carried(qtbot: QtBot, desk_window: Shell) -> None:
    """The page is scrolled under it, and a message above pushes it down."""
    editor = open_demo(qtbot, desk_window)
    desk_window.resize(1024, 600)
    desk_window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is desk_window)
    line = control(editor, "person.birthplace")
    line.setFocus()
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    bar = page.verticalScrollBar()
    assert bar.maximum() > 0

    def told() -> QPoint:
        return QGuiApplication.inputMethod().cursorRectangle().toRect().topLeft()

    def there() -> QPoint:
        return line.mapTo(desk_window, line.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle).topLeft())

    before = there()
    bar.setValue(bar.maximum() if bar.value() < bar.maximum() else 0)
    assert there() != before
    assert told() == there()
    before = there()
    assert desk_window.context is not None
    desk_window.context.fault(Fault(Code.ROLE_REFUSED))
    idle(qtbot, desk_window)
    begin(line, "n")
    assert there() != before
    assert told() == there()
