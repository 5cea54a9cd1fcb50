"""The chain of review in five windows, a desk after the other: received, noticed, answered, signed, printed, passed on.

Each desk opens what the one before sealed into a folder; what it prints comes out of one printer on loopback.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.crypto.kdf import KdfCost
from desktop_app.domain.kinds import Desk
from desktop_app.ui import theme
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
from tests.journeys.test_main_job_window import answer, take_in
from tests.support import chain
from tests.support.ipp_printer import LoopbackPrinter
from tests.ui.acting import go, idle, press, unlock
from tests.ui.paperout import print_paper
from tests.ui.test_notices import asked, fill

NAME = "孛儿只斤"
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


def proved(qtbot: QtBot, shell: Shell, words: str) -> None:
    """Type the passphrase again, where what leaves the desk wants it: once, then for some minutes not."""
    idle(qtbot, shell)
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, ConfirmDialog) and dialog.isVisible():
            idle(qtbot, shell)
            qtbot.keyClicks(dialog.confirm.passphrase, chain.PASSPHRASE)
            press(qtbot, dialog, words)
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
    proved(qtbot, shell, "封装")
    qtbot.waitUntil(lambda: any(stick.iterdir()) and not shell.tasks.busy, timeout=20_000)
    return " ".join(page.result.code.groups())


def sign(qtbot: QtBot, shell: Shell, opinion: str, *, unit: bool = False) -> list[str]:
    """Answer every point, write the opinion, sign. Returns what stood of the steps before."""
    page = go(qtbot, shell, Place(ScreenKey.REVIEW), ReviewScreen)
    assert NAME in page.name.text()
    steps = [page._steps.itemAt(at).widget().text() for at in range(page._steps.count())]  # type: ignore[attr-defined]
    press(qtbot, page, "签署本级意见")
    idle(qtbot, shell)
    assert "没有审核意见" in page.open_points.text()  # nothing was signed by it
    press(qtbot, page, "其余都符合")
    if unit:
        for area, words in ((page.form.how, HOW), (page.form.conditions, "条件具备"), (page.form.notice, "无异议")):
            area.setPlainText(words)
        page.form.considered.setChecked(True)
        page.form.committed.setChecked(True)
    page.form.opinion.setPlainText(opinion)
    page.form.sealed.setChecked(True)
    qtbot.waitUntil(lambda: page.open_points.text() == "" and not shell.tasks.busy, timeout=10_000)
    press(qtbot, page, "签署本级意见")
    idle(qtbot, shell)
    assert [page.states[state].text().rpartition(" ")[2] for state in page.states] == ["0", "1", "0", "0"]
    return steps


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


def test_five_desks_one_after_the_other_in_their_windows(
    qtbot: QtBot, window: Callable[[Desk], Shell], clock: FixedClock, tmp_path: Path
) -> None:
    sessions = {desk: chain.opened(tmp_path, desk, clock) for desk in chain.CHAIN}
    for one, other in zip(chain.CHAIN, chain.CHAIN[1:], strict=False):
        chain.introduce(tmp_path, sessions[one], sessions[other])
    chain.filed(sessions[Desk.APPLICANT])
    for session in sessions.values():
        session.close()

    applicant = window(Desk.APPLICANT)
    code = seal_for(qtbot, applicant, Desk.UNIT, tmp_path / "1")
    locked(qtbot, applicant)
    with LoopbackPrinter() as printer:
        unit = window(Desk.UNIT)
        take_in(qtbot, unit, tmp_path / "1", code, _made(tmp_path / "back1"))
        posted(qtbot, unit, printer)
        locked(qtbot, unit)
        clock.advance(days=11)
        unit = window(Desk.UNIT)
        page = go(qtbot, unit, Place(ScreenKey.NOTICES), NoticesScreen)
        press(qtbot, page, "揭下…")
        press(qtbot, asked(), "登记揭下")
        idle(qtbot, unit)
        press(qtbot, page, "打印张贴记录…")
        print_paper(qtbot, unit, printer)
        assert sign(qtbot, unit, "同意推荐。", unit=True) == []
        code = seal_for(qtbot, unit, Desk.DEPARTMENT, tmp_path / "2")
        locked(qtbot, unit)
        for at, desk in enumerate(chain.CHAIN[2:], start=2):
            shell = window(desk)
            take_in(qtbot, shell, tmp_path / str(at), code, _made(tmp_path / f"back{at}"))
            steps = sign(qtbot, shell, f"{chain.NAMES[desk][1]}：经审核，同意。")
            assert len(steps) == at - 1
            assert all(chain.NAMES[before][1] in step for before, step in zip(chain.CHAIN[1:], steps, strict=False))
            assert all("签名有效" in step for step in steps)
            figures = go(qtbot, shell, Place(ScreenKey.YEAR_FIGURES), FiguresScreen)
            press(qtbot, figures, "花名册…")
            (roster,) = print_paper(qtbot, shell, printer)
            assert ("人数1" in "".join("".join(roster).split()), NAME in "".join(roster)) == (True, True)
            if desk is not Desk.COMMITTEE_OFFICE:
                code = seal_for(qtbot, shell, chain.CHAIN[at + 1], tmp_path / str(at + 1))
            locked(qtbot, shell)
        assert len(printer.jobs) == 6  # two lists, the record, three rosters
        assert all(job.done == job.pages for job in printer.jobs)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
