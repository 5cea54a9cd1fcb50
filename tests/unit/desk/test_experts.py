"""The pool of experts: kept, left with a reason, and taken in from a workbook wholly or not at all."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import committees, expert_sheet, experts, keep
from desktop_app.desk.expert_sheet import COLUMNS, PoolImport
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Committee, Expert

pytestmark = pytest.mark.slow


@pytest.fixture
def pool(committee: Session) -> tuple[Session, str]:
    return committee, committees.keep(committee, Committee(name="水利中级评委会")).id


def filled(path: Path, *rows: tuple[Any, ...]) -> Path:
    """The template as an office fills it in."""
    expert_sheet.save_template(path)
    book = openpyxl.load_workbook(path)
    for row in rows:
        book[expert_sheet.SHEET].append(row)
    book.save(path)
    return path


GOOD = ("", "巴特尔", "市水务局", "水利", "中级", "是", "2023、2024、2025", date(2025, 1, 1), "2027年12月31日", "")


def read(pool: tuple[Session, str], path: Path) -> PoolImport:
    return expert_sheet.read(*pool, path, Progress())


def test_numbers_are_given_and_never_given_twice(pool: tuple[Session, str]) -> None:
    session, committee = pool
    first = experts.keep(session, committee, Expert(id="", name=" 甲 "))
    assert (first.expert.id, first.expert.name) == ("E001", "甲")
    experts.leave(session, first.id, "退休")
    assert experts.keep(session, committee, Expert(id="", name="乙")).expert.id == "E002"
    with pytest.raises(Fault) as refused:
        experts.keep(session, committee, Expert(id="E001", name="丙"))
    assert refused.value.code is Code.EXPERT_TWICE
    assert [one.id for one in committees.get(session, committee).committee.pool.experts] == ["E002"]
    experts.come_back(session, first.id)
    assert len(committees.get(session, committee).committee.pool.experts) == 2
    assert not keep.check_vault(session, Progress()).problems


@pytest.mark.parametrize(
    ("expert", "code"),
    [
        (Expert(id="E1", name=" "), Code.MEETING_LACKS),
        (Expert(id="E 1", name="甲"), Code.FIELD_VALUE),
        (Expert(id="E1", name="甲", term_from=date(2026, 1, 1), term_to=date(2025, 1, 1)), Code.FIELD_VALUE),
    ],
)
def test_what_cannot_be_kept_is_refused(pool: tuple[Session, str], expert: Expert, code: Code) -> None:
    with pytest.raises(Fault) as refused:
        experts.keep(*pool, expert)
    assert refused.value.code is code
    assert experts.all_(*pool) == []


def test_nobody_leaves_without_a_reason(pool: tuple[Session, str]) -> None:
    made = experts.keep(*pool, Expert(id="", name="甲"))
    with pytest.raises(Fault) as refused:
        experts.leave(pool[0], made.id, " ")
    assert refused.value.code is Code.REASON_MISSING


def test_a_filled_in_template_is_taken_in_and_changes_by_number(pool: tuple[Session, str], tmp_path: Path) -> None:
    session, committee = pool
    found = read(pool, filled(tmp_path / "a.xlsx", GOOD, ("K9", "乌兰", "河套学院", "水利", "mid")))
    assert (len(found.new), len(found.changed), found.faults) == (2, 0, ())
    assert expert_sheet.take_in(session, committee, found) == 2
    first, second = (one.expert for one in experts.all_(session, committee))
    assert first == Expert(
        id="E001", name="巴特尔", unit="市水务局", specialty="水利", level=Level.MID, private_firm=True,
        served=(2023, 2024, 2025), term_from=date(2025, 1, 1), term_to=date(2027, 12, 31),
    )  # fmt: skip
    assert (second.id, second.served, second.term_from) == ("K9", (), None)
    again = read(pool, filled(tmp_path / "b.xlsx", ("E001", *GOOD[1:]), ("K9", "乌兰", "河套学院", "水文", "副高级")))
    assert (len(again.new), len(again.changed), again.same) == (0, 1, 1)


def test_each_cell_that_does_not_fit_is_named_and_nothing_is_taken_in(
    pool: tuple[Session, str], tmp_path: Path
) -> None:
    session, committee = pool
    experts.keep(session, committee, Expert(id="E001", name="甲", unit="一局"))
    found = read(
        pool,
        filled(
            tmp_path / "a.xlsx",
            GOOD,
            ("", "", "二局", "水利", "高级", "也许", "去年", "2026-02-30", "", ""),
            (),
            ("E7", "乙", "二局", "水利", "中级", "", "", "2026-05-01", "2026-04-01"),
        ),
    )
    cells = [f"{one.column}{one.row}" for one in found.faults]
    assert cells == ["B3", "E3", "F3", "G3", "H3"]
    assert found.faults[0].words().zh == "专家库 B3（姓名）现为空，应为必填内容：姓名，不超过 60 字。"
    assert "“高级”，应为初级、中级、副高级或正高级" in found.faults[1].words().zh
    with pytest.raises(Fault) as refused:
        expert_sheet.take_in(session, committee, found)
    assert refused.value.code is Code.WORKBOOK_CELLS
    assert len(experts.all_(session, committee)) == 1
    found = read(
        pool,
        filled(
            tmp_path / "b.xlsx",
            ("", "甲", "一局", "水利", "中级"),
            ("E7", "乙", "二局", "水利", "中级", "", "", "2026-05-01", "2026-04-01"),
            ("E8", "丙", "二局", "水利", "中级"),
            ("E8", "丁", "二局", "水利", "中级"),
        ),
    )
    assert [f"{one.column}{one.row}" for one in found.faults] == ["A2", "I3", "A5"]
    assert "E001" in found.faults[0].words().zh


def test_a_template_without_a_head_and_a_file_that_is_none(pool: tuple[Session, str], tmp_path: Path) -> None:
    path = filled(tmp_path / "a.xlsx", GOOD)
    book = openpyxl.load_workbook(path)
    book[expert_sheet.SHEET]["D1"] = "专业名称"
    book.save(path)
    (fault,) = read(pool, path).faults
    assert (fault.row, fault.head) == (1, "专业")
    book[expert_sheet.SHEET].title = "别的"
    book.save(path)
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    bomb = BytesIO()
    with ZipFile(bomb, "w") as archive:
        archive.writestr("[Content_Types].xml", "<a>")
    (tmp_path / "c.xlsx").write_bytes(bomb.getvalue())
    for name, code in (
        ("a.xlsx", Code.WORKBOOK_SHEET),
        ("b.xlsx", Code.WORKBOOK_UNREADABLE),
        ("c.xlsx", Code.WORKBOOK_UNREADABLE),
        ("none.xlsx", Code.FILE_NOT_FOUND),
    ):
        with pytest.raises(Fault) as refused:
            read(pool, tmp_path / name)
        assert refused.value.code is code, name


def test_the_template_offers_choices_and_explains_each_column(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    expert_sheet.save_template(path)
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book[expert_sheet.SHEET][1]][:3] == ["编号", "姓名（必填）", "工作单位（必填）"]
    offered = {str(one.sqref)[0]: one.formula1 for one in book[expert_sheet.SHEET].data_validations.dataValidation}
    assert offered == {"E": '"初级,中级,副高级,正高级"', "F": '"是,否"'}
    assert book[expert_sheet.NOTES].max_row == len(COLUMNS) + 1


def test_the_log_names_nobody(pool: tuple[Session, str], tmp_path: Path) -> None:
    session, committee = pool
    expert_sheet.take_in(session, committee, read(pool, filled(tmp_path / "a.xlsx", GOOD)))
    said = str(session.vault._database.rows("SELECT objects FROM audit"))
    assert "巴特尔" not in said
    assert committee in said
