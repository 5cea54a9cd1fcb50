"""The manual under F1: this screen's chapter over what is open, a search, links, and the screen as it was left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.help.page import HelpPage
from desktop_app.ui.language import speak
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import compose, go, idle, press, screen
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


def f1(qtbot: QtBot, shell: Shell) -> None:
    qtbot.keyClick(shell.focusWidget() or shell, Qt.Key.Key_F1)


def opened(qtbot: QtBot, shell: Shell) -> HelpPage:
    f1(qtbot, shell)
    page = shell.manual.page
    assert page is not None
    idle(qtbot, shell)
    return page


def test_f1_opens_the_screens_chapter_and_gives_the_screen_back_as_it_was(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    compose(table.search, "半个名")
    page = opened(qtbot, desk_window)
    assert page.chapter == "applications"
    assert page.isVisible()
    assert not table.isVisible()
    assert "从交换文件导入…" in page.text.toPlainText()
    assert page.names.currentItem().text(0) == "申请"
    assert unnamed(page) == []
    shots(desk_window, "help-applications")
    f1(qtbot, desk_window)
    assert desk_window.manual.page is None
    assert screen(desk_window, ApplicationsScreen) is table
    assert table.isVisible()
    assert table.search.text() == "半个名"
    assert table.search.hasFocus()


@pytest.mark.parametrize("key", [ScreenKey.SETTINGS, ScreenKey.PRINT_CENTRE])
def test_a_screen_opens_its_own_chapter(qtbot: QtBot, desk_window: Shell, key: ScreenKey) -> None:
    go(qtbot, desk_window, Place(key), Screen)
    assert opened(qtbot, desk_window).chapter == key.value


def test_a_search_leads_to_the_place_and_back_leads_out(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = opened(qtbot, desk_window)
    assert page.chapter == "home"
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    compose(page.search, "封条号 扫码枪")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.chapter == "inbox"
    assert page.text.textCursor().selectedText() == "封条号"
    shots(desk_window, "help-search")
    page.search.clear()
    qtbot.waitUntil(lambda: page.names.topLevelItemCount() > 3)
    page.text.anchorClicked.emit(QUrl("recovery"))
    assert page.text.toPlainText().startswith("恢复单")
    press(qtbot, page, "‹ 上一章")
    assert page.chapter == "inbox"
    page.back()
    page.back()
    assert desk_window.manual.page is None


def test_what_no_chapter_says_is_said(qtbot: QtBot, desk_window: Shell) -> None:
    page = opened(qtbot, desk_window)
    compose(page.search, "没有这样的词")
    qtbot.waitUntil(lambda: page.told.isVisible())
    assert page.told.text() == "手册里没有这些词，换个词试试。"
    page.open_("https://example.org")
    assert page.chapter == "home"


def test_pictures_are_shown_and_follow_the_width(qtbot: QtBot, desk_window: Shell) -> None:
    page = opened(qtbot, desk_window)
    before = page.text.page_width()
    desk_window.resize(1000, 768)
    qtbot.waitUntil(lambda: page.text.page_width() < before)
    qtbot.waitUntil(lambda: f'width="{page.text.page_width()}"' in page.text.toHtml())
    image = page.text.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl("picture:home.png"))
    assert image.width() == page.text.page_width()
    assert page.text.document().idealWidth() <= page.text.viewport().width()


def test_the_whole_manual_is_saved_as_a_pdf(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    speak(Language.EN)  # the shorter one
    page = opened(qtbot, desk_window)
    press(qtbot, page, "Save as PDF…")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QFileDialog) and w.isVisible())
    dialog.reject()
    out = tmp_path / "guide.pdf"
    page.save(out)
    assert not page.save_button.isEnabled()
    qtbot.waitUntil(page.save_button.isEnabled)
    assert page.told.text() == f"The manual is in {out}."
    assert out.read_bytes().startswith(b"%PDF")
    page.save(tmp_path / "no such folder" / "guide.pdf")
    qtbot.waitUntil(page.save_button.isEnabled)
    assert "no such folder" in page.told.text()
    speak(Language.ZH)


def test_the_lock_takes_the_manual_away_and_the_door_has_its_own_chapter(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    opened(qtbot, desk_window)
    desk_window.lock()
    assert desk_window.manual.page is None
    qtbot.waitUntil(lambda: desk_window.front is not None and desk_window.front.door is not None)
    idle(qtbot, desk_window)
    page = opened(qtbot, desk_window)
    assert page.chapter == "unlock"
    shots(desk_window, "help-door")
    qtbot.keyClick(page.text, Qt.Key.Key_Escape)
    assert desk_window.front is not None
    assert desk_window.front.isVisible()


def test_in_english(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    assert desk_window.context is not None
    desk_window.context.preferences.language = Language.EN
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    page = opened(qtbot, desk_window)
    assert "What waits today" in page.text.toPlainText()
    shots(desk_window, "help-english")
    speak(Language.ZH)
