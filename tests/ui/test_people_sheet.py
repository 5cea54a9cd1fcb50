"""The sheet of people in a user's hands: taken empty, filled in, looked at, taken in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.desk.people_sheet import SHEET
from desktop_app.ui.applications.people import PeopleDialog
from desktop_app.ui.applications.screen import ApplicationsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support import vaults
from tests.ui.acting import go, idle, press
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


def fill(path: Path, rows: list[dict[str, Any]]) -> Path:
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    heads = {str(cell.value).replace("（必填）", ""): cell.column for cell in page[1]}
    for number, row in enumerate(rows, 2):
        for head, value in row.items():
            page.cell(number, heads[head], value)
    made = path.with_name("filled.xlsx")
    book.save(made)
    return made


def shown(table: Any) -> list[list[str]]:
    return [[table.item(at, side).text() for side in range(table.columnCount())] for at in range(table.rowCount())]


def test_a_filled_sheet_is_looked_at_mended_and_taken_in(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    page = go(qtbot, desk_window, Place(ScreenKey.APPLICATIONS), ApplicationsScreen)
    press(qtbot, page, "从表格导入…")
    (dialog,) = desk_window.findChildren(PeopleDialog)
    assert unnamed(dialog) == []
    template = tmp_path / "template.xlsx"
    dialog.save_template(template)
    idle(qtbot, desk_window)
    names = ["斯琴高娃", "𠮷田·那仁满都拉·苏和巴特尔", "𬎆丽"]
    rows: list[dict[str, Any]] = [
        {"姓名": name, "证件号码": vaults.number(at), "申报层级": "中级", "联系电话": "0471-4600000"}
        for at, name in enumerate(names, 1)
    ]
    dialog.look(fill(template, [*rows, {"姓名": "某人", "证件号码": "150102198001010000", "民族": "某族"}]))
    idle(qtbot, desk_window)
    assert dialog.tables.currentWidget() is dialog.faults
    assert [line[0] for line in shown(dialog.faults)] == ["B5", dialog.faults.item(1, 0).text()]
    assert not dialog.take.isEnabled()
    assert dialog.focusWidget() is dialog.choose
    shots(dialog, "people_faults")
    dialog.look(fill(template, rows))
    idle(qtbot, desk_window)
    assert [(line[1], line[4]) for line in shown(dialog.lines)] == [(name, "新建") for name in names]
    assert dialog.told.text() == "共 3 人：新建 3"
    assert dialog.focusWidget() is dialog.take
    shots(dialog, "people_lines")
    press(qtbot, dialog, "全部导入")
    idle(qtbot, desk_window)
    assert page.model.rowCount() == 3
    shots(desk_window, "people_taken")
