"""Contacts in a user's hands: the register below the table says who confirmed a card and why it was revoked."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.desk import contacts
from desktop_app.desk.session import Session
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle, press
from tests.ui.sealing.two_desks import at_desk

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


def test_ticking_the_box_puts_the_wish_on_the_card(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots
) -> None:
    shell, _ = introduced
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    fingerprint = page.fingerprint.text()
    qtbot.mouseClick(page.terms, Qt.MouseButton.LeftButton, pos=QPoint(10, page.terms.height() // 2))
    idle(qtbot, shell)
    shots(shell, "contacts-sm3")
    assert page.terms.isChecked()
    assert page.fingerprint.text() == fingerprint
    assert '"second_digest":"sm3"' in at_desk(qtbot, shell, contacts.card_text)
    qtbot.keyClick(page.terms, Qt.Key.Key_Space)
    idle(qtbot, shell)
    assert "second_digest" not in at_desk(qtbot, shell, contacts.card_text)
