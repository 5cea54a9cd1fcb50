"""Contacts in a user's hands: the register below the table says who confirmed a card and why it was revoked."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.desk import card_terms, contacts, paper_cards, revocations, successions
from desktop_app.desk.session import Session
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import RevocationReason
from desktop_app.ui.contacts.register import RegisterDialog
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.contacts.verify import VerifyDialog
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.sealing.screen import SealingScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.asking import AskDialog
from tests.support import layout_faults
from tests.support.packages import office
from tests.ui.acting import go, idle, press
from tests.ui.sealing.two_desks import at_desk

Shots = Callable[[QWidget, str], None]


def test_revoking_a_card_asks_why_and_the_register_keeps_it(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots
) -> None:
    shell, _ = introduced
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    assert not page.register.isVisible()
    page.table.selectRow(0)
    idle(qtbot, shell)
    assert "核对指纹一致" in page.register.text()
    press(qtbot, page, "作废名片…")
    dialog = next(w for w in QApplication.topLevelWidgets() if w.isVisible() and w.findChild(QLineEdit) and w != shell)
    reason = dialog.findChild(QLineEdit)
    assert reason is not None
    qtbot.keyClicks(reason, "key lost on the way")
    press(qtbot, dialog, "作废名片")
    idle(qtbot, shell)
    verified, revoked = page.register.text().splitlines()
    shots(shell, "contacts-register")
    assert "核对指纹一致" in verified
    assert "作废名片（2026年7月6日起）：key lost on the way" in revoked
    assert not page.revoke_button.isEnabled()


def test_a_card_that_is_here_already_asks_for_nothing(
    qtbot: QtBot, introduced: tuple[Shell, Session], tmp_path: Path
) -> None:
    shell, other = introduced
    card = tmp_path / "again.json"
    contacts.save_card(other, card)
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    page.take_in(card)
    idle(qtbot, shell)
    assert shell.desk is not None
    assert "不用再核对" in shell.desk.message.text()
    assert not page.verify_button.isEnabled()
    assert page.take_button.property("look") == "main"


def test_ticking_the_box_puts_the_wish_on_the_card(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots
) -> None:
    shell, _ = introduced
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    fingerprint = page.fingerprint.text()
    qtbot.mouseClick(page.terms, Qt.MouseButton.LeftButton, pos=QPoint(10, page.terms.height() // 2))
    idle(qtbot, shell)
    shots(shell, "contacts-sm3")
    assert page.terms.isChecked()
    assert page.fingerprint.text() == fingerprint
    assert '"second_digest":"sm3"' in at_desk(qtbot, shell, contacts.card_text)
    qtbot.keyClick(page.terms, Qt.Key.Key_Space)
    idle(qtbot, shell)
    assert "second_digest" not in at_desk(qtbot, shell, contacts.card_text)


def test_new_keys_of_a_known_desk_are_followed_after_a_look_at_both_fingerprints(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots, tmp_path: Path
) -> None:
    shell, other = introduced
    old = contacts.own_card(other)
    successions.change_keys(other)
    new = contacts.own_card(other)
    contacts.save_card(other, tmp_path / "new.json")
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    page.take_in(tmp_path / "new.json")
    qtbot.waitUntil(lambda: page.verify_button.text() == "跟随新密钥…")
    idle(qtbot, shell)
    assert shell.desk is not None
    assert "请跟随其新密钥" in shell.desk.message.text()
    press(qtbot, page, "跟随新密钥…")
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog) and w.isVisible()]
    shots(dialog, "contacts-follow")
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert old.fingerprint in said
    assert new.fingerprint in said
    press(qtbot, dialog, "跟随新密钥")
    idle(qtbot, shell)
    states = {page.table.item(at, 3).text() for at in range(page.table.rowCount())}
    shots(shell, "contacts-followed")
    assert states == {"已换新密钥", "已核对"}
    assert f"接续 {old.key_id}" in page.register.text()


def test_this_desks_keys_are_changed_by_one_question(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots
) -> None:
    shell, _ = introduced
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    before = page.fingerprint.text()
    page.own.ask_change()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog) and w.isVisible()]
    field = dialog.fields["last"]
    qtbot.keyClicks(field, "2026-01-01")
    press(qtbot, dialog, "更换密钥")
    idle(qtbot, shell)
    assert "已经过去" in dialog.wrong.text()
    shots(dialog, "contacts-change-keys")
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "2027-12-31")
    press(qtbot, dialog, "更换密钥")
    idle(qtbot, shell)
    shots(shell, "contacts-changed-keys")
    assert page.fingerprint.text() != before
    assert "2027-12-31 到期" in page.own.life.text()


def test_a_revocation_comes_in_as_a_card_does(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots, tmp_path: Path
) -> None:
    shell, other = introduced
    revocations.end_own(other, RevocationReason.LOST, other.today(), tmp_path / "end.json")
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    page.table.selectRow(0)
    page.take_in(tmp_path / "end.json")
    idle(qtbot, shell)
    idle(qtbot, shell)
    shots(shell, "contacts-revocation")
    assert page.table.item(0, 3).text() == "已作废"
    assert "凭签名的吊销书作废名片（2026年7月6日起）：密钥遗失" in page.register.text()
    assert not page.sharing.button.isEnabled()


def test_this_desks_keys_are_revoked_and_home_says_what_to_do(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots, tmp_path: Path
) -> None:
    shell, _ = introduced
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    page.own.revoke_to(tmp_path / "end.json")
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog) and w.isVisible()]
    shots(dialog, "contacts-revoke-own")
    press(qtbot, dialog, "作废本台密钥")
    idle(qtbot, shell)
    assert (tmp_path / "end.json").read_bytes().startswith(b'{"by":')
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    idle(qtbot, shell)
    shots(shell, "contacts-revoked-home")
    items = [item for at in range(home.waiting.topLevelItemCount()) if (item := home.waiting.topLevelItem(at))]
    assert any("待更换" in item.text(at) for item in items for at in range(home.waiting.columnCount()))


def test_officers_of_one_office_and_the_weakest_algorithms_are_shown_and_set(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots
) -> None:
    shell, other = introduced
    named = card_terms.name_officer(other, "赵启明").card
    fellow = office(named.code, named.name)
    second = msgspec.structs.replace(fellow.card, desk=named.desk, officer="其其格")

    def known(session: Session) -> None:
        contacts.keep_card(session, named)
        contact = contacts.keep_card(session, second)
        contacts.verify(session, contact.id, dict(enumerate(contacts.fingerprint(contact).split())), "甲、乙")

    at_desk(qtbot, shell, lambda session: known(session) or True)
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    assert [page.table.item(at, 0).text()[-5:] for at in (0, 1)] == ["（赵启明）", "（其其格）"]
    page.table.selectRow(1)
    idle(qtbot, shell)
    page.more.ask_suite()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog) and w.isVisible()]
    qtbot.keyClick(dialog.fields["suite"], Qt.Key.Key_Down)
    shots(dialog, "contacts-suite")
    press(qtbot, dialog, "定下")
    idle(qtbot, shell)
    (last,) = [one for one in at_desk(qtbot, shell, contacts.all_) if one.card.officer == "其其格"]
    assert last.standing.minimum_suite is Suite.POST_QUANTUM
    sealing = go(qtbot, shell, Place(ScreenKey.SEALING), SealingScreen)
    idle(qtbot, shell)
    shots(shell, "contacts-officers-sealing")
    assert "（赵启明、其其格）" in sealing.target.recipients.itemText(0)
    assert sealing.target.recipients.count() == 1


def test_a_card_of_a_stranger_leads_to_its_fingerprint(
    qtbot: QtBot, desk_window: Shell, other: Session, tmp_path: Path
) -> None:
    contacts.save_card(other, tmp_path / "card.json")
    page = go(qtbot, desk_window, Place(ScreenKey.CONTACTS), ContactsScreen)
    page.take_in(tmp_path / "card.json")
    qtbot.waitUntil(page.verify_button.isEnabled)
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert desk_window.desk.message.text().endswith("请核对指纹。")
    assert desk_window.focusWidget() is page.verify_button


def test_a_card_is_scanned_from_paper_and_the_register_shows_who_compared(
    qtbot: QtBot, desk_window: Shell, other: Session, shots: Shots
) -> None:
    shell = desk_window
    codes, _ = paper_cards.own_sheet(other)
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    page.more.ask_scan()
    (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, AskDialog) and w.isVisible()]
    field = dialog.fields["lines"]
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("\n".join(codes[:3]))
    press(qtbot, dialog, "收入")
    idle(qtbot, shell)
    assert "还缺第 4、5" in dialog.wrong.text()
    shots(dialog, "contacts-scan")
    field.appendPlainText("\n".join(codes[3:]))
    press(qtbot, dialog, "收入")
    idle(qtbot, shell)
    idle(qtbot, shell)
    press(qtbot, page, "核对指纹…")
    (verify,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, VerifyDialog) and w.isVisible()]
    spoken = contacts.own_card(other).fingerprint.split()
    for group, groups_field in verify.groups.items():
        qtbot.keyClicks(groups_field, spoken[group] if group < 5 else "00000")
    press(qtbot, verify, "一致，设为已核对")
    idle(qtbot, shell)
    assert "第 6 组" in verify.wrong.text()
    assert verify.focusWidget() is verify.groups[5]
    qtbot.keyClicks(verify.groups[5], spoken[5])  # over what was wrong
    verify.how.setCurrentIndex(1)
    shots(verify, "contacts-verify")
    press(qtbot, verify, "一致，设为已核对")
    idle(qtbot, shell)
    assert shell.desk is not None
    assert "已核对，可以向它封装" in shell.desk.message.text(), "and no longer that it is to be compared"
    assert shell.focusWidget() is page.table  # and not the button that revokes, which is next to the one that greyed
    shots(shell, "contacts-spoken")
    dialog = RegisterDialog(page.context, page)
    dialog.open()
    idle(qtbot, shell)
    shots(dialog, "contacts-register-window")
    assert "经批准的电话" in dialog.table.item(0, 3).text()
    dialog.close()


def test_every_group_is_seen_whatever_its_digits_are_called(
    qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots
) -> None:
    """The words of the digits differ in length, and each desk's fingerprint in its digits."""
    shell, _ = introduced
    page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    idle(qtbot, shell)
    for sevens in range(0, 31, 2):
        digits = "7" * sevens + "1" * (30 - sevens)
        groups = " ".join(digits[at : at + 5] for at in range(0, 30, 5))
        page.own.spoken.setText(contacts.spoken(groups, Language.EN))
        assert layout_faults.settled(lambda: layout_faults.faults(shell)) == [], groups
    shots(shell, "contacts-spoken")
