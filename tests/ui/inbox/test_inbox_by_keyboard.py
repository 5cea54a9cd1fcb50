"""Receiving by keys alone: a folder chosen, the label's groups typed, every check made, the receipt given."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop_app.core.progress import Progress
from desktop_app.desk import seal
from desktop_app.desk.receive import Check
from desktop_app.desk.session import Session
from desktop_app.ui.inbox.screen import InboxScreen
from desktop_app.ui.shell import Shell
from tests.ui.acting import screen
from tests.ui.inbox.test_inbox import sent
from tests.ui.keys import CTRL, Keys

__all__ = ["sent"]
Key = Qt.Key


def test_a_package_is_opened_imported_and_answered(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: seal.SealedOutcome, stick: Path, tmp_path: Path
) -> None:
    shell, other = introduced
    back = tmp_path / "back"
    back.mkdir()
    keys = Keys(qtbot, shell)
    keys.press(Key.Key_5, CTRL)
    page = screen(shell, InboxScreen)
    assert keys.here is page.found.media.folder_button
    keys.press(Key.Key_Space)
    keys.file(stick)
    keys.until(lambda: page.found.table.rowCount() == 1)
    keys.row("介质上的封装")
    groups = sent.seal_code.split()
    keys.to("封条号第 1 组")
    for group, field in page.label.fields.items():
        assert keys.here is field
        keys.write(groups[group])
        if group != list(page.label.fields)[-1]:
            keys.press(Key.Key_Tab)
    keys.press(Key.Key_Return)
    keys.until(lambda: page.result.shown is not None)
    assert [line.check for line in page.checks.made] == list(Check)
    assert all(line.ok for line in page.checks.made)
    assert keys.here is page.result.receipt_button  # what comes next
    keys.press(Key.Key_Space)
    keys.to("选择介质…")  # past who asked and who approved
    keys.press(Key.Key_Space)
    keys.until(lambda: isinstance(keys.window, QFileDialog))
    keys.file(back)
    keys.until(lambda: any(back.iterdir()))
    assert page.received.table.item(0, 3).text() == "已出具回执"
    assert seal.take_receipt(other, next(back.iterdir()), Progress()).id == sent.record.id
