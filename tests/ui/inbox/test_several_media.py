"""A package on several discs at a window with one drive: each is opened in turn, and the last brings it all."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.progress import Progress
from desktop_app.desk import seal
from desktop_app.desk.session import Session
from desktop_app.ui.shell import Shell
from tests.ui.acting import idle, press
from tests.ui.inbox.test_inbox import in_the_vault, open_inbox, type_label
from tests.ui.sealing.two_desks import submitted


def test_each_medium_is_asked_for_and_the_last_brings_the_package(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Callable[[QWidget, str], None]
) -> None:
    shell, other = introduced
    whole = tmp_path / "disk"
    whole.mkdir()
    to = seal.recipients(other)[0].id
    made = seal.seal(other, [submitted(other)], to, whole, Progress(), largest=200_000)
    volumes = sorted(made.folder.glob("*.age.*"))
    half = len(volumes) // 2
    drive = stick / made.folder.name
    shutil.copytree(made.folder, drive)
    for volume in volumes[half:]:
        (drive / volume.name).unlink()
    page = open_inbox(qtbot, shell, stick)
    lacking = "、".join(str(number) for number in range(half + 1, len(volumes) + 1))
    assert page.found.table.item(0, 4).text() == f"差第 {lacking} 卷"
    assert "逐个打开" in page.about.text()
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    shots(shell, "inbox-several-media")
    assert f"还差第 {lacking} 卷" in page.message.text()
    assert "拒收" not in page.message.text()
    assert in_the_vault(qtbot, shell) == 0
    press(qtbot, page, "成批接收…")
    idle(qtbot, shell)
    bulk = page.bulk
    qtbot.waitUntil(bulk.scan.isEnabled)
    shots(bulk, "inbox-bulk-volumes")
    assert bulk.table.item(0, 2).text() == "待其余分卷"
    assert f"还差第 {lacking} 卷" in bulk.table.item(0, 4).text()
    assert "待接收 0 个，须处理 1 个" in bulk.told.text()
    assert not bulk.take_button.isEnabled()
    bulk.reject()
    idle(qtbot, shell)
    for volume in volumes[:half]:  # another disc lies in the drive
        (drive / volume.name).unlink()
    for volume in volumes[half:]:
        shutil.copy(volume, drive)
    page.found.refresh()
    idle(qtbot, shell)
    assert page.found.table.item(0, 4).text() == ""
    page.found.table.selectRow(0)
    type_label(qtbot, page, made.seal_code)
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    assert page.result.head.text() == "已导入 1 份申报"
    assert all(line.ok for line in page.checks.made)
    assert in_the_vault(qtbot, shell) == 1
