"""Workbench, applications table, contacts, log and settings in a user's hands."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import contacts, machine, opening
from desktop_app.desk import draft as drafts
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from desktop_app.domain.machine_report import MachinePoint, MachineState
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.status import Status
from desktop_app.ui import theme
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.form import SectionPage
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.audit.screen import AuditScreen
from desktop_app.ui.calendar.screen import CalendarScreen
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.contacts.verify import VerifyDialog
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from tests.support import founded
from tests.ui.acting import PASSPHRASE, compose, control, go, idle, open_demo, press, screen, tabbed, unlock
from tests.ui.test_focus_in_dialogs import keyboard_faults

Shots = Callable[[QWidget, str], None]


def take_in(qtbot: QtBot, shell: Shell, *names: str) -> None:
    assert shell.context is not None

    def act(session: Session, progress: Progress) -> None:
        for name in names:
            drafts.take_in(session, resource("demo", name))

    shell.context.ask(shell, act, lambda _: None)
    idle(qtbot, shell)


# --- workbench -------------------------------------------------------------------------------------------------


def test_an_empty_vault_teaches_and_offers_an_example_that_can_be_removed(qtbot: QtBot, desk_window: Shell) -> None:
    home = screen(desk_window, HomeScreen)
    press(qtbot, home, "放入示例申请")
    qtbot.waitUntil(lambda: isinstance(desk_window.desk and desk_window.desk.shown, EditorScreen))
    idle(qtbot, desk_window)
    editor = screen(desk_window, EditorScreen)
    assert editor.draft is not None
    assert editor.draft.now.person.name.startswith("示例·")
    assert editor.header.remove_action.isVisible()
    editor.header.remove_action.trigger()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    press(qtbot, dialog, "移除示例")
    qtbot.waitUntil(lambda: isinstance(desk_window.desk and desk_window.desk.shown, ApplicationsScreen))
    home = go(qtbot, desk_window, Place(ScreenKey.HOME), HomeScreen)
    assert home.welcome.isVisible()


def test_a_year_whose_pack_has_not_come_is_told_with_what_brings_it(
    qtbot: QtBot, desk_window: Shell, clock: FixedClock
) -> None:
    open_demo(qtbot, desk_window)
    clock.advance(days=300)
    home = go(qtbot, desk_window, Place(ScreenKey.HOME), HomeScreen)
    told = [one.text() for one in home.findChildren(QLabel)]
    assert any("现行政策包是 2026 年度的" in words and "2027 年度的政策包" in words for words in told)
    page = go(qtbot, desk_window, Place(ScreenKey.CALENDAR), CalendarScreen)
    assert any("所列期限是 2026 年度政策包的" in one.text() for one in page.findChildren(QLabel))


def test_what_waits_opens_and_counts_lead_to_the_table(qtbot: QtBot, desk_window: Shell) -> None:
    take_in(qtbot, desk_window, "classified_engineer.json", "county_teacher.json")
    home = go(qtbot, desk_window, Place(ScreenKey.HOME), HomeScreen)
    items = [home.waiting.topLevelItem(n) for n in range(home.waiting.topLevelItemCount())]
    words = [[item.text(column) for column in range(3)] for item in items if item]
    assert ["沈砚舟", "草稿，待填完提交", "还剩 39 天"] in words
    show = next(b for b in home.findChildren(QPushButton) if b.accessibleName() == "查看草稿的 2 份申请")
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    table = screen(desk_window, ApplicationsScreen)
    assert table.state.currentData() is Status.DRAFT
    assert table.model.rowCount() == 2
    press(qtbot, desk_window, "‹ 返回")
    idle(qtbot, desk_window)
    home = screen(desk_window, HomeScreen)
    first = home.waiting.topLevelItem(0)
    assert first is not None
    home.waiting.setCurrentItem(first)
    home.waiting.setFocus()
    qtbot.keyClick(home.waiting, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    screen(desk_window, EditorScreen)


# --- applications ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["沈砚", "shenyan", "syz", "150102198606069991"])
def test_an_application_is_found_by_name_pinyin_initials_and_number(
    qtbot: QtBot, desk_window: Shell, typed: str
) -> None:
    take_in(qtbot, desk_window, "classified_engineer.json", "county_teacher.json", "rare_name.json")
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    compose(table.search, typed)
    qtbot.waitUntil(lambda: table.model.rowCount() == 1)
    found = table.model.row(0)
    assert found is not None
    assert found.name == "沈砚舟"
    table.table.setFocus()
    qtbot.keyClick(table.table, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    editor = screen(desk_window, EditorScreen)
    assert editor.application == found.id
    press(qtbot, desk_window, "‹ 返回")
    idle(qtbot, desk_window)
    assert screen(desk_window, ApplicationsScreen).search.text() == typed


def test_nothing_found_is_said(qtbot: QtBot, desk_window: Shell) -> None:
    take_in(qtbot, desk_window, "classified_engineer.json")
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    compose(table.search, "没有这个人")
    qtbot.waitUntil(lambda: table.found.text() == "共 0 份")
    assert not table.table.isVisible()


def test_far_rows_are_read_when_scrolled_to(qtbot: QtBot, desk_window: Shell) -> None:
    assert desk_window.context is not None

    def many(session: Session, progress: Progress) -> None:
        for _ in range(450):
            drafts.new(session)

    desk_window.context.ask(desk_window, many, lambda _: None)
    qtbot.waitUntil(lambda: not desk_window.tasks.busy)
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    assert table.model.rowCount() == 450
    assert table.model._pages.keys() == {0}
    table.table.scrollToBottom()
    qtbot.waitUntil(lambda: table.model.row(449) is not None)
    assert 1 not in table.model._pages
    assert table.model.index(449, 0).data() == "（未填姓名）"


def test_a_file_that_is_no_application_is_refused_with_a_sentence(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path
) -> None:
    wrong = tmp_path / "x.json"
    wrong.write_text('{"schema": "something/1"}', encoding="utf-8")
    table = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    table.take_in(wrong)
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert desk_window.desk.message.text()
    assert table.model.rowCount() == 0


# --- contacts --------------------------------------------------------------------------------------------------


@pytest.fixture
def other_card(tmp_path: Path, clock: FixedClock) -> tuple[Path, str]:
    """Another desk's card file and the fingerprint its officer reads out."""
    new = opening.NewVault(
        folder=tmp_path / "other",
        passphrase="other-desk-lantern-1972-willow",
        office=Office(desk=Desk.CITY_HR, code="HSRS01", name="呼和浩特市人力资源和社会保障局", officer="温景行"),
        machine=Machine(number="RS-01", level=SecrecyLevel.SECRET, keeper="温景行"),
        user="温景行",
    )
    session = founded.session(new, clock)
    own = contacts.ensure_identity(session)
    contacts.save_card(session, tmp_path / "card.json")
    session.close()
    return tmp_path / "card.json", own.fingerprint


