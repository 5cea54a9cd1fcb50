"""The way back in a user's hands: after first start, from the settings, and at the door of a vault nobody can open."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import backups, recovery
from desktop_app.desk.recovery import RecoveryKind
from desktop_app.desk.session import Session
from desktop_app.domain.recovery_sheet import RecoverySheet
from desktop_app.domain.users import RecoveryNeed
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.language import speak
from desktop_app.ui.recovery.making import MakeCard, PaperCard
from desktop_app.ui.recovery.screen import FIRST, RecoveryScreen, TypeCard
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.unlock.forgot import ForgotPage
from tests.support import secret_service
from tests.support.ipp_printer import LoopbackPrinter
from tests.ui.acting import PASSPHRASE, compose, go, idle, press, screen, unlock
from tests.ui.test_walk import unnamed

NEW = "harbor-walnut-63-snow-lantern"
Shots = Callable[[QWidget, str], None]


def opened(qtbot: QtBot, shell: Shell) -> RecoveryScreen:
    return go(qtbot, shell, Place(ScreenKey.RECOVERY), RecoveryScreen)


def generate(qtbot: QtBot, page: RecoveryScreen, shell: Shell, kind: RecoveryKind) -> PaperCard:
    """Ask for a sheet; the paper waits for a printer."""
    page.make_button.click()
    card = page.step
    assert isinstance(card, MakeCard)
    card.kinds[kind].setChecked(True)
    qtbot.keyClicks(card.passphrase, PASSPHRASE)
    press(qtbot, card, "生成恢复单")
    idle(qtbot, shell)
    made = page.step
    assert isinstance(made, PaperCard)
    assert page.window().focusWidget() is made.printer.list, "not at the button that makes another"
    return made


def type_in(qtbot: QtBot, page: RecoveryScreen, shell: Shell, pieces: list[str]) -> None:
    card = page.step
    assert isinstance(card, TypeCard)
    if card.typed.kind is RecoveryKind.CODE:
        card.typed.code.clear()
        qtbot.keyClicks(card.typed.code, pieces[0])
    else:
        for field, share in zip(card.typed.shares, pieces, strict=True):
            field.setPlainText(share)
    card.go_button.click()
    idle(qtbot, shell)


def test_a_code_is_printed_proved_rehearsed_and_opens_a_vault_whose_passphrase_is_lost(
    qtbot: QtBot, desk_window: Shell, vault: Path, shots: Shots
) -> None:
    page = opened(qtbot, desk_window)
    assert "还没有做恢复单" in page.head.text()
    assert not page.drill_button.isEnabled()
    page.make_button.click()
    shots(desk_window, "recovery-make")
    paper = generate(qtbot, page, desk_window, RecoveryKind.CODE)
    with LoopbackPrinter() as printer:
        qtbot.keyClicks(paper.printer.address, printer.uri)
        press(qtbot, paper, "加入")
        idle(qtbot, desk_window)
        qtbot.waitUntil(paper.print_button.isEnabled)
        shots(desk_window, "recovery-paper")
        press(qtbot, paper, "打印 1 张")
        qtbot.waitUntil(lambda: "已打印" in paper.doing.text())
        pdf = pypdfium2.PdfDocument(io.BytesIO(printer.jobs[0].pdf))
    (sheet,) = paper.sheets
    shown = pdf[0].get_textpage().get_text_range()
    pdf.close()
    assert all(group in shown for group in sheet.groups)
    code = " ".join(sheet.groups)
    press(qtbot, paper, "纸已在手，照单输入")
    card = page.step
    assert isinstance(card, TypeCard)
    wrong = ("0" if code[12] != "0" else "2").join((code[:12], code[13:]))
    qtbot.keyClicks(card.typed.code, wrong)
    assert "第 3 组" in card.typed.hint.text()
    assert card.typed.hint.isVisible()
    shots(desk_window, "recovery-wrong-group")
    type_in(qtbot, page, desk_window, [wrong])
    assert "第 3 组" in card.message.text()
    type_in(qtbot, page, desk_window, [code])
    assert page.standing is not None
    assert page.standing.need is RecoveryNeed.NEVER_REHEARSED
    page.drill_button.click()
    type_in(qtbot, page, desk_window, [code.lower().replace(" ", "-")])
    assert page.standing.need is None
    assert "演练过" in page.facts.text()
    shots(desk_window, "recovery-well")
    desk_window.lock()
    idle(qtbot, desk_window)
    forgot = lost(qtbot, desk_window)
    shots(desk_window, "forgot-code")
    assert unnamed(desk_window) == []
    assert forgot.typed is not None
    qtbot.keyClicks(forgot.typed.code, code)
    for field in (forgot.passphrase, forgot.again):
        qtbot.keyClicks(field, NEW)
    press(qtbot, forgot, "设新口令并打开")
    qtbot.waitUntil(lambda: desk_window.desk is not None)
    idle(qtbot, desk_window)
    page = opened(qtbot, desk_window)
    assert "已用过" in page.head.text()
    desk_window.lock()
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window, NEW)


def lost(qtbot: QtBot, shell: Shell) -> ForgotPage:
    """The passphrase is forgotten: the page before the lock that asks for the sheet."""
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.door is not None)
    idle(qtbot, shell)
    assert shell.front is not None
    assert shell.front.door is not None
    press(qtbot, shell.front.door, "忘记口令")
    idle(qtbot, shell)
    page = shell.front.forgot
    assert page is not None
    return page


def test_two_of_three_shares(qtbot: QtBot, desk_window: Shell, shots: Shots, tmp_path: Path) -> None:
    page = opened(qtbot, desk_window)
    page.make_button.click()
    assert isinstance(page.step, MakeCard)
    page.step.kinds[RecoveryKind.SHARES].setChecked(True)
    shots(desk_window, "recovery-make-shares")
    paper = generate(qtbot, page, desk_window, RecoveryKind.SHARES)
    one, two, three = (" ".join(sheet.words) for sheet in paper.sheets)
    press(qtbot, paper, "存为 PDF…")
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    assert list(tmp_path.glob("*.pdf")) == []
    asked.reject()
    paper.save(tmp_path / "单.pdf")
    idle(qtbot, desk_window)
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["单-1.pdf", "单-2.pdf", "单-3.pdf"]
    press(qtbot, paper, "纸已在手，照单输入")
    type_in(qtbot, page, desk_window, [one, one])
    assert isinstance(page.step, TypeCard)
    assert "不同的份额" in page.step.message.text()
    shots(desk_window, "recovery-shares")
    type_in(qtbot, page, desk_window, [three, one])
    assert page.step is None
    desk_window.lock()
    idle(qtbot, desk_window)
    forgot = lost(qtbot, desk_window)
    shots(desk_window, "forgot-shares")
    assert forgot.typed is not None
    for field, share in zip(forgot.typed.shares, (two, three), strict=True):
        field.setPlainText(share)
    press(qtbot, forgot, "设新口令并打开")
    assert "请输入新口令" in forgot.message.text()
    qtbot.keyClicks(forgot.passphrase, NEW)
    qtbot.keyClicks(forgot.again, NEW)
    qtbot.keyClick(forgot.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.desk is not None)
    idle(qtbot, desk_window)


def test_without_a_sheet_the_door_says_so(qtbot: QtBot, shell: Shell, shots: Shots) -> None:
    page = lost(qtbot, shell)
    qtbot.waitUntil(lambda: "没有做过恢复单" in page.message.text())
    assert not page.start_button.isEnabled()
    press(qtbot, page, "返回")
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.door is not None)
    unlock(qtbot, shell)


def test_a_lock_forgets_what_was_not_printed_and_the_vault_asks_for_the_proof(qtbot: QtBot, desk_window: Shell) -> None:
    page = opened(qtbot, desk_window)
    paper = generate(qtbot, page, desk_window, RecoveryKind.CODE)
    (sheet,) = paper.sheets
    desk_window.lock()
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window)
    page = screen(desk_window, RecoveryScreen)
    assert page.step is None
    assert "试用" in page.head.text()
    press(qtbot, page, "照单输入试用")
    type_in(qtbot, page, desk_window, [" ".join(sheet.groups)])
    assert page.standing is not None
    assert page.standing.state is not None


def test_first_start_ends_here_and_may_be_put_off(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    assert desk_window.context is not None
    page = go(qtbot, desk_window, Place(ScreenKey.RECOVERY, "", FIRST), RecoveryScreen)
    shots(desk_window, "recovery-first")
    press(qtbot, page, "以后再做")
    idle(qtbot, desk_window)
    screen(desk_window, HomeScreen)


@secret_service.needed
def test_the_settings_bind_to_this_machine_or_say_why_not(
    qtbot: QtBot, desk_window: Shell, monkeypatch: pytest.MonkeyPatch, shots: Shots
) -> None:
    settings = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    assert "没有登录桌面会话" in settings.way_back.why.text()
    assert settings.way_back.change_button.isHidden()
    with secret_service.running() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        settings = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
        card = settings.way_back
        qtbot.keyClicks(card.passphrase, PASSPHRASE)
        press(qtbot, card, "绑定本机")
        idle(qtbot, desk_window)
        assert "已绑定本机" in card.state.text()
        shots(desk_window, "settings-bound")
        desk_window.lock()
        idle(qtbot, desk_window)
        unlock(qtbot, desk_window)
        card = screen(desk_window, SettingsScreen).way_back
        qtbot.keyClicks(card.passphrase, PASSPHRASE)
        press(qtbot, card, "解除绑定")
        idle(qtbot, desk_window)
        assert "没有绑定" in card.state.text()
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")


@pytest.mark.skipif("FENGJUAN_SHOTS" not in os.environ, reason="makes pictures only")
def test_in_english(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    speak(Language.EN)
    try:
        page = opened(qtbot, desk_window)
        page.make_button.click()
        assert isinstance(page.step, MakeCard)
        page.step.kinds[RecoveryKind.SHARES].setChecked(True)
        shots(desk_window, "en-recovery-make")
        go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
        shots(desk_window, "en-settings")
        desk_window.lock()
        idle(qtbot, desk_window)
        assert desk_window.front is not None
        desk_window.front.show_forgot(Path("/nowhere"))
        idle(qtbot, desk_window)
        shots(desk_window, "en-forgot")
    finally:
        speak(Language.ZH)


def test_a_backup_comes_back_by_the_sheet_on_a_machine_without_the_passphrase(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    assert desk_window.context is not None
    sheets: list[tuple[RecoverySheet, ...]] = []
    away = tmp_path / "away"
    away.mkdir()

    def prepare(session: Session, progress: Progress) -> tuple[RecoverySheet, ...]:
        made = recovery.make(session, PASSPHRASE, RecoveryKind.CODE)
        recovery.prove(session, [" ".join(made[0].groups)])
        backups.back_up(session, away, progress)
        return made

    desk_window.context.ask(desk_window, prepare, sheets.append)
    idle(qtbot, desk_window)
    (backup,) = away.glob("*.fjb")
    desk_window.lock()
    idle(qtbot, desk_window)
    assert desk_window.front is not None
    desk_window.front.show_restore(tmp_path / "again")
    page = desk_window.front.restore
    assert page is not None
    page.look(backup)
    idle(qtbot, desk_window)
    assert page.typed is not None
    assert not page.typed.isVisible()
    page.by_sheet.click()
    qtbot.keyClicks(page.passphrase, NEW)
    press(qtbot, page, "恢复")
    assert "照恢复单输入" in page.message.text()
    qtbot.keyClicks(page.typed.code, " ".join(sheets[0][0].groups))
    press(qtbot, page, "恢复")
    assert "不一样" in page.message.text()
    qtbot.keyClicks(page.again, NEW)
    shots(desk_window, "restore-by-sheet")
    assert unnamed(desk_window) == []
    press(qtbot, page, "恢复")
    assert page.stop.hasFocus()
    assert not page.again.isEnabled()
    qtbot.waitUntil(lambda: page.message.isVisible() and not page.bar.isVisible())
    assert "比本机上次见到的旧" in page.message.text()
    assert page.reason.hasFocus()
    compose(page.reason, "换了一台机器")
    press(qtbot, page, "恢复")
    qtbot.waitUntil(lambda: desk_window.front is not None and desk_window.front.door is not None)
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window, NEW)
