"""Receiving in a user's hands: every check in order, an import or nothing at all, and the receipt back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.desk import contacts, draft, receive, seal, sending, sharing
from desktop_app.desk.receive import Check
from desktop_app.desk.seal import SealedOutcome
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.makings import Making
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.records import Direction, PackageState
from desktop_app.domain.status import Status
from desktop_app.host import knocking
from desktop_app.host import media as host_media
from desktop_app.sealing import label
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.contacts.screen import ContactsScreen
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.inbox.checks import Checks
from desktop_app.ui.inbox.label import LabelGroups
from desktop_app.ui.inbox.rosters import RostersDialog
from desktop_app.ui.inbox.screen import InboxScreen
from desktop_app.ui.language import speak
from desktop_app.ui.proof.dialog import ProofDialog, write_evidence
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.review.screen import ReviewScreen
from desktop_app.ui.sealing.screen import SealingScreen
from desktop_app.ui.shell import Shell
from tests.support.holding import held
from tests.support.packages import many_files
from tests.support.patience import AT_MOST_S
from tests.support.pdf_words import pages
from tests.ui.acting import go, idle, press, screen, unlock
from tests.ui.ontomedium import onto
from tests.ui.paperout import save_paper
from tests.ui.sealing.two_desks import at_desk, submitted
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
#: Long, with the dot of Mongolian names.
NAME = "孛儿只斤·额尔德尼巴雅尔·乌力吉德力格尔"


@pytest.fixture
def sent(introduced: tuple[Shell, Session], stick: Path) -> SealedOutcome:
    """A package from the other desk on the stick."""
    other = introduced[1]
    return seal.seal(other, [submitted(other)], seal.recipients(other)[0].id, stick, Progress())


def open_inbox(qtbot: QtBot, shell: Shell, stick: Path) -> InboxScreen:
    page = go(qtbot, shell, Place(ScreenKey.INBOX), InboxScreen)
    page.found.media.take(stick)
    idle(qtbot, shell)
    return page


def warned(page: InboxScreen) -> list[str]:
    """What the card says in red of the package that came."""
    return [label.text() for label in page.result.findChildren(QLabel) if label.property("role") == "wrong"]


def shown_proof(qtbot: QtBot, shell: Shell) -> ProofDialog:
    """The evidence that was asked for."""
    idle(qtbot, shell)
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, ProofDialog) and w.isVisible())


def type_label(qtbot: QtBot, page: InboxScreen, code: str) -> None:
    groups = code.split()
    for group, field in page.label.fields.items():
        field.setFocus()
        qtbot.keyClicks(field, groups[group])


def in_the_vault(qtbot: QtBot, shell: Shell) -> int:
    return at_desk(qtbot, shell, lambda session: draft.count(session, RowFilter()))


def test_checked_in_order_imported_and_answered(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    page = open_inbox(qtbot, shell, stick)
    assert [page.found.table.item(0, at).text() for at in (0, 1, 4)] == [other.office.name, "000001", ""]
    assert 0 in page.label.fields
    assert 5 in page.label.fields
    type_label(qtbot, page, sent.seal_code)
    shots(shell, "inbox-usual")
    press(qtbot, page, "只核验外封…")
    outside = shown_proof(qtbot, shell)
    assert [outside.hands.item(0, at).text() for at in (1, 3)] == [other.office.name, sent.record.seal_digest]
    assert "ssh-keygen -Y verify" in outside.commands.toPlainText()
    assert not outside.folder_button.isVisible()
    outside.reject()
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    shots(shell, "inbox-imported")
    assert [line.check for line in page.checks.made] == list(Check)
    assert all(line.ok for line in page.checks.made)
    assert all(words.startswith("✓") for words in page.checks.words())
    assert page.result.head.text() == "已导入 1 份申报"
    assert page.result.shown is not None
    assert warned(page) == []
    assert page.marking() == page.result.shown.marking
    assert page.received.table.item(0, 3).text() == "已导入，待出具回执"
    assert page.found.table.item(0, 4).text() == "已接收过"
    back = tmp_path / "back"
    back.mkdir()
    record = page.result.shown.package
    press(qtbot, page.received, "流转证据…")
    evidence = shown_proof(qtbot, shell)
    shots(evidence, "proof-package")
    assert "拆封收入" in evidence.hands.item(0, 2).text()
    assert evidence.signers.item(0, 2).text() == contacts.own_card(other).fingerprint
    press(qtbot, evidence, "打印核验单…")
    save_paper(qtbot, shell, tmp_path / "proof.pdf")
    idle(qtbot, shell)
    assert (tmp_path / "proof.pdf").read_bytes().startswith(b"%PDF")
    assert page.received.receipt_button.isEnabled()
    press(qtbot, page.received, "出具回执…")
    onto(qtbot, shell, back, applicant="乌兰", approved_by="葛景明")
    assert page.received.table.item(0, 3).text() == "已出具回执"
    kept = at_desk(qtbot, shell, lambda s: [s.vault.makings.get(one.id) for one in s.vault.carriers.all()])
    assert Making(applicant="乌兰", approved_by="葛景明") in kept
    assert page.received.paper_button.isEnabled()  # the same receipt, once more, as a sheet
    press(qtbot, page.received, "纸质回执…")
    save_paper(qtbot, shell, tmp_path / "receipt.pdf")
    idle(qtbot, shell)
    assert (tmp_path / "receipt.pdf").read_bytes().startswith(b"%PDF")
    assert not page.received.receipt_button.isEnabled()
    assert not page.result.receipt_button.isEnabled()
    matched = seal.take_receipt(other, next(back.iterdir()), Progress())
    assert (matched.id, matched.state) == (record.id, PackageState.RECEIPTED)
    press(qtbot, page, "打开")
    idle(qtbot, shell)
    editor = screen(shell, EditorScreen)
    editor.header.evidence_action.trigger()
    steps = shown_proof(qtbot, shell)
    assert steps.folder_button.isVisible()
    shots(steps, "proof-application")
    steps.reject()
    write_evidence(editor.context, editor, editor.application, tmp_path)
    idle(qtbot, shell)
    (folder,) = tmp_path.glob("evidence-*")
    assert {"evidence.txt", "proof-sheet.pdf", "allowed"} <= {path.name for path in folder.iterdir()}
    table = go(qtbot, shell, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    row = table.model.row(0)
    assert row is not None
    assert (row.name, row.status, row.id) == ("沈砚舟", Status.RECEIVED, editor.application)


def test_a_wrong_group_refuses_and_keeps_nothing(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path, shots: Shots
) -> None:
    shell, _ = introduced
    page = open_inbox(qtbot, shell, stick)
    groups = sent.seal_code.split()
    groups[5] = f"{(int(groups[5]) + 1) % 100000:05}"
    type_label(qtbot, page, " ".join(groups))
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    shots(shell, "inbox-refused")
    assert "封条标签与介质上的封条不符" in page.message.text()
    assert "是否输错" in page.message.text()  # the likeliest first: only then is it one for the secrecy officer
    assert "没有留下" in page.message.text()
    assert page.checks.made[-1].check is Check.LABEL
    assert not page.checks.made[-1].ok
    assert page.open_button.isEnabled()
    assert in_the_vault(qtbot, shell) == 0
    assert page.received.table.rowCount() == 0
    acts = at_desk(qtbot, shell, lambda s: [entry.act for entry in s.vault.audit.entries(3, 0)])
    assert Act.PACKAGE_REFUSED in acts


def scanned_line(other: Session, sent: SealedOutcome) -> str:
    """What a hand scanner reads off the paper label."""
    own, record = contacts.ensure_identity(other), sent.record
    return label.qr_text(record.id, own.key_id, record.peer, record.sequence, record.seal_digest, contacts.keys(other))


def test_a_scanned_label_opens_with_the_scanners_enter(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path, shots: Shots
) -> None:
    shell, other = introduced
    page = open_inbox(qtbot, shell, stick)
    page.label.scan.setFocus()
    qtbot.keyClicks(page.label.scan, scanned_line(other, sent))
    shots(shell, "inbox-scanned")
    qtbot.keyClick(page.label.scan, Qt.Key.Key_Return)
    idle(qtbot, shell)
    assert [line.check for line in page.checks.made] == list(Check)
    assert page.result.shown is not None
    assert warned(page) == []


def test_another_packages_label_stops_the_opening(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path, tmp_path: Path
) -> None:
    shell, other = introduced
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    again = list(map(ApplicationId, sent.record.applications))
    second = seal.seal(other, again, seal.recipients(other)[0].id, elsewhere, Progress())
    page = open_inbox(qtbot, shell, stick)
    qtbot.keyClicks(page.label.scan, scanned_line(other, second))
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    assert "封条标签与介质上的封条不符" in page.message.text()
    assert (page.checks.made[-1].check, page.checks.made[-1].ok) == (Check.LABEL, False)
    assert in_the_vault(qtbot, shell) == 0


def test_an_unfinished_group_is_not_sent(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path
) -> None:
    shell, _ = introduced
    page = open_inbox(qtbot, shell, stick)
    qtbot.keyClicks(page.label.fields[0], sent.seal_code.split()[0])
    press(qtbot, page, "核验并导入")
    assert "5 位" in page.label.wrong.text()
    assert page.checks.made == []
    assert in_the_vault(qtbot, shell) == 0


def test_without_a_label_the_import_warns(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path, shots: Shots
) -> None:
    shell, _ = introduced
    page = open_inbox(qtbot, shell, stick)
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    shots(shell, "inbox-warned")
    assert Check.LABEL not in {line.check for line in page.checks.made}
    assert "—　封条号" in page.checks.words()
    assert page.result.shown is not None
    assert warned(page) == ["没有核对封条号，请与封条或送达的另一联比对。"]


def test_an_altered_package_is_refused(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path
) -> None:
    shell, _ = introduced
    volume = max(sent.folder.iterdir(), key=lambda path: path.stat().st_size)
    raw = bytearray(volume.read_bytes())
    raw[len(raw) // 2] ^= 1
    volume.write_bytes(raw)
    page = open_inbox(qtbot, shell, stick)
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    assert page.checks.made[-1] == receive.CheckLine(Check.VOLUMES, ok=False)
    assert "与封条不符" in page.message.text()
    assert in_the_vault(qtbot, shell) == 0


def test_an_unfinished_package_shows_its_reason_and_cannot_be_opened(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path, shots: Shots
) -> None:
    shell, _ = introduced
    next(path for path in sent.folder.iterdir() if "seal" in path.name.lower()).unlink()
    page = open_inbox(qtbot, shell, stick)
    assert page.found.table.item(0, 4).text() == "没有封装完，或已损坏"
    page.found.table.selectRow(0)
    assert "封装没有做完" in page.about.text()
    shots(shell, "inbox-unfinished")
    assert not page.open_button.isVisible()


def test_a_package_for_another_desk_and_an_empty_folder(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    page = open_inbox(qtbot, shell, stick)
    shots(shell, "inbox-empty")
    assert page.found.table.rowCount() == 0
    peer = at_desk(qtbot, shell, lambda s: seal.recipients(s)[0].id)
    away = tmp_path / "away"
    away.mkdir()
    at_desk(qtbot, shell, lambda s: seal.seal(s, [submitted(s)], peer, away, Progress()))
    page.found.media.take(away)
    idle(qtbot, shell)
    assert page.found.table.item(0, 4).text() == "本台封装的"
    page.found.table.selectRow(0)
    assert not page.open_button.isVisible()
    assert not page.label.isVisible()
    press(qtbot, page, "只核验外封…")  # as after a disc was burnt
    proof = shown_proof(qtbot, shell)
    shots(shell, "inbox-own")
    assert proof.hands.rowCount() > 0
    proof.reject()
    (volume,) = away.glob("*/*.age")
    volume.write_bytes(volume.read_bytes()[:-1])
    press(qtbot, page, "只核验外封…")
    idle(qtbot, shell)
    told = shell.desk.message.text() if shell.desk else ""
    assert "大小不对" in told + page.message.text()
    del other


def test_home_leads_to_the_receipt_that_is_owed(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome
) -> None:
    shell, _ = introduced
    received = at_desk(qtbot, shell, lambda s: receive.open_(s, sent.folder, None, lambda line: None, Progress()))
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    items = [home.waiting.topLevelItem(at) for at in range(home.waiting.topLevelItemCount())]
    item = next(one for one in items if one is not None and one.text(1) == "已接收，待出具回执")
    home.waiting.itemActivated.emit(item, 0)
    idle(qtbot, shell)
    page = screen(shell, InboxScreen)
    assert page.received.subject() == received.package.id
    assert page.received.receipt_button.isEnabled()


def test_the_sender_unknown_here_is_refused(
    qtbot: QtBot, desk_window: Shell, other: Session, stick: Path, tmp_path: Path
) -> None:
    card = tmp_path / "card.json"
    spoken = at_desk(qtbot, desk_window, lambda s: contacts.save_card(s, card)).fingerprint.split()
    contact = contacts.take_in(other, card)
    contacts.verify(other, contact.id, {g: spoken[g] for g in contacts.groups_to_type()}, "甲、乙")
    seal.seal(other, [submitted(other)], contact.id, stick, Progress())
    page = open_inbox(qtbot, desk_window, stick)
    assert page.found.table.item(0, 0).text() == "未知发件方"
    press(qtbot, page, "核验并导入")
    idle(qtbot, desk_window)
    assert page.message.text()
    assert page.checks.made[-1] == receive.CheckLine(Check.SENDER, ok=False)
    assert at_desk(qtbot, desk_window, lambda s: seal.packages(s, Direction.IN)) == []


def test_crowded(qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots) -> None:
    shell, other = introduced
    peer = seal.recipients(other)[0].id
    for turn in range(7):
        ids = [submitted(other, f"{NAME}{turn}-{at}", turn * 5 + at) for at in range(1 if turn < 6 else 5)]
        seal.seal(other, ids, peer, stick, Progress())
    (stick / "FJ-OTHER-000007-ABCDEFGH").mkdir()
    page = open_inbox(qtbot, shell, stick)
    for row in range(2):
        page.found.table.selectRow(row)
        press(qtbot, page, "核验并导入")
        idle(qtbot, shell)
    page.found.table.selectRow(6)
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    shots(shell, "inbox-crowded")
    assert unnamed(page) == []
    assert page.result.head.text() == "已导入 5 份申报"
    assert page.result.shown is not None
    assert [words[:13] for words in warned(page)] == [
        "该渠道有编号尚未收到：3,",
        "没有核对封条号，请与封条或",
    ]
    assert page.received.table.rowCount() == 3


def test_a_roster_says_what_it_is(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    submitted(other)
    sharing.seal(other, sharing.roster(other, Progress()), seal.recipients(other)[0].id, stick, Progress())
    page = open_inbox(qtbot, shell, stick)
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    shots(shell, "inbox-roster")
    assert page.result.head.text() == "已收入"
    shown = [label.text() for label in page.result.findChildren(QLabel)]
    assert any("花名册" in words and "1 人" in words for words in shown)
    press(qtbot, page, "看花名册…")
    idle(qtbot, shell)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, RostersDialog) and w.isVisible())
    shots(dialog, "rosters")
    assert [dialog.table.item(0, at).text() for at in (0, 3, 5)] == [other.office.name, "1", "2026-07-06 09:00"]
    assert dialog.model.index(0, 1).data() == "沈砚舟"
    assert page.marking() == dialog.roster().marking
    assert page.received.table.item(0, 3).text() == "已收入"
    assert unnamed(dialog) == []
    qtbot.keyClicks(dialog.search, "nobody")
    assert (dialog.model.rowCount(), dialog.found.text()) == (0, "0 人")
    dialog.search.clear()
    press(qtbot, dialog, "打印花名册…")
    save_paper(qtbot, shell, tmp_path / "roster.pdf")
    idle(qtbot, shell)
    assert "沈砚舟" in "".join(pages((tmp_path / "roster.pdf").read_bytes()))
    assert in_the_vault(qtbot, shell) == 0


def test_a_days_packages_are_taken_in_and_answered_at_once(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    peer = seal.recipients(other)[0].id
    people = [submitted(other)] + [submitted(other, name, turn) for turn, name in enumerate((NAME, "萨仁", "王五"), 1)]
    sent = [seal.seal(other, [one], peer, stick, Progress()) for one in people]
    broken = next(path for path in sent[2].folder.iterdir() if path.suffix == ".age")
    broken.write_bytes(broken.read_bytes()[:-1] + b"\0")
    page = open_inbox(qtbot, shell, stick)
    press(qtbot, page, "成批接收…")
    idle(qtbot, shell)
    bulk = page.bulk
    qtbot.waitUntil(bulk.scan.isEnabled)
    assert [bulk.table.item(at, 2).text() for at in range(4)] == ["待接收"] * 4
    assert [bulk.table.item(at, 3).text() for at in range(4)] == ["接收后显示"] * 4, "nothing outside names anybody"
    assert bulk.people.isHidden()
    own, record = contacts.own_card(other).key_id, sent[0].record
    keys = contacts.keys(other)
    line = label.qr_text(record.id, own, record.peer, record.sequence, record.seal_digest, keys)
    qtbot.keyClicks(bulk.scan, "HELLO")
    qtbot.keyClick(bulk.scan, Qt.Key.Key_Return)
    assert "标签" in bulk.message.text()
    assert "报告" not in bulk.message.text()  # a slip of the hand is no alarm
    qtbot.keyClicks(bulk.scan, line)
    qtbot.keyClick(bulk.scan, Qt.Key.Key_Return)
    assert "已扫标签 1 张" in bulk.told.text()
    qtbot.keyClicks(bulk.scan, sent[1].seal_code)  # who has no scanner types the six groups
    qtbot.keyClick(bulk.scan, Qt.Key.Key_Return)
    assert "已扫标签 2 张" in bulk.told.text()
    with ExitStack() as second:

        def hold(_: object) -> None:
            bulk.table.itemChanged.disconnect(hold)
            second.enter_context(held("open", 0))

        bulk.table.itemChanged.connect(hold)
        bulk.take_all()
        qtbot.waitUntil(lambda: "待接收 3 个" in bulk.told.text())
        bulk.stop()  # in the middle of the second; the window has lived meanwhile
        idle(qtbot, shell)
    assert "可以接着收" in bulk.message.text()
    qtbot.mouseClick(bulk.take_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "待接收 0 个" in bulk.told.text())
    idle(qtbot, shell)
    results = [bulk.table.item(at, 2).text() for at in range(4)]
    assert results[2] == "已拒收"
    assert results.count("已拒收") == 1
    assert "待出具回执 3 个" in bulk.told.text()
    bulk.table.selectRow(2)
    assert bulk.checks.text().endswith("✗ 各卷摘要")
    assert "✓ 外封签名" in bulk.checks.text()
    assert bulk.people.isHidden()
    bulk.table.selectRow(0)
    idle(qtbot, shell)
    who = [bulk.people.item(0, side).text() for side in range(3)]
    assert who[0] == bulk.table.item(0, 3).text() == "沈砚舟"
    assert all(who)
    shots(bulk, "inbox-bulk")
    assert "✗" not in bulk.checks.text()
    assert bulk.checks.text().count("✓") == len(Check)
    back = tmp_path / "back"
    back.mkdir()
    bulk.answer_all(back)
    qtbot.waitUntil(lambda: len(bulk.answers) == 3)
    idle(qtbot, shell)
    assert "已封装 3 个回执" in bulk.message.text()
    assert "逾期" not in bulk.message.text()
    assert bulk.table.item(0, 4).text().endswith("回执已封装。")
    assert not bulk.answer_button.isEnabled()
    assert unnamed(bulk) == []
    bulk.reject()
    idle(qtbot, shell)
    assert [page.received.table.item(at, 3).text() for at in range(3)] == ["已出具回执"] * 3
    for table, side in ((page.received.table, 0), (page.found.table, 1)):
        for down in (False, True):
            table.setFocus()
            qtbot.keyClick(table, Qt.Key(Qt.Key.Key_1 + side), Qt.KeyboardModifier.AltModifier)
            numbers = [table.item(at, side).text() for at in range(table.rowCount())]
            assert numbers == sorted(numbers, reverse=down)
            assert len(set(numbers)) >= 3
            table.selectRow(0)
            found = page.found.line()
            one = page.received.chosen() if side == 0 else found.head if found else None
            assert one is not None
            assert f"{one.sequence:06d}" == numbers[0], "the row means what it shows"
    assert {seal.take_receipt(other, path, Progress()).state for path in back.iterdir()} == {PackageState.RECEIPTED}
    press(qtbot, page, "成批接收…")
    idle(qtbot, shell)
    qtbot.waitUntil(page.bulk.review_button.isVisible)
    shots(page.bulk, "inbox-bulk-review")
    press(qtbot, page.bulk, "去审核")
    idle(qtbot, shell)
    screen(shell, ReviewScreen)


def test_a_medium_that_is_pulled_out_loses_nothing(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path
) -> None:
    shell, other = introduced
    peer = seal.recipients(other)[0].id
    for turn, name in enumerate(("甲", "乙"), 1):
        seal.seal(other, [submitted(other, name, turn)], peer, stick, Progress())
    page = open_inbox(qtbot, shell, stick)
    page.receive_in_bulk()
    idle(qtbot, shell)
    stick.rename(tmp_path / "pocket")
    page.bulk.take_all()
    idle(qtbot, shell)
    assert "插好后点“全部接收”接着收" in page.bulk.message.text()
    assert "待接收 2 个" in page.bulk.told.text()
    (tmp_path / "pocket").rename(stick)
    page.bulk.take_all()
    qtbot.waitUntil(lambda: "待接收 0 个" in page.bulk.told.text())
    idle(qtbot, shell)
    page.bulk.reject()
    idle(qtbot, shell)
    assert page.received.table.rowCount() == 2


@pytest.fixture
def reachable(introduced: tuple[Shell, Session], tmp_path: Path) -> Path:
    """The window hears further starts of the program through this folder."""
    shell, _ = introduced
    folder = tmp_path / "settings"
    folder.mkdir()
    shell.arrivals.hear(knocking.Door(folder))
    return folder


def start_again(qtbot: QtBot, folder: Path, arrived: Path | None) -> bool:
    """Start the program once more, in a thread; the window must answer meanwhile."""
    with ThreadPoolExecutor(1) as pool, pytest.MonkeyPatch.context() as patching:
        patching.setattr(knocking, "_LISTENS", AT_MOST_S)
        asked = pool.submit(knocking.knock, folder, arrived)
        qtbot.waitUntil(asked.done)
        return asked.result()


def test_a_double_clicked_seal_opens_the_inbox_on_its_package_once(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, reachable: Path, shots: Shots
) -> None:
    shell, _ = introduced
    shell.lock()
    idle(qtbot, shell)
    assert start_again(qtbot, reachable, sent.folder)
    assert shell.front is not None
    assert shell.front.door is not None
    assert sent.folder.name in shell.front.door.coming.text()
    shots(shell, "door-with-a-package")
    unlock(qtbot, shell)
    qtbot.waitUntil(lambda: shell.desk is not None and isinstance(shell.desk.shown, InboxScreen))
    page = screen(shell, InboxScreen)
    qtbot.waitUntil(lambda: page.found.line() is not None)
    chosen = page.found.line()
    assert chosen is not None
    assert chosen.folder == sent.folder
    assert page.open_button.isEnabled()
    go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    shell.lock()
    unlock(qtbot, shell)
    screen(shell, HomeScreen)
    # while a dialog is open
    asking = QDialog(go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen))
    asking.open()
    assert start_again(qtbot, reachable, sent.folder)
    assert shell.arrivals.waiting == sent.folder
    screen(shell, ContactsScreen)  # what was typed into the dialog stays
    asking.reject()
    qtbot.waitUntil(lambda: shell.desk is not None and isinstance(shell.desk.shown, InboxScreen))
    inbox = screen(shell, InboxScreen)
    qtbot.waitUntil(lambda: inbox.found.line() is not None)
    assert start_again(qtbot, reachable, None)  # started once more without a package: the window only comes forward
    screen(shell, InboxScreen)
    shell.arrivals.came(None)
    assert shell.arrivals.waiting is None


def test_odd_numbers_stand_in_the_list_and_a_double_click_opens(
    qtbot: QtBot,
    introduced: tuple[Shell, Session],
    stick: Path,
    shots: Shots,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell, other = introduced
    peer = seal.recipients(other)[0].id
    people = [submitted(other)] + [submitted(other, f"人{turn}", turn) for turn in range(1, 4)]
    sent = [seal.seal(other, [one], peer, stick, Progress()) for one in people]
    at_desk(qtbot, shell, lambda s: receive.open_(s, sent[2].folder, None, lambda line: None, Progress()))
    page = open_inbox(qtbot, shell, stick)
    shots(shell, "inbox-odd-numbers")
    notes = [page.found.table.item(at, 4).text() for at in range(4)]
    assert notes == ["第 3 号已先到", "第 3 号已先到", "已接收过", ""]  # what lies beside it is not missing
    elsewhere = stick.parent / "elsewhere"
    sent[0].folder.rename(elsewhere)
    page.found.refresh()
    idle(qtbot, shell)
    assert [page.found.table.item(at, 4).text() for at in range(3)] == ["其前 1 号未到", "已接收过", "其前 1 号未到"]
    elsewhere.rename(sent[0].folder)
    page.found.refresh()
    idle(qtbot, shell)
    seen: list[str] = []
    heard = page.checks.heard
    monkeypatch.setattr(page.checks, "heard", lambda line: (heard(line), seen.append("".join(page.checks.words()))))
    spot = page.found.table.visualItemRect(page.found.table.item(1, 0)).center()
    qtbot.mouseClick(page.found.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(page.found.table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert page.checks.words()[0].startswith("▸")
    assert page.checks.words()[5].startswith("—")  # no label was typed
    idle(qtbot, shell)
    for at, words in enumerate(seen[:-1], 1):  # after each check, the next one is being made
        assert (words.count("✓"), words.count("▸")) == (at, 1)
    assert len(seen) == len(Check) - 1
    assert "▸" not in seen[-1]
    assert [words[:9] for words in warned(page)[:2]] == ["该渠道有编号尚未收", "编号更大的一包（3"]


def test_a_receipt_opened_in_the_inbox_is_recorded(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    peer = at_desk(qtbot, shell, lambda s: seal.recipients(s)[0].id)
    away = tmp_path / "away"
    away.mkdir()
    out = at_desk(qtbot, shell, lambda s: seal.seal(s, [submitted(s)], peer, away, Progress()))
    came = receive.open_(other, out.folder, None, lambda line: None, Progress())
    receive.receipt(other, came.package.id, stick, Progress())
    page = open_inbox(qtbot, shell, stick)
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    shots(shell, "inbox-receipt")
    assert page.message.text() == ""
    assert page.result.head.text() == "收到回执，已登记"
    acts = at_desk(qtbot, shell, lambda s: [entry.act for entry in s.vault.audit.entries(4, 0)])
    assert Act.PACKAGE_REFUSED not in acts
    assert page.found.table.item(0, 4).text() == "已接收过"
    press(qtbot, page, "看已发出的封装")
    idle(qtbot, shell)
    sealing = screen(shell, SealingScreen)
    chosen = sealing.sent.chosen()
    assert chosen is not None
    assert (chosen.id, chosen.state) == (out.record.id, PackageState.RECEIPTED)
    press(qtbot, sealing.sent, "流转证据…")
    evidence = shown_proof(qtbot, shell)
    assert "已收到回执" in evidence.hands.item(evidence.hands.rowCount() - 1, 2).text()
    evidence.reject()


def test_a_stick_put_in_is_noticed(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, monkeypatch: pytest.MonkeyPatch, shots: Shots
) -> None:
    shell, _ = introduced
    page = go(qtbot, shell, Place(ScreenKey.INBOX), InboxScreen)
    idle(qtbot, shell)
    assert page.found.media.folder() is None
    watch = page.found.media.findChild(QTimer)
    assert watch is not None
    assert watch.isActive()
    watch.setInterval(10)  # of two seconds
    stick = replace(host_media.describe(sent.folder.parent), label="SEALED", removable=True)
    monkeypatch.setattr(host_media, "removable_media", lambda: (stick,))  # no stick can be put into a test's machine
    qtbot.waitUntil(lambda: page.found.line() is not None)
    monkeypatch.setattr(host_media, "removable_media", tuple)
    qtbot.waitUntil(lambda: page.found.media.folder() is None)
    go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    assert shell.desk is not None
    shell.desk.sticks.look()
    idle(qtbot, shell)
    monkeypatch.setattr(host_media, "removable_media", lambda: (stick,))
    shell.desk.sticks.look()  # put in again, with another screen on show
    qtbot.waitUntil(lambda: shell.desk is not None and "SEALED" in shell.desk.message.text())
    assert "1 个封给本台的封装" in shell.desk.message.text()
    shots(shell, "home-stick")
    press(qtbot, shell.desk, "去收件")
    idle(qtbot, shell)
    again = screen(shell, InboxScreen)
    qtbot.waitUntil(lambda: again.found.line() is not None)


def test_a_card_a_roster_and_the_pack_in_force_are_sealed_from_the_contacts(
    qtbot: QtBot, introduced: tuple[Shell, Session], tmp_path: Path, shots: Shots
) -> None:
    shell, other = introduced
    kinds = {"card": "的名片", "roster": "花名册", "policy": "政策包"}
    for at, (kind, said) in enumerate(kinds.items()):
        page = go(qtbot, shell, Place(ScreenKey.CONTACTS), ContactsScreen)
        assert not page.sharing.button.isEnabled()  # nobody is chosen
        page.table.selectRow(0)
        assert page.sharing.button.isEnabled()
        if not at:
            shots(shell, "contacts-sharing")
        menu = page.sharing.button.menu()
        assert menu is not None
        menu.actions()[at].trigger()
        folder = tmp_path / kind
        folder.mkdir()
        onto(qtbot, shell, folder, applicant="乌兰", approved_by=kind)
        qtbot.waitUntil(lambda folder=folder: any(folder.iterdir()) and not shell.tasks.busy)
        sealing = screen(shell, SealingScreen)
        idle(qtbot, shell)
        assert sealing.sent.subject()
        kept = at_desk(qtbot, shell, lambda s: [s.vault.makings.get(one.id) for one in s.vault.carriers.all()])
        assert Making(applicant="乌兰", approved_by=kind) in kept
        (package,) = folder.iterdir()
        came = receive.open_(other, package, None, lambda line: None, Progress())
        assert came.package.kind.value == kind
        assert said in "".join(words.zh for words in came.told)


def test_a_larger_package_than_usual_waits_for_a_second_word(
    qtbot: QtBot, introduced: tuple[Shell, Session], stick: Path, shots: Shots
) -> None:
    shell, other = introduced
    sending.send(other, seal.recipients(other)[0], many_files(), (), stick, Progress())
    page = open_inbox(qtbot, shell, stick)
    assert not page.large_button.isVisible()
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    assert "按大件上限" in page.message.text()
    shots(shell, "inbox-larger")
    press(qtbot, page, "按大件上限重新核验")
    qtbot.waitUntil(lambda: not shell.tasks.busy)  # two thousand files
    assert page.result.head.text() == "已导入 1 份申报"
    assert in_the_vault(qtbot, shell) == 1
    entries = at_desk(qtbot, shell, lambda session: session.vault.audit.entries())
    assert [one.objects.get("limits") for one in entries if one.act is Act.PACKAGE_OPENED] == ["large"]


def test_a_package_is_erased_from_the_stick_once_it_was_taken_in(
    qtbot: QtBot, introduced: tuple[Shell, Session], sent: SealedOutcome, stick: Path, shots: Shots
) -> None:
    shell, _ = introduced
    page = open_inbox(qtbot, shell, stick)
    (stick / sent.folder.name / "foreign.txt").write_text("not ours", encoding="utf-8")

    def erase() -> None:
        press(qtbot, page.found, "清除…")
        asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
        shots(asked, "inbox-erase")
        press(qtbot, asked, "清除")
        idle(qtbot, shell)

    erase()
    assert (sent.folder / "seal.fengjuan.sig").exists()
    assert page.message.text() != ""
    press(qtbot, page, "核验并导入")
    idle(qtbot, shell)
    erase()
    assert "旧内容可能还在芯片里" in page.message.text()
    assert [path.name for path in sent.folder.iterdir()] == ["foreign.txt"]
    shots(shell, "inbox-erased")


@pytest.mark.parametrize("tongue", list(Language))
def test_the_checks_and_the_label_need_no_more_than_half_a_small_laptops_window(
    qtbot: QtBot, dressed: QApplication, tongue: Language
) -> None:
    speak(tongue)
    try:
        for made in (Checks(), LabelGroups()):
            qtbot.addWidget(made)
            assert made.minimumSizeHint().width() <= 376, "what the card beside the list has at 1366"
    finally:
        speak(Language.ZH)
