"""Users and roles in the window: made, told apart, kept from what is not theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.desk import draft, opening, users
from desktop_app.domain.audit import Act
from desktop_app.domain.users import UserRole
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.audit.screen import AuditScreen
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.users.change import Change
from desktop_app.ui.users.screen import UsersScreen
from tests.ui.acting import PASSPHRASE, go, idle, screen
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
FIRST = "jujube-harness-4410-plaza-otter"
OWN = "walnut-bridle-7712-canal-heron"


def rows(shown: UsersScreen) -> list[list[str]]:
    return [[shown.table.item(at, side).text() for side in range(2)] for at in range(shown.table.rowCount())]


def enter(qtbot: QtBot, shell: Shell, name: str, passphrase: str) -> None:
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.door is not None)
    assert shell.front is not None
    door = shell.front.door
    assert door is not None
    qtbot.waitUntil(door.name.isVisible)
    door.name.setText(name)
    qtbot.keyClicks(door.field, passphrase)
    qtbot.keyClick(door.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk is not None)
    idle(qtbot, shell)


def offered(shell: Shell) -> set[ScreenKey]:
    assert shell.desk is not None
    return {key for key, pressed in shell.desk._rail._buttons.items() if pressed.isEnabled()}


def test_an_auditor_is_added_changes_the_passphrase_and_sees_the_log_only(
    qtbot: QtBot, desk_window: Shell, shots: Shots
) -> None:
    shown = go(qtbot, desk_window, Place(ScreenKey.USERS), UsersScreen)
    assert rows(shown) == [["陆怀谷（您）", "本人（全部角色）"]]
    assert not shown.buttons[Change.REMOVE].isEnabled()
    qtbot.mouseClick(shown.buttons[Change.ADD], Qt.MouseButton.LeftButton)
    dialog = shown.dialog
    assert dialog is not None
    dialog.name.setText("苏和")
    dialog.roles[UserRole.AUDITOR].setChecked(True)
    dialog.roles[UserRole.SYSTEM_KEEPER].setChecked(True)
    for field in (dialog.new, dialog.again):
        qtbot.keyClicks(field, FIRST)
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert "您自己的口令" in dialog.wrong.text()
    qtbot.keyClicks(dialog.own, PASSPHRASE)
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert "不能由一人兼任" in dialog.wrong.text()
    assert unnamed(dialog) == []
    shots(dialog, "users-add")
    dialog.roles[UserRole.SYSTEM_KEEPER].setChecked(False)
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    QApplication.processEvents()
    idle(qtbot, desk_window)
    shown = screen(desk_window, UsersScreen)
    assert rows(shown) == [["陆怀谷（您）", "经办、安全保密管理员、系统管理员"], ["苏和", "安全审计员"]]
    shown.table.selectRow(1)
    assert shown.buttons[Change.REMOVE].isEnabled()
    shots(desk_window, "users")
    assert ScreenKey.AUDIT not in offered(desk_window)
    assert ScreenKey.APPLICATIONS in offered(desk_window)
    desk_window.lock()
    idle(qtbot, desk_window)
    enter(qtbot, desk_window, "苏和", FIRST)
    settings = screen(desk_window, SettingsScreen)
    assert offered(desk_window) == {ScreenKey.SETTINGS}
    shots(desk_window, "users-first-unlock")
    for field, typed in ((settings.old, FIRST), (settings.new, OWN), (settings.again, OWN)):
        qtbot.keyClicks(field, typed)
    qtbot.mouseClick(settings.change, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    QApplication.processEvents()
    idle(qtbot, desk_window)
    assert ScreenKey.AUDIT in offered(desk_window)
    assert not offered(desk_window) & {ScreenKey.APPLICATIONS, ScreenKey.PAPERS, ScreenKey.SEALING, ScreenKey.INBOX}
    go(qtbot, desk_window, Place(ScreenKey.AUDIT), AuditScreen)
    assert desk_window.context is not None
    desk_window.context.go(Place(ScreenKey.APPLICATIONS))
    idle(qtbot, desk_window)
    screen(desk_window, HomeScreen)
    shots(desk_window, "users-auditor-home")
    shown = go(qtbot, desk_window, Place(ScreenKey.USERS), UsersScreen)
    assert not any(pressed.isEnabled() for pressed in shown.buttons.values())
    assert "安全保密管理员" in shown.reason.text()
    shots(desk_window, "users-auditor")


@pytest.fixture
def five(vault: Path, clock: FixedClock) -> Path:
    session = opening.unlock(vault, PASSPHRASE, clock)
    for name, role in (("苏和", UserRole.AUDITOR), ("乌兰图雅", UserRole.REVIEWER), ("欧阳夏丹", UserRole.OPERATOR)):
        users.add(session, PASSPHRASE, name, [role], FIRST)
    session.close()
    return vault


def test_roles_a_reset_and_a_removal_then_a_new_key(
    qtbot: QtBot,
    dressed: QApplication,
    tasks: Tasks,
    preferences: Preferences,
    clock: FixedClock,
    five: Path,
    shots: Shots,
) -> None:
    shell = Shell(Options(clock=clock, vault=five), tasks, preferences)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    enter(qtbot, shell, "陆怀谷", PASSPHRASE)
    shown = go(qtbot, shell, Place(ScreenKey.USERS), UsersScreen)

    def change(what: Change, at: int = -1) -> None:
        if at >= 0:
            shown.table.selectRow(at)
        qtbot.mouseClick(shown.buttons[what], Qt.MouseButton.LeftButton)
        dialog = shown.dialog
        assert dialog is not None
        if what is Change.RESET:
            for field in (dialog.new, dialog.again):
                qtbot.keyClicks(field, OWN)
        if what is Change.ROLES:
            dialog.roles[UserRole.AUDITOR].setChecked(True)
        qtbot.keyClicks(dialog.own, PASSPHRASE)
        shots(dialog, f"users-{what.value}")
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        idle(qtbot, shell)

    change(Change.ROLES, 2)
    assert rows(shown)[2] == ["乌兰图雅", "审核、安全审计员"]
    change(Change.RESET, 1)
    change(Change.REMOVE, 3)
    assert len(rows(shown)) == 3
    change(Change.REKEY)
    assert shell.desk is not None
    assert "新的密钥" in shell.desk.message.text()
    shown.rotation.setCurrentIndex(shown.rotation.findData(30))
    shown.rotation.activated.emit(shown.rotation.currentIndex())
    idle(qtbot, shell)
    QApplication.processEvents()
    idle(qtbot, shell)
    shell.lock()
    idle(qtbot, shell)
    clock.advance(days=30)
    shots(shell, "users-door")
    enter(qtbot, shell, "陆怀谷", PASSPHRASE)
    assert shell.desk is not None
    assert "口令已用 30 天" in shell.desk.message.text()
    go(qtbot, shell, Place(ScreenKey.SETTINGS), SettingsScreen)
    shots(shell, "users-rotation")
    shell.lock()
    idle(qtbot, shell)
    enter(qtbot, shell, "苏和", OWN)
    assert isinstance(shell.desk.shown if shell.desk else None, SettingsScreen)
    assert not isinstance(shell.desk.shown if shell.desk else None, ApplicationsScreen)


def test_in_english(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    assert desk_window.context is not None
    desk_window.context.preferences.language = Language.EN
    desk_window.context.redress.emit()
    QApplication.processEvents()
    idle(qtbot, desk_window)
    shown = go(qtbot, desk_window, Place(ScreenKey.USERS), UsersScreen)
    assert rows(shown) == [["陆怀谷 (you)", "owner (every role)"]]
    qtbot.mouseClick(shown.buttons[Change.ADD], Qt.MouseButton.LeftButton)
    assert shown.dialog is not None
    shots(desk_window, "users-en")
    shots(shown.dialog, "users-add-en")
    assert "operator" in shown.dialog.roles[UserRole.OPERATOR].text()
    assert unnamed(shown) == []


def test_whatever_screen_a_role_is_offered_it_may_see(
    qtbot: QtBot, dressed: QApplication, tasks: Tasks, preferences: Preferences, clock: FixedClock, vault: Path
) -> None:
    """One person a role; no screen that stands open asks for something that is refused."""
    names = {role: f"同事{at}" for at, role in enumerate(users.GIVEN)}
    session = opening.unlock(vault, PASSPHRASE, clock)
    draft.take_in(session, resource("demo", "classified_engineer.json"))
    for role, name in names.items():
        users.add(session, PASSPHRASE, name, [role], f"{FIRST}-{role.value}", [UserRole.SECURITY_KEEPER])
    session.close()
    shell = Shell(Options(clock=clock, vault=vault), tasks, preferences)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    for role, name in names.items():
        with opening.unlock(vault, f"{FIRST}-{role.value}", clock, name=name).vault as opened:
            opened.change_passphrase(f"{FIRST}-{role.value}", f"{OWN}-{role.value}")
        enter(qtbot, shell, name, f"{OWN}-{role.value}")
        assert shell.context is not None
        for key in offered(shell):
            shell.context.go(Place(key))
            idle(qtbot, shell)
            assert shell.desk is not None
            assert shell.desk.shown is not None
            assert shell.desk.shown.place().screen is key
            assert shell.desk.message.text() == "", (role, key)
        refused: list[dict[str, str]] = []
        shell.context.ask(
            shell,
            lambda s, _: [entry.objects for entry in s.vault.audit.entries(act=Act.REFUSED)],
            refused.extend,
        )
        idle(qtbot, shell)
        assert refused == [], role
        shell.lock()
        idle(qtbot, shell)
