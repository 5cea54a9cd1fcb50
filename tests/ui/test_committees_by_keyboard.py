"""A committee by keys alone: recorded, its pool entered and imported, a plan sealed and drawn, the page of papers."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QSpinBox, QTabBar
from pytestqt.qtbot import QtBot

from desktop_app.desk import expert_sheet
from desktop_app.ui.committees.plandialog import PlanDialog
from desktop_app.ui.committees.screen import CommitteesScreen
from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.asking import AskDialog
from tests.ui.acting import screen
from tests.ui.keys import Keys
from tests.ui.test_committees import begin

__all__ = ["begin"]
Key = Qt.Key
EXPERTS = 11


def pool_sheet(path: Path) -> None:
    expert_sheet.save_template(path)
    book = openpyxl.load_workbook(path)
    for number in range(1, EXPERTS + 1):
        book["专家库"].append(["", f"专家{number}", "市水务局", "水利", "中级", "", "", "2025-01-01", "2027-12-31"])
    book.save(path)


def test_a_committee_is_recorded_and_drawn(qtbot: QtBot, begin: Callable[..., Shell], tmp_path: Path) -> None:
    pool_sheet(tmp_path / "pool.xlsx")
    desk = begin(lambda _: None)
    keys = Keys(qtbot, desk)
    keys.rail("评审会")
    keys.push("评委会与专家")
    page = screen(desk, CommitteesScreen)
    keys.push("登记评委会…")
    assert isinstance(keys.window, AskDialog)
    keys.fill(评委会名称="水利中级评委会", 评审会议日期="2026-09-10", 评价标准="甲标准")
    keys.push("登记")
    assert page.choice.currentText() == "水利中级评委会"
    bar = keys.to("分页", QTabBar)
    keys.press(Key.Key_Right)
    assert bar.currentIndex() == 1
    keys.menu("导入导出", "导入")
    keys.file(tmp_path / "pool.xlsx")
    assert isinstance(keys.window, QDialog)
    keys.push("导入")
    assert page.pages[1][1].table.rowCount() == EXPERTS  # type: ignore[attr-defined]
    keys.row("专家库", 2)
    keys.push("移出…")
    keys.write("调离本市")
    keys.press(Key.Key_Return)
    assert page.pages[1][1].table.item(2, 8).text() == "已移出：调离本市"  # type: ignore[attr-defined]
    keys.to("分页", QTabBar)
    keys.press(Key.Key_Right)
    keys.push("封存方案…")
    plan = keys.window
    assert isinstance(plan, PlanDialog)
    seats = keys.to("水利 中级 评委名额", QSpinBox)
    QTest.keyClick(seats, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys.write("5")
    keys.to("水利 中级 候补", QSpinBox)
    QTest.keyClick(keys.here, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keys.write("2")
    keys.push("核对方案")
    keys.push("封存方案")
    assert keys.window is desk
    keys.row("抽取")
    keys.push("抽取…")
    keys.write("2718")
    keys.press(Key.Key_Return)
    assert page.pages[2][1].table.item(0, 3).text() == "有效"  # type: ignore[attr-defined]
    keys.push("导出抽取记录…")
    keys.file(tmp_path / "draw.json")
    assert (tmp_path / "draw.json").exists()
