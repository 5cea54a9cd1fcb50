"""A year's workdays as a clerk types them: TOML or CSV, and one sentence with the line for what cannot be."""

import contextlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.resources import resource
from desktop_app.policy import workday_tables
from desktop_app.policy.pack import load_files
from desktop_app.policy.reading import files_of
from desktop_app.policy.reference_tables import WorkdayYear
from desktop_app.policy.workdays import Calendar, differing
from tests.support.approved import approve_line

TOML = """\
[[year]]
year = 2027
source = "国务院办公厅通知"
off = [
    2027-01-01,
    2027-02-05, 2027-02-06, 2027-02-07,
]
worked = [2027-02-20]
"""
CSV = "开始,结束,安排,依据\n2027/1/1,,休,国务院办公厅通知\n2027-02-05,2027年2月7日,休,\n20270220,,班,\n"


def faulted(name: str, content: str | bytes) -> Fault:
    with pytest.raises(Fault) as caught:
        workday_tables.read(name, content.encode() if isinstance(content, str) else content)
    return caught.value


def in_both(fault: Fault) -> str:
    return f"{sentence(fault, Language.ZH)} / {sentence(fault, Language.EN)}".replace("\n", " ")


@pytest.mark.parametrize("content", [CSV.encode(), b"\xef\xbb\xbf" + CSV.encode(), CSV.encode("gb18030")])
def test_a_spreadsheet_says_the_same_as_toml(content: bytes) -> None:
    (typed,) = workday_tables.read("a.toml", TOML.encode())
    assert workday_tables.read("a.CSV", content) == (typed,)
    assert typed.off == (date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7))
    assert typed.worked == (date(2027, 2, 20),)


@pytest.mark.parametrize(("off", "worked"), [("休", "班"), ("放假", "上班"), ("off", "worked"), ("OFF", "Worked")])
def test_both_kinds_of_day_have_their_words(off: str, worked: str) -> None:
    (typed,) = workday_tables.read("a.csv", CSV.replace("休", off).replace("班", worked).encode())
    assert (len(typed.off), len(typed.worked)) == (4, 1)


def test_the_shipped_table_reads_as_an_import() -> None:
    content = Path(resource("policy", "hohhot-2026", "workdays.toml")).read_bytes()
    (table,) = workday_tables.read("workdays.toml", content)
    assert (table.year, len(table.off), len(table.worked)) == (2026, 33, 6)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("2027-01-01", "2026-12-31", 5, "2026-12-31 不在 2027 年内"),
        ("2027-02-06", "2027-02-05", 6, "2027-02-05 出现了两次"),
        ("[2027-02-20]", "[2027-02-06]", 8, "2027-02-06 既列为放假又列为上班"),
        ("2027-02-20", "2027-02-19", 8, "2027-02-19 本来就是周一至周五"),
        ("2027-02-20", "2027-02-30", 8, "写法不合规定"),
        ("2027-02-20", "20270220", 8, "不加引号"),
        ("year = 2027", "jahr = 2027", 2, "year、source、off、worked"),
        ('"国务院办公厅通知"', '"  "', 1, "依据"),
        ("worked =", "worked", 8, "写法不合规定"),
        ("2027-01-01", "2027-01-01, # 2027-02-20", None, ""),
    ],
)
def test_what_cannot_be_is_said_with_its_line(old: str, new: str, line: int | None, says: str) -> None:
    changed = TOML.replace(old, new, 1)
    assert changed != TOML
    if line is None:
        assert workday_tables.read("t.toml", changed.encode())
        return
    fault = faulted("t.toml", changed)
    assert fault.code is Code.WORKDAYS_INVALID
    told = sentence(fault, Language.ZH)
    assert f"“t.toml”第 {line} 行" in told
    assert says in told
    assert f"at line {line}:" in sentence(fault, Language.EN)
    approve_line("workday-refusals", f"{old} -> {new}", in_both(fault))


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2027-02-30,,休,", "日期应写作"),
        ("2027-03-01,2027-05-01,休,", "不是一段假期"),
        ("2027-03-02,2027-03-01,休,", "不是一段假期"),
        ("2027-03-06,,歇,", "“休”或“班”"),
        ("2028-03-06,,休,", "不在 2027 年内"),
        ("2027-03-05,,班,", "本来就是周一至周五"),
        ("2027-02-06,2027-02-08,休,", "2027-02-06 出现了两次"),
        ('"2027-03-06,,休,', "不是可读的 CSV"),
    ],
)
def test_a_row_that_cannot_be(row: str, says: str) -> None:
    fault = faulted("t.csv", CSV + row + "\n")
    told = sentence(fault, Language.ZH)
    assert "第 5 行" in told
    assert says in told
    approve_line("workday-refusals", row, in_both(fault))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.csv", "", "第一行应为"),
        ("t.csv", "开始,结束,安排,依据\n", "没有任何年度"),
        ("t.csv", "开始,结束,安排,依据\n2027-01-01,,休,\n", "依据"),
        ("t.csv", "开始,结束,安排,依据\n2027-02-20,,班,通知\n", "没有一个放假日"),
        ("t.toml", "", "year、source、off、worked"),
        ("t.toml", "year = []", "没有任何年度"),
        ("t.toml", TOML + TOML, "2027 年出现了两次"),
        ("t.toml", "a = " + "[" * 90_000, "第 1 行"),
    ],
)
def test_a_file_that_is_no_table(name: str, content: str, says: str) -> None:
    fault = faulted(name, content)
    assert says in sentence(fault, Language.ZH)
    approve_line("workday-refusals", f"{name} {content[:40]!r} {len(content)}", in_both(fault))


