"""Columns find room for the longer words of English; in Chinese they are as wide as they were laid out."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.ui.language import speak
from desktop_app.ui.papers.lists import cell, table
from desktop_app.ui.widgets.columnroom import shared
from desktop_app.ui.widgets.tablelook import set_width
from tests.support.layout_faults import settled
from tests.support.turns import drained

WIDTHS = (80, 0, 80, 200)
ROW = ("associate senior", "呼和浩特市青城测绘中心", "sealed, not handed over", "x")


@pytest.fixture
def in_english(dressed: QApplication) -> Iterator[None]:
    speak(Language.EN)
    yield
    speak(Language.ZH)


def made(qtbot: QtBot, width: int, rows: Sequence[Sequence[str]] = (ROW,)) -> QTableWidget:
    of = table("list", ["Level", "Unit", "State", "Note"], list(WIDTHS))
    qtbot.addWidget(of)
    of.resize(width, 300)
    of.show()
    fill(of, rows)
    return of


def fill(of: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    of.setRowCount(len(rows))
    for at, row in enumerate(rows):
        for side, words in enumerate(row):
            of.setItem(at, side, cell(words))


def cut(of: QTableWidget) -> list[str]:
    """The heads of the columns in which a cell does not fit."""
    heads = of.horizontalHeader()
    return [
        of.horizontalHeaderItem(at).text()
        for at in range(of.columnCount())
        if of.sizeHintForColumn(at) > heads.sectionSize(at)
    ]


def whole(qtbot: QtBot, of: QTableWidget) -> list[str]:
    return settled(lambda: cut(of))


def test_words_are_whole_where_another_column_has_room(qtbot: QtBot, in_english: None) -> None:
    of = made(qtbot, 760)
    assert whole(qtbot, of) == []
    assert not of.horizontalScrollBar().isVisible()


def test_chinese_keeps_its_widths(qtbot: QtBot, dressed: QApplication) -> None:
    of = made(qtbot, 760)
    drained()
    assert cut(of) == ["Level", "State"]
    assert [of.columnWidth(at) for at in (0, 2, 3)] == [80, 80, 200]


def test_a_list_that_is_sifted_keeps_its_columns(qtbot: QtBot, in_english: None) -> None:
    of = made(qtbot, 760)
    assert whole(qtbot, of) == []
    before = [of.columnWidth(at) for at in range(4)]
    fill(of, [("mid", "x", "draft", "x")])
    drained()
    assert [of.columnWidth(at) for at in range(4)] == before


def test_a_column_that_was_drawn_stays(qtbot: QtBot, in_english: None) -> None:
    of = made(qtbot, 760)
    assert whole(qtbot, of) == []
    of.horizontalHeader().resizeSection(0, 60)
    fill(of, [ROW, ROW])
    of.resize(800, 300)
    drained()
    assert of.columnWidth(0) == 60
    set_width(of, 0, 70)
    assert whole(qtbot, of) == []


def test_who_lacks_little_is_helped_first() -> None:
    base, least = {0: 100, 1: 100, 2: 100}, {0: 40, 1: 40, 2: 40}
    assert shared(base, least, {0: 130, 1: 200, 2: 60}, 300) == {0: 130, 1: 110, 2: 60}
    assert shared(base, least, {0: 130, 1: 200, 2: 60}, 400) == {0: 130, 1: 200, 2: 70}
    assert shared(base, least, {0: 90, 1: 100, 2: 100}, 200) == base
