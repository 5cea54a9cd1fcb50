"""Drafts, rows, search and people."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Material
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import IdentityKind, Level, MaterialKind
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.queries import RowFilter, RowOrder
from desktop_app.domain.status import Status
from desktop_app.vault import list_query
from desktop_app.vault.database import Database
from desktop_app.vault.store import Vault
from tests.support import vaults
from tests.support.vaults import entered, filing, number


def saved(vault: Vault, application: ApplicationId, draft: Application) -> None:
    with vault.act(Act.APPLICATION_EDITED, {"application": application}):
        vault.applications.save_draft(application, draft)


def found(vault: Vault, text: str) -> list[str]:
    rows = vault.applications.rows(RowFilter(text=text, order=RowOrder.NAME))
    assert vault.applications.count(RowFilter(text=text)) == len(rows)
    return [row.name for row in rows]


def test_a_draft_comes_back_as_it_went_in(vault: Vault, fixed_clock: FixedClock) -> None:
    draft = msgspec.structs.replace(
        filing("𬭚𠅤"), marking=marked(SecrecyLevel.SECRET, 60, basis="x"), work_summary="一\n二" * 900
    )
    where = entered(vault, draft)
    record = vault.applications.get(where)
    assert (record.draft, record.status, record.latest_version) == (draft, Status.DRAFT, 0)
    assert record.created_at == record.changed_at == fixed_clock.now()
    (row,) = vault.applications.rows(RowFilter())
    assert (row.id, row.name, row.unit, row.title) == (where, "𬭚𠅤", "第三研究室", "高级工程师")
    assert (row.level, row.track) == (draft.filing.level, draft.filing.track)
    assert row.marking == draft.marking


def test_an_empty_draft_is_a_draft(vault: Vault) -> None:
    where = entered(vault, Application())
    assert vault.applications.get(where).draft == Application()
    assert found(vault, "") == [""]
    assert vault.people.find("") == []


def test_saving_moves_the_row_and_the_search_with_it(vault: Vault, fixed_clock: FixedClock) -> None:
    where = entered(vault, filing("云曦"))
    fixed_clock.advance(minutes=3)
    saved(vault, where, filing("巴特尔", unit="第九厂"))
    assert found(vault, "云曦") == []
    assert found(vault, "bte") == ["巴特尔"]
    assert found(vault, "九厂") == ["巴特尔"]
    assert vault.applications.get(where).changed_at == fixed_clock.now()
    assert vault.check(Progress()).sound


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("单", ["单雄信"]),
        ("单雄", ["单雄信"]),
        ("danxiong", ["单雄信"]),
        ("shanxiongxin", ["单雄信"]),
        ("sxx", ["单雄信"]),
        ("Lǜ", ["吕布"]),
        ("lvb", ["吕布"]),
        ("zeng", ["曾巩"]),
        ("cenggong", []),  # the person's own reading wins over the dictionary's
        ("15010", ["单雄信", "吕布", "曾巩", "阿依古丽·买买提"]),
        ("ayguli maimaiti", []),
        ("ayiguli 三研", ["阿依古丽·买买提"]),
        ("aygl", ["阿依古丽·买买提"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'; DROP TABLE applications; --", []),
        ("  ", ["单雄信", "吕布", "曾巩", "阿依古丽·买买提"]),
    ],
)
def test_people_are_found_by_whatever_is_typed(vault: Vault, text: str, names: list[str]) -> None:
    entered(vault, filing("单雄信", 1))
    entered(vault, filing("吕布", 2))
    entered(vault, filing("曾巩", 3, reading="Zēng Gǒng"))
    entered(vault, filing("阿依古丽·买买提", 4))
    assert sorted(found(vault, text)) == sorted(names)


def test_a_whole_number_is_looked_up_and_not_searched_for(vault: Vault) -> None:
    ends_in_x = next(serial for serial in range(99) if number(serial).endswith("X"))
    entered(vault, filing("单雄信", ends_in_x))
    entered(vault, filing("单雄信", ends_in_x, year=2025))
    entered(vault, filing("吕布", 99))
    typed = number(ends_in_x)
    for text in (typed, f" {typed.lower()} "):
        assert found(vault, text) == ["单雄信", "单雄信"]
    assert vault.applications.count(RowFilter(text=typed, year=2025)) == 1
    (plan,) = vault._ledger.database.rows(f"EXPLAIN QUERY PLAN {list_query.OF_NUMBER}", [typed, 1])
    assert "INDEX applications_by_number (identity_number=?)" in plan[3]
    assert found(vault, number(98)) == []
    entered(vault, filing("曾巩", 97, unit=f"第{number(98)}部队"))
    assert found(vault, number(98)) == ["曾巩"]  # nobody's number: whatever else it is


def test_names_sort_by_pinyin_and_unit_and_year_in_pages(vault: Vault, fixed_clock: FixedClock) -> None:
    for serial, name in enumerate(["张三", "安其拉", "李四", "白云"]):
        fixed_clock.advance(seconds=1)
        entered(vault, filing(name, serial, year=2023 + serial, unit=f"{9 - serial}室"))

    def names(**wanted: object) -> list[str]:
        return [row.name for row in vault.applications.rows(RowFilter(**wanted))]  # type: ignore[arg-type]

    assert names(order=RowOrder.NAME) == ["安其拉", "白云", "李四", "张三"]
    assert names(order=RowOrder.NAME, offset=1, limit=2) == ["白云", "李四"]
    assert names() == ["白云", "李四", "安其拉", "张三"]
    assert names(order=RowOrder.YEAR, limit=1) == ["白云"]
    assert names(order=RowOrder.UNIT, limit=1) == ["白云"]
    assert names(year=2024) == ["安其拉"]
    assert names(level=Level.JUNIOR) == []
    assert names(status=Status.SUBMITTED) == []
    assert vault.applications.count(RowFilter(offset=3, limit=1)) == 4


@pytest.mark.slow
@pytest.mark.parametrize("order", RowOrder)
@pytest.mark.parametrize("asked", [{}, {"status": Status.DRAFT}, {"year": 2026}, {"text": "室"}, {"unit": "1室"}])
def test_pages_are_parts_of_the_whole_list_in_every_order(vault: Vault, order: RowOrder, asked: dict[str, Any]) -> None:
    """Many alike, so that the ties show, entered in an order of their own."""
    for serial in range(40):
        name, unit = f"云{'曦山水木'[serial * 7 % 4]}", f"{serial * 5 % 3}室"
        made = entered(vault, filing(name, serial, year=2025 + serial * 3 % 2, unit=unit))
        if serial % 3:
            with vault.act(Act.APPLICATION_SUBMITTED, {}):
                vault.applications.set_status(made, Status.SUBMITTED)
    whole = [
        row
        for row in vault.applications.rows(RowFilter(order=order))
        if asked.get("status") in (None, row.status)
        and asked.get("year") in (None, row.year)
        and asked.get("unit", "") in row.unit
    ]
    pages = [vault.applications.rows(RowFilter(order=order, offset=at, limit=3, **asked)) for at in range(0, 42, 3)]
    assert [row for page in pages for row in page] == whole
    assert len(whole) > 10


@pytest.mark.slow
@pytest.mark.parametrize("most", [0, 5_000])
@pytest.mark.parametrize("asked", [{}, {"status": Status.DRAFT}, {"year": 2026, "examples": False}, {"unit": "1室"}])
def test_a_text_finds_the_same_whether_few_or_many_have_it(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, most: int, asked: dict[str, Any]
) -> None:
    """Few are fetched by their ids, many are met along the list; both against reading every row."""
    monkeypatch.setattr(list_query, "_FEW_FOUND", most)
    for serial in range(24):
        made = entered(vault, filing(f"云{'曦山'[serial % 2]}", serial, year=2025 + serial % 5, unit=f"{serial % 3}室"))
        if serial % 4:
            with vault.act(Act.APPLICATION_SUBMITTED, {}):
                vault.applications.set_status(made, Status.SUBMITTED)
    for order in RowOrder:
        every = vault.applications.rows(RowFilter(order=order, **asked))
        wanted = RowFilter(text="yunxi 室", order=order, **asked)
        assert vault.applications.rows(wanted) == [row for row in every if row.name == "云曦"] != []
        assert vault.applications.count(wanted) == sum(row.name == "云曦" for row in every)
        assert set(vault.applications.marks(wanted)) == {row.marking for row in every if row.name == "云曦"}
    assert vault.applications.rows(RowFilter(text="nobody", **asked)) == []
    assert vault.applications.marks(RowFilter(text="nobody", **asked)) == []


def test_marks_of_a_part_are_looked_up_and_not_read_row_by_row(vault: Vault) -> None:
    for serial in range(12):
        marking = (marked(SecrecyLevel.SECRET, 60), marked(SecrecyLevel.CONFIDENTIAL, 12))[serial % 2]
        draft = filing("云曦", serial, year=2025 + serial // 6)
        made = entered(vault, msgspec.structs.replace(draft, marking=marking))
        if serial == 2:
            with vault.act(Act.APPLICATION_SUBMITTED, {}):
                vault.applications.set_status(made, Status.SUBMITTED)
    for asked in ({"status": Status.SUBMITTED}, {"year": 2026}, {"status": Status.DRAFT, "year": 2025}, {"year": 2031}):
        wanted = RowFilter(**asked)  # type: ignore[arg-type]
        assert set(vault.applications.marks(wanted)) == {row.marking for row in vault.applications.rows(wanted)}
        sql, given = list_query.marks(vault._database, wanted)
        plan = [str(row[3]) for row in vault._database.rows(f"EXPLAIN QUERY PLAN {sql}", given)]
        assert any("USING COVERING INDEX applications_by_marking (marking=? AND status=?" in p for p in plan)
        assert not any("SCAN applications" in part for part in plan)


def test_a_page_is_not_sorted_again(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, Sequence[object]]] = []
    ask = Database.rows

    def noted(self: Database, sql: str, given: Sequence[object] = ()) -> list[Any]:
        asked.append((sql, given))
        return ask(self, sql, given)

    monkeypatch.setattr(Database, "rows", noted)
    for order in RowOrder:
        vault.applications.rows(RowFilter(order=order, status=Status.RECEIVED, year=2024, offset=200))
    monkeypatch.undo()
    assert len(asked) == len(RowOrder)
    for sql, given in asked:
        plan = " ".join(str(row[3]) for row in vault._database.rows(f"EXPLAIN QUERY PLAN {sql}", given))
        assert "USING COVERING INDEX applications_by_" in plan
        assert "TEMP B-TREE" not in plan


def test_status_moves_the_row(vault: Vault, fixed_clock: FixedClock) -> None:
    where = entered(vault, filing("云曦"))
    fixed_clock.advance(minutes=1)
    with vault.act(Act.APPLICATION_SUBMITTED, {"application": where}):
        vault.applications.set_status(where, Status.SUBMITTED)
    (row,) = vault.applications.rows(RowFilter(status=Status.SUBMITTED))
    assert (row.id, row.changed_at) == (where, fixed_clock.now())


class TestPeople:
    def test_one_person_through_the_years_is_one_row(self, vault: Vault) -> None:
        for one in (filing("云曦", 7, year=2024), filing("云曦", 7, year=2026), filing("云曦", 8)):
            entered(vault, one)
        persons = vault.people.find("云曦")
        assert len(persons) == 2
        (same,) = vault.people.find(number(7))
        assert vault.people.get(same.id) == same

    def test_half_a_number_makes_no_person(self, vault: Vault) -> None:
        whole = filing("云曦", 7)
        where = entered(vault, Application())
        typed = number(7)
        for length in range(1, 19):
            person = msgspec.structs.replace(whole.person, identity_number=typed[:length])
            saved(vault, where, msgspec.structs.replace(whole, person=person))
            assert len(vault.people.find("")) == (1 if length == 18 else 0)
        passport = msgspec.structs.replace(
            whole.person, identity_kind=IdentityKind.PASSPORT, identity_number="E12345678"
        )
        saved(vault, where, msgspec.structs.replace(whole, person=passport))
        assert [person.identity_number for person in vault.people.find("")] == ["E12345678"]
        assert vault.check(Progress()).sound

    def test_a_mended_name_is_the_persons_name(self, vault: Vault) -> None:
        where = entered(vault, filing("云希", 7))
        saved(vault, where, filing("云曦", 7, reading="Yun Xi"))
        (person,) = vault.people.find("yunxi")
        assert (person.name, person.reading) == ("云曦", "Yun Xi")

    def test_unknown_people(self, vault: Vault) -> None:
        with pytest.raises(Fault) as caught:
            vault.people.get("01KWDFKD00R2JK7HHEJHQX99KD")  # type: ignore[arg-type]
        assert caught.value.code is Code.RECORD_NOT_FOUND


def test_other_filings_of_the_year(vault: Vault) -> None:
    mine = entered(vault, filing("云曦", 7))
    other = entered(vault, filing("云曦", 7))
    entered(vault, filing("云曦", 7, year=2025))
    entered(vault, filing("白云", 8))
    entered(vault, Application())
    level = Level.ASSOCIATE_SENIOR
    same_year = vault.applications.same_year
    assert [row.id for row in same_year(number(7), 2026, level, mine)] == [other]
    assert [row.id for row in same_year(number(7), 2026, None)] == [mine, other]
    assert same_year(number(7), 2026, Level.MID, mine) == []
    assert same_year("", 2026, None) == []  # drafts without a number are not one person


class TestVersions:
    def test_versions_are_numbered_and_named_by_digest(self, vault: Vault, fixed_clock: FixedClock) -> None:
        where = entered(vault, filing("云曦"))
        with vault.act(Act.APPLICATION_SUBMITTED, {}):
            first = vault.versions.add(where, filing("云曦"), "苏日娜")
            second = vault.versions.add(where, filing("云曦", unit="二"), "苏日娜")
        assert (first.number, second.number) == (1, 2)
        assert first.digest == exchange.digest(filing("云曦"))
        assert first.made_at == fixed_clock.now()
        assert vault.versions.get(first.id) == first
        assert vault.versions.of(where) == [first, second]
        assert vault.versions.latest(where) == second
        assert vault.versions.by_digest(first.digest) == first
        assert vault.versions.by_digest("0" * 64) is None
        assert vault.applications.get(where).latest_version == 2

    def test_the_same_content_again_is_a_new_version(self, vault: Vault, fixed_clock: FixedClock) -> None:
        where = entered(vault, filing("云曦"))
        with vault.act(Act.APPLICATION_SUBMITTED, {}):
            vault.versions.add(where, filing("云曦"), "x")
            fixed_clock.advance(seconds=1)
            second = vault.versions.add(where, filing("云曦"), "x")
        assert vault.versions.by_digest(second.digest) == second


class TestDeleting:
    def test_a_draft_goes_with_all_that_hangs_on_it(self, vault: Vault) -> None:
        where = entered(vault, filing("云曦"))
        with vault.act(Act.APPLICATION_EDITED, {"application": where}):
            vault.copies.next_numbers(Document.REVIEW_FORM, where, 2)
            vault.applications.delete_draft(where)
        assert vault.applications.count() == 0
        assert vault.people.find("") == []
        assert found(vault, "云曦") == []
        assert vault.check(Progress()).sound

    def test_the_person_stays_while_another_year_names_them(self, vault: Vault) -> None:
        where = entered(vault, filing("云曦", year=2025))
        entered(vault, filing("云曦", year=2026))
        with vault.act(Act.APPLICATION_EDITED, {"application": where}):
            vault.applications.delete_draft(where)
        assert len(vault.people.find("云曦")) == 1

    def test_what_was_submitted_stays(self, vault: Vault) -> None:
        where = entered(vault, filing("云曦"))
        with vault.act(Act.APPLICATION_SUBMITTED, {}):
            vault.versions.add(where, filing("云曦"), "x")
        with pytest.raises(Fault) as caught, vault.act(Act.APPLICATION_EDITED, {}):
            vault.applications.delete_draft(where)
        assert caught.value.code is Code.VERSION_IS_FINAL
        received = entered(vault, filing("白云", 2))
        with vault.act(Act.PACKAGE_OPENED, {}):
            vault.applications.set_status(received, Status.RECEIVED)
        with pytest.raises(Fault) as caught, vault.act(Act.APPLICATION_EDITED, {}):
            vault.applications.delete_draft(received)
        assert caught.value.code is Code.MOVE_NOT_ALLOWED
        assert vault.applications.count() == 2


def test_what_is_not_there_is_said_so(vault: Vault) -> None:
    nowhere = ApplicationId("01KWDFKD00R2JK7HHEJHQX99KD")
    for act in (
        lambda: vault.applications.get(nowhere),
        lambda: vault.applications.save_draft(nowhere, Application()),
        lambda: vault.applications.set_status(nowhere, Status.DRAFT),
        lambda: vault.applications.delete_draft(nowhere),
        lambda: vault.versions.add(nowhere, Application(), ""),
        lambda: vault.versions.get(nowhere),  # type: ignore[arg-type]
    ):
        with pytest.raises(Fault) as caught, vault.act(Act.APPLICATION_EDITED, {}):
            act()
        assert caught.value.code is Code.RECORD_NOT_FOUND


def test_times_are_whole_seconds_in_utc(vault: Vault, fixed_clock: FixedClock) -> None:
    fixed_clock.instant += timedelta(microseconds=987_654)
    record = vault.applications.get(entered(vault, filing("云曦")))
    assert record.created_at == fixed_clock.now().replace(microsecond=0)
    assert record.created_at.utcoffset() == timedelta(0)


def test_the_numbers_of_these_tests_are_all_different() -> None:
    """Or the tests of people above would test nothing."""
    assert len({vaults.number(serial) for serial in range(5000)}) == 5000


def test_a_value_that_could_not_be_read_back_is_not_written(vault: Vault) -> None:
    made = entered(vault, filing("云曦"))
    material = Material(kind=MaterialKind.PHOTO, name="a", media_type="image/png", size=1, digest="ab" * 32, year=-5)
    bad = msgspec.structs.replace(filing("云曦"), materials=(material,))
    for write in (
        lambda: vault.applications.save_draft(made, bad),
        lambda: vault.applications.create(bad, Status.DRAFT),
    ):
        with pytest.raises(Fault) as caught, vault.act(Act.APPLICATION_EDITED, {"application": made}):
            write()
        assert caught.value.code is Code.FIELD_VALUE
        assert caught.value.fields["where"] == "$.materials[0].year"
    assert vault.applications.get(made).draft == filing("云曦")


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("\uf92c格\uf90a", "\u90ce格\u91d1"),  # compatibility ideographs and the unified ones
        ("葛\U000e0100云", "葛云"),  # with a chosen shape
        ("阿拉坦•苏和", "坦·苏"),
        ("阿拉坦·苏和", "坦・苏"),
        ("ᠣᠳ\u180bᠣ", "ᠣᠳᠣ"),
    ],
)
def test_a_search_finds_lookalikes_and_keeps_them_apart(vault: Vault, kept: str, typed: str) -> None:
    """Found under either spelling, shown as it was typed, and two records when both exist."""
    entered(vault, filing(kept, 3))
    assert found(vault, typed) == found(vault, kept) == [kept]
    entered(vault, filing(typed, 4))
    assert sorted(found(vault, typed)) == sorted([kept, typed])


def test_what_home_asks_does_not_go_through_every_filing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred thousand received ones stood between the key and the workbench."""
    made = entered(vault, filing("云曦"))
    asked: list[tuple[str, Sequence[object]]] = []
    for name in ("rows", "row"):
        ask = getattr(Database, name)

        def noted(self: Database, sql: str, given: Sequence[object] = (), ask: Any = ask) -> object:
            asked.append((sql, given))
            return ask(self, sql, given)

        monkeypatch.setattr(Database, name, noted)
    assert [row.id for row in vault.applications.among([made], Status.DRAFT, 2026)] == [made]
    assert vault.applications.count(RowFilter(status=Status.DRAFT, year=2026)) == 1
    monkeypatch.undo()
    for sql, given in asked:
        plan = " ".join(str(row[3]) for row in vault._database.rows(f"EXPLAIN QUERY PLAN {sql}", given))
        assert "applications_by_" not in plan
        assert "SCAN applications" not in plan.replace("SCAN application_counts", "")


