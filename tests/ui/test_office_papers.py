"""The office's papers saved from the window: the fingerprint card and the directory, where the user says."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle, press
from tests.ui.papers.test_doubts import dialog
from tests.ui.papers.test_papers import message


@pytest.mark.parametrize(("pressed", "named"), [("指纹卡 PDF…", "密钥指纹卡"), ("联系名录 PDF…", "联系名录")])
def test_saved_where_the_user_says(qtbot: QtBot, desk_window: Shell, tmp_path: Path, pressed: str, named: str) -> None:
    path = tmp_path / f"{named}.pdf"
    shown = go(qtbot, desk_window, Place(ScreenKey.CONTACTS), ContactsScreen)
    press(qtbot, shown, pressed)
    chooser = dialog(qtbot, QFileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.reject()
    idle(qtbot, desk_window)
    assert path.read_bytes().startswith(b"%PDF-1.4")
    assert named in message(desk_window)
