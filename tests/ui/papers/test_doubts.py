"""What stops a print or casts doubt on it, and the ways to the papers: told on the screen, with a real printer."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import draft, print_, submit
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Copy, CopyFate, Document
from desktop_app.ui import theme
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.papers.cameout import CameOutDialog
from desktop_app.ui.papers.destroy import DestroyDialog
from desktop_app.ui.papers.printdialog import PrintDialog
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.papers.work import WorkPage
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support.ipp_printer import COMPLETED, LoopbackPrinter, Setup
from tests.ui.acting import PASSPHRASE, compose, go, idle, press, unlock

T = TypeVar("T")
D = TypeVar("D", bound=QDialog)
Shots = Callable[[QWidget, str], None]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime(2026, 7, 6, 1, 0, tzinfo=UTC))


def desk(qtbot: QtBot, shell: Shell, act: Callable[[Session], T]) -> T:
    """What another screen would have done, on the database thread."""
    found: list[T] = []
    assert shell.context is not None
    shell.context.ask(shell, lambda session, _: act(session), found.append)
    idle(qtbot, shell)
    return found[0]


def ready_to_submit(session: Session) -> ApplicationId:
    application = draft.take_in(session, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(session, application, kind, resource("demo", "files", name), year)
    return application


@pytest.fixture
def drafted(qtbot: QtBot, desk_window: Shell) -> ApplicationId:
    return desk(qtbot, desk_window, ready_to_submit)


@pytest.fixture
def submitted(qtbot: QtBot, desk_window: Shell, drafted: ApplicationId) -> ApplicationId:
    desk(qtbot, desk_window, lambda session: submit.submit(session, drafted))
    return drafted


def open_papers(qtbot: QtBot, shell: Shell, application: ApplicationId, document: Document) -> WorkPage:
    screen = go(qtbot, shell, Place(ScreenKey.PAPERS, application, f"{document.value} 0 0"), PapersScreen)
    assert screen.work is not None
    return screen.work


def dialog(qtbot: QtBot, kind: type[D]) -> D:
    """The dialog of this kind once it is on screen."""

    def found() -> list[D]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def cells(work: WorkPage, document: Document) -> list[str]:
    """The line of one document in the table."""
    at = {Document.REVIEW_FORM: 0, Document.SUBMISSION_FORM: 1}[document]
    items = [work.annex.table.item(at, side) for side in range(work.annex.table.columnCount())]
    return [item.text() if item else "" for item in items]


def ask_print(qtbot: QtBot, shell: Shell, work: WorkPage, address: str) -> PrintDialog:
    """Press the print button, type the printer's address, wait for its answer."""
    qtbot.mouseClick(work.print_button, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, PrintDialog)
    idle(qtbot, shell)
    if asked.printer.uri != address:
        qtbot.keyClicks(asked.printer.address, address)
        press(qtbot, asked, "加入")
    idle(qtbot, shell)
    assert asked.printer.uri == address
    if asked.confirm.isVisible():
        qtbot.keyClicks(asked.confirm.passphrase, PASSPHRASE)
    return asked


def print_now(qtbot: QtBot, shell: Shell, work: WorkPage, address: str) -> None:
    asked = ask_print(qtbot, shell, work, address)
    assert asked.print_button.isEnabled(), asked.printer.state.text()
    press(qtbot, asked, asked.print_button.text())
    idle(qtbot, shell)


def copies(qtbot: QtBot, shell: Shell, application: ApplicationId) -> list[Copy]:
    return desk(qtbot, shell, lambda session: print_.register(session, application))


