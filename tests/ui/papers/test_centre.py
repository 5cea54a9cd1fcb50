"""The print centre in an officer's hands: print for all, jam, count, go on; printers on loopback."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk import opening, print_, printer_choice
from desktop_app.desk.printer_choice import PaperSize
from desktop_app.desk.printer_choice import Place as PrinterPlace
from desktop_app.desk.session import Session
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import Office
from desktop_app.ui import theme
from desktop_app.ui.meetings.screen import MeetingsScreen
from desktop_app.ui.options import Options
from desktop_app.ui.papers.batchdialog import BatchDialog
from desktop_app.ui.papers.batchrun import BatchRun
from desktop_app.ui.papers.cameout import CameOutDialog
from desktop_app.ui.papers.centre import PrintCentreScreen
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.support import meetings
from tests.support.filings import another
from tests.support.ipp_printer import A3, A4, ABORTED, LoopbackPrinter, Setup
from tests.ui.acting import PASSPHRASE, compose, go, idle, may_print, press, screen, unlock
from tests.ui.conftest import COST, vault_of
from tests.ui.papers.test_papers import dialog, done, fates, message
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
UNIT = "呼伦贝尔市鄂伦春自治旗大兴安岭农垦集团有限责任公司科技推广服务中心"


def three(session: Session) -> list[ApplicationId]:
    people = (("乌云毕力格", ""), ("阿拉坦其其格·孛儿只斤", UNIT), ("欧阳夏丹", ""))
    return [another(session, at, name, unit) for at, (name, unit) in enumerate(people, start=1)]


def centre(qtbot: QtBot, shell: Shell) -> PrintCentreScreen:
    return go(qtbot, shell, Place(ScreenKey.PRINT_CENTRE), PrintCentreScreen)


def remembered(qtbot: QtBot, shell: Shell, a4: str, a3: str) -> None:
    """The printers were chosen once before."""

    def act(session: Session) -> None:
        printer_choice.choose(session, PaperSize.A4, PrinterPlace(a4))
        printer_choice.choose(session, PaperSize.A3, PrinterPlace(a3))

    done(qtbot, shell, act)
    for uri in dict.fromkeys((a4, a3)):
        assert shell.context is not None
        shell.context.preferences.add_printer(uri)


def order(qtbot: QtBot, shell: Shell, shown: PrintCentreScreen) -> BatchDialog:
    qtbot.mouseClick(shown.print_button, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, BatchDialog)
    idle(qtbot, shell)
    if asked.confirm.isVisible():
        qtbot.keyClicks(asked.confirm.passphrase, PASSPHRASE)
    return asked


def go_on(qtbot: QtBot, shell: Shell, asked: BatchDialog) -> None:
    assert asked.print_button.isEnabled(), [one.state.text() for one in asked.choices.values()]
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)


def over(qtbot: QtBot, shell: Shell) -> None:
    qtbot.waitUntil(lambda: shell.context is not None and BatchRun.running(shell.context) is None)
    idle(qtbot, shell)


def words(shown: PrintCentreScreen, name: str) -> list[str]:
    at = next(at for at, one in enumerate(shown.model.shown) if one.name == name)
    return [shown.model.data(shown.model.index(at, side)) for side in (3, 4)]


def test_one_press_for_all_on_two_printers(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    done(qtbot, desk_window, three)
    with (
        LoopbackPrinter(Setup(media_supported=(A4,), media_ready=(A4,), name="A4 打印机")) as small,
        LoopbackPrinter(Setup(media_supported=(A3,), media_ready=(A3,), name="A3 打印机")) as large,
    ):
        remembered(qtbot, desk_window, small.uri, large.uri)
        papers = go(qtbot, desk_window, Place(ScreenKey.PAPERS), PapersScreen)
        press(qtbot, papers, "打印中心…")
        idle(qtbot, desk_window)
        shown = screen(desk_window, PrintCentreScreen)
        assert words(shown, "乌云毕力格") == ["0/2　缺2", "0/15　缺15"]
        assert shown.print_button.text() == "打印所缺 51 份（3 人）…"
        shots(desk_window, "centre-usual")
        assert unnamed(desk_window) == []
        asked = order(qtbot, desk_window, shown)
        assert asked.facts.text() == "为 3 人打印 51 份"
        shots(asked, "centre-dialog")
        assert unnamed(asked) == []
        go_on(qtbot, desk_window, asked)
        over(qtbot, desk_window)
        assert Counter(job.size for job in small.jobs) == {(21000, 29700): 3}
        assert Counter(job.size for job in large.jobs) == {(29700, 42000): 3}
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 51}
    assert words(shown, "欧阳夏丹") == ["2/2　✓", "15/15　✓"]
    assert "印好 51 份编号件" in message(desk_window)
    assert "平衡" in shown.balance.text()
    assert not shown.print_button.isEnabled()
    shots(desk_window, "centre-done")


def test_chosen_filtered_and_without_numbers(qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter) -> None:
    done(qtbot, desk_window, three)
    remembered(qtbot, desk_window, printer.uri, printer.uri)
    may_print(qtbot, desk_window)
    shown = centre(qtbot, desk_window)
    compose(shown.unit, "鄂伦春")
    qtbot.waitUntil(lambda: len(shown.model.shown) == 1)
    idle(qtbot, desk_window)
    assert shown.print_button.text() == "打印所缺 17 份（1 人）…"
    shown.unit.clear()
    qtbot.waitUntil(lambda: len(shown.model.shown) == 3)
    idle(qtbot, desk_window)
    shown.table.selectRow(0)
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Space)  # left out
    shown.documents[Document.SUBMISSION_FORM].click()
    shown.documents[Document.PLEDGE].click()
    assert shown.print_button.text() == "打印所缺 6 份（2 人）…"
    go_on(qtbot, desk_window, order(qtbot, desk_window, shown))
    over(qtbot, desk_window)
    assert len(printer.jobs) == 4
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 4}
    shown.documents[Document.PLEDGE].click()
    shown.documents[Document.SUBMISSION_FORM].click()
    shown.open_only.click()
    assert len(shown.model.shown) == 3


@pytest.mark.parametrize("printer", [Setup(ends_as=ABORTED, ends_after=6)], indirect=True)
def test_a_jam_pauses_the_count_is_taken_and_it_goes_on(
    qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, shots: Shots
) -> None:
    done(qtbot, desk_window, three)
    remembered(qtbot, desk_window, printer.uri, printer.uri)
    may_print(qtbot, desk_window)
    shown = centre(qtbot, desk_window)
    shown.documents[Document.REVIEW_FORM].click()
    go_on(qtbot, desk_window, order(qtbot, desk_window, shown))
    context = desk_window.context
    assert context is not None
    qtbot.waitUntil(lambda: (run := BatchRun.running(context)) is not None and bool(run.why))
    idle(qtbot, desk_window)
    assert shown.bar.isVisible()
    assert shown.bar.pause_button.text() == "继续"
    shots(desk_window, "centre-jam")
    assert unnamed(desk_window) == []
    qtbot.mouseClick(shown.bar.count_button, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, CameOutDialog)
    assert asked.table.rowCount() == 15
    asked.table.selectRow(4)
    asked.table.setFocus()
    qtbot.keyClick(asked.table, Qt.Key.Key_4)  # five came out, the others did not
    asked.table.selectRow(5)
    qtbot.keyClick(asked.table, Qt.Key.Key_2)
    shots(asked, "centre-count")
    assert unnamed(asked) == []
    press(qtbot, asked, "登记清点结果")
    idle(qtbot, desk_window)
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 5, CopyFate.SPOILED: 1, CopyFate.NOT_PRINTED: 9}
    printer.setup = Setup()
    qtbot.mouseClick(shown.bar.pause_button, Qt.MouseButton.LeftButton)
    over(qtbot, desk_window)
    assert [job.pages for job in printer.jobs] == [15, 10, 15, 15]
    counted = fates(qtbot, desk_window)
    assert counted == {CopyFate.IN_HAND: 45, CopyFate.SPOILED: 1, CopyFate.NOT_PRINTED: 9}


@pytest.mark.parametrize("printer", [Setup(held=True)], indirect=True)
def test_paused_and_stopped(qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, shots: Shots) -> None:
    done(qtbot, desk_window, three)
    remembered(qtbot, desk_window, printer.uri, printer.uri)
    may_print(qtbot, desk_window)
    shown = centre(qtbot, desk_window)
    asked = order(qtbot, desk_window, shown)
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    context = desk_window.context
    assert context is not None
    qtbot.waitUntil(lambda: len(printer.jobs) == 1)
    qtbot.mouseClick(shown.bar.pause_button, Qt.MouseButton.LeftButton)
    assert "本件之后暂停" in shown.bar.words.text()
    shots(desk_window, "centre-printing")
    printer.release()
    run = BatchRun.running(context)
    assert run is not None
    qtbot.waitUntil(lambda: not run.busy)
    assert (run.at, run.paused) == (1, True)
    assert "已暂停" in shown.bar.words.text()
    qtbot.mouseClick(shown.bar.stop_button, Qt.MouseButton.LeftButton)
    over(qtbot, desk_window)
    assert len(printer.jobs) == 1
    assert "未轮到 5 件" in message(desk_window)


@pytest.mark.parametrize("printer", [Setup(held=True)], indirect=True)
def test_it_outlives_the_screen_and_is_found_again(qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter) -> None:
    done(qtbot, desk_window, three)
    remembered(qtbot, desk_window, printer.uri, printer.uri)
    may_print(qtbot, desk_window)
    asked = order(qtbot, desk_window, centre(qtbot, desk_window))
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    context = desk_window.context
    assert context is not None
    qtbot.waitUntil(lambda: bool(printer.jobs))
    context.go(Place(ScreenKey.HOME))
    assert BatchRun.running(context) is not None
    printer.release()
    over(qtbot, desk_window)
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 51}


@pytest.mark.parametrize("zoom", [150, 200])
def test_large_zoom_on_a_small_laptop(qtbot: QtBot, desk_window: Shell, shots: Shots, zoom: int) -> None:
    done(qtbot, desk_window, three)
    done(qtbot, desk_window, lambda s: drafts.take_in(s, resource("demo", "rare_name.json")))
    centre(qtbot, desk_window)
    context = desk_window.context
    assert context is not None
    context.preferences.zoom = zoom
    context.redress.emit()
    idle(qtbot, desk_window)
    shown = screen(desk_window, PrintCentreScreen)
    shots(desk_window, f"centre-zoom-{zoom}")
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    assert shown.table.viewport().height() >= theme.px(60)


def test_print_dialog_knows_of_the_batch(qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter) -> None:
    (first, *_) = done(qtbot, desk_window, three)
    remembered(qtbot, desk_window, printer.uri, printer.uri)
    may_print(qtbot, desk_window)
    go_on(qtbot, desk_window, order(qtbot, desk_window, centre(qtbot, desk_window)))
    over(qtbot, desk_window)
    assert len(done(qtbot, desk_window, lambda s: print_.register(s, first))) == 17


def test_a_committee_is_offered_no_copy_that_lies_in_the_dossiers(
    qtbot: QtBot, tasks: Tasks, preferences: Preferences, dressed: QApplication, tmp_path: Path, shots: Shots
) -> None:
    clock = FixedClock(datetime(2026, 9, 11, 1, 0, tzinfo=UTC))
    office = Office(desk=Desk.COMMITTEE_OFFICE, code="PWH1", name="农牧业评委会办公室", officer="陆怀谷")
    folder = vault_of(office, tmp_path / "committee", clock)
    session = opening.unlock(folder, PASSPHRASE, clock)
    for at, name in enumerate(("萨仁高娃", "武晓岚")):
        meetings.accepted(session, at, name, "青城草原工作站")
    session.close()
    shell = Shell(Options(clock=clock, vault=folder, cost=COST), tasks, preferences)
    qtbot.addWidget(shell)
    shell.resize(1366, 768)
    shell.show()
    unlock(qtbot, shell)
    shown = centre(qtbot, shell)
    assert (len(shown.model.shown), shown.model.chosen, shown.print_button.isEnabled()) == (2, [], False)
    assert words(shown, "武晓岚") == ["应 2　单位统一印", "应 15　单位统一印"]
    assert "随卷报来" in shown.hint.text()
    assert shown.balance.text() == ""
    shots(shell, "centre-committee")
    assert unnamed(shell) == []
    shown.table.selectRow(0)  # one sheet got lost: the officer says so
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Space)
    assert shown.print_button.text() == "打印所缺 17 份（1 人）…"
    qtbot.mouseClick(shown.own_button, Qt.MouseButton.LeftButton)
    idle(qtbot, shell)
    screen(shell, MeetingsScreen)
