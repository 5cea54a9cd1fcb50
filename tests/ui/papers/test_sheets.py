"""Checking paper at the window: a scanner types the code, an officer types the numbers of a stack."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, print_, submit
from desktop_app.desk.demo import DEMO_DAY
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.papers import paper_code
from desktop_app.ui.papers.countdialog import CountDialog
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.papers.sheetcheck import SheetCheckDialog
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support.ipp_printer import LoopbackPrinter
from tests.ui.acting import go, idle, may_print, press
from tests.ui.papers.test_doubts import Shots, desk, dialog, open_papers, ready_to_submit
from tests.ui.test_focus_in_dialogs import keyboard_faults


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DEMO_DAY)


def submitted(session: Session) -> ApplicationId:
    application = ready_to_submit(session)
    submit.submit(session, application)
    return application


def code(session: Session, application: ApplicationId) -> str:
    version = draft.versions(session, application)[0]
    return paper_code.text(application, version.number, version.digest, Document.SUBMISSION_FORM.letters)


def rewritten(session: Session, application: ApplicationId) -> None:
    submit.withdraw(session, application, "内容有误")
    content = draft.load(session, application).draft
    draft.save(session, application, msgspec.structs.replace(content, work_summary="改写后的业务工作总结。"))
    submit.submit(session, application)


def scan(qtbot: QtBot, shell: Shell, asked: SheetCheckDialog, typed: str) -> None:
    """As a hand scanner does: the field is selected, so the next code takes the last one's place."""
    qtbot.keyClicks(asked.code, typed)
    qtbot.keyClick(asked.code, Qt.Key.Key_Return)
    idle(qtbot, shell)


def test_a_scanned_sheet_is_told_current_then_stale(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    application = desk(qtbot, desk_window, submitted)
    printed = desk(qtbot, desk_window, lambda session: code(session, application))
    shown = go(qtbot, desk_window, Place(ScreenKey.PAPERS), PapersScreen)
    assert shown.picker is not None
    press(qtbot, shown, "查验纸件…")
    asked = dialog(qtbot, SheetCheckDialog)
    press(qtbot, asked, "查验")
    assert "还没有代码" in asked.advice.text()
    assert asked.focusWidget() is asked.code
    shots(asked, "sheet-no-code")
    scan(qtbot, desk_window, asked, printed)
    assert "还没有代码" not in asked.advice.text()
    assert asked.state.text() == "现行版"
    assert "送审表" in asked.whose.text()
    assert not asked.table.isVisible()
    desk(qtbot, desk_window, lambda session: rewritten(session, application))
    scan(qtbot, desk_window, asked, printed)
    assert asked.state.text() == "旧版"
    assert "销毁" in asked.advice.text()
    assert asked.table.isVisible()
    changed = asked.table.item(0, 2)
    assert changed is not None
    assert changed.text() == "改写后的业务工作总结。"
    shots(asked, "sheet-stale")
    scan(qtbot, desk_window, asked, "https://example.cn")
    assert "不是本程序" in asked.advice.text()
    assert not asked.go_button.isEnabled()
    scan(qtbot, desk_window, asked, printed)
    press(qtbot, asked, "打开这份申请的材料")
    idle(qtbot, desk_window)
    assert desk_window.desk is not None
    assert desk_window.desk.shown.place().subject == application


def test_a_stack_is_counted_number_by_number(qtbot: QtBot, desk_window: Shell, shots: Shots) -> None:
    application = desk(qtbot, desk_window, submitted)
    may_print(qtbot, desk_window)
    with LoopbackPrinter() as printer:
        form = Document.SUBMISSION_FORM
        desk(qtbot, desk_window, lambda s: print_.print_missing(s, application, form, printer.uri, Progress()))
    work = open_papers(qtbot, desk_window, application, Document.SUBMISSION_FORM)
    work.tabs.setCurrentIndex(1)
    press(qtbot, work, "清点…")
    asked = dialog(qtbot, CountDialog)
    assert keyboard_faults(qtbot, asked) == []
    asked.document.setCurrentIndex(asked.document.findData(Document.SUBMISSION_FORM))
    asked.act_button.click()
    assert "还没有份号" in asked.told.text()
    qtbot.keyClicks(asked.numbers, "1-7, 9-15 15")
    qtbot.keyClick(asked.numbers, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert "相符 13 份" in asked.told.text()
    first, second = asked.table.item(0, 1), asked.table.item(1, 1)
    assert first is not None
    assert second is not None
    assert (first.text(), second.text()) == ("登记在手，清点时没有", "同一份号有两张")
    shots(asked, "count")
    asked.numbers.setText("1-15")
    qtbot.keyClick(asked.numbers, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert asked.told.text() == "全部相符，共 15 份。"
    asked.numbers.setText("十五")
    qtbot.keyClick(asked.numbers, Qt.Key.Key_Return)
    idle(qtbot, desk_window)
    assert "不是份号" in asked.told.text()
    assert asked.table.rowCount() == 0