def shades(image: QImage) -> set[int]:
    step = max(1, image.width() // 200)
    return {image.pixel(x, y) for x in range(0, image.width(), step) for y in range(0, image.height(), step)}


def test_preview_is_the_a3_page_and_says_that_it_is_formal(
    qtbot: QtBot, desk_window: Shell, submitted: ApplicationId, shots: Shots
) -> None:
    work = open_papers(qtbot, desk_window, submitted, Document.SUBMISSION_FORM)
    qtbot.waitUntil(lambda: work.preview.view.shown(work.preview.view.index))
    drawn = work.preview.view.pictures.picture(0)
    assert drawn is not None
    image = drawn[1]
    long, short = max(image.width(), image.height()), min(image.width(), image.height())
    assert long / short == pytest.approx(420 / 297, abs=0.02)
    assert len(shades(image)) > 1
    assert "正式" in work.preview.state.text()
    shots(desk_window, "papers-usual")


def test_draft_shows_a_proof_and_does_not_print(
    qtbot: QtBot, desk_window: Shell, drafted: ApplicationId, shots: Shots
) -> None:
    work = open_papers(qtbot, desk_window, drafted, Document.REVIEW_FORM)
    qtbot.waitUntil(lambda: work.preview.view.shown(work.preview.view.index))
    assert "校样" in work.preview.state.text()
    assert not work.print_button.isEnabled()
    shots(desk_window, "papers-draft")


def test_no_printer_is_said(qtbot: QtBot, desk_window: Shell, submitted: ApplicationId, shots: Shots) -> None:
    work = open_papers(qtbot, desk_window, submitted, Document.REVIEW_FORM)
    qtbot.mouseClick(work.print_button, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, PrintDialog)
    idle(qtbot, desk_window)
    assert "没有找到打印机" in asked.printer.state.text()
    assert not asked.print_button.isEnabled()
    shots(asked, "papers-no-printer")
    asked.reject()


def test_printer_switched_off_is_said(qtbot: QtBot, desk_window: Shell, submitted: ApplicationId) -> None:
    work = open_papers(qtbot, desk_window, submitted, Document.REVIEW_FORM)
    asked = ask_print(qtbot, desk_window, work, "ipp://127.0.0.1:9/ipp/print")
    assert "没有应答" in asked.printer.state.text()
    assert not asked.print_button.isEnabled()
    asked.reject()


def test_count_put_off_is_offered_again(
    qtbot: QtBot, desk_window: Shell, submitted: ApplicationId, shots: Shots
) -> None:
    work = open_papers(qtbot, desk_window, submitted, Document.REVIEW_FORM)
    with LoopbackPrinter(Setup(forgets=True)) as printer:
        print_now(qtbot, desk_window, work, printer.uri)
    dialog(qtbot, CameOutDialog).reject()
    again = open_papers(qtbot, desk_window, submitted, Document.REVIEW_FORM)
    shots(desk_window, "papers-unconfirmed")
    offered = [b for b in again.alarms.findChildren(QPushButton) if b.isVisible()]
    assert len(offered) == 1
    qtbot.mouseClick(offered[0], Qt.MouseButton.LeftButton)
    count = dialog(qtbot, CameOutDialog)
    qtbot.keyClick(count.table, Qt.Key.Key_1)
    press(qtbot, count, "登记清点结果")
    idle(qtbot, desk_window)
    assert {c.fate for c in copies(qtbot, desk_window, submitted)} == {CopyFate.IN_HAND}
    assert not any(b.isVisible() for b in again.alarms.findChildren(QPushButton))


def new_version(session: Session, application: ApplicationId) -> None:
    submit.withdraw(session, application, "论文日期有误")
    content = draft.load(session, application).draft
    person = msgspec.structs.replace(content.person, phone="0471-0000002")
    draft.save(session, application, msgspec.structs.replace(content, person=person))
    submit.submit(session, application)


def test_sheets_of_an_older_version_alarm_until_destroyed(
    qtbot: QtBot, desk_window: Shell, submitted: ApplicationId, shots: Shots
) -> None:
    work = open_papers(qtbot, desk_window, submitted, Document.REVIEW_FORM)
    with LoopbackPrinter() as printer:
        print_now(qtbot, desk_window, work, printer.uri)
    desk(qtbot, desk_window, lambda session: new_version(session, submitted))
    work = open_papers(qtbot, desk_window, submitted, Document.REVIEW_FORM)
    qtbot.waitUntil(lambda: work.preview.view.shown(work.preview.view.index))
    shots(desk_window, "papers-stale")
    assert cells(work, Document.REVIEW_FORM)[3:] == ["2", "0", "0", "2"]
    offered = [b for b in work.alarms.findChildren(QPushButton) if b.isVisible()]
    assert len(offered) == 1
    qtbot.mouseClick(offered[0], Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, DestroyDialog)
    shots(asked, "papers-destroy")
    compose(asked.reason, "旧版作废")
    asked.way.setEditText("粉碎")
    compose(asked.place, "销毁中心")
    compose(asked.approved_by, "葛景明")
    asked.second.clear()
    compose(asked.second, asked.first.text())
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    assert asked.wrong.text()  # one and the same person twice
    asked.second.clear()
    compose(asked.second, "段知白")
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    found = copies(qtbot, desk_window, submitted)
    assert {(c.fate, c.witnesses) for c in found} == {(CopyFate.DESTROYED, "陆怀谷、段知白")}
    assert not any(b.isVisible() for b in work.alarms.findChildren(QPushButton))


def test_lock_closes_the_print_dialog(qtbot: QtBot, desk_window: Shell, submitted: ApplicationId) -> None:
    work = open_papers(qtbot, desk_window, submitted, Document.REVIEW_FORM)
    qtbot.mouseClick(work.print_button, Qt.MouseButton.LeftButton)
    dialog(qtbot, PrintDialog)
    desk_window.lock()
    qtbot.waitUntil(lambda: desk_window.desk is None)
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]


