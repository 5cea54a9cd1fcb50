"""Backups at the window: made beside the work, shown, cancelled; a broken vault brought back at the door."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import backups
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.language import speak
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.settings.screen import BACKUP, HEALTH, SettingsScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.unlock.front import FrontPage
from desktop_app.ui.unlock.restore import RestorePage
from tests.support.holding import held
from tests.ui.acting import PASSPHRASE, compose, go, idle, screen, unlock
from tests.ui.test_screens import take_in

Shots = Callable[[QWidget, str], None]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "备份盘"
    made.mkdir()
    return made


def made_one(qtbot: QtBot, shell: Shell, stick: Path) -> SettingsScreen:
    page = go(qtbot, shell, Place(ScreenKey.SETTINGS, "", BACKUP), SettingsScreen)
    page.backup.use_folder(stick)
    idle(qtbot, shell)
    qtbot.mouseClick(page.backup.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.backup.run.running)
    idle(qtbot, shell)
    return page


def pressed(qtbot: QtBot, inside: QWidget, words: str) -> None:
    (found,) = [one for one in inside.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def restoring(qtbot: QtBot, shell: Shell) -> RestorePage:
    assert isinstance(shell.front, FrontPage)
    pressed(qtbot, shell.front, "从备份恢复")
    assert shell.front.restore is not None
    return shell.front.restore


def test_one_is_made_and_shown_and_home_says_when_the_next_is_due(
    qtbot: QtBot, desk_window: Shell, stick: Path, clock: FixedClock, shots: Shots
) -> None:
    take_in(qtbot, desk_window, "classified_engineer.json")
    clock.advance(days=33)
    home = go(qtbot, desk_window, Place(ScreenKey.HOME), HomeScreen)
    shots(desk_window, "home-backup-due")
    items = [home.waiting.topLevelItem(at) for at in range(home.waiting.topLevelItemCount())]
    (due,) = [item for item in items if item.text(1) == "备份到期，待备份"]
    assert due.text(0) == "本保险库"
    home.waiting.itemClicked.emit(due, 0)
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    page = desk_window.desk.shown
    assert isinstance(page, SettingsScreen)
    assert page.backup.last.text() == "还没有备份过。现在该备份了。"
    page = made_one(qtbot, desk_window, stick)
    assert "最近一次备份" in page.backup.last.text()
    (file,) = stick.iterdir()
    assert file.name in desk_window.desk.message.text()
    shots(desk_window, "settings-backup")
    page.backup.often.setCurrentIndex(0)
    page.backup.often.activated.emit(0)
    idle(qtbot, desk_window)
    kept: list[object] = []
    assert desk_window.context is not None
    desk_window.context.ask(desk_window, lambda session, _: backups.habits(session), kept.append)
    idle(qtbot, desk_window)
    assert (kept[0].every_days, kept[0].keep, kept[0].folder) == (1, 14, str(stick))  # type: ignore[attr-defined]
    speak(Language.EN)
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS, "", BACKUP), SettingsScreen)
    shots(desk_window, "settings-backup-en")
    speak(Language.ZH)


def test_a_stick_that_is_gone_is_said_once_and_the_desk_goes_on(
    qtbot: QtBot, desk_window: Shell, stick: Path, shots: Shots
) -> None:
    page = made_one(qtbot, desk_window, stick)
    (file,) = stick.iterdir()
    file.unlink()
    stick.rmdir()
    qtbot.mouseClick(page.backup.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.backup.run.running)
    idle(qtbot, desk_window)
    assert page.backup.told.isVisible()
    assert "不是可以存放备份的文件夹" in page.backup.told.text()
    shots(desk_window, "settings-backup-refused")
    take_in(qtbot, desk_window, "classified_engineer.json")


def test_cancelled_while_another_screen_is_open(qtbot: QtBot, desk_window: Shell, stick: Path) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS, "", BACKUP), SettingsScreen)
    page.backup.use_folder(stick)
    idle(qtbot, desk_window)
    run = page.backup.run
    moved: list[object] = []
    run.moved.connect(lambda *told: moved.append(told))
    with held("copy", 0):
        qtbot.mouseClick(page.backup.make, Qt.MouseButton.LeftButton)
        assert desk_window.context is not None
        desk_window.context.go(Place(ScreenKey.HOME))
        qtbot.waitUntil(lambda: bool(moved))
        screen(desk_window, HomeScreen)
        run.cancel()
        qtbot.waitUntil(lambda: not run.running)
    idle(qtbot, desk_window)
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS, "", BACKUP), SettingsScreen)
    assert page.backup.run is run
    assert page.backup.told.text() == "已取消，没有留下任何备份文件。"
    assert list(stick.iterdir()) == []


def test_a_broken_vault_comes_back_at_the_door(
    qtbot: QtBot, desk_window: Shell, stick: Path, vault: Path, shots: Shots
) -> None:
    made_one(qtbot, desk_window, stick)
    (file,) = stick.iterdir()
    take_in(qtbot, desk_window, "classified_engineer.json")
    desk_window.lock()
    idle(qtbot, desk_window)
    (vault / "vault.db").write_bytes(b"\x01" * 9000)
    page = restoring(qtbot, desk_window)
    page.look(file)
    idle(qtbot, desk_window)
    assert "日志" in page.offered.text()
    assert page.reason.isVisible(), "this machine saw a later state"
    assert not page.name.isVisible()
    shots(desk_window, "restore")
    qtbot.keyClicks(page.passphrase, "not-the-passphrase")
    pressed(qtbot, page, "恢复")
    qtbot.waitUntil(lambda: page.message.isVisible() and not page.bar.isVisible())
    assert "口令不对" in page.message.text()
    page.passphrase.clear()
    qtbot.keyClicks(page.passphrase, PASSPHRASE)
    pressed(qtbot, page, "恢复")
    qtbot.waitUntil(lambda: page.message.isVisible() and not page.bar.isVisible())
    assert "比本机上次见到的旧" in page.message.text()
    shots(desk_window, "restore-older")
    compose(page.reason, "硬盘损坏，恢复最近的备份")
    pressed(qtbot, page, "恢复")
    qtbot.waitUntil(lambda: desk_window.front is not None and desk_window.front.door is not None)
    idle(qtbot, desk_window)
    assert desk_window.front is not None
    assert desk_window.front.door is not None
    assert "保留在" in desk_window.front.door.message.text()
    shots(desk_window, "door-restored")
    unlock(qtbot, desk_window)
    assert desk_window.context is not None
    acts: list[list[Act]] = []
    desk_window.context.ask(
        desk_window, lambda session, _: [entry.act for entry in session.vault.audit.entries(limit=9)], acts.append
    )
    idle(qtbot, desk_window)
    assert Act.VAULT_RESTORED in acts[0]
    assert len([one for one in vault.parent.iterdir() if one.name.startswith("vault-2026")]) == 1


def test_a_damaged_vault_is_told_with_place_and_way_back(
    qtbot: QtBot, desk_window: Shell, stick: Path, shots: Shots
) -> None:
    page = made_one(qtbot, desk_window, stick)
    (file,) = stick.iterdir()
    assert desk_window.context is not None

    def damage(session: Session, progress: Progress) -> None:
        with session.vault.act(Act.SETTINGS_CHANGED, {}):
            session.vault._ledger.database.run("UPDATE settings SET audit_seq = 1 WHERE name = 'backups'")

    desk_window.context.ask(desk_window, damage, lambda _: None)
    idle(qtbot, desk_window)
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS, "", HEALTH), SettingsScreen)
    pressed(qtbot, page, "检查保险库")
    idle(qtbot, desk_window)
    told = page.health.report.text()
    assert told.startswith("发现 1 处问题")
    assert "settings" in told
    assert str(file) in told
    shots(desk_window, "settings-damaged")
    speak(Language.EN)
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS, "", HEALTH), SettingsScreen)
    pressed(qtbot, page, "Check the vault")
    idle(qtbot, desk_window)
    assert page.health.report.text().startswith("Out of order in 1 place:")
    shots(desk_window, "settings-damaged-en")
    home = go(qtbot, desk_window, Place(ScreenKey.HOME), HomeScreen)
    assert home.title() == "Home"
    desk_window.lock()
    idle(qtbot, desk_window)
    assert isinstance(desk_window.front, FrontPage)
    pressed(qtbot, desk_window.front, "Restore a backup")
    assert desk_window.front.restore is not None
    desk_window.front.restore.look(file)
    idle(qtbot, desk_window)
    shots(desk_window, "restore-en")
    speak(Language.ZH)