def test_the_longest_holiday_and_the_longest_source_are_taken() -> None:
    (typed,) = workday_tables.read("t.csv", (CSV + "2027-03-01,2027-03-31,休,\n").encode())
    assert len(typed.off) == 4 + 31
    longest = TOML.replace("国务院办公厅通知", "通" * 200)
    assert workday_tables.read("t.toml", longest.encode())[0].source == "通" * 200
    assert faulted("t.toml", longest.replace("通", "通通", 1)).code is Code.WORKDAYS_INVALID


def test_bytes_that_are_no_text() -> None:
    fault = faulted("t.toml", b"year = \xff\xff")
    assert fault.code is Code.NOT_UTF8
    assert "第 8 个字节" in sentence(fault, Language.ZH)


@given(st.binary(max_size=300), st.sampled_from(["t.csv", "t.toml"]))
def test_whatever_it_holds_it_is_read_or_refused(content: bytes, name: str) -> None:
    """Nothing but a fault comes of bytes that nobody meant as a table."""
    with contextlib.suppress(Fault):
        assert workday_tables.read(name, content)


def test_a_pack_is_held_to_the_same() -> None:
    files = dict(files_of(resource("policy", "hohhot-2026")))
    files["workdays.toml"] = files["workdays.toml"].replace(b"worked = [2026-01-04", b"worked = [2026-01-05")
    with pytest.raises(Fault) as caught:
        load_files(files)
    assert caught.value.code is Code.POLICY_INVALID
    assert caught.value.fields["line"] == 16
    assert "2026-01-05 is a weekday" in str(caught.value.fields["detail"])


def test_an_import_stands_before_the_pack_and_the_difference_is_told() -> None:
    own = WorkdayYear(year=2027, source="pack", off=(date(2027, 1, 1),), worked=())
    other = WorkdayYear(
        year=2027, source="notice", off=(date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 4)), worked=()
    )
    calendar = Calendar([own])
    joined = calendar.with_imported([other])
    assert joined.differing(2027) == (date(2027, 1, 4),), "a Saturday off is no difference"
    assert calendar.is_workday(date(2027, 1, 4))
    assert not joined.is_workday(date(2027, 1, 4))
    assert joined.with_imported([]).differing(2027) == ()


@given(st.sets(st.integers(0, 364), max_size=20), st.sets(st.integers(0, 364), max_size=20))
def test_differing_days_are_exactly_those(one: set[int], other: set[int]) -> None:
    first = date(2027, 1, 1)
    tables = [
        WorkdayYear(year=2027, source="x", off=tuple(first + timedelta(days=n) for n in sorted(days)), worked=())
        for days in (one, other)
    ]
    calendars = [Calendar([table]) for table in tables]
    days = [first + timedelta(days=n) for n in range(365)]
    wanted = [day for day in days if calendars[0].is_workday(day) != calendars[1].is_workday(day)]
    assert list(differing(*tables)) == wanted
