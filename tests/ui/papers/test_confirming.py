"""The passphrase before a formal print, as an officer meets it in the print dialog and in the settings."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.desk import formal_print, users
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.domain.users import UserRole
from desktop_app.ui.papers.printdialog import PrintDialog
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from tests.support.ipp_printer import LoopbackPrinter
from tests.ui.acting import PASSPHRASE, compose, go, idle, may_print, unlock
from tests.ui.papers.test_papers import at_papers, dialog, done, fates, over, submitted
from tests.ui.test_walk import unnamed

SECOND = "jujube-harness-4410-plaza-otter"
Shots = Callable[[QWidget, str], None]


def test_the_passphrase_is_asked_for_in_the_print_dialog(
    qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, clock: FixedClock, shots: Shots
) -> None:
    application = done(qtbot, desk_window, submitted)
    desk_window.context.preferences.add_printer(printer.uri)  # type: ignore[union-attr]
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    qtbot.mouseClick(work.print_button, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, PrintDialog)
    idle(qtbot, desk_window)
    assert asked.confirm.passphrase.isVisible()
    assert not asked.confirm.second.isVisible()
    assert not asked.print_button.isEnabled()
    compose(asked.confirm.passphrase, "不是这个口令")
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert asked.isVisible()
    assert "口令" in asked.confirm.wrong.text()
    assert asked.confirm.passphrase.text() == ""
    assert printer.jobs == []
    shots(asked, "confirm-wrong")
    assert unnamed(asked) == []
    qtbot.keyClicks(asked.confirm.passphrase, PASSPHRASE)
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    over(qtbot, desk_window)
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 15}
    work = at_papers(qtbot, desk_window, application, Document.REVIEW_FORM)
    qtbot.mouseClick(work.print_button, Qt.MouseButton.LeftButton)
    again = dialog(qtbot, PrintDialog)
    idle(qtbot, desk_window)
    assert not again.confirm.isVisible()  # ten minutes are not over
    assert again.print_button.isEnabled()
    clock.advance(minutes=11)
    qtbot.mouseClick(again.print_button, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert again.isVisible()
    assert again.confirm.passphrase.isVisible()
    again.reject()
    assert len(printer.jobs) == 1


def test_a_second_officer_is_settled_and_then_asked_for(
    qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, shots: Shots
) -> None:
    done(qtbot, desk_window, lambda session: users.add(session, PASSPHRASE, "乌兰图雅", [UserRole.AUDITOR], SECOND))
    settings = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    terms = settings.formal
    assert not terms.confirm.isVisible()
    terms.two.click()
    idle(qtbot, desk_window)
    assert terms.confirm.passphrase.isVisible()
    assert not terms.change_button.isEnabled()
    qtbot.keyClicks(terms.confirm.passphrase, PASSPHRASE)
    shots(desk_window, "formal-terms")
    qtbot.mouseClick(terms.change_button, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert done(qtbot, desk_window, formal_print.terms).second_officer
    application = done(qtbot, desk_window, submitted)
    desk_window.context.preferences.add_printer(printer.uri)  # type: ignore[union-attr]
    work = at_papers(qtbot, desk_window, application, Document.REVIEW_FORM)
    qtbot.mouseClick(work.print_button, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, PrintDialog)
    idle(qtbot, desk_window)
    qtbot.keyClicks(asked.confirm.passphrase, PASSPHRASE)
    assert not asked.print_button.isEnabled()
    compose(asked.confirm.name, "陆怀谷")
    qtbot.keyClicks(asked.confirm.second, PASSPHRASE)
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert "第二人" in asked.confirm.wrong.text()
    asked.confirm.name.clear()
    compose(asked.confirm.name, "乌兰图雅")
    qtbot.keyClicks(asked.confirm.second, SECOND)
    shots(asked, "confirm-second")
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    over(qtbot, desk_window)
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 2}
    (printed,) = done(qtbot, desk_window, lambda s: [e for e in s.vault.audit.entries() if e.act is Act.PRINTED])
    assert printed.objects["second"] == "乌兰图雅"


def test_a_lock_takes_the_leave_away(qtbot: QtBot, desk_window: Shell) -> None:
    may_print(qtbot, desk_window)
    assert not done(qtbot, desk_window, formal_print.due).anything
    assert desk_window.context is not None
    desk_window.context.lock_wanted.emit()
    QApplication.processEvents()
    unlock(qtbot, desk_window)
    assert done(qtbot, desk_window, formal_print.due).passphrase
