"""Records compared with exports of several kinds, every answer approved; and what is no table of workdays."""

from collections.abc import Iterator, Mapping, Sequence

import pytest

from desktop_app.core.errors import Fault
from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.comparison import Outcome
from desktop_app.policy import workday_tables
from desktop_app.policy.online_compare import compare
from desktop_app.policy.online_fields import compared_content, rows, singles
from desktop_app.policy.pack import Pack
from tests.support.approved import approve, told
from tests.unit.policy.test_workday_tables import CSV, TOML

PEOPLE = [exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))]


def exported(record: Application, pack: Pack, between: str = "：") -> list[str]:
    """The record's values as an online system might print them: labelled, then its tables row by row."""
    labelled = [f"{entry.labels[0]}{between}{entry.paper}" for entry in singles(record, pack)]
    tables = ["  ".join(cell.paper for cell in row) for row in rows(record, pack)]
    return [*labelled, *tables, *record.work_summary.splitlines()]


def pages(lines: Sequence[str], length: int) -> list[str]:
    """Pages of so many lines, each with the same head and its own number below."""
    parts = [lines[start : start + length] for start in range(0, len(lines), length)]
    return ["\n".join(["职称申报系统 打印件", *part, f"第 {page} 页"]) for page, part in enumerate(parts, 1)]


def exports(record: Application, other: Application, pack: Pack) -> Mapping[str, list[str]]:
    """Its own, another person's, one without labels, one broken up, one without its tables, one that is empty."""
    own = exported(record, pack)
    unlabelled = [line.partition("：")[2] or line for line in own]
    broken = [line[start : start + 9] for line in own for start in range(0, len(line), 9)]
    columns = [
        part for line in own for part in (line.split("  ") if "  " in line else line.split("：", 1)) if part.strip()
    ]
    return {
        "own": pages(own, 20),
        "with spaces": pages(exported(record, pack, " "), 25),
        "another's": pages(exported(other, pack), 20),
        "both": pages([*exported(other, pack), *own], 30),
        "without labels": pages(unlabelled, 20),
        "broken": pages(broken, 40),
        "one cell a line": pages(columns, 30),
        "backwards": pages(own[::-1], 20),
        "without tables": pages([line for line in own if "  " not in line], 20),
        "empty": [""],
    }


@pytest.mark.slow
def test_records_compared_with_exports_of_every_kind(pack: Pack) -> None:
    """What is the same on the same page and line is counted only; the rest is told with all that is said of it."""

    def lines() -> Iterator[str]:
        for record, other in zip(PEOPLE[::3], PEOPLE[1::3], strict=False):
            for kind, printed in exports(record, other, pack).items():
                found = compare(record, printed, pack)
                same = " ".join(f"{one.page}.{one.line}" for one in found if one.outcome is Outcome.SAME)
                yield f"== {record.person.name} {kind}: {same}"
                yield from (
                    f"{one.path} {one.outcome.value} {one.page}.{one.line} {one.online} | {one.near[:40]}"
                    for one in found
                    if one.outcome is not Outcome.SAME
                )

    approve("comparisons", lines())


def test_the_content_that_is_compared_is_what_its_digest_stands_for() -> None:
    """A digest kept by an earlier program must still tell an unchanged record from a changed one."""
    approve("compared-content", (compared_content(record) for record in PEOPLE))


REFUSED: Mapping[str, tuple[str, ...]] = {
    "t.csv": (
        "",
        "a,b,c,d\n",
        CSV + "2027-02-30,,休,\n",
        CSV + "2027-13-01,,休,\n",
        CSV + "2027-03-02,2027-03-01,休,\n",
        CSV + "2027-03-06,,歇,\n",
        CSV + "2028-03-06,,休,\n",
        CSV + "2027-03-05,,班,\n",
        CSV + "2027-02-06,,休,\n",
        CSV + "\n\n,,,\n2027-02-06,,班,\n",
        CSV + '"2027-03-06,,休,\n',
        "开始,结束,安排,依据\n",
        "开始,结束,安排,依据\n2027-01-01,,休,\n",
        "first,last,kind,source\n2027-02-20,,worked,notice\n",
    ),
    "t.toml": (
        "",
        "year = []",
        TOML + TOML,
        "\n" + TOML.replace("off = [", "off = ["),
        TOML.replace("2027-01-01", "2026-12-31"),
        TOML.replace("2027-02-06", "2027-02-05"),
        TOML.replace("[2027-02-20]", "[2027-02-06]"),
        TOML.replace("2027-02-20", "2027-02-19"),
        TOML.replace("2027-02-20", "20270220"),
        TOML.replace("year = 2027", "jahr = 2027"),
        TOML.replace('"国务院办公厅通知"', '"  "'),
        TOML.replace("worked =", "worked"),
        "\n\nyear = [",
        'year = [{ year = 2027, source = "国办通知", off = [2026-12-31], worked = [] }]\n',
        "\n".join(TOML.replace("2027", year) for year in ("2027", "2028", "2029")).replace("2028-01-01", "2029-12-30"),
        TOML + TOML.replace("2027", "2028").replace("2028-02-20", "2028-02-21"),
    ),
}


def test_every_workday_table_is_read_or_refused_with_file_line_and_sentence() -> None:
    def lines() -> Iterator[str]:
        for name, contents in REFUSED.items():
            for number, content in enumerate(contents):
                try:
                    said = told(workday_tables.read(name, content.encode()))
                except Fault as fault:
                    said = f"{fault.code.value} {told(fault.fields)}"
                yield f"{name} {number}: {said}"

    approve("workday-tables", lines())
