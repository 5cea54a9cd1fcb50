"""The door before an older copy of the vault: what is missing, and a reason that opens it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.shell import Shell
from tests.ui.acting import PASSPHRASE, compose, idle, unlock


def test_an_older_copy_asks_for_a_reason(
    qtbot: QtBot, shell: Shell, vault: Path, tmp_path: Path, shots: Callable[[QWidget, str], None]
) -> None:
    shutil.copytree(vault, tmp_path / "older")
    unlock(qtbot, shell)
    shell.lock()
    idle(qtbot, shell)
    shutil.rmtree(vault)
    shutil.copytree(tmp_path / "older", vault)
    assert shell.front is not None
    door = shell.front.door
    assert door is not None
    assert not door.reason.isVisible()
    qtbot.keyClicks(door.field, PASSPHRASE)
    qtbot.keyClick(door.field, Qt.Key.Key_Return)
    qtbot.waitUntil(door.reason.isVisible)
    assert "少了" in door.message.text()
    shots(shell, "door-older")
    qtbot.keyClicks(door.reason, "x")
    qtbot.keyClick(door.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "至少" in door.message.text())
    compose(door.reason, "硬盘更换后恢复")
    qtbot.keyClick(door.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk is not None)
    idle(qtbot, shell)