def ceremony(qtbot: QtBot, page: ContactsScreen) -> VerifyDialog:
    press(qtbot, page, "核对指纹…")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, VerifyDialog) and w.isVisible())
    assert keyboard_faults(qtbot, dialog) == []
    return dialog


def test_a_card_is_trusted_only_after_its_digits_were_typed(
    qtbot: QtBot, desk_window: Shell, other_card: tuple[Path, str], shots: Shots
) -> None:
    card, fingerprint = other_card
    page = go(qtbot, desk_window, Place(ScreenKey.CONTACTS), ContactsScreen)
    assert len(page.fingerprint.text().split()) == 6
    page.take_in(card)
    idle(qtbot, desk_window)
    assert page.table.item(0, 3).text() == "未核对"
    groups = fingerprint.split()
    dialog = ceremony(qtbot, page)
    assert all(group not in label.text() for label in dialog.findChildren(QLineEdit) for group in groups)
    for group, field in dialog.groups.items():
        qtbot.keyClicks(field, groups[group] if group else f"{(int(groups[0]) + 1) % 100000:05}")
    press(qtbot, dialog, "一致，设为已核对")
    qtbot.waitUntil(lambda: bool(dialog.wrong.text()))
    shots(dialog, "verify-mismatch")
    dialog.groups[0].setText(groups[0])
    idle(qtbot, desk_window)
    press(qtbot, dialog, "一致，设为已核对")
    qtbot.waitUntil(lambda: page.table.item(0, 3).text() == "已核对")
    idle(qtbot, desk_window)
    shots(desk_window, "usual-contacts-verified")
    assert not page.verify_button.isEnabled()
    press(qtbot, page, "作废名片…")
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    reason = asked.findChild(QLineEdit)
    assert reason is not None
    compose(reason, "设备更换")
    press(qtbot, asked, "作废名片")
    qtbot.waitUntil(lambda: page.table.item(0, 3).text() == "已作废")


def test_unfinished_groups_are_not_sent(qtbot: QtBot, desk_window: Shell, other_card: tuple[Path, str]) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.CONTACTS), ContactsScreen)
    page.take_in(other_card[0])
    idle(qtbot, desk_window)
    dialog = ceremony(qtbot, page)
    press(qtbot, dialog, "一致，设为已核对")
    assert "5 位" in dialog.wrong.text()
    dialog.reject()


def test_the_own_card_is_saved(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.CONTACTS), ContactsScreen)
    page.own.save_to(tmp_path / "own.json")
    idle(qtbot, desk_window)
    assert (tmp_path / "own.json").stat().st_size > 100
    page._choose()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    dialog.reject()


# --- log -------------------------------------------------------------------------------------------------------


