"""Sealing in a user's hands: tick, choose, seal, read the code, follow the package until its receipt is in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QPlainTextEdit, QTreeWidgetItem, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.desk import carriers, contacts, discs, draft, receive, seal, successions
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Desk
from desktop_app.domain.records import Direction, PackageState
from desktop_app.domain.status import Status
from desktop_app.sealing import paper_receipt
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.papers.confirming import ConfirmDialog
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.sealing import choosing
from desktop_app.ui.sealing.receipt import Picking
from desktop_app.ui.sealing.screen import SealingScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.asking import AskDialog
from tests.support.holding import held
from tests.support.pulled_stick import pulled
from tests.ui.acting import PASSPHRASE, compose, go, idle, press, screen, tabbed
from tests.ui.paperout import save_paper
from tests.ui.sealing.two_desks import at_desk, introduce, other_desk, submitted
from tests.ui.test_focus_in_dialogs import keyboard_faults
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


def open_sealing(qtbot: QtBot, shell: Shell, subject: str = "") -> SealingScreen:
    page = go(qtbot, shell, Place(ScreenKey.SEALING, subject), SealingScreen)
    idle(qtbot, shell)
    return page


def visible_dialog() -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())


def save_as(qtbot: QtBot, path: Path) -> None:
    """Answer the file dialog as a user who types the whole path."""
    dialog = visible_dialog()
    assert isinstance(dialog, QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(path))
    qtbot.keyClick(field, Qt.Key.Key_Return)


def all_of_it(qtbot: QtBot, shell: Shell, stick: Path) -> SealingScreen:
    """The screen with everything ticked and the stick chosen."""
    page = open_sealing(qtbot, shell)
    page.choosing.all_button.click()
    page.target.media.take(stick)
    idle(qtbot, shell)
    return page


def seal_first(qtbot: QtBot, shell: Shell, page: SealingScreen, stick: Path) -> None:
    page.choosing.table.setFocus()
    page.choosing.table.setCurrentCell(0, 2)
    qtbot.keyClick(page.choosing.table, Qt.Key.Key_Space)
    page.target.media.take(stick)
    idle(qtbot, shell)
    press(qtbot, page, "封装到所选介质")
    idle(qtbot, shell)


def test_sealed_to_a_folder_the_code_is_on_screen(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, shots: Shots
) -> None:
    shell, other = introduced
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    shots(shell, "sealing-usual")
    assert not page.target.seal_button.isEnabled()
    last = page.target.makers.approved_by
    assert last.visibleRegion().boundingRect().size() == last.size(), "nothing was sealed yet: the form has the room"
    assert page.target.lacking.text() == "还要选择：申请（在名单里打勾）、介质"
    page.target.strip.setFocus()
    qtbot.keyClicks(page.target.strip, "nmg-0083412")
    assert page.target.makers.applicant.text() == at_desk(qtbot, shell, lambda session: session.user)
    page.target.makers.approved_by.setFocus()
    qtbot.keyClicks(page.target.makers.approved_by, "Ge Jingming")
    seal_first(qtbot, shell, page, stick)
    shots(shell, "sealing-result")
    assert page.target.strip.text() == ""  # the next bag has another
    assert page.result.strip_button.isHidden()  # it is entered already
    found = receive.found(stick)[0].head
    assert found is not None
    assert found.strip == "NMG-0083412"
    sent = at_desk(qtbot, shell, lambda s: seal.packages(s, Direction.OUT))[0]
    assert sent.state is PackageState.VERIFIED
    assert page.result.code.groups() == seal.seal_code(sent).split()
    assert page.result.where.text() == f"写在：{stick}"
    assert len(list(stick.iterdir())) == 1
    assert sent.medium == "U2026-0001"  # the medium is a carrier from now on
    made = at_desk(qtbot, shell, lambda s: s.vault.makings.get(carriers.find(s, "U2026-0001").id))
    assert (made.applicant, made.approved_by) == (page.target.makers.applicant.text(), "Ge Jingming")
    assert page.sent.table.item(0, 5).text() == seal.seal_code(sent)
    assert page.choosing.table.item(0, 5).text() == "已封装"
    assert page.sent.subject() == sent.id
    assert receive.found(stick)[0].head is not None
    del other


def pull_and_look(qtbot: QtBot, shell: Shell, stick: Path, shots: Shots, *, keys_changed: bool) -> SealingScreen:
    """A stick is pulled while it is written, comes back, and is looked at."""
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    with pulled(stick, 80_000):
        seal_first(qtbot, shell, page, stick)
        assert "介质断开了" in page.message.text()
        page.sent.table.selectRow(0)
        shots(shell, "sealing-pulled")
    assert page.sent.table.item(0, 3).text() == "封装中断"
    assert list(stick.iterdir())
    if keys_changed:
        at_desk(qtbot, shell, lambda session: successions.change_keys(session))
    press(qtbot, page.sent, "核对介质…")
    save_as(qtbot, stick)
    idle(qtbot, shell)
    return page


def test_a_stick_pulled_while_sealing_is_cleared_when_the_keys_changed(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, shots: Shots
) -> None:
    shell, _ = introduced
    page = pull_and_look(qtbot, shell, stick, shots, keys_changed=True)
    shots(shell, "sealing-looked-at")
    assert "没有写完" in page.message.text()
    assert "芯片" in page.message.text()  # what erasing means on flash
    assert page.sent.table.item(0, 3).text() == "已作废"
    assert not page.sent.look_button.isVisible()
    assert list(stick.iterdir()) == []
    assert page.choosing.table.rowCount() == 1


def test_a_stick_pulled_while_sealing_is_gone_on_with_when_it_is_back(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, shots: Shots
) -> None:
    shell, other = introduced
    page = pull_and_look(qtbot, shell, stick, shots, keys_changed=False)
    shots(shell, "sealing-gone-on")
    assert "已接着写完" in page.message.text()
    assert page.sent.table.item(0, 3).text() != "封装中断"
    (package,) = stick.iterdir()
    assert receive.open_(other, package, None, lambda line: None, Progress()).applications


def test_a_sealed_package_becomes_a_disc_image_and_what_to_do_with_it_is_said(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    seal_first(qtbot, shell, page, stick)
    press(qtbot, page, "写成光盘映像…")
    idle(qtbot, shell)
    target = tmp_path / "disc.iso"
    save_as(qtbot, target)
    idle(qtbot, shell)
    shots(shell, "sealing-disc")
    said = page.message.text()
    assert str(target) in said
    assert "CD 光盘" in said
    sent = at_desk(qtbot, shell, lambda s: seal.packages(s, Direction.OUT))[0]
    (found,) = discs.check(other, target, Progress())  # the desk that it is for knows this one's card
    assert found.head.package_id == sent.id
    assert not found.part
    (entry,) = at_desk(qtbot, shell, lambda s: [e for e in s.vault.audit.entries() if e.act is Act.DISC_IMAGE_WRITTEN])
    assert entry.objects["package"] == sent.id
    assert page.result.disc_button.isEnabled()


def test_no_verified_desk_is_said_and_leads_to_the_contacts(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    page = open_sealing(qtbot, desk_window)
    shots(desk_window, "sealing-empty")
    assert page.target.nobody.isVisible()
    assert not page.target.recipients.isVisible()
    assert not page.target.seal_button.isEnabled()
    press(qtbot, page, "到通讯录")
    idle(qtbot, desk_window)
    screen(desk_window, ContactsScreen)


def test_cancelled_nothing_is_left_and_it_can_be_sealed_again(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, _ = introduced
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF-1.7\n" + bytes(3 * 1024 * 1024))
    at_desk(qtbot, shell, lambda session: submitted(session, also=large))
    page = all_of_it(qtbot, shell, stick)
    with held("seal", 1 << 20):
        press(qtbot, page, "封装到所选介质")
        assert not page.target.seal_button.isEnabled()
        qtbot.waitUntil(lambda: "，共 " in page.running.words.text())
        shots(shell, "sealing-running")
        press(qtbot, page, "取消")
        idle(qtbot, shell)
    assert list(stick.iterdir()) == []
    assert page.message.text().startswith("已取消")
    assert page.sent.table.item(0, 3).text() == "已作废"
    assert not page.running.isVisible()
    assert page.target.seal_button.isEnabled()
    press(qtbot, page, "封装到所选介质")
    idle(qtbot, shell)
    assert len(list(stick.iterdir())) == 1
    assert len(page.result.code.groups()) == 6


def test_label_and_slip_are_saved_and_the_log_says_so(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path
) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    seal_first(qtbot, shell, page, stick)
    for button, name in (("打印封条标签…", "label.pdf"), ("打印递送单…", "slip.pdf")):
        press(qtbot, page, button)
        save_paper(qtbot, shell, tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(b"%PDF-")
        assert shell.desk is not None
        assert name in shell.desk.message.text()
    acts = at_desk(qtbot, shell, lambda s: [e.objects.get("document") for e in s.vault.audit.entries(2, 0)])
    assert acts == ["delivery_slip", "seal_label"]


def test_delivered_answered_and_the_application_has_arrived(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    application = at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    seal_first(qtbot, shell, page, stick)
    press(qtbot, page.result, "登记已交递送")
    idle(qtbot, shell)
    dialog = visible_dialog()
    assert isinstance(dialog, AskDialog)
    for name, typed in (("first", "巴特尔"), ("second", "其木格")):
        compose(dialog.fields[name], typed)
    qtbot.mouseClick(dialog.act_button, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    assert "还没有登记封签号" in dialog.wrong.text()  # a classified medium leaves in a closed bag
    qtbot.keyClicks(dialog.fields["strip"], "nmg-0083412")
    shots(dialog, "hand-over")
    qtbot.mouseClick(dialog.act_button, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    assert page.sent.table.item(0, 3).text() == "已交递送，等回执"
    assert not page.result.deliver_button.isEnabled()
    package = receive.found(stick)[0].folder
    received = receive.open_(other, package, None, lambda line: None, Progress())
    made, _ = receive.answer(other, received.package.id)
    line = paper_receipt.qr_text(made, contacts.keys(other))
    page.sent.receipt.paper_action.trigger()
    asked = page.sent.receipt.paper
    field = asked.fields["line"]
    assert isinstance(field, QPlainTextEdit)
    field.setPlainText("\n".join(paper_receipt.typed_rows(line)[:-1]))  # the last row was left out
    qtbot.mouseClick(asked.act_button, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    assert "没有登记" in asked.wrong.text()
    shots(asked, "sealing-paper-receipt")
    field.setPlainText("")
    qtbot.keyClicks(asked.fields["strip"], "NMG-0083412")
    qtbot.keyClicks(field, line + "\r")  # as a scanner ends its line
    qtbot.mouseClick(asked.act_button, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    assert page.sent.table.item(0, 3).text() == "已收到回执"
    receive.receipt(other, received.package.id, stick, Progress())  # the sealed one comes as well and says the same
    page.sent.receipt.look(stick)
    idle(qtbot, shell)
    idle(qtbot, shell)
    shots(shell, "sealing-answered")
    assert page.sent.table.item(0, 3).text() == "已收到回执"
    assert not page.sent.void_button.isEnabled()
    assert at_desk(qtbot, shell, lambda s: draft.load(s, application)).status is Status.DELIVERED
    assert page.choosing.table.rowCount() == 0
    del tmp_path


def test_of_several_receipts_on_one_stick_one_is_chosen(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    back = tmp_path / "back"
    back.mkdir()
    for turn, name in enumerate(("苏日娜", "白音仓")):
        at_desk(qtbot, shell, lambda s, n=name, t=turn: submitted(s, n, t))  # type: ignore[misc]
        page = open_sealing(qtbot, shell)
        seal_first(qtbot, shell, page, stick)
    for one in receive.found(stick):
        came = receive.open_(other, one.folder, None, lambda line: None, Progress())
        receive.receipt(other, came.package.id, back, Progress())
    page.sent.receipt.look(back)
    idle(qtbot, shell)
    idle(qtbot, shell)
    asked = visible_dialog()
    assert isinstance(asked, Picking)
    assert keyboard_faults(qtbot, asked) == []
    assert asked.list.count() == 2
    first, second = (asked.list.visualItemRect(asked.list.item(at)) for at in range(2))
    assert second.top() > first.bottom()
    shots(asked, "sealing-picking")
    asked.list.setCurrentRow(1)
    qtbot.keyClick(asked.list, Qt.Key.Key_Return)
    idle(qtbot, shell)
    idle(qtbot, shell)
    states = sorted(item.text() for at in range(2) if (item := page.sent.table.item(at, 3)) is not None)
    assert states == ["已封装，未交递送", "已收到回执"]


def test_a_folder_without_a_receipt_and_a_file_that_is_none(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path
) -> None:
    shell, _ = introduced
    page = open_sealing(qtbot, shell)
    assert shell.desk is not None
    page.sent.receipt.look(stick)
    idle(qtbot, shell)
    idle(qtbot, shell)
    assert "没有封给本台的封装" in page.message.text()
    wrong = tmp_path / "receipt.bin"
    wrong.write_bytes(b"hello")
    page.sent.receipt.take(wrong)
    idle(qtbot, shell)
    assert "回执" in shell.desk.message.text()
    assert page.sent.receipt.isEnabled()


def test_a_lost_package_is_voided_after_a_question_and_sealed_anew(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, shots: Shots
) -> None:
    shell, _ = introduced
    application = at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    seal_first(qtbot, shell, page, stick)
    press(qtbot, page.sent, "作废…")
    dialog = visible_dialog()
    shots(dialog, "sealing-void")
    press(qtbot, dialog, "作废封装")
    idle(qtbot, shell)
    assert page.sent.table.item(0, 3).text() == "已作废"
    assert not page.sent.label_button.isEnabled()
    assert at_desk(qtbot, shell, lambda s: draft.load(s, application)).status is Status.SUBMITTED


def test_sealed_twice_only_after_a_question(qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    seal_first(qtbot, shell, page, stick)
    press(qtbot, page, "再封装一个")
    page.choosing.all_button.click()
    press(qtbot, page, "封装到所选介质")
    dialog = visible_dialog()
    assert len(at_desk(qtbot, shell, lambda s: seal.packages(s, Direction.OUT))) == 1
    press(qtbot, dialog, "再封装一次")
    idle(qtbot, shell)
    assert page.sent.table.rowCount() == 2
    assert len(list(stick.iterdir())) == 2


def test_a_package_and_an_application_are_preselected(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path
) -> None:
    shell, _ = introduced
    application = at_desk(qtbot, shell, submitted)
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    home.waiting.itemActivated.emit(waiting(home, "已提交，待打印封装"), 0)
    idle(qtbot, shell)
    page = screen(shell, SealingScreen)
    assert page.choosing.ticked() == [application]
    assert page.marking() is not None
    page.target.media.take(stick)
    idle(qtbot, shell)
    press(qtbot, page, "封装到所选介质")
    idle(qtbot, shell)
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    home.waiting.itemActivated.emit(waiting(home, "已封装，等回执"), 0)
    idle(qtbot, shell)
    page = screen(shell, SealingScreen)
    assert page.sent.subject() == at_desk(qtbot, shell, lambda s: seal.packages(s, Direction.OUT))[0].id
    assert page.choosing.ticked() == []


def test_several_come_ticked_and_are_ticked_still_when_one_comes_back(
    qtbot: QtBot, introduced: tuple[Shell, Session]
) -> None:
    shell, _ = introduced
    both = at_desk(qtbot, shell, lambda s: [submitted(s), submitted(s, "苏日娜", 1)])
    page = go(qtbot, shell, Place(ScreenKey.SEALING, spot=" ".join(both)), SealingScreen)
    assert page.choosing.ticked() == both
    go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    assert shell.context is not None
    shell.context.back()
    idle(qtbot, shell)
    assert screen(shell, SealingScreen).choosing.ticked() == both


def test_a_list_that_is_cut_off_says_so(
    qtbot: QtBot, introduced: tuple[Shell, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _ = introduced
    monkeypatch.setattr(choosing, "_LIMIT", 2)
    for turn, name in enumerate(("沈砚舟", "苏日娜", "王小丽")):
        page = open_sealing(qtbot, shell)
        assert page.choosing.more.isVisible() is (turn > 1)
        at_desk(qtbot, shell, lambda s, name=name, turn=turn: submitted(s, name, turn))  # type: ignore[misc]
    page = open_sealing(qtbot, shell)
    page.choosing.all_button.click()
    assert len(page.choosing.ticked()) == 2
    assert "只列前 2 份" in page.choosing.more.text()


def waiting(home: HomeScreen, words: str) -> QTreeWidgetItem:
    items = [home.waiting.topLevelItem(at) for at in range(home.waiting.topLevelItemCount())]
    return next(one for one in items if one is not None and one.text(1) == words)


def test_left_while_sealing_the_outcome_is_still_told(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path
) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    page = all_of_it(qtbot, shell, stick)
    press(qtbot, page, "封装到所选介质")
    go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
    assert shell.desk is not None
    qtbot.waitUntil(lambda: shell.desk is not None and "封装完成" in shell.desk.message.text())
    assert len(list(stick.iterdir())) == 1


def test_a_package_that_is_given_up_leaves_the_card_that_praised_it(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path
) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    seal_first(qtbot, shell, page, stick)
    assert page.result.isVisible()
    page.sent.void_button.click()
    press(qtbot, visible_dialog(), "作废封装")
    idle(qtbot, shell)
    assert not page.result.isVisible()
    assert page.target.isVisible()


def test_the_desk_that_comes_next_is_offered_and_another_is_questioned(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, clock: FixedClock, tmp_path: Path, shots: Shots
) -> None:
    shell, committee = introduced
    department = other_desk(tmp_path / "department", clock, "呼和浩特市教育局", Desk.DEPARTMENT)
    introduce(qtbot, shell, department, tmp_path)
    application = at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell, application)
    assert page.target.recipients.currentText().startswith(department.office.name)
    assert not page.target.astray.isVisible()
    page.target.recipients.setFocus()
    qtbot.keyClick(page.target.recipients, Qt.Key.Key_Up)
    assert page.target.recipients.currentText().startswith(committee.office.name)
    told = page.target.astray.text()
    assert page.target.astray.isVisible()
    assert "下一站是主管部门，所选的是评委会办事机构" in told
    page.choosing.none_button.click()
    assert not page.target.astray.isVisible()
    page.choosing.all_button.click()
    idle(qtbot, shell)
    assert page.target.recipients.currentText().startswith(committee.office.name)  # what was chosen by hand stays
    shots(shell, "sealing-astray")
    department.close()


#: Long, with a rare character and with the dot of Mongolian names.
NAMES = ("孛儿只斤·额尔德尼巴雅尔·乌力吉德力格尔", "𡐓㙍", "阿拉坦其其格", "苏日娜")


def test_crowded(qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, shots: Shots) -> None:
    shell, _ = introduced
    peer = at_desk(qtbot, shell, lambda s: seal.recipients(s)[0].id)

    def many(session: Session) -> None:
        ids = [submitted(session, name, turn) for turn, name in enumerate(NAMES)]
        for at in range(8):
            sent = seal.seal(session, ids, peer, stick, Progress())
            if at % 3 == 0:
                seal.deliver(session, sent.record.id)
            elif at % 3 == 1:
                seal.void(session, sent.record.id)
        for turn in range(8):
            submitted(session, f"王{turn}", 10 + turn)

    at_desk(qtbot, shell, many)
    page = all_of_it(qtbot, shell, stick)
    shots(shell, "sealing-crowded")
    assert page.sent.table.rowCount() == 8
    assert len(page.choosing.ticked()) == 12
    compose(page.choosing.search, "阿拉坦")
    qtbot.waitUntil(lambda: page.choosing.table.rowCount() == 1)
    assert len(page.choosing.ticked()) == 12
    page.choosing.none_button.click()
    assert len(page.choosing.ticked()) == 11


def test_every_control_has_a_name(qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    page = open_sealing(qtbot, shell)
    page.target.media.take(stick)
    idle(qtbot, shell)
    assert unnamed(page) == []
    seal_first(qtbot, shell, page, stick)
    assert unnamed(page) == []


@pytest.mark.parametrize("zoom", [80, 200])
def test_zoom(qtbot: QtBot, introduced: tuple[Shell, Session], shots: Shots, zoom: int) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    open_sealing(qtbot, shell)
    assert shell.context is not None
    shell.context.preferences.zoom = zoom
    shell.context.redress.emit()
    idle(qtbot, shell)
    screen(shell, SealingScreen)
    shots(shell, f"sealing-zoom-{zoom}")
    assert (shell.width(), shell.height()) == (1366, 768)


@pytest.mark.parametrize("key", [ScreenKey.SEALING, ScreenKey.INBOX])
def test_tab_comes_round(qtbot: QtBot, introduced: tuple[Shell, Session], key: ScreenKey) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    page = go(qtbot, shell, Place(key), Screen)
    idle(qtbot, shell)
    start = shell.focusWidget()
    assert start is not None
    assert page.isAncestorOf(start)
    tabbed(qtbot, shell)


def test_sealing_asks_for_the_passphrase_again(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, clock: FixedClock, shots: Shots
) -> None:
    shell, _ = introduced
    at_desk(qtbot, shell, submitted)
    clock.advance(minutes=11)
    page = open_sealing(qtbot, shell)
    seal_first(qtbot, shell, page, stick)
    assert list(stick.iterdir()) == []
    asked = visible_dialog()
    assert isinstance(asked, ConfirmDialog)
    idle(qtbot, shell)
    qtbot.keyClicks(asked.confirm.passphrase, "wrong-wrong-wrong")
    qtbot.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    assert "口令不对" in asked.confirm.wrong.text()
    shots(asked, "sealing-confirm")
    assert list(stick.iterdir()) == []
    qtbot.keyClicks(asked.confirm.passphrase, PASSPHRASE)
    qtbot.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(stick.iterdir()) and not shell.tasks.busy)
    assert len(page.result.code.groups()) == 6
