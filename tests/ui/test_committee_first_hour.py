"""A committee's office that nobody has used yet: from the first start to the papers of a result, all in the window."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.desk import expert_sheet, opening
from desktop_app.desk.review_list import ReviewState
from desktop_app.domain.kinds import Desk
from desktop_app.domain.users import UserRole
from desktop_app.ui.committees.plandialog import PlanDialog
from desktop_app.ui.committees.pool import PoolPage
from desktop_app.ui.committees.screen import CommitteesScreen
from desktop_app.ui.meetings.after import AfterStep
from desktop_app.ui.meetings.countdialog import CountDialog
from desktop_app.ui.meetings.screen import MeetingsScreen
from desktop_app.ui.meetings.voting import VotingStep
from desktop_app.ui.options import Options
from desktop_app.ui.papers.confirming import ConfirmDialog
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.review.screen import ReviewScreen
from desktop_app.ui.settings.screen import SettingsScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.users.change import Change
from desktop_app.ui.users.screen import UsersScreen
from desktop_app.ui.widgets.tablelook import Teaching
from tests.support import meetings as support
from tests.support.ipp_printer import LoopbackPrinter
from tests.ui.acting import PASSPHRASE, compose, first, go, idle, press, screen, unlock
from tests.ui.conftest import COST
from tests.ui.paperout import print_paper
from tests.ui.test_notices import asked, fill
from tests.ui.test_users import FIRST, OWN, enter

Shots = Callable[[QWidget, str], None]
FILING = support.example().filing


def opened() -> list[QDialog]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def leads(root: QWidget) -> list[str]:
    """What the window offers as the next thing to do."""
    buttons = [b for b in root.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
    return [b.text() for b in buttons if b.property("look") == "main"]


def tick(name: str, *wanted: object) -> None:
    """Tick these in a list of the dialog; without any, all by the button under the list."""
    box = asked().fields[name]
    assert isinstance(box, QListWidget)
    if not wanted:
        next(b for b in asked().findChildren(QPushButton) if b.text() == "全选").click()
    for at in range(box.count()):
        if box.item(at).data(Qt.ItemDataRole.UserRole) in wanted:
            box.item(at).setCheckState(Qt.CheckState.Checked)


def teaches(root: QWidget) -> list[str]:
    """What stands in tables without rows; each whole and in sight."""
    found = [one for one in root.findChildren(Teaching) if one.isVisible()]
    assert all(one.parentWidget().rect().contains(one.geometry()) for one in found)
    return [one.text() for one in found]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 8, 31, 1, 0, tzinfo=UTC))


@pytest.fixture
def office(
    qtbot: QtBot, dressed: QApplication, tasks: Tasks, preferences: Preferences, clock: FixedClock, tmp_path: Path
) -> Shell:
    """Made by its officer at the first start; four filings have come and were signed; then a second user was added."""
    shell = Shell(Options(clock=clock, vault=tmp_path / "office", cost=COST), tasks, preferences)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    page = first(qtbot, shell)
    page.desk.setCurrentIndex(list(Desk).index(Desk.COMMITTEE_OFFICE))
    for field, words in ((page.name, "农牧业系列评委会办公室"), (page.officer, "计票甲"), (page.number, "无")):
        field.setFocus()
        compose(field, words)
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    qtbot.keyClicks(page.passphrase, PASSPHRASE)
    qtbot.keyClicks(page.again, PASSPHRASE)
    press(qtbot, page, "建立保险库")
    qtbot.waitUntil(lambda: shell.desk is not None)
    idle(qtbot, shell)
    press(qtbot, shell, "以后再做")
    idle(qtbot, shell)
    lock(qtbot, shell)
    session = opening.unlock(tmp_path / "office", PASSPHRASE, clock)
    for at, name in enumerate(("萨仁高娃", "巴雅尔图门孟和阿拉坦苏和", "武晓岚", "李四")):
        support.accepted(session, at, name, f"青城草原工作站{at}")
    session.close()
    unlock(qtbot, shell)
    add_user(qtbot, shell)
    return shell


def lock(qtbot: QtBot, shell: Shell) -> None:
    assert shell.context is not None
    shell.context.lock_wanted.emit()
    idle(qtbot, shell)
    qtbot.waitUntil(lambda: shell.front is not None and shell.front.door is not None)


def add_user(qtbot: QtBot, shell: Shell) -> None:
    """Who counts the votes a second time."""
    users = go(qtbot, shell, Place(ScreenKey.USERS), UsersScreen)
    qtbot.mouseClick(users.buttons[Change.ADD], Qt.MouseButton.LeftButton)
    dialog = users.dialog
    assert dialog is not None
    compose(dialog.name, "计票乙")
    dialog.roles[UserRole.REVIEWER].setChecked(True)
    for field, typed in ((dialog.new, FIRST), (dialog.again, FIRST), (dialog.own, PASSPHRASE)):
        qtbot.keyClicks(field, typed)
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    QApplication.processEvents()
    idle(qtbot, shell)


def do(qtbot: QtBot, shell: Shell, page: QWidget, words: str, **typed: str) -> None:
    """Open a dialog, fill in lines, and do what its button says."""
    press(qtbot, page, words)
    fill(asked(), **typed)
    press(qtbot, asked(), asked().act_button.text())
    idle(qtbot, shell)


def committee(qtbot: QtBot, shell: Shell) -> CommitteesScreen:
    """Record it; what is wrong is said, and no longer once it is mended."""
    go(qtbot, shell, Place(ScreenKey.MEETINGS), MeetingsScreen)
    assert leads(shell) == ["评委会与专家"]
    press(qtbot, shell, "评委会与专家")
    idle(qtbot, shell)
    page = screen(shell, CommitteesScreen)
    assert leads(shell) == ["登记评委会…"]
    assert not page.tabs.isVisible()
    press(qtbot, page, "登记评委会…")
    press(qtbot, asked(), "登记")
    idle(qtbot, shell)
    assert asked().wrong.text() == "登记还缺少：评委会名称。没有登记，请补充后再办。"
    fill(asked(), name="农牧业系列高级评委会", meets_on="20260910", task__standard="甲标准")
    assert not asked().wrong.isVisible()
    name = asked().fields["name"]
    name.setFocus()
    qtbot.keyClick(name, Qt.Key.Key_Return)
    assert asked().focusWidget() is asked().fields["meets_on"]
    series = asked().fields["task__series"]
    assert isinstance(series, QComboBox)
    series.setCurrentIndex(series.findData(FILING.series))
    tick("task__levels", FILING.level)
    press(qtbot, asked(), "登记")
    idle(qtbot, shell)
    assert teaches(page) == ["还没有评委。到“抽取”页封存方案并抽取。"]
    press(qtbot, page, "变更备案…")
    tick("registered__series", FILING.series)
    tick("registered__levels", FILING.level)
    fill(asked(), registered__standard="甲标准", registered__valid_from="20250101", registered__valid_to="2027.12.31")
    press(qtbot, asked(), "登记变更")
    idle(qtbot, shell)
    press(qtbot, page, "变更备案…")
    ticked = asked().fields["registered__series"]
    assert isinstance(ticked, QListWidget)
    assert ticked.item(0).data(Qt.ItemDataRole.UserRole) == FILING.series  # in sight, though late in the table
    asked().reject()
    do(qtbot, shell, page, "专家库清理与调整…", pool__cleaned_on="20260820", pool__reported_on="20260821",
       pool__report_number="呼人社备〔2026〕3号")  # fmt: skip
    return page


def pool_and_draw(qtbot: QtBot, shell: Shell, page: CommitteesScreen, file: Path) -> None:
    page.tabs.setCurrentIndex(1)
    pool = page.pages[1][1]
    assert isinstance(pool, PoolPage)
    expert_sheet.save_template(file)
    book = openpyxl.load_workbook(file)
    for at in range(1, 31):
        book["专家库"].append(
            ["", f"专家{at}", f"外单位{at}", FILING.specialty, "正高级", "", "", "2025-01-01", "2027-12-31"]
        )
    book.save(file)
    pool.exchange.look_at(file)
    idle(qtbot, shell)
    press(qtbot, opened()[0], "导入")
    idle(qtbot, shell)
    page.tabs.setCurrentIndex(2)
    assert leads(page) == ["封存方案…"]
    press(qtbot, page, "封存方案…")
    (plan,) = opened()
    assert isinstance(plan, PlanDialog)
    assert "核对方案" in plan.told.text()
    plan.figures[0][0].setValue(25)
    press(qtbot, plan, "核对方案")
    idle(qtbot, shell)
    assert "人数合规" in plan.told.text()
    press(qtbot, plan, "封存方案")
    idle(qtbot, shell)
    assert leads(page) == ["抽取…"]
    do(qtbot, shell, page, "抽取…", spoken="417")
    assert leads(page) == ["评审会", "打印抽取记录…"]
    press(qtbot, page, "评审会")
    idle(qtbot, shell)


def meeting(qtbot: QtBot, shell: Shell, clock: FixedClock) -> MeetingsScreen:
    """From the applicants to the ballots."""
    page = screen(shell, MeetingsScreen)
    assert leads(page) == ["新建评审会…"]
    do(qtbot, shell, page, "新建评审会…", place="市人社局三楼会议室")
    assert teaches(page) == ["还没有申报人。点“列入申报人…”，从已复核通过的申报中选。"]
    assert leads(page) == ["列入申报人…"]
    do(qtbot, shell, page, "列入申报人…")
    page.tabs.setCurrentIndex(1)
    press(qtbot, page, "填入常用文字")
    press(qtbot, page, "保存方案")
    idle(qtbot, shell)
    assert "评审地点" not in page.steps[1][1].findings.text()
    clock.advance(days=1)
    do(qtbot, shell, page, "登记备案…", filed_on="20260901")
    clock.advance(days=9)
    page.tabs.setCurrentIndex(2)
    assert "不合规　评委 25 名，出席 0 名" in page.steps[2][1].findings.text()
    press(qtbot, page, "登记出席…")
    tick("present")
    press(qtbot, asked(), "登记出席")
    idle(qtbot, shell)
    page.tabs.setCurrentIndex(4)
    assert leads(page) == ["开始表决…"]
    do(qtbot, shell, page, "开始表决…")
    assert leads(page) == ["登记计票…"]
    return page


def count(qtbot: QtBot, shell: Shell) -> VotingStep:
    """The own count of the vote, all but two for everybody."""
    page = go(qtbot, shell, Place(ScreenKey.MEETINGS, "", "4"), MeetingsScreen)
    step = page.steps[4][1]
    assert isinstance(step, VotingStep)
    press(qtbot, step, "登记计票…")
    (dialog,) = opened()
    assert isinstance(dialog, CountDialog)
    vote = step.picked()
    assert vote is not None
    for one in vote.vote.entitled:
        dialog.put(one.candidate, one.voters - 2, 2, 0, 0)
    press(qtbot, dialog, "登记我的计票")
    idle(qtbot, shell)
    return step


def confirm(qtbot: QtBot, shell: Shell) -> None:
    """The passphrase once more: the keyboard is there already, and Enter goes on."""
    qtbot.waitUntil(lambda: any(isinstance(one, ConfirmDialog) for one in opened()))
    (dialog,) = opened()
    assert isinstance(dialog, ConfirmDialog)
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.confirm.passphrase)
    qtbot.keyClicks(dialog.confirm.passphrase, PASSPHRASE)
    qtbot.keyClick(dialog.confirm.passphrase, Qt.Key.Key_Return)
    idle(qtbot, shell)


@pytest.mark.slow
def test_from_the_first_start_to_the_papers_of_a_result(
    qtbot: QtBot, office: Shell, clock: FixedClock, tmp_path: Path, shots: Shots
) -> None:
    reviewed = go(qtbot, office, Place(ScreenKey.REVIEW, "", ReviewState.SIGNED.value), ReviewScreen)
    assert leads(reviewed) == ["已复核 4", "评审会"]  # nobody is left to pass it on to
    press(qtbot, reviewed, "评审会")
    idle(qtbot, office)
    assert screen(office, MeetingsScreen)
    pool_and_draw(qtbot, office, committee(qtbot, office), tmp_path / "pool.xlsx")
    meeting(qtbot, office, clock)
    step = count(qtbot, office)
    assert "请先在“用户”添加" in step.counts.text()
    lock(qtbot, office)
    enter(qtbot, office, "计票乙", FIRST)
    settings = screen(office, SettingsScreen)
    for field, typed in ((settings.old, FIRST), (settings.new, OWN), (settings.again, OWN)):
        qtbot.keyClicks(field, typed)
    press(qtbot, settings, "修改口令")
    idle(qtbot, office)
    QApplication.processEvents()
    idle(qtbot, office)
    agreed = count(qtbot, office).picked()
    assert agreed is not None
    assert agreed.vote.agreed is not None
    lock(qtbot, office)
    enter(qtbot, office, "计票甲", PASSPHRASE)
    page = go(qtbot, office, Place(ScreenKey.MEETINGS, "", "5"), MeetingsScreen)
    shots(office, "first-hour-results")
    do(qtbot, office, page, "会议结束…")
    page.tabs.setCurrentIndex(6)
    do(qtbot, office, page, "结果公示…", place="市人社局一楼大厅")
    after = page.steps[6][1]
    assert isinstance(after, AfterStep)
    with LoopbackPrinter() as printer:
        press(qtbot, after, "打印公示…")
        (notice,) = print_paper(qtbot, office, printer)
        assert "下列4人通过评审" in notice[0]
        for each in after.paper_buttons:
            press(qtbot, after, each.text())
            assert print_paper(qtbot, office, printer)[0]
    shots(office, "first-hour-after")
