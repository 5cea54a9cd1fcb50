"""Papers in a user's hands, against a real printer on loopback: print, refuse, stop, count, destroy, come back."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk import print_
from desktop_app.desk import submit as submitting
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.copies import CopyFate, Document
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.carriers.steps import StepDialog
from desktop_app.ui.papers.cameout import CameOutDialog
from desktop_app.ui.papers.destroy import DestroyDialog
from desktop_app.ui.papers.printdialog import PrintDialog
from desktop_app.ui.papers.run import PrintRun
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.papers.work import WorkPage
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support.ipp_printer import A4, ABORTED, LoopbackPrinter, Setup
from tests.ui.acting import PASSPHRASE, compose, go, idle, may_print, press, screen, unlock
from tests.ui.test_walk import unnamed

T = TypeVar("T")
D = TypeVar("D", bound=QDialog)
Shots = Callable[[QWidget, str], None]


def done(qtbot: QtBot, shell: Shell, act: Callable[[Session], T]) -> T:
    """One act of the desk on the database thread."""
    got: list[T] = []
    assert shell.context is not None
    shell.context.ask(shell, lambda session, _: act(session), got.append)
    idle(qtbot, shell)
    return got[0]


def filled(session: Session) -> ApplicationId:
    application = drafts.take_in(session, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        drafts.attach(session, application, kind, resource("demo", "files", name), year)
    return application


def submitted(session: Session) -> ApplicationId:
    application = filled(session)
    submitting.submit(session, application)
    return application


def at_papers(qtbot: QtBot, shell: Shell, application: str, document: Document) -> WorkPage:
    shown = go(qtbot, shell, Place(ScreenKey.PAPERS, application, f"{document.value} 0 0"), PapersScreen)
    assert shown.work is not None
    assert shown.work.annex.document is document
    return shown.work


def dialog(qtbot: QtBot, kind: type[D]) -> D:
    found: list[D] = []

    def there() -> bool:
        found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        return bool(found)

    qtbot.waitUntil(there)
    return found[0]


def order(qtbot: QtBot, shell: Shell, work: WorkPage, printer: LoopbackPrinter) -> PrintDialog:
    """Open the print dialog and choose the printer by its address."""
    qtbot.mouseClick(work.print_button, Qt.MouseButton.LeftButton)
    asked = dialog(qtbot, PrintDialog)
    idle(qtbot, shell)
    qtbot.keyClicks(asked.printer.address, printer.uri)
    press(qtbot, asked, "加入")
    idle(qtbot, shell)
    assert asked.printer.uri == printer.uri
    if asked.confirm.isVisible():
        qtbot.keyClicks(asked.confirm.passphrase, PASSPHRASE)
    return asked


def over(qtbot: QtBot, shell: Shell) -> None:
    """Wait for the end of the print and for what follows it."""
    assert shell.context is not None
    idle(qtbot, shell)  # the passphrase is proved before the print begins
    qtbot.waitUntil(lambda: shell.context is not None and PrintRun.running(shell.context) is None)
    idle(qtbot, shell)


def fates(qtbot: QtBot, shell: Shell) -> Counter[CopyFate]:
    return Counter(copy.fate for copy in done(qtbot, shell, print_.register))


def cells(work: WorkPage, document: Document) -> list[str]:
    at = work.annex._documents.index(document)
    return [work.annex.table.item(at, side).text() for side in range(7)]  # type: ignore[union-attr]


def message(shell: Shell) -> str:
    assert shell.desk is not None
    return shell.desk.message.text()


def test_whose_papers_is_found_by_name(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    application = done(qtbot, desk_window, submitted)
    other = done(qtbot, desk_window, lambda s: drafts.take_in(s, resource("demo", "county_teacher.json")))
    shown = go(qtbot, desk_window, Place(ScreenKey.PAPERS), PapersScreen)
    assert shown.picker is not None
    shots(desk_window, "papers-picker")
    name = done(qtbot, desk_window, lambda s: drafts.load(s, application)).draft.person.name
    compose(shown.picker.search, name)
    qtbot.waitUntil(lambda: shown.picker is not None and shown.picker.list.topLevelItemCount() == 1)
    qtbot.keyClick(shown.picker.search, Qt.Key.Key_Return)
    qtbot.keyClick(shown.picker.list, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert screen(desk_window, PapersScreen).place().subject == application != other


def test_fifteen_sheets_of_a3_from_the_screen(
    qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, shots: Shots
) -> None:
    application = done(qtbot, desk_window, submitted)
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    assert cells(work, Document.SUBMISSION_FORM)[2:] == ["A3", "15", "0", "0", "15"]
    shots(desk_window, "papers-usual")
    assert unnamed(desk_window) == []
    asked = order(qtbot, desk_window, work, printer)
    assert asked.numbers.text() == "第 1 版，份号 000001–000015"
    assert "A3 纸已装好" in asked.printer.state.text()
    shots(asked, "papers-print-dialog")
    assert unnamed(asked) == []
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    over(qtbot, desk_window)
    (job,) = printer.jobs
    assert job.size == (29700, 42000)
    pdf = pypdfium2.PdfDocument(job.pdf)
    assert len(pdf) == 15
    pdf.close()
    assert cells(work, Document.SUBMISSION_FORM)[4:] == ["15", "15", "✓"]
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 15}
    assert "000001–000015" in message(desk_window)
    work.tabs.setCurrentIndex(1)
    shots(desk_window, "papers-register")
    assert unnamed(desk_window) == []


def test_more_than_asked_needs_a_reason(qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter) -> None:
    application = done(qtbot, desk_window, submitted)
    may_print(qtbot, desk_window)
    done(
        qtbot,
        desk_window,
        lambda s: print_.print_missing(s, application, Document.SUBMISSION_FORM, printer.uri, Progress()),
    )
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    asked = order(qtbot, desk_window, work, printer)
    assert not asked.print_button.isEnabled()
    asked.extra.setValue(2)
    assert not asked.print_button.isEnabled()
    compose(asked.reason, "专家组增加二人")
    assert asked.numbers.text() == "第 1 版，份号 000016–000017"
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    over(qtbot, desk_window)
    copies = done(qtbot, desk_window, print_.register)
    assert [(c.number, c.reason) for c in copies[15:]] == [(16, "专家组增加二人"), (17, "专家组增加二人")]


@pytest.mark.parametrize("printer", [Setup(media_supported=(A4,), media_ready=(A4,))], indirect=True)
def test_printer_without_a3_is_refused_before_anything(
    qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, shots: Shots
) -> None:
    application = done(qtbot, desk_window, submitted)
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    asked = order(qtbot, desk_window, work, printer)
    assert "A3" in asked.printer.state.text()
    assert "不能打印" in asked.printer.state.text()
    assert not asked.print_button.isEnabled()
    shots(asked, "papers-no-a3")
    told = asked.printer.state
    qtbot.waitUntil(lambda: told.height() >= told.heightForWidth(told.width()))
    asked.reject()
    assert printer.jobs == []
    assert fates(qtbot, desk_window) == {}


@pytest.mark.parametrize("printer", [Setup(held=True)], indirect=True)
def test_stopped_print_is_counted_by_an_officer(
    qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, shots: Shots
) -> None:
    application = done(qtbot, desk_window, submitted)
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    asked = order(qtbot, desk_window, work, printer)
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(printer.jobs) and "页" in work.bar.words.text())
    shots(desk_window, "papers-printing")
    assert not work.print_button.isEnabled()
    # the vault's own thread is free while the printer works
    assert done_while_printing(qtbot, desk_window) == 15
    qtbot.mouseClick(work.bar.stop_button, Qt.MouseButton.LeftButton)
    counting = dialog(qtbot, CameOutDialog)
    over(qtbot, desk_window)
    assert printer.jobs[0].state == 7
    assert not counting.act_button.isEnabled()
    counting.table.selectAll()
    qtbot.keyClick(counting.table, Qt.Key.Key_3)
    counting.table.selectRow(0)
    qtbot.keyClick(counting.table, Qt.Key.Key_1)
    counting.table.selectRow(1)
    qtbot.keyClick(counting.table, Qt.Key.Key_2)
    shots(counting, "papers-count")
    assert unnamed(counting) == []
    qtbot.mouseClick(counting.act_button, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 1, CopyFate.SPOILED: 1, CopyFate.NOT_PRINTED: 13}
    assert cells(work, Document.SUBMISSION_FORM)[6] == "14"
    assert not work.alarms.isVisible()


def done_while_printing(qtbot: QtBot, shell: Shell) -> int:
    got: list[int] = []
    assert shell.context is not None
    shell.context.ask(shell, lambda session, _: len(print_.register(session)), got.append)
    qtbot.waitUntil(lambda: bool(got))
    return got[0]


@pytest.mark.parametrize("printer", [Setup(ends_as=ABORTED, ends_after=9)], indirect=True)
def test_jam_left_for_later_stays_an_alarm(
    qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, shots: Shots
) -> None:
    application = done(qtbot, desk_window, submitted)
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    asked = order(qtbot, desk_window, work, printer)
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    counting = dialog(qtbot, CameOutDialog)
    assert "9/15" in counting.wrong.text()
    press(qtbot, counting, "以后再清点")
    idle(qtbot, desk_window)
    assert "15 份送去打印后还没有清点" in work.alarms.uncounted.words.text()
    assert cells(work, Document.SUBMISSION_FORM)[6] == "待清点"
    assert work.print_button.text() == "先清点印出的份…"
    shots(desk_window, "papers-uncounted")
    press(qtbot, work.alarms, "清点…")
    again = dialog(qtbot, CameOutDialog)
    press(qtbot, again, "1 印好")
    press(qtbot, again, "登记清点结果")
    idle(qtbot, desk_window)
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 15}


def test_old_version_is_an_alarm_until_two_saw_it_destroyed(
    qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter, shots: Shots
) -> None:
    application = done(qtbot, desk_window, submitted)
    may_print(qtbot, desk_window)
    done(
        qtbot,
        desk_window,
        lambda s: print_.print_missing(s, application, Document.REVIEW_FORM, printer.uri, Progress()),
    )
    done(qtbot, desk_window, lambda s: submitting.withdraw(s, application, "更正日期"))
    work = at_papers(qtbot, desk_window, application, Document.REVIEW_FORM)
    assert "有 2 份旧版还在" in work.alarms.stale.words.text()
    assert work.print_button.text() == "提交后才能正式打印"
    assert not work.print_button.isEnabled()
    assert work.preview.state.text().startswith("校样")
    shots(desk_window, "papers-stale")
    press(qtbot, work.alarms, "登记销毁…")
    asked = dialog(qtbot, DestroyDialog)
    compose(asked.reason, "旧版")
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    assert "“方式”" in asked.wrong.text()
    asked.way.setEditText("粉碎")
    compose(asked.place, "销毁中心")
    compose(asked.approved_by, "葛景明")
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    assert "监销人" in asked.wrong.text()
    shots(asked, "papers-destroy")
    compose(asked.second, "段知白")
    press(qtbot, asked, "登记销毁")
    idle(qtbot, desk_window)
    copies = done(qtbot, desk_window, print_.register)
    assert {(c.fate, c.witnesses) for c in copies} == {(CopyFate.DESTROYED, "陆怀谷、段知白")}
    assert not work.alarms.isVisible()


def test_leafing_and_coming_back_after_a_lock(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    application = done(qtbot, desk_window, submitted)
    work = at_papers(qtbot, desk_window, application, Document.REVIEW_FORM)
    view = work.preview.view
    qtbot.waitUntil(lambda: view.shown(0))
    assert view.pages > 2
    assert abs(view.arrangement.width - view.viewport().width()) < 40
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    press(qtbot, work.preview, "下一页")
    idle(qtbot, desk_window)
    assert work.preview.page.text().startswith("第 3 /")
    shots(desk_window, "papers-page-3")
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert not work.preview.next_button.isEnabled()
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    at = view.index
    desk_window.lock()
    idle(qtbot, desk_window)
    unlock(qtbot, desk_window)
    back = screen(desk_window, PapersScreen)
    assert back.work is not None
    assert back.work.preview.view.index == at
    assert back.place().subject == application


def test_the_hundred_percent_page_is_as_wide_as_paper(qtbot: QtBot, desk_window: Shell) -> None:
    application = done(qtbot, desk_window, submitted)
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    view = work.preview.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_0)
    idle(qtbot, desk_window)
    assert work.preview.zoom.currentText() == "100 %"
    drawn = view.pictures.picture(0)
    assert drawn is not None
    assert view.logicalDpiX() * 297 / 25.4 == pytest.approx(drawn[1].width(), abs=3)


def test_what_does_not_fit_leads_to_its_field(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    application = done(qtbot, desk_window, filled)
    held = done(qtbot, desk_window, lambda s: drafts.load(s, application)).draft

    def rare(session: Session) -> None:
        person = msgspec.structs.replace(held.person, name=held.person.name + "\ue123")
        drafts.save(session, application, msgspec.structs.replace(held, person=person))

    done(qtbot, desk_window, rare)
    work = at_papers(qtbot, desk_window, application, Document.REVIEW_FORM)
    assert work.preview.obstacles.count() > 0
    assert "U+E123" in work.preview.obstacles.item(0).text()
    shots(desk_window, "papers-obstacles")
    work.preview.obstacles.setCurrentRow(0)
    work.preview.obstacles.itemActivated.emit(work.preview.obstacles.item(0))
    idle(qtbot, desk_window)
    assert screen(desk_window, EditorScreen).application == application


def test_plain_pdf_only_after_asking(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    application = done(qtbot, desk_window, submitted)
    work = at_papers(qtbot, desk_window, application, Document.LIST_OF_MATERIALS)
    qtbot.mouseClick(work.save_button, Qt.MouseButton.LeftButton)
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    press(qtbot, asked, "存为明文 PDF")
    chooser = dialog(qtbot, QFileDialog)
    path = tmp_path / "目录.pdf"
    chooser.fileSelected.emit(str(path))
    chooser.reject()
    idle(qtbot, desk_window)
    pdf = pypdfium2.PdfDocument(path.read_bytes())
    assert len(pdf) >= 1
    pdf.close()
    assert "明文" in message(desk_window)


def test_spoiled_and_handed_over_from_the_register(qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter) -> None:
    application = done(qtbot, desk_window, submitted)
    may_print(qtbot, desk_window)
    done(
        qtbot,
        desk_window,
        lambda s: print_.print_missing(s, application, Document.SUBMISSION_FORM, printer.uri, Progress()),
    )
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    work.tabs.setCurrentIndex(1)
    register = work.register
    assert register.table.rowCount() == 15
    register.table.selectRow(4)
    press(qtbot, register, "登记作废…")
    asked = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    compose(asked.focusWidget(), "茶水打湿")
    press(qtbot, asked, "登记作废")
    idle(qtbot, desk_window)
    register.table.selectAll()
    assert not register.hand_button.isEnabled()  # the spoiled one is among them
    register.table.selectRow(0)
    press(qtbot, register, "登记移交…")
    idle(qtbot, desk_window)
    asked = dialog(qtbot, StepDialog)
    press(qtbot, asked, "登记移交")
    idle(qtbot, desk_window)
    assert "收件单位（人）" in asked.wrong.text()
    compose(asked.fields["counterpart"], "市人社局")
    asked.fields["way"].setEditText("机要交通")
    press(qtbot, asked, "登记移交")
    idle(qtbot, desk_window)
    assert fates(qtbot, desk_window) == {CopyFate.SPOILED: 1, CopyFate.HANDED_OVER: 1, CopyFate.IN_HAND: 13}
    assert cells(work, Document.SUBMISSION_FORM)[4:] == ["15", "14", "1"]


@pytest.mark.parametrize("printer", [Setup(held=True)], indirect=True)
def test_a_print_outlives_the_screen(qtbot: QtBot, desk_window: Shell, printer: LoopbackPrinter) -> None:
    application = done(qtbot, desk_window, submitted)
    work = at_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    asked = order(qtbot, desk_window, work, printer)
    qtbot.mouseClick(asked.print_button, Qt.MouseButton.LeftButton)
    context = desk_window.context
    assert context is not None
    qtbot.waitUntil(lambda: bool(printer.jobs))
    context.go(Place(ScreenKey.HOME))
    assert PrintRun.running(context) is not None
    printer.release()
    over(qtbot, desk_window)
    assert fates(qtbot, desk_window) == {CopyFate.IN_HAND: 15}
    assert "000001–000015" in message(desk_window)
