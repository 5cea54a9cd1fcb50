"""A cell of many lines is as high as they are, at every length: the last line is neither dropped nor shortened."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QStyle, QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from desktop_app.ui import theme
from desktop_app.ui.widgets.tablelook import dress, in_lines

#: The style sheet's `QTableView::item { padding: 4px 8px }`, at 100 %.
SIDES = 16


@pytest.fixture(params=[80, 100, 200])
def zoomed(request: pytest.FixtureRequest, dressed: QApplication) -> Iterator[None]:
    theme.apply(dressed, request.param)
    yield
    theme.apply(dressed, 100)


def lines_needed(table: QTableWidget, words: str, width: int) -> int:
    margin = table.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) + 1
    room = QRect(0, 0, width - theme.px(SIDES) - 2 * margin, 10_000)
    metrics = table.fontMetrics()
    wanted = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
    return round(wanted / metrics.lineSpacing())


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.usefixtures("zoomed")
def test_every_line_has_room(qtbot: QtBot, column: int) -> None:
    table = QTableWidget(60, 2)
    qtbot.addWidget(table)
    dress(table, 34)
    in_lines(table)
    table.setColumnWidth(column, theme.px(210))
    said = "换上下一个介质再打开同一个封装" * 4
    for length in range(60):
        table.setItem(length, column, QTableWidgetItem(said[: length + 1]))
    table.show()
    QApplication.processEvents()
    short = [
        length + 1
        for length in range(60)
        if table.rowHeight(length)
        < lines_needed(table, said[: length + 1], table.columnWidth(column)) * table.fontMetrics().lineSpacing()
    ]
    assert short == []
    assert table.rowHeight(59) > 3 * table.fontMetrics().lineSpacing()
