"""F1 while a dialog asks: the chapter stands beside the questions, or over them; nothing typed is lost."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.help.page import HelpPage
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets import confirm
from tests.support.turns import drained
from tests.ui.acting import compose, go, idle

Shots = Callable[[QWidget, str], None]


@pytest.fixture
def asked(qtbot: QtBot, desk_window: Shell) -> tuple[Shell, QDialog, list[str]]:
    """A dialog that asks for a reason, half of it typed."""
    page = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    heard: list[str] = []
    dialog = confirm.ask_reason(page, "为什么要作废这一份？", "作废", heard.append)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    compose(reason(dialog), "装错")
    return desk_window, dialog, heard


def reason(dialog: QDialog) -> QLineEdit:
    return next(line for line in dialog.findChildren(QLineEdit) if line.accessibleName() == "理由")


def f1(qtbot: QtBot, dialog: QWidget) -> None:
    qtbot.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_F1)
    drained()


def chapter(dialog: QDialog) -> HelpPage | None:
    return next((page for page in dialog.findChildren(HelpPage) if page.isVisible()), None)


def dialogs() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_the_chapter_stands_beside_the_questions(
    qtbot: QtBot, asked: tuple[Shell, QDialog, list[str]], shots: Shots
) -> None:
    window, dialog, heard = asked
    before = dialog.size()
    f1(qtbot, dialog)
    page = chapter(dialog)
    assert page is not None
    idle(qtbot, window)
    assert page.chapter == "applications"
    assert "从交换文件导入…" in page.text.toPlainText()
    assert reason(dialog).isVisible()
    assert dialogs() == [dialog]
    assert not page.save_button.isVisible()  # it would bring up another dialog
    shots(dialog, "help-dialog")
    reason(dialog).setFocus()
    compose(reason(dialog), "了人")  # reading and writing at once
    page.text.setFocus()
    qtbot.keyClick(page.text, Qt.Key.Key_Escape)  # leaves the chapter, not the dialog
    assert chapter(dialog) is None
    assert dialogs() == [dialog]
    assert dialog.size() == before
    assert reason(dialog).text() == "装错了人"
    qtbot.waitUntil(reason(dialog).hasFocus)
    qtbot.keyClick(reason(dialog), Qt.Key.Key_Tab)
    dialog.accept()
    assert heard == ["装错了人"]


def test_where_there_is_no_room_the_chapter_covers_the_questions(
    qtbot: QtBot, asked: tuple[Shell, QDialog, list[str]]
) -> None:
    window, dialog, heard = asked
    window.resize(760, 560)
    for _ in range(2):  # again and again
        f1(qtbot, dialog)
        assert chapter(dialog) is not None
        assert not reason(dialog).isVisible()
        assert dialog.width() <= window.width()
        f1(qtbot, dialog)
        assert chapter(dialog) is None
        assert reason(dialog).text() == "装错"
    dialog.reject()
    assert heard == []
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    f1(qtbot, window)
    assert window.manual.page is not None  # the window's own F1 is as it was


def test_a_lock_closes_the_dialog_with_its_chapter(qtbot: QtBot, asked: tuple[Shell, QDialog, list[str]]) -> None:
    window, dialog, _ = asked
    f1(qtbot, dialog)
    assert chapter(dialog) is not None
    window.lock()
    idle(qtbot, window)
    assert dialogs() == []
