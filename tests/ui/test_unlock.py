"""The door and first start, as a user meets them."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import keep, opening
from desktop_app.domain.audit import Act
from desktop_app.domain.users import RecoveryKind, UserRole
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.recovery.screen import RecoveryScreen
from desktop_app.ui.recovery.typed import TypedRecovery
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.unlock.first import FirstStart
from tests.support import vaults
from tests.ui.acting import PASSPHRASE, compose, idle, press, screen, unlock


def door(qtbot: QtBot, shell: Shell) -> QLineEdit:
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.door is not None)
    assert shell.front is not None
    assert shell.front.door is not None
    return shell.front.door.field


def test_the_right_passphrase_opens_the_workbench(qtbot: QtBot, shell: Shell) -> None:
    unlock(qtbot, shell)
    assert screen(shell, HomeScreen).title() == "工作台"
    assert any(label.text() == "本机最高：机密" for label in shell.mark.findChildren(QLabel))
    assert shell.front is None


def test_a_wrong_passphrase_is_said_and_the_field_waits(qtbot: QtBot, shell: Shell) -> None:
    field = door(qtbot, shell)
    qtbot.keyClicks(field, "wrong-wrong-wrong")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert shell.front is not None
    assert shell.front.door is not None
    message = shell.front.door.message
    qtbot.waitUntil(lambda: bool(message.text()))
    assert shell.desk is None
    assert field.isEnabled()
    assert field.selectedText()
    qtbot.keyClicks(field, PASSPHRASE)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk is not None)


def test_a_passphrase_that_is_shown_reaches_no_input_method(qtbot: QtBot, shell: Shell) -> None:
    field = door(qtbot, shell)
    assert shell.front is not None
    assert shell.front.door is not None
    for now in (QLineEdit.EchoMode.Normal, QLineEdit.EchoMode.Password):
        next(one for one in shell.front.door.findChildren(QCheckBox) if "显示口令" in one.text()).toggle()
        assert field.echoMode() is now
        assert hidden(field)
    for typed in (TypedRecovery(RecoveryKind.CODE), TypedRecovery(RecoveryKind.SHARES)):
        qtbot.addWidget(typed)
        assert hidden(typed.first_focus())


def hidden(field: QWidget) -> bool:
    """Whether the input method is told to leave what is typed alone."""
    told = Qt.InputMethodHint(field.inputMethodQuery(Qt.InputMethodQuery.ImHints))
    return bool(told & Qt.InputMethodHint.ImhHiddenText)


@pytest.fixture
def early(vault: Path, clock: FixedClock) -> None:
    """The vault is one of the first release, large enough that bringing it up takes a moment."""
    session = opening.unlock(vault, PASSPHRASE, clock)
    with session.vault.act(Act.ATTACHMENT_ADDED, {}):
        session.vault.attachments.staging.stage("t", "a", io.BytesIO(bytes(24_000_000)), Progress())
    vaults.made_early(session.vault, PASSPHRASE)


@pytest.mark.usefixtures("early")
def test_what_is_done_to_a_vault_of_an_older_release_is_told_while_the_window_lives(qtbot: QtBot, shell: Shell) -> None:
    field = door(qtbot, shell)
    assert shell.front is not None
    assert shell.front.door is not None
    line, told = shell.front.door.climbing, []
    assert not line.isVisible()

    def there() -> bool:
        if shell.desk is None and line.isVisible():
            told.append(line.words.text())
            if folder := os.environ.get("FENGJUAN_PICTURES"):
                shell.grab().save(f"{folder}/older-release-{len(told)}.png")
        return shell.desk is not None

    qtbot.keyClicks(field, PASSPHRASE)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(there)
    assert any("备份" in words for words in told), told
    assert any("%" in words for words in told), told


def test_no_passphrase_is_no_attempt(qtbot: QtBot, shell: Shell) -> None:
    field = door(qtbot, shell)
    idle(qtbot, shell)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert shell.front is not None
    assert shell.front.door is not None
    assert "请输入口令" in shell.front.door.message.text()
    assert not shell.tasks.busy


@pytest.fixture
def first_shell(
    qtbot: QtBot, dressed: QApplication, tasks: Tasks, preferences: Preferences, clock: FixedClock, tmp_path: Path
) -> Shell:
    made = Shell(Options(clock=clock, vault=tmp_path / "new", cost=KdfCost.unsafe_small()), tasks, preferences)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.front is not None and made.front.first is not None)
    return made


def first(shell: Shell) -> FirstStart:
    assert shell.front is not None
    assert shell.front.first is not None
    return shell.front.first


def fill(qtbot: QtBot, page: FirstStart) -> None:
    page.desk.setCurrentIndex(1)
    compose(page.name, "呼和浩特市青城测绘地理信息中心")
    qtbot.keyClicks(page.code, "qcch01")
    compose(page.officer, "陆怀谷")
    qtbot.keyClicks(page.number, "BM-2026-07")
    compose(page.keeper, "段知白")
    qtbot.keyClicks(page.passphrase, PASSPHRASE)
    qtbot.keyClicks(page.again, PASSPHRASE)


def test_first_start_makes_a_vault_and_opens_it(
    qtbot: QtBot, first_shell: Shell, tmp_path: Path, shots: Callable[[QWidget, str], None]
) -> None:
    page = first(first_shell)
    fill(qtbot, page)
    qtbot.waitUntil(lambda: page.bar.value() >= 3)
    shots(first_shell, "first-filled")
    press(qtbot, page, "建立保险库")
    qtbot.waitUntil(lambda: first_shell.desk is not None)
    idle(qtbot, first_shell)
    assert first_shell.context is not None
    assert first_shell.context.opened.office.code == "QCCH01"
    assert first_shell.context.opened.user == "陆怀谷"
    assert (tmp_path / "new").is_dir()
    assert "还没有做恢复单" in screen(first_shell, RecoveryScreen).head.text()
    first_shell.lock()
    idle(qtbot, first_shell)
    unlock(qtbot, first_shell)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda page: page.name.clear(), "单位全称"),
        (lambda page: page.code.setText("a"), "代号"),
        (lambda page: page.again.setText("something else"), "两次"),
        (lambda page: page.keeper.setText("  "), "保管人"),
    ],
)
def test_first_start_says_what_is_missing(
    qtbot: QtBot, first_shell: Shell, spoil: Callable[[FirstStart], None], said: str, tmp_path: Path
) -> None:
    page = first(first_shell)
    fill(qtbot, page)
    spoil(page)
    press(qtbot, page, "建立保险库")
    assert said in page.message.text()
    idle(qtbot, first_shell)
    assert not (tmp_path / "new").exists()


def test_a_machine_without_a_label_takes_no_secrets_unless_its_officer_says_so(
    qtbot: QtBot, first_shell: Shell
) -> None:
    page = first(first_shell)
    page.number.setFocus()
    compose(page.number, "无")
    qtbot.keyClick(page.number, Qt.Key.Key_Tab)
    assert page.level.currentText() == "内部"
    assert page.message.text() == ""
    page.level.setFocus()
    qtbot.keyClick(page.level, Qt.Key.Key_Down)
    assert page.level.currentText() == "秘密"
    assert "不能处理国家秘密" in page.message.text()


def test_a_weak_passphrase_is_refused_with_a_sentence(qtbot: QtBot, first_shell: Shell) -> None:
    page = first(first_shell)
    fill(qtbot, page)
    page.passphrase.setText("password1234")
    page.again.setText("password1234")
    press(qtbot, page, "建立保险库")
    qtbot.waitUntil(lambda: bool(page.message.text()))
    assert first_shell.desk is None
    assert page.make_button.isEnabled()


def active(qtbot: QtBot, shell: Shell) -> None:
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)


def usable(page: QWidget) -> list[QWidget]:
    """What could be typed in or pressed."""
    return [one for one in page.findChildren(QWidget) if one.focusPolicy() and one.isVisible() and one.isEnabled()]


def test_enter_goes_from_line_to_line_of_first_start_and_makes_the_vault_from_the_last(
    qtbot: QtBot, first_shell: Shell
) -> None:
    page = first(first_shell)
    active(qtbot, first_shell)
    page.desk.setCurrentIndex(1)
    page.name.setFocus()
    compose(page.name, "青城草原工作站")
    seen: list[QWidget] = []
    while page.passphrase not in seen:
        here = first_shell.focusWidget()
        assert here is not None
        assert here not in seen
        seen.append(here)
        qtbot.keyClick(here, Qt.Key.Key_Down if here is page.level else Qt.Key.Key_Return)
        if here is page.level:
            qtbot.keyClick(here, Qt.Key.Key_Tab)
    assert seen[:4] == [page.name, page.code, page.officer, page.number]
    assert page.again.hasFocus()
    fill(qtbot, page)
    page.folder.setFocus()
    qtbot.keyClick(page.folder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first_shell.desk is not None)
    idle(qtbot, first_shell)


@pytest.mark.parametrize("by", ["button", "line"])
def test_the_keyboard_waits_while_a_vault_is_made_and_comes_back_when_it_is_refused(
    qtbot: QtBot, first_shell: Shell, by: str
) -> None:
    page = first(first_shell)
    active(qtbot, first_shell)
    fill(qtbot, page)
    page.passphrase.setText("password1234")
    page.again.setText("password1234")
    idle(qtbot, first_shell)
    start = page.make_button if by == "button" else page.again
    start.setFocus()
    qtbot.keyClick(start, Qt.Key.Key_Return)
    assert page.make_button.text() == "正在建立…"
    assert first_shell.focusWidget() is page
    assert page.accessibleName() == "正在建立…"
    assert usable(page) == []
    qtbot.waitUntil(lambda: bool(page.message.text()))
    assert start.hasFocus()
    assert page.accessibleName() == ""
    assert page.code in usable(page)


def test_the_keyboard_waits_at_the_door_while_it_unlocks(qtbot: QtBot, shell: Shell) -> None:
    field = door(qtbot, shell)
    idle(qtbot, shell)
    active(qtbot, shell)
    assert shell.front is not None
    page = shell.front.door
    assert page is not None
    qtbot.keyClicks(field, "wrong-wrong-wrong")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert shell.focusWidget() is page
    assert usable(page) == []
    qtbot.waitUntil(lambda: bool(page.message.text()))
    assert field.hasFocus()


def test_one_person_is_asked_for_a_name_only(qtbot: QtBot, first_shell: Shell) -> None:
    page = first(first_shell)
    page.desk.setCurrentIndex(0)
    assert not page.officer.isVisible()
    assert page.name.accessibleName() == "姓名"


def test_a_window_closed_while_it_unlocks_leaves_the_vault_locked(
    qtbot: QtBot, shell: Shell, vault: Path, clock: FixedClock
) -> None:
    field = door(qtbot, shell)
    idle(qtbot, shell)
    qtbot.keyClicks(field, PASSPHRASE)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    shell.close()
    session = opening.unlock(vault, PASSPHRASE, clock)
    acts = [entry.act for entry in keep.audit(session)]
    session.close()
    assert acts.count(Act.UNLOCKED) == acts.count(Act.LOCKED)


def test_where_there_are_several_users_the_name_is_typed_too(
    qtbot: QtBot,
    dressed: QApplication,
    tasks: Tasks,
    preferences: Preferences,
    clock: FixedClock,
    vault: Path,
    tmp_path: Path,
) -> None:
    with opening.unlock(vault, PASSPHRASE, clock).vault as opened:
        opened.access.add_user(PASSPHRASE, "苏和", (UserRole.AUDITOR,), "jujube-harness-4410-plaza-otter")
    shell = Shell(Options(clock=clock, vault=vault), tasks, preferences)
    qtbot.addWidget(shell)
    shell.show()
    field = door(qtbot, shell)
    assert shell.front is not None
    shown = shell.front.door
    assert shown is not None
    qtbot.waitUntil(shown.name.isVisible)
    qtbot.keyClicks(field, PASSPHRASE)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "请输入姓名" in shown.message.text()
    told = []
    for name in ("苏和", "无此人"):
        shown.name.setText(name)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: not shell.tasks.busy and bool(shown.message.text()))
        told.append(shown.message.text())
    assert told[0] == told[1]
    assert "口令不对（或姓名不对）" in told[0]
    shown.name.setText("陆怀谷")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.desk is not None)
    idle(qtbot, shell)
    window = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert window.allKeys()
    assert not any("陆怀谷" in str(window.value(kept)) for kept in window.allKeys())
