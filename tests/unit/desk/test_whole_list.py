"""The whole list judged at once, and its workbook opened again as an office's spreadsheet would."""

import gc
import hashlib
import tempfile
import tracemalloc
from datetime import date
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import draft, list_sheet, submit, workbook
from desktop_app.desk.list_check import ListCheck, check_list, field_of
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Verdict
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.status import Status
from tests.support import vaults
from tests.support.vaults import searches

pytestmark = pytest.mark.slow

PEOPLE = ("classified_engineer", "county_teacher", "rare_name", "mongolian_name")
DAY = date(2026, 7, 6)


def crowd(session: Session, count: int, first: int = 1) -> None:
    with session.vault.act(Act.APPLICATION_CREATED, {}):
        for serial in range(first, first + count):
            person = vaults.filing(f"申报人{serial}", serial, unit=f"第{serial % 7}研究室")
            session.vault.applications.create(decided(person), Status.DRAFT)


@pytest.fixture
def people(unit: Session) -> list[ApplicationId]:
    return [draft.take_in(unit, resource("demo", f"{name}.json")) for name in PEOPLE]


def checked(session: Session, **filter: str) -> ListCheck:
    return check_list(session, DAY, Progress(), RowFilter(**filter))


def test_the_list_says_what_each_submission_would_meet(unit: Session, people: list[ApplicationId]) -> None:
    crowd(unit, 300)
    answer = checked(unit)
    assert len(answer.lines) == 304
    lines = {line.id: line for line in answer.lines}
    for each in people:
        met = submit.would_meet(unit, each)
        assert lines[each].standing == len(met.standing)
        assert set(lines[each].rules) == {f.rule for f in met.standing}
        for verdict in set(Verdict) - {Verdict.PASS}:
            grouped = {(g.rule, g.clause) for g in answer.rules if g.verdict is verdict and each in g.applications}
            assert grouped == {(f.rule, f.clause) for f in met.findings if f.verdict is verdict}
    assert answer.stopped == sum(line.standing > 0 for line in answer.lines) >= 300
    assert sum(answer.applications.values()) == 304
    assert sum(unit.applications for unit in answer.units) == 304
    for verdict in Verdict:
        assert sum(unit.findings.get(verdict, 0) for unit in answer.units) == answer.findings.get(verdict, 0)


def test_a_list_twice_as_long_asks_the_database_no_oftener(unit: Session) -> None:
    crowd(unit, 10)
    checked(unit)  # what is read once for all is known now
    few = searches(unit, lambda: checked(unit))
    crowd(unit, 10, first=11)
    assert searches(unit, lambda: checked(unit)) == few


def test_a_submitted_application_is_judged_as_it_was_submitted(unit: Session, submitted: ApplicationId) -> None:
    late = check_list(unit, date(2026, 9, 1), Progress())
    assert [line.standing for line in late.lines] == [0]
    submit.withdraw(unit, submitted, "更正")
    assert check_list(unit, date(2026, 9, 1), Progress()).stopped == 1


def test_each_rule_leads_to_a_field_of_the_form_as_it_is_now(unit: Session, people: list[ApplicationId]) -> None:
    crowd(unit, 2)
    answer = checked(unit)
    for group in answer.rules:
        for each in group.applications:
            found = [
                f for f in submit.would_meet(unit, each).findings if (f.rule, f.clause) == (group.rule, group.clause)
            ]
            fields = [f.field for f in found if f.verdict is group.verdict and f.field]
            assert field_of(unit, each, DAY, group) == (fields[0] if fields else "")
    signed = next(group for group in answer.rules if group.rule == "R081")
    one = signed.applications[0]
    assert field_of(unit, one, DAY, signed) == "pledge.signed"
    before = draft.load(unit, one).draft
    pledge = msgspec.structs.replace(before.pledge, signed=True)
    draft.save(unit, one, msgspec.structs.replace(before, pledge=pledge))
    assert field_of(unit, one, DAY, signed) == ""
    assert field_of(unit, one, DAY, None) == next(f.field for f in submit.would_meet(unit, one).standing if f.field)


def test_one_unit_alone(unit: Session) -> None:
    crowd(unit, 21)
    answer = checked(unit, unit="第3研")
    assert {line.unit for line in answer.lines} == {"第3研究室"}
    assert len(answer.lines) == 3
    assert checked(unit, unit="申报人").lines == ()


def test_an_abandoned_application_is_counted_and_not_judged(unit: Session, people: list[ApplicationId]) -> None:
    with unit.vault.act(Act.APPLICATION_EDITED, {"application": people[0]}):
        unit.vault.applications.set_status(people[0], Status.ABANDONED)
    answer = checked(unit)
    assert (len(answer.lines), answer.abandoned) == (len(people) - 1, 1)


def test_it_tells_how_far_it_is_and_stops_when_asked(unit: Session) -> None:
    crowd(unit, 30)
    seen: list[tuple[int, int]] = []

    def report(done: int, total: int, what: str) -> None:
        seen.append((done, total))
        if done == 10:
            progress.cancel()

    progress = Progress(report)
    with pytest.raises(Cancelled):
        check_list(unit, DAY, progress)
    assert seen == [(done, 30) for done in range(11)]


