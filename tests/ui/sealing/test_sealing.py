"""Sealing in a user's hands: tick, choose, seal, read the code, follow the package until its receipt is in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.desk import receive, seal
from desktop_app.desk.session import Session
from desktop_app.domain.records import Direction, PackageState
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.sealing.screen import SealingScreen
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle, press, screen
from tests.ui.sealing.two_desks import at_desk, submitted

Shots = Callable[[QWidget, str], None]


def open_sealing(qtbot: QtBot, shell: Shell, subject: str = "") -> SealingScreen:
    page = go(qtbot, shell, Place(ScreenKey.SEALING, subject), SealingScreen)
    idle(qtbot, shell)
    return page


def visible_dialog() -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())


def save_as(qtbot: QtBot, path: Path) -> None:
    """Answer the file dialog as a user who types the whole path."""
    dialog = visible_dialog()
    assert isinstance(dialog, QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(path))
    qtbot.keyClick(field, Qt.Key.Key_Return)


def seal_first(qtbot: QtBot, shell: Shell, page: SealingScreen, stick: Path) -> None:
    page.choosing.table.setFocus()
    page.choosing.table.setCurrentCell(0, 2)
    qtbot.keyClick(page.choosing.table, Qt.Key.Key_Space)
    page.target.media.take(stick)
    idle(qtbot, shell)
    press(qtbot, page, "封装到所选介质")
    idle(qtbot, shell)


def test_sealed_to_a_folder_the_code_is_on_screen(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, shots: Shots
) -> None:
    shell, other = introduced
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    shots(shell, "sealing-usual")
    assert not page.target.seal_button.isEnabled()
    assert page.target.lacking.text() == "还要选择：申请、介质"
    seal_first(qtbot, shell, page, stick)
    shots(shell, "sealing-result")
    sent = at_desk(qtbot, shell, lambda s: seal.packages(s, Direction.OUT))[0]
    assert sent.state is PackageState.VERIFIED
    assert page.result.code.groups() == seal.seal_code(sent).split()
    assert [f.name for f in stick.iterdir()] == [sent.medium]
    assert page.sent.table.item(0, 5).text() == seal.seal_code(sent)
    assert page.choosing.table.item(0, 5).text() == "已封装"
    assert page.sent.subject() == sent.id
    assert receive.found(stick)[0].head is not None
    del other


def test_no_verified_desk_is_said_and_leads_to_the_contacts(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = open_sealing(qtbot, desk_window)
    shots(desk_window, "sealing-empty")
    assert page.target.nobody.isVisible()
    assert not page.target.recipients.isVisible()
    assert not page.target.seal_button.isEnabled()
    press(qtbot, page, "到通讯录")
    idle(qtbot, desk_window)
    screen(desk_window, ContactsScreen)
