"""What somebody who never saw the program needs in the first hour: defaults, the next step, what to read first."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.findingview import finding_at
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import compose, control, finish, first, go, idle, press, screen


def buttons(shell: Shell) -> list[str]:
    return [b.text() for b in shell.findChildren(QPushButton) if b.isVisible() and b.property("look") == "main"]


def test_a_person_types_a_name_and_a_passphrase_and_the_filing_knows_it(
    qtbot: QtBot, at_first: Callable[[Desk, str, str], Shell]
) -> None:
    shell = at_first(Desk.APPLICANT, "沈砚舟", "")
    page = first(qtbot, shell)
    assert (page.code.text(), page.keeper.text()) == ("SYZ", "沈砚舟")
    press(qtbot, page, "建立保险库")
    assert "设备编号" in page.message.text()
    compose(page.number, "B")
    assert page.message.text() == ""  # what was complained of is being mended
    page.number.clear()
    finish(qtbot, shell)
    go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    assert buttons(shell) == ["新建申请"]
    press(qtbot, shell, "新建申请")
    qtbot.waitUntil(lambda: shell.desk is not None and isinstance(shell.desk.shown, EditorScreen))
    idle(qtbot, shell)
    editor = screen(shell, EditorScreen)
    assert editor.draft is not None
    assert editor.draft.now.person.name == "沈砚舟"
    assert editor.draft.now.filing.filled_on is not None
    editor_leads_through(qtbot, editor)


def editor_leads_through(qtbot: QtBot, editor: EditorScreen) -> None:
    """Findings in the order of the form; a button to the next section; the pledge is read before it is confirmed."""
    model = editor.findings.model
    open_ = [finding_at(model.index(at)) for at in range(model.rowCount())]
    assert open_[0].verdict is Verdict.TODO
    assert open_[0].field == "filing.level"
    assert not editor.next.back_button.isVisible()
    window = editor.window()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    for wanted in ("marking", "person"):
        holder = window.focusWidget() or editor
        qtbot.keyClick(holder, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        assert editor.sections.key() == wanted
    press(qtbot, editor, editor.next.back_button.text())
    assert editor.sections.key() == "marking"
    editor.sections.choose("materials")
    assert not editor.next.on_button.isVisible()
    control(editor, "unit.name").setText("青城草原工作站")
    qtbot.keyClick(control(editor, "unit.name"), Qt.Key.Key_Return)
    editor.jump("pledge.signed_on")
    words = next(
        label.text()
        for label in editor.stack.currentWidget().findChildren(QLabel)
        if label.accessibleDescription() == "承诺内容"
    )
    assert "本人沈砚舟" in words
    assert "真实、准确、有效" in words


@pytest.mark.parametrize(
    ("desk", "name", "code", "main", "word"),
    [
        (Desk.UNIT, "青城草原工作站", "QCCYGZZ", "新建申请", "公示、审核"),
        (Desk.COMMITTEE_OFFICE, "工程系列高级评委会办公室", "GCXLGJPWHBGS", "换名片", "收件"),
    ],
)
def test_an_office_is_told_its_own_three_steps(
    qtbot: QtBot,
    at_first: Callable[[Desk, str, str], Shell],
    desk: Desk,
    name: str,
    code: str,
    main: str,
    word: str,
) -> None:
    shell = at_first(desk, name, "陆怀谷")
    page = first(qtbot, shell)
    assert (page.code.text(), page.keeper.text()) == (code, "陆怀谷")
    finish(qtbot, shell)
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    assert buttons(shell) == [main]
    assert word in [label.text() for label in home.welcome.findChildren(QLabel)]
