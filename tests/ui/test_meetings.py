"""A review meeting in its officers' hands: applicants, scheme, attendance, votes counted by two users, and after."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.desk import meeting_groups, meetings, results, votes
from desktop_app.desk.counting import Found
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Place as Served
from desktop_app.domain.kinds import UnitKind
from desktop_app.domain.meetings import KeptComplaint, Stage, TallyLine
from desktop_app.domain.review_meeting import ComplaintAbout
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.language import speak
from desktop_app.ui.meetings.after import AfterStep
from desktop_app.ui.meetings.countdialog import CountDialog
from desktop_app.ui.meetings.outcome import OutcomeStep
from desktop_app.ui.meetings.papers import PapersStep
from desktop_app.ui.meetings.people import PeopleStep
from desktop_app.ui.meetings.plan import PlanStep
from desktop_app.ui.meetings.screen import MeetingsScreen
from desktop_app.ui.meetings.voting import VotingStep
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from desktop_app.ui.widgets.asking import AskDialog
from tests.support import layout_faults
from tests.support import meetings as support
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.papers import LONG_NAME, RARE_NAME
from tests.ui.acting import go, idle, press, screen
from tests.ui.paperout import print_paper, save_paper
from tests.ui.test_focus_in_dialogs import keyboard_faults
from tests.ui.test_notices import asked, fill
from tests.ui.test_users import enter
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
#: More than a page shows; the verbs' journey has forty.
MANY = 40
CLOCK = FixedClock(datetime(2026, 9, 11, 1, 0, tzinfo=UTC))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A committee office's vault with a committee and four accepted filings."""
    folder = tmp_path / "office"

    def prepare(session: Session) -> None:
        support.committee_of(session, 11, ["青城草原工作站"])
        for at, name in enumerate(("萨仁高娃", LONG_NAME, RARE_NAME, "李四")):
            unit = "青城草原工作站" if at == 0 else f"呼和浩特市青城草原与林业有害生物防治检疫工作中心站{at}"
            kind = UnitKind.PRIVATE_FIRM if at == 1 else None
            support.accepted(session, at, name, unit, kind=kind, place=Served.TOWNSHIP if at == 2 else Served.CITY)

    support.office_at(folder, CLOCK, prepare)
    return folder


def window(qtbot: QtBot, tasks: Tasks, preferences: Preferences, vault: Path) -> Shell:
    """The window, unlocked by the one who operates."""
    shell = Shell(Options(clock=CLOCK, vault=vault), tasks, preferences)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    enter(qtbot, shell, "计票甲", support.FIRST)
    return shell


@pytest.fixture
def desk(qtbot: QtBot, tasks: Tasks, preferences: Preferences, dressed: QApplication, office: Path) -> Shell:
    return window(qtbot, tasks, preferences, office)


def step(qtbot: QtBot, shell: Shell, number: int) -> QWidget:
    """Go to a step of the only meeting."""
    page = go(qtbot, shell, Place(ScreenKey.MEETINGS, "", str(number)), MeetingsScreen)
    return page.steps[number][1]


def turn(qtbot: QtBot, shell: Shell, number: int) -> QWidget:
    """To another step of the meeting that is on screen."""
    page = screen(shell, MeetingsScreen)
    page.tabs.setCurrentIndex(number)
    idle(qtbot, shell)
    return page.steps[number][1]


def tick_all() -> None:
    """Tick everybody in the dialog that is open."""
    for one in asked().fields.values():
        if isinstance(one, QListWidget):
            for at in range(one.count()):
                one.item(at).setCheckState(Qt.CheckState.Checked)


def confirm_with(qtbot: QtBot, shell: Shell, words: str) -> None:
    press(qtbot, asked(), words)
    idle(qtbot, shell)


def count(qtbot: QtBot, shell: Shell, page: VotingStep, yes: int, shots: Shots) -> None:
    """Enter the own count of the chosen vote through the dialog."""
    press(qtbot, page, "登记计票…")
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CountDialog) and w.isVisible())
    assert keyboard_faults(qtbot, dialog) == []
    vote = page.picked()
    assert vote is not None
    for one in vote.vote.entitled:
        dialog.put(one.candidate, yes, one.voters - yes, 0, 0)
    shots(dialog, "meetings-count")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "one key does not lose a whole count"
    assert "还没有登记" in dialog.wrong.text()
    press(qtbot, dialog, "登记我的计票")
    idle(qtbot, shell)


def free_of(step: PapersStep, candidate: str) -> str:
    """The first expert who need not stay out of this applicant's review."""
    assert step.view is not None
    out = {one.expert for one in step.view.at.kept.recusals if one.candidate == candidate}
    return next(one.id for one in step.view.at.members if one.id not in out)


def choose(dialog: AskDialog, name: str, key: str) -> None:
    box = dialog.fields[name]
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(key))


