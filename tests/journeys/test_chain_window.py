"""The chain of review in five windows, a desk after the other: received, noticed, answered, signed, printed, passed on.

The department sends it back hand by hand; the applicant mends what stands at its field, and it comes again. Each desk
opens what the one before sealed into a folder; what it prints comes out of one printer on loopback and is counted.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk.review_list import ReviewState
from desktop_app.domain.kinds import Desk
from desktop_app.ui import theme
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.findingview import finding_at
from desktop_app.ui.home.screen import HomeScreen
from desktop_app.ui.language import speak
from desktop_app.ui.notices.screen import NoticesScreen
from desktop_app.ui.options import Options
from desktop_app.ui.papers.confirming import ConfirmDialog
from desktop_app.ui.posts.figures import FiguresScreen
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.review.screen import ReviewScreen
from desktop_app.ui.sealing.screen import SealingScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.journeys.test_main_job_window import answer, print_all, take_in
from tests.support import chain
from tests.support.ipp_printer import LoopbackPrinter
from tests.ui.acting import compose, control, go, idle, press, unlock
from tests.ui.ontomedium import say_who
from tests.ui.paperout import print_paper
from tests.ui.test_notices import asked, fill

NAME = "孛儿只斤"
#: What the department finds: one thing stands at a field, the other nowhere.
POINT = "联系电话：少一位"
OWN = f"{POINT}\n补交聘书原件核对"
#: Two booklets of sixteen pages, and fifteen sheets.
NUMBERED = (32, 15)
HOW = "2026年6月10日职工大会民主推荐"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Desk], Shell]]:
    """Opens the window of a desk with the passphrase, as at the beginning of a day."""
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")  # whatever print server this machine has, it is not ours
    speak(Language.ZH)
    theme.apply(qapp, 100)
    facilities: list[Tasks] = []
    bugs: list[BaseException] = []

    def opened(desk: Desk) -> Shell:
        folder = tmp_path / chain.NAMES[desk][0]
        facilities.append(Tasks(bugs.append))
        settings = QSettings(str(tmp_path / f"{folder.name}.ini"), QSettings.Format.IniFormat)
        options = Options(clock=clock, vault=folder, cost=KdfCost.unsafe_small())
        shell = Shell(options, facilities[-1], Preferences(settings))
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        unlock(qtbot, shell, chain.PASSPHRASE)
        return shell

    yield opened
    for tasks in facilities:
        tasks.shutdown()
    assert bugs == []


def locked(qtbot: QtBot, shell: Shell) -> None:
    shell.lock()
    idle(qtbot, shell)


def proved(qtbot: QtBot, shell: Shell) -> None:
    """Type the passphrase again, where what leaves the desk wants it: once, then for some minutes not."""
    idle(qtbot, shell)
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, ConfirmDialog) and dialog.isVisible():
            idle(qtbot, shell)
            qtbot.keyClicks(dialog.confirm.passphrase, chain.PASSPHRASE)
            press(qtbot, dialog, dialog.yes.text())
            idle(qtbot, shell)


def seal_for(qtbot: QtBot, shell: Shell, next_desk: Desk, stick: Path) -> str:
    """Choose what is ready and who gets it, and seal. Returns the code on the label."""
    stick.mkdir()
    page = go(qtbot, shell, Place(ScreenKey.SEALING), SealingScreen)
    page.choosing.table.setFocus()
    page.choosing.table.setCurrentCell(0, 2)
    qtbot.keyClick(page.choosing.table, Qt.Key.Key_Space)
    code, name = chain.NAMES[next_desk]
    page.target.recipients.setCurrentIndex(page.target.recipients.findText(f"{name}　{code}"))
    press(qtbot, page, "选择文件夹…")
    idle(qtbot, shell)
    answer(qtbot, shell, stick)
    press(qtbot, page, "封装到所选介质")
    proved(qtbot, shell)
    qtbot.waitUntil(lambda: any(stick.iterdir()) and not shell.tasks.busy)
    return " ".join(page.result.code.groups())


def taken(qtbot: QtBot, shell: Shell, stick: Path, code: str) -> None:
    """Take in what lies there and answer it."""
    back = stick.with_name(f"receipt-{stick.name}")
    back.mkdir()
    take_in(qtbot, shell, stick, code, back)


def sign(qtbot: QtBot, shell: Shell, opinion: str, *, unit: bool = False) -> list[str]:
    """Answer every point, write the opinion, sign. Returns what stood of the steps before.

    What was kept of an earlier version's step is there, but not its seal: that is on other paper.
    """
    page = go(qtbot, shell, Place(ScreenKey.REVIEW), ReviewScreen)
    assert NAME in page.name.text()
    steps = [page._steps.itemAt(at).widget().text() for at in range(page._steps.count())]  # type: ignore[attr-defined]
    press(qtbot, page, "签署本级意见")
    idle(qtbot, shell)
    assert page.open_points.text()  # nothing was signed by it
    press(qtbot, page, "其余都符合")
    if unit:
        for area, words in ((page.form.how, HOW), (page.form.conditions, "条件具备"), (page.form.notice, "无异议")):
            area.setPlainText(words)
        page.form.considered.setChecked(True)
        page.form.committed.setChecked(True)
    page.form.opinion.setPlainText(opinion)
    page.form.sealed.setChecked(True)
    qtbot.waitUntil(lambda: page.open_points.text() == "" and not shell.tasks.busy)
    press(qtbot, page, "签署本级意见")
    idle(qtbot, shell)
    assert counted(page) == ["0", "1", "0", "0"]
    return steps


def counted(page: ReviewScreen) -> list[str]:
    """How many wait, are signed, were sent back, were passed on."""
    return [page.states[state].text().rpartition(" ")[2] for state in page.states]


def posted(qtbot: QtBot, shell: Shell, printer: LoopbackPrinter) -> None:
    """The list goes up on the board, printed twice."""
    page = go(qtbot, shell, Place(ScreenKey.NOTICES), NoticesScreen)
    press(qtbot, page, "登记公示…")
    dialog = asked()
    listed = dialog.fields["applications"]
    assert isinstance(listed, QListWidget)
    assert listed.item(0).checkState() is Qt.CheckState.Checked  # the only one there is
    fill(dialog, first_day="2026-06-16", place="办公楼一层公示栏", posted_by="其木格")
    press(qtbot, dialog, "登记公示")
    idle(qtbot, shell)
    assert page.table.item(0, 2).text() == "2026-06-24"  # a day off in between
    press(qtbot, page, "打印公示名单…")
    came = print_paper(qtbot, shell, printer, copies=2)
    assert [NAME in "".join(pages) for pages in came] == [True, True]


def taken_down(qtbot: QtBot, shell: Shell, printer: LoopbackPrinter) -> None:
    """The list comes off the board, with a record of it."""
    page = go(qtbot, shell, Place(ScreenKey.NOTICES), NoticesScreen)
    press(qtbot, page, "揭下…")
    press(qtbot, asked(), "登记揭下")
    idle(qtbot, shell)
    press(qtbot, page, "打印张贴记录…")
    print_paper(qtbot, shell, printer)


def sent_back(qtbot: QtBot, shell: Shell, stick: Path, *, own: str = "", passed_down: int = 0) -> str:
    """One notice, sealed for the desk that it came from. Returns the code on its label."""
    stick.mkdir()
    state = ReviewState.SENT_BACK if passed_down else ReviewState.WAITS
    page = go(qtbot, shell, Place(ScreenKey.REVIEW, "", state.value), ReviewScreen)
    press(qtbot, page, "退回补正…")
    idle(qtbot, shell)
    listed = asked().fields.get("points")  # there are some where the rules found any, or the next desk sent them
    if passed_down:
        assert isinstance(listed, QListWidget)
        told = [listed.item(at).text() for at in range(listed.count())]
        assert told == own.splitlines()[:passed_down]
    else:
        assert listed is None
        asked().fields["own"].setPlainText(own)  # type: ignore[attr-defined]
        fill(asked(), mend_by="2026-07-03")
    press(qtbot, asked(), "登记告知并退回")
    idle(qtbot, shell)
    say_who(qtbot, shell, applicant="乌兰", approved_by="葛景明")
    answer(qtbot, shell, stick)
    proved(qtbot, shell)
    qtbot.waitUntil(lambda: any(stick.iterdir()) and not shell.tasks.busy)
    assert page.states[ReviewState.SENT_BACK].text().endswith(" 1")
    sealing = go(qtbot, shell, Place(ScreenKey.SEALING), SealingScreen)
    assert sealing.sent.table.item(0, 2).text() == "1 份退回"
    return sealing.sent.table.item(0, 5).text()


def mended(qtbot: QtBot, shell: Shell, application: str) -> None:
    """Each point stands at its field; the field is mended, the version submitted."""
    home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
    rows = [home.waiting.topLevelItem(at) for at in range(home.waiting.topLevelItemCount())]
    assert "被退回，待补正" in [row.text(1) for row in rows]
    page = go(qtbot, shell, Place(ScreenKey.EDITOR, application), EditorScreen)
    press(qtbot, page, "修改补正")
    idle(qtbot, shell)
    assert told(page) == {f"告知须补正：{POINT}": "person.phone", "告知须补正：补交聘书原件核对": ""}
    field = control(page, "person.phone")
    field.clear()
    compose(field, "13900000001")
    qtbot.waitUntil(lambda: len(told(page)) == 1)
    page.acts.submit()
    idle(qtbot, shell)
    assert (page.read_only, told(page)) == (True, {})


def told(page: EditorScreen) -> dict[str, str]:
    """What is still to be mended, and at which field."""
    model = page.findings.model
    found = [finding_at(model.index(at)) for at in range(model.rowCount())]
    return {one.says.zh: one.field for one in found if one.says.zh.startswith("告知须补正")}


def test_five_desks_one_after_the_other_in_their_windows_and_a_return_back(
    qtbot: QtBot, window: Callable[[Desk], Shell], clock: FixedClock, tmp_path: Path
) -> None:
    sessions = {desk: chain.opened(tmp_path, desk, clock) for desk in chain.CHAIN}
    for one, other in zip(chain.CHAIN, chain.CHAIN[1:], strict=False):
        chain.introduce(tmp_path, sessions[one], sessions[other])
    application = chain.filed(sessions[Desk.APPLICANT])
    for session in sessions.values():
        session.close()

    with LoopbackPrinter() as printer:
        applicant = window(Desk.APPLICANT)
        print_all(qtbot, applicant, application, printer)
        code = seal_for(qtbot, applicant, Desk.UNIT, tmp_path / "1")
        locked(qtbot, applicant)
        unit = window(Desk.UNIT)
        taken(qtbot, unit, tmp_path / "1", code)
        posted(qtbot, unit, printer)
        locked(qtbot, unit)
        clock.advance(days=11)
        unit = window(Desk.UNIT)
        taken_down(qtbot, unit, printer)
        assert sign(qtbot, unit, "同意推荐。", unit=True) == []
        code = seal_for(qtbot, unit, Desk.DEPARTMENT, tmp_path / "2")
        locked(qtbot, unit)
        assert [job.pages for job in printer.jobs] == [*NUMBERED, 1, 1, 1]
        code = _there_and_back(qtbot, window, application, code, printer, tmp_path)
        _onwards(qtbot, window, code, printer, tmp_path)
        assert [job.pages for job in printer.jobs[5:]] == [1, 1, 1, *NUMBERED, 1, 1, 1]
        assert all(job.done == job.pages for job in printer.jobs)


def _there_and_back(
    qtbot: QtBot, window: Callable[[Desk], Shell], application: str, code: str, printer: LoopbackPrinter, folder: Path
) -> str:
    """From the department to the applicant and back to the department. Returns the code of what came again."""
    department = window(Desk.DEPARTMENT)
    taken(qtbot, department, folder / "2", code)
    code = sent_back(qtbot, department, folder / "3", own=OWN)
    sealing = go(qtbot, department, Place(ScreenKey.SEALING), SealingScreen)
    sealing.sent.table.selectRow(0)
    for words, holds in (("封条标签…", code.split()[0]), ("递送单…", chain.NAMES[Desk.UNIT][1])):
        press(qtbot, sealing.sent, words)
        (pages,) = print_paper(qtbot, department, printer)
        assert holds in "".join(pages)
    page = go(qtbot, department, Place(ScreenKey.REVIEW, "", ReviewState.SENT_BACK.value), ReviewScreen)
    press(qtbot, page, "打印告知书…")
    (letter,) = print_paper(qtbot, department, printer)
    assert all(words in "".join(letter) for words in (*OWN.splitlines(), NAME))
    locked(qtbot, department)

    unit = window(Desk.UNIT)
    taken(qtbot, unit, folder / "3", code)
    code = sent_back(qtbot, unit, folder / "4", own=OWN, passed_down=2)
    locked(qtbot, unit)
    applicant = window(Desk.APPLICANT)
    taken(qtbot, applicant, folder / "4", code)
    mended(qtbot, applicant, application)
    print_all(qtbot, applicant, application, printer)
    code = seal_for(qtbot, applicant, Desk.UNIT, folder / "5")
    locked(qtbot, applicant)
    unit = window(Desk.UNIT)
    taken(qtbot, unit, folder / "5", code)
    page = go(qtbot, unit, Place(ScreenKey.REVIEW), ReviewScreen)
    assert page.table.item(0, 3).text() == "第 2 版"
    assert page.changes.text() == "与上一版不同：申报事项 · 提交日期；基本情况 · 联系电话"
    sign(qtbot, unit, "补正后同意推荐。", unit=True)
    code = seal_for(qtbot, unit, Desk.DEPARTMENT, folder / "6")
    locked(qtbot, unit)
    return code


def _onwards(qtbot: QtBot, window: Callable[[Desk], Shell], code: str, printer: LoopbackPrinter, folder: Path) -> None:
    """The three offices above the unit, each sees every step before it, signs, prints its roster, passes on."""
    for at, desk in enumerate(chain.CHAIN[2:], start=6):
        shell = window(desk)
        taken(qtbot, shell, folder / str(at), code)
        steps = sign(qtbot, shell, f"{chain.NAMES[desk][1]}：经审核，同意。")
        assert all("签名有效" in step for step in steps)
        first, *now = steps
        assert "针对上一版" in first
        assert [chain.NAMES[one][1] in step for one, step in zip(chain.CHAIN[1:], now, strict=False)] == [True] * len(
            now
        )
        assert len(now) == at - 5
        figures = go(qtbot, shell, Place(ScreenKey.YEAR_FIGURES), FiguresScreen)
        press(qtbot, figures, "花名册…")
        (roster,) = print_paper(qtbot, shell, printer)
        assert ("人数1" in "".join("".join(roster).split()), NAME in "".join(roster)) == (True, True)
        if desk is not Desk.COMMITTEE_OFFICE:
            code = seal_for(qtbot, shell, chain.CHAIN[at - 3], folder / str(at + 1))
        home = go(qtbot, shell, Place(ScreenKey.HOME), HomeScreen)
        state = "已接收" if desk is Desk.COMMITTEE_OFFICE else "已转报"
        shown = [one.accessibleName() for one in home.findChildren(QPushButton)]
        assert [one for one in shown if "的 0 份" not in one and "份申请" in one] == [f"查看{state}的 1 份申请"]
        locked(qtbot, shell)