def test_the_log_lists_acts_newest_first_and_no_names(qtbot: QtBot, desk_window: Shell) -> None:
    take_in(qtbot, desk_window, "classified_engineer.json")
    page = go(qtbot, desk_window, Place(ScreenKey.AUDIT), AuditScreen)
    rows = [[page.model.index(row, column).data() for column in range(5)] for row in range(page.model.rowCount())]
    assert [row[3] for row in rows[:2]] == ["留存政策包", "新建申报"]  # the first application of a pack keeps it
    assert rows[-1][3] == "建立保险库"
    assert [int(row[0]) for row in rows] == list(range(len(rows), 0, -1))
    assert not any("沈砚舟" in cell for row in rows for cell in row)


# --- settings --------------------------------------------------------------------------------------------------


def test_the_passphrase_is_changed(qtbot: QtBot, desk_window: Shell) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    qtbot.keyClicks(page.old, "not-the-old-one-at-all")
    fresh = "willow-kettle-2031-granite-owl"
    qtbot.keyClicks(page.new, fresh)
    qtbot.keyClicks(page.again, fresh + "x")
    press(qtbot, page, "修改口令")
    assert "不一样" in page.told.text()
    page.again.setText(fresh)
    press(qtbot, page, "修改口令")
    idle(qtbot, desk_window)
    assert page.told.isVisible()
    page.old.setText(PASSPHRASE)
    press(qtbot, page, "修改口令")
    idle(qtbot, desk_window)
    assert page.old.text() == ""
    desk_window.lock()
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window, fresh)


def test_the_vault_is_examined(qtbot: QtBot, desk_window: Shell) -> None:
    take_in(qtbot, desk_window, "classified_engineer.json")
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    press(qtbot, page, "检查保险库")
    idle(qtbot, desk_window)
    assert page.health.report.text().startswith("完好")
    assert page.health.check.isEnabled()


def test_the_minutes_until_the_lock_are_kept(qtbot: QtBot, desk_window: Shell) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    page.minutes.setCurrentIndex(page.minutes.findData(1))
    page.minutes.activated.emit(page.minutes.currentIndex())
    assert desk_window.context is not None
    assert desk_window.context.preferences.lock_minutes == 1
    qtbot.waitUntil(lambda: screen(desk_window, SettingsScreen) is not page)
    assert desk_window._idle.patience == 60


# --- the keyboard ----------------------------------------------------------------------------------------------


def test_tab_walks_the_fields_in_the_order_of_the_form_and_is_never_trapped(qtbot: QtBot, desk_window: Shell) -> None:
    editor = open_demo(qtbot, desk_window)
    control(editor, "person.name")
    page = editor.stack.currentWidget()
    assert isinstance(page, SectionPage)
    walked = [page.where()]
    for _ in range(8):
        holder = desk_window.focusWidget()
        assert holder is not None
        qtbot.keyClick(holder, Qt.Key.Key_Tab)
        walked.append(page.where())
    wanted = [path for path in page._fields if path.startswith("person.")][: len(walked)]
    assert walked == wanted


@pytest.mark.parametrize("key", [ScreenKey.APPLICATIONS, ScreenKey.CONTACTS, ScreenKey.AUDIT, ScreenKey.SETTINGS])
def test_tab_comes_round_on_every_screen(qtbot: QtBot, desk_window: Shell, key: ScreenKey) -> None:
    take_in(qtbot, desk_window, "classified_engineer.json")
    assert desk_window.context is not None
    desk_window.context.go(Place(key))
    idle(qtbot, desk_window)
    seen = tabbed(qtbot, desk_window)
    assert {w for w in seen if isinstance(w, QPushButton | QComboBox | QCheckBox | QLineEdit)}


def test_high_contrast(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    open_demo(qtbot, desk_window)
    assert desk_window.context is not None
    desk_window.context.preferences.high_contrast = True
    desk_window.context.redress.emit()
    qtbot.waitUntil(lambda: theme.colours() is theme.CONTRAST)
    idle(qtbot, desk_window)
    shots(desk_window, "contrast-editor")
    screen(desk_window, EditorScreen)


def test_the_machines_state_says_what_to_do(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.SETTINGS), SettingsScreen)
    qtbot.waitUntil(lambda: bool(page.machine.lines))
    assert len(page.machine.lines) == len(MachinePoint)
    said = [label.text() for label in page.machine.findChildren(QLabel)]
    for line in page.machine.lines:
        if line.state is not MachineState.GOOD:
            assert any(machine.advice(line.point).todo.zh in words for words in said)
    bad = sum(line.state is MachineState.BAD for line in page.machine.lines)
    assert page.machine.summary.text() == (f"{bad} 项须处理。" if bad else "没有须处理的。")
    press(qtbot, page, "重新查看")
    idle(qtbot, desk_window)
    page.machine.resize(760, 800)
    shots(page.machine, "machine")