def test_a_meeting_from_its_applicants_to_the_notice(qtbot: QtBot, desk: Shell, office: Path, shots: Shots) -> None:
    page = go(qtbot, desk, Place(ScreenKey.MEETINGS), MeetingsScreen)
    shots(desk, "empty-meetings")
    assert unnamed(desk) == []
    press(qtbot, page, "新建评审会…")
    confirm_with(qtbot, desk, "新建")
    people = step(qtbot, desk, 0)
    assert isinstance(people, PeopleStep)
    press(qtbot, people, "列入申报人…")
    shots(asked(), "meetings-put")
    confirm_with(qtbot, desk, "列入评审会")
    press(qtbot, people, "按规定分组")
    idle(qtbot, desk)
    assert people.table.rowCount() == 4
    assert "非公和专精特新组" in people.groups.text()
    shots(desk, "usual-meetings-people")
    plan = step(qtbot, desk, 1)
    assert isinstance(plan, PlanStep)
    assert "变更…" in plan.told.text()  # where what the scheme still lacks, the place, is entered
    press(qtbot, plan, "填入常用文字")
    press(qtbot, plan, "保存方案")
    idle(qtbot, desk)
    shots(desk, "usual-meetings-plan")
    sitting = step(qtbot, desk, 2)
    press(qtbot, sitting, "登记出席…")
    tick_all()
    confirm_with(qtbot, desk, "登记出席")
    press(qtbot, sitting, "采纳建议回避")
    idle(qtbot, desk)
    shots(desk, "usual-meetings-sitting")
    papers = step(qtbot, desk, 3)
    assert isinstance(papers, PapersStep)
    press(qtbot, papers, "发放材料…")
    choose(asked(), "expert", free_of(papers, "001"))  # numbers are drawn, and so is who must stay out
    fill(asked(), numbers="SF-01 SF-02")
    confirm_with(qtbot, desk, "登记发放")
    qtbot.waitUntil(lambda: papers.told.text() == "发放 2 份，未收回 2 份")  # the list is read after what was given
    papers.table.selectRow(0)
    press(qtbot, papers, "收回")
    idle(qtbot, desk)
    assert papers.told.text() == "发放 2 份，未收回 1 份"
    shots(desk, "usual-meetings-papers")
    voting = step(qtbot, desk, 4)
    assert isinstance(voting, VotingStep)
    press(qtbot, voting, "开始表决…")
    confirm_with(qtbot, desk, "开始表决")
    press(qtbot, voting, "打印表决票…")
    with LoopbackPrinter() as printer:
        (ballots,) = print_paper(qtbot, desk, printer)
    voter = voting.picked()
    assert voter is not None
    assert [code in page for code, page in zip(voter.vote.codes, ballots, strict=True)] == [True] * len(ballots)
    count(qtbot, desk, voting, 8, shots)
    shots(desk, "usual-meetings-voting")
    assert desk.context is not None
    desk.context.lock_wanted.emit()
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: desk.front is not None and desk.front.door is not None)
    enter(qtbot, desk, "计票乙", support.SECOND)
    voting = step(qtbot, desk, 4)
    assert isinstance(voting, VotingStep)
    assert "您还没有计票" in voting.counts.text()
    assert "8" not in voting.counts.text()
    press(qtbot, voting, "登记计票…")
    (left,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, CountDialog) and w.isVisible()]
    qtbot.keyClick(left, Qt.Key.Key_Escape)
    assert not left.isVisible(), "nothing was typed"
    press(qtbot, voting, "登记计票…")
    (left,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, CountDialog) and w.isVisible()]
    left.put("001", 8)
    press(qtbot, left, "不，返回")
    press(qtbot, left, "不，返回")
    assert not left.isVisible(), "said once"
    count(qtbot, desk, voting, 8, shots)
    seen = voting.picked()
    assert seen is not None
    assert seen.vote.agreed is not None
    shots(desk, "usual-meetings-counted")


def many(folder: Path) -> None:
    """A meeting of many that is over: voted on, posted, with a complaint."""

    def prepare(session: Session) -> tuple[str, str]:
        committee = support.committee_of(session, 11)
        for at in range(MANY):
            name = f"{LONG_NAME}{at}" if at % 3 else f"{RARE_NAME}{at}"
            kind = UnitKind.PRIVATE_FIRM if at % 8 == 0 else None
            support.accepted(session, at, name, f"呼和浩特市林业有害生物防治检疫工作中心站{at}", kind=kind)
        kept = meetings.new(session, committee)
        ids = [one.application for one in meetings.eligible(session, kept.committee)]
        meetings.put_forward(session, kept.id, ids)
        meeting_groups.divide(session, kept.id)
        meeting_groups.recuse(session, kept.id, "E003", "007")
        meeting_groups.attend(session, kept.id, [f"E{at:03d}" for at in range(1, 11)])
        return kept.id, votes.open_(session, kept.id, Stage.COMMITTEE).id

    meeting, vote = support.office_at(folder, support.MEETING_DAY, prepare)
    session = support.first(folder, support.MEETING_DAY)
    entitled = votes.get(session, vote).entitled
    session.close()
    yes = {one.candidate: 6 + at % 3 for at, one in enumerate(entitled)}
    lines = [
        TallyLine(candidate=one.candidate, yes=yes[one.candidate], no=one.voters - yes[one.candidate])
        for one in entitled
    ]
    support.both_count(folder, support.MEETING_DAY, vote, Found(10, lines))
    session = support.first(folder, CLOCK)
    try:
        results.close(session, meeting, date(2026, 9, 10))
        results.post(session, meeting, date(2026, 9, 11), "市人社局一楼大厅")
        on, about = date(2026, 9, 11), ComplaintAbout.TRUTH
        told = KeptComplaint(number="J", received_on=on, about=about, candidate="002", says="推广面积与年报不一致")
        results.complain(session, meeting, told)
    finally:
        session.close()


