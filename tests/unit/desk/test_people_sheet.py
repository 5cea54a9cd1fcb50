"""The sheet of people as an office uses it: written, filled in, looked at, taken in wholly or not at all."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, keep, people_sheet, submit
from desktop_app.desk.people_columns import columns
from desktop_app.desk.people_sheet import NOTES, SHEET, PeopleImport, RowFate
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import IdentityKind, Level, Sex
from desktop_app.domain.queries import RowFilter
from tests.support import vaults

pytestmark = pytest.mark.slow  # each workbook is read in a process of its own

FIRST = {
    "姓名": "乌云其其格",
    "证件号码": vaults.number(1),
    "申报层级": "中级",
    "参加工作时间": "2009.7",
}


def fill(session: Session, path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """The template as an office fills it in, by the heads of its columns."""
    people_sheet.save_template(session.pack, path)
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    heads = {str(cell.value).replace("（必填）", ""): cell.column for cell in page[1]}
    for number, row in enumerate(rows, 2):
        for head, value in row.items():
            page.cell(number, heads[head], value)
    book.save(path)
    return path


def read(session: Session, path: Path) -> PeopleImport:
    return people_sheet.read(session, path, Progress())


def series(session: Session) -> str:
    return next(row.name.zh for row in session.pack.series.values() if "工程" in row.name.zh)


def test_the_template_offers_its_lists_keeps_numbers_as_text_and_explains_itself(unit: Session, tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    people_sheet.save_template(unit.pack, path)
    book = openpyxl.load_workbook(path)
    page = book[SHEET]
    heads = [str(cell.value) for cell in page[1]]
    assert heads[:4] == ["姓名（必填）", "证件号码（必填）", "单位全称", "申报层级"]
    assert page.column_dimensions["B"].number_format == "@"
    offered = {str(one.sqref).split("2:")[0]: one.formula1 for one in page.data_validations.dataValidation}
    assert offered["D"] == '"初级,中级,副高级,正高级"'
    titles = offered[page.cell(1, heads.index("申报职称") + 1).column_letter]
    sheet, cells = titles.replace("$", "").replace("'", "").split("!")
    listed = [cell[0].value for cell in book[sheet][cells]]
    assert {"讲师", "工程师"} <= set(listed)
    assert len(listed) == len(set(listed)) > 56
    assert book[sheet].sheet_state == "hidden"
    assert {row[0].value for row in book[NOTES].iter_rows(min_row=2)} == {one.head.zh for one in columns(unit.pack)}


def test_a_line_becomes_a_draft_and_the_number_tells_sex_and_birth(unit: Session, tmp_path: Path) -> None:
    row = FIRST | {"申报系列": series(unit), "任职时间": datetime(2019, 6, 1)}
    found = read(unit, fill(unit, tmp_path / "a.xlsx", [row]))
    assert (found.faults, [line.fate for line in found.lines]) == ((), [RowFate.NEW])
    assert draft.count(unit, RowFilter()) == 0, "looking changes nothing"
    people_sheet.take_in(unit, found, Progress())
    (kept,) = draft.rows(unit, RowFilter())
    person = draft.load(unit, kept.id).draft
    assert (person.person.name, person.filing.level, person.unit.name) == ("乌云其其格", Level.MID, unit.office.name)
    assert (person.person.identity_kind, person.person.working_since) == (IdentityKind.RESIDENT, "2009-07")
    assert person.post.current_post_since == "2019-06"
    assert person.person.sex in (Sex.MALE, Sex.FEMALE)
    assert person.person.birth is not None
    entry = next(one for one in keep.audit(unit, 10, 0) if one.act is Act.PEOPLE_IMPORTED)
    assert entry.objects == {"digest": found.digest, "created": "1", "edited": "0"}
    assert not keep.check_vault(unit, Progress()).problems


def test_each_cell_that_does_not_fit_is_named_and_nothing_is_taken_in(unit: Session, tmp_path: Path) -> None:
    good = FIRST | {"申报系列": series(unit)}
    wrong = {
        "姓名": "其木格",
        "证件号码": float(vaults.number(2)[:17] + "0"),
        "申报层级": "高级",
        "出生日期": "1980-13-01",
        "学制（年）": "四",
        "民族": "火星族",
    }
    path = fill(unit, tmp_path / "b.xlsx", [good, wrong])
    found = read(unit, path)
    told = [one.words().zh for one in found.faults]
    assert {one.row for one in found.faults} == {3}
    assert {one.head for one in found.faults} == {"证件号码", "申报层级", "出生日期", "学制（年）", "民族"}
    assert any("申报人员 D3（申报层级）现为“高级”，应为初级、中级、副高级、正高级之一。" in one for one in told), told
    assert any("存成数字会丢失末几位" in one for one in told)
    with pytest.raises(Fault) as refused:
        people_sheet.take_in(unit, found, Progress())
    assert refused.value.code is Code.WORKBOOK_CELLS
    assert draft.count(unit, RowFilter()) == 0


def test_who_is_here_already_is_known_again_and_an_empty_cell_says_nothing(unit: Session, tmp_path: Path) -> None:
    row = FIRST | {"申报系列": series(unit)}
    people_sheet.take_in(unit, read(unit, fill(unit, tmp_path / "a.xlsx", [row])), Progress())
    (kept,) = draft.rows(unit, RowFilter())
    assert [one.fate for one in read(unit, tmp_path / "a.xlsx").lines] == [RowFate.SAME]
    again = {"姓名": "乌云其其格", "证件号码": vaults.number(1).lower(), "联系电话": "13800000000"}
    found = read(unit, fill(unit, tmp_path / "c.xlsx", [again]))
    assert [(one.fate, one.changes, one.application) for one in found.lines] == [
        (RowFate.CHANGED, ("person.phone",), kept.id)
    ]
    people_sheet.take_in(unit, found, Progress())
    after = draft.load(unit, kept.id).draft
    assert (after.person.phone, after.person.working_since) == ("13800000000", "2009-07")
    assert draft.count(unit, RowFilter()) == 1


def test_a_person_twice_a_wrong_title_and_what_was_submitted(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    submit.submit(unit, drafted)
    here = draft.load(unit, drafted).draft
    same = {"姓名": here.person.name, "证件号码": here.person.identity_number, "联系电话": "1"}
    title = FIRST | {"申报系列": series(unit), "申报职称": "助理研究员"}
    del title["申报层级"]
    found = read(unit, fill(unit, tmp_path / "d.xlsx", [same]))
    assert [one.fate for one in found.lines] == [RowFate.LEFT_ALONE]
    people_sheet.take_in(unit, found, Progress())
    assert draft.load(unit, drafted).draft == here
    twice = read(unit, fill(unit, tmp_path / "e.xlsx", [FIRST | {"申报系列": series(unit)}] * 2))
    assert [(one.row, one.head) for one in twice.faults] == [(3, "证件号码")]
    tracks = read(unit, fill(unit, tmp_path / "f.xlsx", [title | {"申报层级": "中级", "系列分支": "没有这一支"}]))
    assert [one.head for one in tracks.faults] == ["系列分支"]


def test_the_year_before_is_known(unit: Session, tmp_path: Path) -> None:
    before = structs.replace(vaults.filing("乌云其其格", 1), year=2025)
    draft.create(unit, before)
    found = read(unit, fill(unit, tmp_path / "g.xlsx", [FIRST | {"申报系列": series(unit)}]))
    assert [(one.fate, one.earlier_years) for one in found.lines] == [(RowFate.NEW, (2025,))]


def test_all_that_is_wrong_is_told_in_one_go_and_where_it_stands(unit: Session, tmp_path: Path) -> None:
    good = FIRST | {"申报系列": series(unit)}
    rows = [good, {"证件号码": vaults.number(2)}, {"姓名": "其木格", "证件号码": vaults.number(1), "申报层级": "中级"}]
    path = fill(unit, tmp_path / "h.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book[SHEET].insert_cols(1)  # an office's own column before the others
    book[SHEET].cell(1, 1, "备注")
    book.save(path)
    found = read(unit, path)
    assert [(one.column, one.row, one.head) for one in found.faults] == [("B", 3, "姓名"), ("C", 4, "证件号码")]
    assert "必填" in found.faults[0].words().zh
    assert "第 2 行" in found.faults[1].words().zh