def test_the_counts_that_the_database_keeps_are_those_of_the_rows(vault: Vault) -> None:
    made = [entered(vault, filing(f"云{number}", number + 1)) for number in range(4)]
    assert vault.applications.counts() == {Status.DRAFT: 4}
    with vault.act(Act.APPLICATION_SUBMITTED, {}):
        vault.applications.set_status(made[0], Status.SUBMITTED)
        vault.applications.set_status(made[1], Status.SUBMITTED)
        vault.applications.set_status(made[1], Status.DRAFT)
        vault.applications.delete_draft(made[3])
    assert vault.applications.counts() == {Status.DRAFT: 2, Status.SUBMITTED: 1}
    with pytest.raises(ZeroDivisionError):
        undone(vault, made[2])
    assert vault.applications.counts() == {Status.DRAFT: 2, Status.SUBMITTED: 1}
    assert vault.check(Progress()).sound
    with vault.act(Act.APPLICATION_EDITED, {}):
        known = vault.applications.get(made[2])
        vault.applications.save_draft(made[2], msgspec.structs.replace(known.draft, year=2027))
    asked = [(None, None), (Status.DRAFT, None), (Status.DRAFT, 2026), (Status.DRAFT, 2027), (None, 2026)]
    told = [vault.applications.count(RowFilter(status=status, year=year)) for status, year in asked]
    assert told == [3, 2, 1, 1, 2]
    assert told == [len(vault.applications.rows(RowFilter(status=status, year=year))) for status, year in asked]
    assert vault.check(Progress()).sound
    vault._database.run("UPDATE application_counts SET applications = 7 WHERE status = 'draft'")
    assert [problem.where for problem in vault.check(Progress()).problems] == ["application_counts"]


def undone(vault: Vault, application: ApplicationId) -> None:
    with vault.act(Act.APPLICATION_REMOVED, {}):
        vault.applications.delete_draft(application)
        raise ZeroDivisionError