def faults_of_the_steps(qtbot: QtBot, desk: Shell) -> list[str]:
    """What is wrong with how each step is laid out, at both ends of the zoom and as usual; there also with Tab."""
    context, found = desk.context, []
    assert context is not None
    for zoom in (80, 200, 100):
        context.preferences.zoom = zoom
        context.redress.emit()
        idle(qtbot, desk)
        for number in range(7):
            turn(qtbot, desk, number)
            wrong = layout_faults.settled(partial(layout_faults.faults, desk, narrow=zoom > 100))
            found += [f"{zoom} {number}: {one}" for one in wrong + layout_faults.reading_faults(desk)]
            if zoom == 100:
                found += [f"{number}: {one}" for one in layout_faults.tab_faults(screen(desk, MeetingsScreen))]
    return found


def test_many_applicants_in_both_languages(
    qtbot: QtBot, tasks: Tasks, preferences: Preferences, dressed: QApplication, tmp_path: Path, shots: Shots
) -> None:
    many(tmp_path / "office")
    desk = window(qtbot, tasks, preferences, tmp_path / "office")
    for language, numbers in ((Language.ZH, range(7)), (Language.EN, (4, 6))):
        speak(language)
        step(qtbot, desk, 0)
        for number in numbers:
            shown = turn(qtbot, desk, number)
            assert unnamed(desk) == []
            shots(desk, f"crowded-meetings-{number}-{language.value}")
            if isinstance(shown, OutcomeStep):
                assert shown.table.rowCount() == MANY
                red = [one for one in shown.findings.findChildren(QLabel) if one.property("tone") == "block"]
                assert ["需核定　007：" in one.text() for one in red] == [True], "not green, and of whom"
    speak(Language.ZH)
    after = step(qtbot, desk, 6)
    assert isinstance(after, AfterStep)
    assert "最晚 2026-10-10 报送确认" in after.told.text()
    press(qtbot, after, "揭下公示…")
    assert unnamed(asked()) == []
    asked().reject()
    home = go(qtbot, desk, Place(ScreenKey.HOME), HomeScreen)
    rows = [home.waiting.topLevelItem(at) for at in range(home.waiting.topLevelItemCount())]
    whys = {row.text(1): row for row in rows}
    assert {"评审结果公示中，到期揭下", "评审结果举报，待办结", "评审结果待报送确认"} <= set(whys)
    shots(desk, "home-results")
    home._open(whys["评审结果待报送确认"])
    idle(qtbot, desk)
    assert screen(desk, MeetingsScreen).tabs.currentIndex() == 6
    assert faults_of_the_steps(qtbot, desk) == []
    outcome = step(qtbot, desk, 5)
    assert isinstance(outcome, OutcomeStep)
    outcome.table.selectRow(0)
    press(qtbot, outcome, "套印评审表…")
    save_paper(qtbot, desk, tmp_path / "套印.pdf")
    assert (tmp_path / "套印.pdf").read_bytes().startswith(b"%PDF")
    assert desk.desk is not None
    assert "请把原件第" in desk.desk.message.text()
    after = step(qtbot, desk, 6)
    press(qtbot, after, "结果公示…")
    fill(asked(), first="2026-09-01", place="大厅")
    press(qtbot, asked(), "登记公示")
    idle(qtbot, desk)
    assert "会议结束之后" in asked().wrong.text()
    shots(asked(), "meetings-post")
    asked().reject()
    press(qtbot, after, "不列入…")
    choices = asked().fields["number"]
    assert isinstance(choices, QComboBox)
    passed = {choices.itemData(at) for at in range(choices.count())}
    assert passed == {one.applicant.seat.number for one in after.view.outcomes if one.passed} != set()
    assert not after.pass_button.isEnabled(), "nobody was left out"
    fill(asked(), reason="超过控制数")
    number = choices.currentData()
    press(qtbot, asked(), "登记")
    idle(qtbot, desk)
    assert [one.applicant.seat.number for one in after.view.outcomes if one.held] == [number]
    press(qtbot, after, "恢复列入…")
    press(qtbot, asked(), "恢复列入")
    idle(qtbot, desk)
    assert not any(one.held for one in after.view.outcomes)
    assert "没有公示" not in after.told.text(), "they stood on the notice before"