def test_contents_are_not_held(unit: Session) -> None:
    """Forms of 8 kB each: the check of 300 may not take 300 of them."""
    crowd(unit, 5)
    checked(unit)  # the pack, the tables
    with unit.vault.act(Act.APPLICATION_CREATED, {}):
        for serial in range(10, 310):
            long = msgspec.structs.replace(vaults.filing("甲", serial), work_summary="绩" * 4_000)
            unit.vault.applications.create(long, Status.DRAFT)
    gc.collect()  # garbage of other tests is not what is measured
    tracemalloc.start()
    try:
        checked(unit)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 300 * 4_000 * 2 * 2 / 3, peak  # two bytes a character, were all of them held


def named(session: Session, name: str, unit: str) -> None:
    vaults.entered(session.vault, decided(vaults.filing(name, 77, unit=unit)))


def decided(filing: Application) -> Application:
    return msgspec.structs.replace(filing, marking=NOT_SECRET)


def test_the_workbook_opens_again(unit: Session, people: list[ApplicationId], tmp_path: Path) -> None:
    named(unit, '=HYPERLINK("x")', "@SUM(A1)")
    crowd(unit, 300)
    answer = checked(unit)
    out = tmp_path / "核对.xlsx"
    list_sheet.save(unit, answer, out, Language.ZH)
    book = load_workbook(out)
    assert book.sheetnames == ["汇总", "按规则", "按单位", "名单"]
    rows = list(book["名单"].iter_rows(min_row=2))
    assert [row[0].value for row in rows] == [line.id for line in answer.lines]
    assert [row[1].value for row in rows] == [line.name for line in answer.lines]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    [formula] = [row for row in rows if str(row[1].value).startswith("=")]
    assert (formula[1].data_type, formula[1].quotePrefix) == ("s", True)
    assert (formula[2].value, formula[2].quotePrefix) == ("@SUM(A1)", True)
    assert not rows[0][0].quotePrefix
    by_rule = list(book["按规则"].iter_rows(min_row=2, values_only=True))
    assert [(r[0], r[1], r[3]) for r in by_rule] == [(g.rule, g.clause, len(g.applications)) for g in answer.rules]
    by_unit = list(book["按单位"].iter_rows(min_row=2, values_only=True))
    assert [r[:3] for r in by_unit] == [(g.unit, g.applications, g.stopped) for g in answer.units]
    summary = dict(book["汇总"].iter_rows(min_row=2, values_only=True))
    assert summary["核对申报"] == 305
    assert "明文" in str(summary["注意"])
    assert summary["密级"] == "机密★5年"


def test_no_workbook_shows_a_filing_whose_mark_is_open(
    unit: Session, people: list[ApplicationId], tmp_path: Path
) -> None:
    vaults.entered(unit.vault, vaults.filing("包图雅", 5))
    answer = checked(unit)
    assert "MARK" in next(line for line in answer.lines if line.name == "包图雅").rules  # the list says which
    with pytest.raises(Fault) as caught:
        list_sheet.save(unit, answer, tmp_path / "核对.xlsx", Language.ZH)
    assert caught.value.code is Code.MARKING_UNDECIDED
    assert not list(tmp_path.glob("*.xlsx"))


def test_the_workbook_in_english(unit: Session, people: list[ApplicationId], tmp_path: Path) -> None:
    out = tmp_path / "check.xlsx"
    list_sheet.save(unit, checked(unit), out, Language.EN)
    book = load_workbook(out)
    assert book.sheetnames == ["Summary", "By rule", "By unit", "List"]
    assert [cell.value for cell in book["By rule"][1]][:4] == ["Rule", "Clause", "Verdict", "How many"]


def test_the_log_has_the_digest_and_no_name(unit: Session, people: list[ApplicationId], tmp_path: Path) -> None:
    out = tmp_path / "check.xlsx"
    answer = checked(unit)
    list_sheet.save(unit, answer, out, Language.ZH)
    entry = unit.vault.audit.entries(1)[0]
    assert entry.act is Act.PLAIN_TEXT_WRITTEN
    assert entry.objects["digest"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert entry.objects["applications"] == str(len(people))
    assert not [line.name for line in answer.lines if line.name in str(entry.objects)]


def test_nothing_is_put_down_elsewhere_while_a_workbook_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    made = workbook.made([workbook.Sheet("甲", [("乙", 10)], [["#N/A"], ["-1"], ["平常"], [3]])])
    cells = [row[0] for row in load_workbook(BytesIO(made))["甲"].iter_rows(min_row=2)]
    assert [(c.value, c.data_type, bool(c.quotePrefix)) for c in cells] == [
        ("#N/A", "s", False),
        ("-1", "s", True),
        ("平常", "s", False),
        (3, "n", False),
    ]


def test_an_empty_vault(unit: Session, tmp_path: Path) -> None:
    answer = checked(unit)
    assert (answer.lines, answer.stopped, answer.rules) == ((), 0, ())
    list_sheet.save(unit, answer, tmp_path / "empty.xlsx", Language.ZH)
    assert load_workbook(tmp_path / "empty.xlsx")["名单"].max_row == 1
