"""The year's days as a shell shows them."""

from pathlib import Path

from tests.support.verbs import one_clear_line, run


def test_calendar_in_words_and_as_json() -> None:
    ran = run("policy", "calendar")
    assert ran.code == 0, ran.err
    assert any(
        line.startswith("2026-07-07") and "市直属单位" in line and "公示" in line for line in ran.out.splitlines()
    )
    assert "最后一个工作日 2026-06-18" in ran.out
    assert "没有工作日表" not in ran.out
    data = run("policy", "calendar", "--json").data
    assert data["workdays_known"] is True
    assert {"day", "kind", "words", "clause"} <= set(data["days"][0])


def test_a_year_without_workdays_is_said(tmp_path: Path) -> None:
    out = tmp_path / "next"
    assert run("policy", "new", "--year", "2027", "--out", out).code == 0
    ran = run("policy", "calendar", out, "--lang", "en")
    assert ran.code == 0, ran.err
    assert "There is no table of workdays for 2027" in ran.out.splitlines()[-1]
    assert "last workday" not in "\n".join(ran.out.splitlines()[:-1])


def test_the_sheet_for_the_wall_is_saved(tmp_path: Path) -> None:
    out = tmp_path / "wall.pdf"
    ran = run("policy", "calendar", "--pdf", out)
    assert ran.code == 0, ran.err
    assert "A3，1 页" in ran.out
    first = out.read_bytes()
    assert first.startswith(b"%PDF-1.4")
    assert run("policy", "calendar", "--pdf", out, "--json").data["pdf"] == str(out)
    assert out.read_bytes() == first
    refused = run("policy", "calendar", "--pdf", tmp_path / "no" / "wall.pdf")
    assert refused.code == 2
    assert one_clear_line(refused)
    assert [path.name for path in tmp_path.iterdir()] == ["wall.pdf"]
