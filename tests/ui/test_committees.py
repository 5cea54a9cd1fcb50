"""Committees in an officer's hands: recorded, their pool imported, experts drawn by a sealed plan, a reserve called."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.clock import FixedClock
from desktop_app.core.messages import Language
from desktop_app.desk import draws, expert_sheet, experts
from desktop_app.desk.draws import Wish
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Expert
from desktop_app.domain.statements import ExpertPool
from desktop_app.ui.committees.approval import ApprovalPage
from desktop_app.ui.committees.drawing import DrawingPage
from desktop_app.ui.committees.plandialog import PlanDialog
from desktop_app.ui.committees.pool import PoolPage
from desktop_app.ui.committees.screen import CommitteesScreen
from desktop_app.ui.language import speak
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.support import layout_faults, meeting_pool, meetings
from tests.support.papers import LONG_NAME, RARE_NAME
from tests.ui.acting import go, idle, press
from tests.ui.test_focus_in_dialogs import at_first
from tests.ui.test_notices import asked, fill
from tests.ui.test_users import enter
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
CLOCK = FixedClock(datetime(2026, 9, 1, 1, 0, tzinfo=UTC))
PLACE = Place(ScreenKey.COMMITTEES)


@pytest.fixture
def begin(
    qtbot: QtBot, tasks: Tasks, preferences: Preferences, dressed: QApplication, tmp_path: Path
) -> Callable[[Callable[[Session], object]], Shell]:
    """The window on a vault that was prepared."""

    def make(prepare: Callable[[Session], object]) -> Shell:
        meetings.office_at(tmp_path / "office", CLOCK, prepare)
        shell = Shell(Options(clock=CLOCK, vault=tmp_path / "office"), tasks, preferences)
        qtbot.addWidget(shell)
        shell.resize(1366, 768)
        shell.show()
        enter(qtbot, shell, "计票甲", meetings.FIRST)
        return shell

    return make


def shown_dialog() -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())


def reason(qtbot: QtBot, desk: Shell, words: str, yes: str) -> None:
    """Give a reason in the dialog that asks for one."""
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

    dialog = shown_dialog()
    for field in dialog.findChildren(QLineEdit):
        field.setText(words)
    for field in dialog.findChildren(QPlainTextEdit):
        field.setPlainText(words)
    press(qtbot, dialog, yes)
    idle(qtbot, desk)


def test_from_a_new_committee_to_a_reserve_who_stands_in(
    qtbot: QtBot, begin: Callable[..., Shell], tmp_path: Path, shots: Shots
) -> None:
    desk = begin(lambda _: None)
    page = go(qtbot, desk, PLACE, CommitteesScreen)
    shots(desk, "empty-committees")
    assert unnamed(desk) == []
    press(qtbot, page, "登记评委会…")
    fill(asked(), name="水利中级评委会", meets_on="2026-09-10", task__standard="甲标准")
    shots(asked(), "committees-new")
    press(qtbot, asked(), "登记")
    idle(qtbot, desk)
    assert page.choice.currentText() == "水利中级评委会"
    approval, pool, drawing = (page.tabs.widget(at) for at in range(3))
    assert isinstance(approval, ApprovalPage)
    assert isinstance(pool, PoolPage)
    assert isinstance(drawing, DrawingPage)
    assert "评委会还没有评委" in approval.findings.text()

    file = tmp_path / "pool.xlsx"
    expert_sheet.save_template(file)
    book = openpyxl.load_workbook(file)
    for number in range(1, 12):
        row = [
            "",
            f"专家{number}",
            "市水务局",
            "水利",
            "大师" if number == 3 else "中级",
            "",
            "",
            "2025-01-01",
            "2027-12-31",
        ]
        book["专家库"].append(row)
    book.save(file)
    page.tabs.setCurrentIndex(1)
    pool.exchange.look_at(file)
    idle(qtbot, desk)
    assert "专家库 E4（层级）现为“大师”" in pool.exchange.wrong.text()
    shots(desk, "committees-import-refused")
    book["专家库"]["E4"] = "中级"
    book.save(file)
    pool.exchange.look_at(file)
    idle(qtbot, desk)
    press(qtbot, shown_dialog(), "导入")
    idle(qtbot, desk)
    assert pool.table.rowCount() == 11
    menu = pool.exchange.button.menu()
    assert menu is not None
    menu.actions()[2].trigger()
    idle(qtbot, desk)
    assert desk.desk is not None
    assert "还没有收到专家库" in desk.desk.message.text()
    came = Expert(id="E001", name="专家十二", unit="外单位", specialty="水利", level=Level.MID, avoids=("申报人1",))
    pool.exchange.compare(ExpertPool(year=2026, title="他处专家库", experts=(came,)))
    idle(qtbot, desk)
    assert "新增 1 名" in "".join(label.text() for label in shown_dialog().findChildren(QLabel))
    press(qtbot, shown_dialog(), "导入")
    idle(qtbot, desk)
    assert pool.table.item(11, 0).text() == "E012"

    page.tabs.setCurrentIndex(2)
    press(qtbot, drawing, "封存方案…")
    dialog = shown_dialog()
    assert isinstance(dialog, PlanDialog)
    assert unnamed(dialog) == []
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    assert list(at_first(dialog)) == []
    dialog.figures[0][0].setValue(4)
    dialog.figures[0][2].setValue(2)
    dialog.people.item(2).setCheckState(Qt.CheckState.Checked)
    press(qtbot, dialog, "核对方案")
    assert "没有填写理由" in dialog.wrong.text()
    dialog.why.setText("申报人近亲")
    press(qtbot, dialog, "核对方案")
    idle(qtbot, desk)
    assert "不是单数" in dialog.told.text()
    assert "E003：应当回避，申报人近亲" in dialog.told.text()
    press(qtbot, dialog, "封存方案")
    idle(qtbot, desk)
    assert dialog.wrong.isVisible()
    dialog.figures[0][0].setValue(5)
    press(qtbot, dialog, "核对方案")
    idle(qtbot, desk)
    shots(dialog, "committees-plan")
    press(qtbot, dialog, "封存方案")
    idle(qtbot, desk)
    assert "随机数摘要" in drawing.detail.text()
    assert "随机数：" not in drawing.detail.text()
    press(qtbot, drawing, "抽取…")
    fill(asked(), spoken="417")
    shots(asked(), "committees-run")
    press(qtbot, asked(), "抽取")
    idle(qtbot, desk)
    assert "监督人报出：417" in drawing.detail.text()
    assert "相符" in drawing.doubts.text()
    shots(desk, "committees-drawn")

    page.tabs.setCurrentIndex(0)
    assert approval.table.rowCount() == 5
    shots(desk, "committees-members")
    first = approval.table.item(0, 0)
    assert first is not None
    gone = first.text()
    approval.table.selectRow(0)
    press(qtbot, approval, "候补递补…")
    reason(qtbot, desk, "因病不能到会", "递补")
    came, how = approval.table.item(0, 0), approval.table.item(0, 5)
    assert came is not None
    assert how is not None
    assert (came.text() != gone, how.text()) == (True, "候补递补")


def crowd(session: Session) -> None:
    """A committee of a whole series: 80 experts of four specialties, drawn twice."""
    whole = meeting_pool.kept(session, 0, name="水利、农牧业、林草、文物系列中级职称评审委员会（自治区直属第二组）")
    people = [
        structs.replace(
            meeting_pool.expert(n),
            name=(LONG_NAME, RARE_NAME, "萨仁高娃")[n % 3],
            unit="呼和浩特市青城草原与林业有害生物防治检疫工作中心站",
            specialty=("水利水电工程", "草原生态与畜牧兽医", "林业", "文物博物")[n % 4],
            level=Level.MID if n % 8 < 4 else Level.ASSOCIATE_SENIOR,
            served=(2021, 2022, 2023, 2024, 2025) if n % 10 == 0 else (2024,),
        )
        for n in range(1, 81)
    ]
    for one in people:
        experts.keep(session, whole, one)
    lots = tuple(
        structs.replace(meeting_pool.lot(5, 2), specialty=name)
        for name in ("水利水电工程", "草原生态与畜牧兽医", "林业")
    )
    first = draws.commit(session, whole, Wish(lots, draws.excluding({"E004": "与申报人有近姻亲关系"})))
    draws.run(session, first.id, "20260901")
    again = draws.commit(session, whole, Wish(lots, {}, first.id, "监督人发现名额填写有误，重新抽取"))
    draws.run(session, again.id)


def test_eighty_experts_in_both_languages(qtbot: QtBot, begin: Callable[..., Shell], shots: Shots) -> None:
    desk = begin(crowd)
    for language in (Language.ZH, Language.EN):
        speak(language)
        for number in range(3):
            page = go(qtbot, desk, Place(ScreenKey.COMMITTEES, "", str(number)), CommitteesScreen)
            assert unnamed(desk) == []
            shots(desk, f"crowded-committees-{number}-{language.value}")
    speak(Language.ZH)
    assert desk.context is not None
    desk.context.preferences.zoom = 200
    desk.context.redress.emit()
    for number in range(3):
        page = go(qtbot, desk, Place(ScreenKey.COMMITTEES, "", str(number)), CommitteesScreen)
        assert layout_faults.settled(lambda: layout_faults.faults(desk, narrow=True)) == []
        shots(desk, f"crowded-committees-{number}-200")
    page = go(qtbot, desk, Place(ScreenKey.COMMITTEES, "", "2"), CommitteesScreen)
    drawing = page.tabs.widget(2)
    assert isinstance(drawing, DrawingPage)
    assert drawing.table.rowCount() == 2
    first = drawing.table.item(0, 3)
    assert first is not None
    assert first.text().startswith("已作废：监督人发现")
