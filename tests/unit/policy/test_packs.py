"""Next year's pack starts from this year's, and what is different between two packs is told part by part."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource
from desktop_app.desk import packs
from desktop_app.policy.differences import Difference
from desktop_app.policy.pack import load, load_shipped
from desktop_app.policy.windows import window

SHIPPED = resource("policy", "hohhot-2026")


def test_a_started_pack_stands_a_year_on(tmp_path: Path, build: Any) -> None:
    made, out = packs.start("hohhot-2026", 2027, tmp_path / "next")
    assert out == tmp_path / "next"
    again = load(tmp_path / "next")
    assert again.digest == made.digest
    assert (again.id, again.year) == ("hohhot-2027", 2027)
    assert "2027" in again.name.zh
    assert "2027" in again.head.notice.title
    assert "2026" not in again.head.notice.title
    found = window(build(), again)
    assert found is not None
    assert (found.first, found.last) == (date(2027, 6, 11), date(2027, 7, 10))
    assert again.calendar.years == {2026}, "no workdays are invented"
    assert load_shipped().head.parameter[0].valid_from == again.head.parameter[0].valid_from == date(2019, 9, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["next"]


@pytest.mark.parametrize("year", [2026, 2025])
def test_a_year_that_is_not_later_writes_nothing(tmp_path: Path, year: int) -> None:
    with pytest.raises(Fault) as caught:
        packs.start("hohhot-2026", year, tmp_path / "next")
    assert caught.value.code is Code.POLICY_YEAR
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(Fault) as caught:
        packs.start("hohhot-2026", 2027, tmp_path)
    assert caught.value.code is Code.FILE_EXISTS
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_a_pack_does_not_differ_from_itself() -> None:
    assert packs.differences("hohhot-2026", str(SHIPPED)) == ()


def changed(tmp_path: Path, file: str, old: str, new: str) -> list[Difference]:
    folder = tmp_path / "other"
    for path in SHIPPED.rglob("*.toml"):
        place = folder / path.relative_to(SHIPPED)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return list(packs.differences("hohhot-2026", str(folder)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "part", "before", "after"),
    [
        ("dates.toml", "last = 2026-07-10", "last = 2026-07-12", "申报期", "至 2026-07-10", "至 2026-07-12"),
        ("dates.toml", "on = 2026-07-20", "on = 2026-07-24", "报送期限", "2026-07-20", "2026-07-24"),
        ("pack.toml", "value = 30\n", "value = 25\n", "数值", "30", "25"),
        ("papers.toml", "count = 15", "count = 12", "材料", "15 (senior)", "12 (senior)"),
        ("areas.toml", "0471-6218653", "0471-6218654", "收件部门", "0471-6218653", "0471-6218654"),
        ("pack.toml", "default = 2026-07-15", "default = 2026-07-16", "待定事项", "2026-07-15", "2026-07-16"),
        (
            "rules/1-person.toml",
            "离退休人员不能申报职称。",
            "离退休人员不得申报。",
            "规则",
            "离退休人员不能申报职称。",
            "离退休人员不得申报。",
        ),
    ],
)
def test_one_change_is_one_difference(
    tmp_path: Path, file: str, old: str, new: str, part: str, before: str, after: str
) -> None:
    (found,) = changed(tmp_path, file, old, new)
    assert found.part.zh == part
    assert found.clause
    assert before in found.before.zh
    assert after in found.after.zh


def test_a_changed_condition_is_shown_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    (found,) = changed(tmp_path, "dates.toml", "last = 2026-07-10", "last = 2026-07-12")
    assert "senior" not in found.after.en


def test_a_rule_that_is_gone_is_told(tmp_path: Path) -> None:
    text = (SHIPPED / "rules/1-person.toml").read_text(encoding="utf-8")
    start = text.index('[[rule]]\nid = "R074"')
    end = text.find("[[rule]]\n", start + 1)
    block = text[start:] if end < 0 else text[start:end]
    (found,) = changed(tmp_path, "rules/1-person.toml", block, "")
    assert found.id == "application/R074"
    assert found.after.zh == "无"


def test_an_unknown_pack_is_refused() -> None:
    with pytest.raises(Fault) as caught:
        packs.differences("hohhot-2026", "hohhot-1999")
    assert caught.value.code is Code.POLICY_NOT_FOUND


def test_next_years_pack_is_named_as_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made, out = packs.start("hohhot-2026", 2027)
    assert (made.id, out) == ("hohhot-2027", Path("hohhot-2027"))
    assert (tmp_path / "hohhot-2027" / "pack.toml").is_file()
