"""The words of a table without a row: whole at every width, whatever width the table had before."""

import pytest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.tablelook import Teaching, teach

WORDS = "这里还没有申报。点“新建”填写第一份，或把别的单位送来的封装拖到这里；也可以从交换文件导入，每一行都会核对。"


@pytest.fixture
def table(qtbot: QtBot) -> QTableWidget:
    made = QTableWidget(0, 2)
    qtbot.addWidget(made)
    made.show()
    return made


def lines_of(words: Teaching) -> int:
    """As many lines as a label needs that was never another width."""
    fresh = Teaching(QTableWidget(0, 2), WORDS)
    fresh.ensurePolished()
    return fresh.heightForWidth(words.width()) // fresh.fontMetrics().lineSpacing()


@pytest.mark.parametrize("widths", [(900, 300), (300, 900), (300, 301), (900, 500, 250)])
def test_all_lines_have_room_after_the_table_became_narrower_or_wider(
    table: QTableWidget, widths: tuple[int, ...]
) -> None:
    words = teach(table, WORDS)
    for width in widths:
        table.resize(width, 400)
        QApplication.processEvents()
    assert words.width() < widths[-1]
    assert words.height() // words.fontMetrics().lineSpacing() == lines_of(words)
