"""Scans picked wrongly, and a summary that stands in the filing: what the page of materials and annex 1 tell."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_app.core.resources import resource
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import MaterialKind
from desktop_app.ui.applications.materials import KindRow
from desktop_app.ui.papers.screen import PapersScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.ui.acting import go, idle
from tests.ui.test_editor import kind_row, open_materials

PDF = resource("demo", "files", "work_summary.pdf")


def pick(qtbot: QtBot, window: Shell, row: KindRow, path: Path) -> str:
    """Choose a file for one kind; what is said under the header then."""
    row.wanted.emit(row.kind, path, row._years.currentData())
    idle(qtbot, window)
    assert window.desk is not None
    return window.desk.message.text()


def test_a_complaint_goes_with_the_scan_that_is_taken_next(qtbot: QtBot, desk_window: Shell, tmp_path: Path) -> None:
    _, page = open_materials(qtbot, desk_window)
    false = tmp_path / "聘书.pdf"
    false.write_text("no PDF", encoding="utf-8")
    letter = kind_row(page, MaterialKind.LETTER_OF_APPOINTMENT)
    assert "“聘书.pdf”的内容不是 PDF" in pick(qtbot, desk_window, letter, false)
    assert pick(qtbot, desk_window, letter, PDF) == ""


def test_one_file_for_two_papers_is_asked_about_and_taken(qtbot: QtBot, desk_window: Shell) -> None:
    _, page = open_materials(qtbot, desk_window)
    assert pick(qtbot, desk_window, kind_row(page, MaterialKind.PRESENT_CERTIFICATE), PDF) == ""
    said = pick(qtbot, desk_window, kind_row(page, MaterialKind.LETTER_OF_APPOINTMENT), PDF)
    assert said == "已收入，但“work_summary.pdf”与“现职称证书”里的“work_summary.pdf”是同一个文件。选错了请移除。"


def test_one_file_for_two_years_is_told_of(qtbot: QtBot, desk_window: Shell) -> None:
    editor, page = open_materials(qtbot, desk_window)
    sheet = kind_row(page, MaterialKind.YEARLY_ASSESSMENT)
    assert pick(qtbot, desk_window, sheet, PDF) == ""
    assert editor.draft is not None
    (first,) = editor.draft.now.materials
    said = pick(qtbot, desk_window, sheet, PDF)
    assert f"与原来记为{first.year} 年度的是同一个文件，现在只记为{first.year - 1} 年度" in said
    sheet._years.setCurrentIndex(sheet._years.findData(first.year - 1))
    assert "没有重复收入" in pick(qtbot, desk_window, sheet, PDF)


def test_a_summary_that_is_written_is_not_called_missing(qtbot: QtBot, desk_window: Shell) -> None:
    editor, page = open_materials(qtbot, desk_window)
    row = kind_row(page, MaterialKind.WORK_SUMMARY)
    assert row._state.text() == "已填写"  # the example wrote one, and no rule objects
    place = Place(ScreenKey.PAPERS, editor.place().subject, f"{Document.REVIEW_FORM.value} 0 0")
    at = go(qtbot, desk_window, place, PapersScreen)
    assert at.work is not None
    table = at.work.annex.table
    (line,) = [n for n in range(table.rowCount()) if "业绩总结" in table.item(n, 1).text()]
    assert table.item(line, 6).text() == "✓"
    table.selectRow(line)
    assert "已写在申请的“业绩总结”里" in at.work.annex.note.text()
