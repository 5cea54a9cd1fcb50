"""The main job by keys alone: a new application, one filled in, judged and submitted, its print asked for, sealed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain import paths
from desktop_app.domain.kinds import Level
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.papers.printdialog import PrintDialog
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.sealing.screen import SealingScreen
from desktop_app.ui.shell import Shell
from tests.ui.acting import idle, paused, screen
from tests.ui.keys import CTRL, Keys, called
from tests.ui.sealing.two_desks import at_desk


@pytest.fixture
def keys(qtbot: QtBot, introduced: tuple[Shell, Session]) -> Keys:
    return Keys(qtbot, introduced[0])


def nearly(session: Session) -> str:
    """The engineer with every scan, but no specialty."""
    made = draft.take_in(session, resource("demo", "classified_engineer.json"))
    for kind, file, year in SCANS:
        draft.attach(session, made, kind, resource("demo", "files", file), year, Progress())
    content = draft.load(session, made).draft
    draft.save(session, made, paths.replace(content, "filing.specialty", ""))
    return made


def test_a_new_application_is_begun_and_filled_in(qtbot: QtBot, introduced: tuple[Shell, Session], keys: Keys) -> None:
    shell, _ = introduced
    keys.press(Qt.Key.Key_2, CTRL)
    screen(shell, ApplicationsScreen)
    keys.press(Qt.Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: shell.desk is not None and isinstance(shell.desk.shown, EditorScreen))
    idle(qtbot, shell)
    editor = screen(shell, EditorScreen)
    assert editor.draft is not None
    keys.to("申报层级")
    keys.write("fugao")
    keys.press(Qt.Key.Key_Tab)
    assert editor.draft.now.filing.level is Level.ASSOCIATE_SENIOR
    keys.press(Qt.Key.Key_F6)
    assert called(keys.here) == "核对结果" or keys.here is editor.findings.list
    keys.press(Qt.Key.Key_F6)
    assert keys.here is editor.sections
    while editor.sections.key() != "person":
        keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_F6)
    keys.to("姓名")
    keys.write("孛儿只斤·巴雅尔")
    keys.to("证件号码")
    keys.write("152622198212129992")
    keys.press(Qt.Key.Key_Tab)
    person = editor.draft.now.person
    assert person.name == "孛儿只斤·巴雅尔"
    assert person.birth is not None  # the number fills it in
    keys.press(Qt.Key.Key_F8)  # to the field of what weighs most
    assert keys.here is not editor.findings.list


def test_filled_in_judged_submitted_printed_and_sealed(
    qtbot: QtBot, introduced: tuple[Shell, Session], keys: Keys, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")  # whatever print server this machine has, it is not ours
    shell, _ = introduced
    at_desk(qtbot, shell, nearly)
    keys.press(Qt.Key.Key_2, CTRL)
    keys.press(Qt.Key.Key_F, CTRL)
    keys.write("syz")
    paused(qtbot, shell)  # the search waits for the typing to end
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)
    editor = screen(shell, EditorScreen)
    assert "还差" in editor.header.submit_button.text()
    keys.press(Qt.Key.Key_Return, CTRL)  # not yet: it leads to what is missing
    assert not editor.read_only
    keys.to("申报专业")
    keys.write("测绘地理信息")
    keys.press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: editor.header.submit_button.text() == "提交")
    keys.press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: editor.read_only)
    idle(qtbot, shell)

    keys.to("材料与打印")
    keys.press(Qt.Key.Key_Space)
    papers = screen(shell, PapersScreen)
    assert papers.work is not None
    before = keys.here
    keys.press(Qt.Key.Key_P, CTRL)
    dialog = keys.window
    assert isinstance(dialog, PrintDialog)
    for name in ("加印份数", "打印机", "不，返回"):
        keys.to(name)
    dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    assert dialogs == [dialog]  # never one over another
    keys.press(Qt.Key.Key_Escape)
    assert keys.window is shell
    keys.back_in_the_window()
    assert keys.here is before
    keys.press(Qt.Key.Key_4, CTRL)
    sealing = screen(shell, SealingScreen)
    keys.to("可封装的申请")
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Space)
    assert len(sealing.choosing.ticked()) == 1
    keys.to("选择文件夹…")
    keys.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(keys.window, QFileDialog))
    field = keys.window.findChild(QWidget, "fileNameEdit")
    assert field is not None
    assert field.hasFocus()
    QTest.keyClicks(field, str(stick))
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: keys.window is shell)
    keys.back_in_the_window()
    idle(qtbot, shell)
    keys.to("封装到所选介质")
    keys.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(stick.iterdir()) and not shell.tasks.busy)
    assert sealing.result.code.groups()
