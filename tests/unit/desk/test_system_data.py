"""The rows for the title system: every column where the manual says, long numbers whole, nothing run as a formula."""

import csv
from pathlib import Path

import openpyxl
import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft, keep, submit, system_data
from desktop_app.desk.session import Session
from desktop_app.desk.system_data import COLUMNS


def test_a_workbook_and_csv_hold_the_same_row_with_the_whole_number(
    unit: Session, drafted: ApplicationId, tmp_path: Path
) -> None:
    here = draft.load(unit, drafted).draft
    draft.save(unit, drafted, structs.replace(here, unit=structs.replace(here.unit, department="=1+1")))
    submit.submit(unit, drafted)
    assert system_data.save(unit, tmp_path / "a.xlsx", Progress()) == 1
    assert system_data.save(unit, tmp_path / "a.csv", Progress()) == 1
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [head for head, _ in COLUMNS]
    row = dict(zip(heads, [cell.value or "" for cell in sheet[2]], strict=True))
    assert (row["序号"], row["证件号码"], row["主管部门"]) == (1, here.person.identity_number, "=1+1")
    assert (row["年度"], row["办理情况"], row["密级"]) == (2026, "审核中", "机密★5年")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    (told,) = csv.DictReader(raw.decode("utf-8-sig").splitlines())
    assert told["主管部门"] == "'=1+1"
    assert {head: value for head, value in told.items() if head != "主管部门"} == {
        head: str(value) for head, value in row.items() if head != "主管部门"
    }
    assert [one.objects["format"] for one in keep.audit(unit, 2, 0)] == ["csv", "xlsx"]


def test_another_kind_of_file_is_refused(unit: Session, tmp_path: Path) -> None:
    with pytest.raises(Fault) as refused:
        system_data.save(unit, tmp_path / "a.dbf", Progress())
    assert refused.value.code is Code.DATA_FILE_KIND


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_manual_has_each_column_in_its_order(language: str) -> None:
    page = resource("help", language, "system_data.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert [(cells[2].strip(), cells[3].strip().strip("`")) for cells in rows if "`" in cells[3]] == [
        (head, key) for head, key in COLUMNS if key
    ]
    assert [cells[2].strip() for cells in rows] == [head for head, _ in COLUMNS]
