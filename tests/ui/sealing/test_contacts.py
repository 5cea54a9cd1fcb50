"""Contacts in a user's hands: the register below the table says who confirmed a card and why it was revoked."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.desk.session import Session
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle, press

Shots = Callable[[QWidget, str], None]


def test_revoking_a_card_asks_why_and_the_register_keeps_it(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots
) -> None:
    shell, _ = introduced
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    assert not page.register.isVisible()
    page.table.selectRow(0)
    idle(qtbot, shell)
    assert "核对指纹一致" in page.register.text()
    press(qtbot, page, "作废名片…")
    dialog = next(w for w in QApplication.topLevelWidgets() if w.isVisible() and w.findChild(QLineEdit) and w != shell)
    reason = dialog.findChild(QLineEdit)
    assert reason is not None
    qtbot.keyClicks(reason, "key lost on the way")
    press(qtbot, dialog, "作废名片")
    idle(qtbot, shell)
    verified, revoked = page.register.text().splitlines()
    shots(shell, "contacts-register")
    assert "核对指纹一致" in verified
    assert "作废名片：key lost on the way" in revoked
    assert not page.revoke_button.isEnabled()
