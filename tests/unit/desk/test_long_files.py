"""Long lists as Word files and workbooks: every cell where it belongs, and no memory that grows with the rows."""

import io
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pytest

from desktop_app.desk import paper_files, word_paper, workbook
from desktop_app.desk.workbook import Sheet
from desktop_app.papers.plain_parts import Facts, Listed, Passage, PlainPaper

NOW = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
HEADS = tuple((f"第{number}栏", 20.0 + number) for number in range(15))
#: What XML, a spreadsheet or the eye could take for something else.
RARE = ("<甲>&\"乙'", "=1+1", "#N/A", "上\n下", "", "ᠮᠣᠩᠭᠣᠯ", "\U00020bb7", " 空 ", "150102196001010011", "]]>")


def row(number: int) -> tuple[str, ...]:
    return (str(number), *(RARE[(number + at) % len(RARE)] for at in range(14)))


def paper(rows: int) -> PlainPaper:
    listed = Listed("名单", HEADS, tuple(row(number) for number in range(rows)))
    second = Listed("又一名单", HEADS[:2], (("1", "甲"), ("2", "乙")))
    nobody = Listed("无人的名单", HEADS[:3], ())
    between = Passage("说明", "第一行\n第二行", ("签名：",))
    return PlainPaper("花名册", "机密★5年", True, (Facts((("人数", str(rows)),)), listed, between, second, nobody))


def test_a_word_file_holds_every_cell_of_every_list_in_its_place() -> None:
    document = docx.Document(io.BytesIO(word_paper.made(paper(37), NOW)))
    first, second, nobody = document.tables
    assert [[cell.text for cell in line.cells] for line in first.rows] == [
        [label for label, _ in HEADS],
        *([text.replace("\n", " ") for text in row(number)] for number in range(37)),
    ]
    assert [[cell.text for cell in line.cells] for line in second.rows][1:] == [["1", "甲"], ["2", "乙"]]
    assert len(nobody.rows) == 1
    widths = [[cell.width.mm if cell.width else 0 for cell in line.cells] for line in first.rows]
    assert all(line == pytest.approx([width for _, width in HEADS], abs=0.1) for line in widths)
    said = [one.text for one in document.paragraphs]
    assert said == ["花名册", "人数：37", "名单", "说明", "第一行", "第二行", "签名：", "又一名单", "无人的名单"]
    assert document.sections[0].header.paragraphs[0].text == "机密★5年"


def test_a_workbook_takes_rows_that_are_made_as_they_are_asked_for() -> None:
    asked: list[int] = []

    def made() -> Iterator[tuple[str | int, ...]]:
        for number in range(37):
            asked.append(number)
            yield (number, *row(number)[1:])

    content = workbook.made([Sheet("名单", [(label, 12) for label, _ in HEADS], made()), Sheet("空", [("甲", 9)], [])])
    assert asked == list(range(37))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["名单"]
    assert [[cell.value if cell.value is not None else "" for cell in line] for line in sheet.iter_rows(min_row=2)] == [
        [number, *row(number)[1:]] for number in range(37)
    ]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    quoted = {cell.value for line in sheet.iter_rows() for cell in line if cell.quotePrefix}
    assert quoted == {"=1+1"}
    assert all(cell.alignment.wrap_text for line in sheet.iter_rows() for cell in line)
    assert [cell.font.bold for cell in sheet[1]] == [True] * 15
    assert not any(cell.font.bold for cell in sheet[2])
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.column_dimensions["B"].width) == ("A2", "A1:O38", 12)
    assert (book["空"].auto_filter.ref, book["空"].max_row) == (None, 1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks the system how much memory the process held at most")
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_two_thousand_people_take_no_more_memory_than_twenty(kind: str) -> None:
    """Cell by cell, the libraries hold 40 to 50 MB of such a list, and twenty thousand people fill the machine."""
    written = word_paper.made if kind == "docx" else _as_workbook
    few, many = paper(20), paper(2000)
    written(few, NOW)  # the library itself
    assert _grown(lambda: written(many, NOW)) < 10_000


def _as_workbook(said: PlainPaper, _: datetime) -> bytes:
    return paper_files.workbook_file(said)


def _grown(act: Callable[[], object]) -> int:
    """By how many kilobytes the process held more than before, at most, while it did this."""
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    before = _held("VmRSS")
    act()
    return _held("VmHWM") - before


def _held(what: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(what)).split()[1])