def test_editor_leads_to_the_papers_and_back(
    qtbot: QtBot, desk_window: Shell, submitted: ApplicationId, shots: Shots
) -> None:
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, submitted), EditorScreen)
    shots(desk_window, "papers-from-editor")
    press(qtbot, editor, "材料与打印")
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert isinstance(desk_window.desk.shown, PapersScreen)
    assert desk_window.desk.shown.place().subject == submitted
    press(qtbot, desk_window.desk.shown, "打开申请")
    idle(qtbot, desk_window)
    assert isinstance(desk_window.desk.shown, EditorScreen)


def test_draft_leads_to_its_proofs(qtbot: QtBot, desk_window: Shell, drafted: ApplicationId) -> None:
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, drafted), EditorScreen)
    assert not editor.header.papers_button.isVisible()
    editor.header.papers_action.trigger()
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert isinstance(desk_window.desk.shown, PapersScreen)


@pytest.mark.parametrize("key", [ScreenKey.PAPERS, ScreenKey.EDITOR])
def test_largest_zoom_stays_inside_a_small_laptop(
    qtbot: QtBot, desk_window: Shell, submitted: ApplicationId, shots: Shots, key: ScreenKey
) -> None:
    go(qtbot, desk_window, Place(key, submitted), Screen)
    assert desk_window.context is not None
    desk_window.context.preferences.zoom = 200
    desk_window.context.redress.emit()
    idle(qtbot, desk_window)
    shots(desk_window, f"papers-zoom-200-{key.value}")
    assert (desk_window.width(), desk_window.height()) == (1366, 768)
    for other in desk_window.findChildren(QPushButton, options=Qt.FindChildOption.FindChildrenRecursively):
        if other.text() in ("换一份…", "表样…") and other.isVisible():
            right = other.mapTo(desk_window, other.rect().topRight()).x()
            assert right <= desk_window.width() - theme.px(8)


def test_lock_in_the_middle_of_a_print_leaves_copies_to_count(
    qtbot: QtBot, desk_window: Shell, submitted: ApplicationId
) -> None:
    work = open_papers(qtbot, desk_window, submitted, Document.SUBMISSION_FORM)
    with LoopbackPrinter(Setup(held=True)) as printer:
        asked = ask_print(qtbot, desk_window, work, printer.uri)
        press(qtbot, asked, "开始打印")
        qtbot.waitUntil(lambda: printer.looks > 0)
        desk_window.lock()
        qtbot.waitUntil(lambda: desk_window.desk is None)
        printer.release()  # nobody called it back: fifteen sheets lie at the printer
        qtbot.waitUntil(lambda: printer.jobs[0].state == COMPLETED)
    unlock(qtbot, desk_window)
    assert desk_window.desk is not None
    assert isinstance(desk_window.desk.shown, PapersScreen)
    back = desk_window.desk.shown.work
    assert back is not None
    assert back.alarms.uncounted.isVisible()
    assert {c.fate for c in copies(qtbot, desk_window, submitted)} == {CopyFate.SENT}
