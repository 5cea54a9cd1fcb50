"""The year's figures in an officer's hands: each leads to its list and on to the filing; the papers saved to edit."""

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.desk import system_data
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.posts.figures import FiguresScreen
from desktop_app.ui.posts.screen import PostsScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle, press, screen
from tests.ui.paperout import save_paper
from tests.ui.test_packs import doing
from tests.ui.test_posts import crowd
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]


def test_a_figure_leads_to_its_list_and_the_list_to_the_filing(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    doing(qtbot, desk_window, crowd)
    page = go(qtbot, desk_window, Place(ScreenKey.POSTS), PostsScreen)
    press(qtbot, page, "年度统计")
    idle(qtbot, desk_window)
    figures = screen(desk_window, FiguresScreen)
    assert unnamed(figures) == []
    keys = [one.key for one in figures._figures]
    for at, one in enumerate(figures._figures):
        figures.table.selectRow(at)
        shown = [figures.behind.item(line, 3).text() for line in range(figures.behind.rowCount())]
        if one.key != "units":
            assert figures.table.item(at, 2).text() == str(sum(map(int, shown))), one.key
    figures.table.selectRow(keys.index("filed"))
    figures.table.setFocus()
    qtbot.keyClick(figures.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    counts = [int(figures.table.item(at, 2).text()) for at in range(figures.table.rowCount())]
    assert counts == sorted(counts)
    assert len(set(counts)) > 1
    assert figures.place().spot == "filed", "the same figure stays chosen"
    assert [one.count for one in figures._figures] == counts
    for _ in range(2):  # downwards, then as it came
        qtbot.keyClick(figures.table, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert [one.key for one in figures._figures] == keys
    figures.table.selectRow(keys.index("posts.posts"))
    figures.behind.selectRow(0)
    assert not figures.open_button.isEnabled(), "posts are nobody's filing"
    figures.table.selectRow(keys.index("filed"))
    shots(desk_window, "year_figures")
    figures.behind.setFocus()
    qtbot.keyClick(figures.behind, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    units = [figures.behind.item(at, 1).text() for at in range(3)]
    assert units == sorted(units, key=lambda one: one.encode("gb18030"))
    assert [one.unit for one in figures._lines] == units
    press(qtbot, figures, "花名册…")
    save_paper(qtbot, desk_window, tmp_path / "r.docx")
    figures.save("数据", tmp_path / "d.xlsx", system_data.save)
    idle(qtbot, desk_window)
    names = {row.cells[1].text for row in docx.Document(str(tmp_path / "r.docx")).tables[0].rows[1:]}
    assert names == {figures.behind.item(at, 0).text() for at in range(3)}
    assert openpyxl.load_workbook(tmp_path / "d.xlsx").worksheets[0].max_row == 4
    press(qtbot, figures, "花名册…")
    (dialog,) = [one for one in desk_window.findChildren(QDialog) if one.isVisible()]
    assert "明文" in "".join(label.text() for label in dialog.findChildren(type(figures.told)))
    dialog.reject()
    figures.behind.selectRow(0)
    qtbot.mouseClick(figures.open_button, Qt.MouseButton.LeftButton)
    idle(qtbot, desk_window)
    screen(desk_window, EditorScreen)
