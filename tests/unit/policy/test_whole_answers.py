"""What the policy says is approved as a whole: every text, day, order and outcome of its answers, in both languages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from desktop_app.core.errors import Fault
from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Paper
from desktop_app.domain.kinds import Affiliation, Desk, Level
from desktop_app.policy import editions, needed, office_settings, years
from desktop_app.policy.calendar_days import Whose, year_calendar
from desktop_app.policy.check import findings, findings_about
from desktop_app.policy.could_file import grounds
from desktop_app.policy.coverage import coverage
from desktop_app.policy.differences import differences
from desktop_app.policy.explaining import explained
from desktop_app.policy.pack import SHIPPED, Pack, load_files
from desktop_app.policy.papers import papers
from desktop_app.policy.reading import TomlFile, files_of
from desktop_app.policy.routes import route
from desktop_app.policy.starting import started
from desktop_app.policy.subject import Subject
from desktop_app.policy.tables import SettingKind
from tests.support.approved import approve, told
from tests.support.cases import changed, settled_pack
from tests.unit.policy import test_cases, test_meeting_cases, test_office_cases
from tests.unit.policy.conftest import built

pytestmark = pytest.mark.slow  # whole lists of answers

SHIPPED_FILES = files_of(resource("policy", SHIPPED))
PEOPLE = {path.stem: exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))}
ALL_CASES = [*test_cases.collected(), *test_office_cases.collected(), *test_meeting_cases.collected()]
DAY = date(2026, 6, 1)
NEEDED_FILE = TomlFile.of(SHIPPED_FILES, "pack.toml")


@pytest.fixture(scope="module")
def unknown_year() -> Pack:
    """The year after the shipped one: no table says yet which of its days are workdays."""
    return load_files(started(SHIPPED_FILES, load_files(SHIPPED_FILES), 2027))


# ---- the calendar

WHOSE = [Whose(), *(Whose(level=level, affiliation=unit) for level in Level for unit in Affiliation)]


def calendar_lines(pack: Pack) -> Iterator[str]:
    """The whole year for everybody; of everyone else, the days that filings add, without what is told already."""
    known: set[str] = set()
    for whose in WHOSE:
        found = year_calendar(pack, whose)
        rest = told(msgspec.structs.replace(found, policy="", days=(), unsettled=()))
        yield f"== {told(whose)} {rest}"
        for line in (told(each) for each in (*found.days, *found.unsettled)):
            if line not in known:
                known.add(line)
                yield line


def test_the_calendar_of_a_year_whose_workdays_are_known(pack: Pack) -> None:
    approve("calendar-2026", calendar_lines(pack))


def test_the_calendar_of_a_year_without_a_table(unknown_year: Pack) -> None:
    approve("calendar-2027", calendar_lines(unknown_year))


def test_the_calendar_of_an_office_that_moves_days_and_counts_the_posting_day() -> None:
    pack = settled_pack({"deadline_on_holiday": "after", "notice_counts_posting_day": True})
    approve("calendar-settled", (told(each) for each in year_calendar(pack).days))


# ---- findings and their explanations


def answered(case: Any) -> tuple[Subject, Pack, tuple[Finding, ...]]:
    """What the program answers to one case of tests/policy_cases, of whichever kind it is."""
    match case.values:
        case (dict() as row,):
            pack = settled_pack(row.get("settings", {}))
            about = built(row.get("set", {}))
            return Subject.APPLICATION, pack, findings(about, row["on"], pack, Desk(row.get("desk", "applicant")))
        case (subject, data, row):
            pack = settled_pack(row.get("settings", {}))
            if subject in test_office_cases.KINDS:
                value = msgspec.convert(changed(data, row.get("set", {})), test_office_cases.KINDS[subject])
            else:
                value = msgspec.convert(data, test_meeting_cases.VALUES[subject])
            return subject, pack, findings_about(subject, value, row["on"], pack)
    raise AssertionError(case)


def by_file() -> dict[str, list[Any]]:
    """The cases that ask the shipped pack itself, by their file."""
    found: dict[str, list[Any]] = {}
    for case in ALL_CASES:
        if not case.values[-1].get("settings"):
            found.setdefault(str(case.id).partition(":")[0], []).append(case)
    return found


def finding_lines(cases: list[Any]) -> Iterator[str]:
    """Of the rules that a file is about: each verdict and text once, with everything it says and looked at."""
    seen: set[tuple[str, str, str]] = set()
    for case in cases:
        subject, pack, found = answered(case)
        for each in found:
            key = (each.rule, each.verdict.value, each.says.zh)
            if each.rule in case.values[-1]["expect"] and key not in seen:
                seen.add(key)
                why = explained(each, pack, subject)
                yield told(msgspec.structs.replace(each, facts=()))
                yield from (f"    {told(one.told)} {told((one.field, one.place))}" for one in why.seen)
                yield f"    {told((why.field, why.place, why.setting, why.question))}"


@pytest.mark.parametrize("file", by_file())
def test_the_findings_of_each_file_of_cases_with_their_explanations(file: str) -> None:
    approve(f"findings-{file}", finding_lines(by_file()[file]))


def test_the_order_of_findings_and_whether_each_rule_answers_for_every_demo_person(pack: Pack) -> None:
    def lines() -> Iterator[str]:
        for name, who in PEOPLE.items():
            for desk in Desk:
                verdicts = " ".join(f"{one.rule}={one.verdict.value}" for one in findings(who, DAY, pack, desk))
                yield f"{name} {desk.value}: {verdicts}"

    approve("people", lines())


# ---- papers, routes, and what could be filed for


def applications() -> Iterator[tuple[str, Application]]:
    """The people of the demo, and every fourth case."""
    yield from PEOPLE.items()
    for case in test_cases.collected()[::4]:
        yield str(case.id), built(case.values[0].get("set", {}))


def test_papers_and_route_of_people_and_cases(pack: Pack) -> None:
    lines = (
        f"{name}: {told(route(one, pack))} | {' '.join(map(paper_line, papers(one, pack)))}"
        for name, one in applications()
    )
    approve("papers-and-routes", (line for before, line in pairs(lines) if without_name(before) != without_name(line)))


def paper_line(paper: Paper) -> str:
    return f"{paper.kind.value}×{paper.copies}{'' if paper.required else ' optional'} {told(paper.note)}".rstrip(" ()")


def pairs(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    before = ""
    for line in lines:
        yield before, line
        before = line


def without_name(line: str) -> str:
    return line.partition(": (")[2]


def test_what_people_could_file_for(pack: Pack) -> None:
    def lines() -> Iterator[str]:
        for name, who in [*PEOPLE.items(), *list(applications())[len(PEOPLE) :: 3]]:
            for one in grounds(who, DAY, pack):
                reasons = " ".join(f"{each.rule}={each.verdict.value}" for each in one.reasons)
                granted = one.granted.rule if one.granted else ""
                plain = told(replace(one, reasons=(), granted=None))
                yield f"{name}: {plain} {granted} {reasons}".rstrip()

    approve("grounds", lines())


# ---- packs compared, started and covered


def test_a_pack_compared_with_one_without_anything_and_back(pack: Pack) -> None:
    """Every row of every part said once as gone; the first of each said once as new."""
    empty = replace(
        pack,
        windows=(),
        deadlines=(),
        office_days=(),
        routes=replace(pack.routes, rows=()),
        papers=(),
        tilts={},
        rules={},
        areas={},
        head=msgspec.structs.replace(pack.head, setting=(), parameter=()),
    )
    gone = [told(each) for each in differences(pack, empty)]
    come = {each.part.zh: told(each) for each in reversed(differences(empty, pack))}
    approve("differences-all", [*gone, "== new", *come.values()])


def test_a_started_year_and_other_conditions_compared_with_the_shipped_pack(pack: Pack, unknown_year: Pack) -> None:
    def other(rows: Any) -> Any:
        return tuple(replace(each, row=msgspec.structs.replace(each.row, when="senior")) for each in rows)

    conditions = replace(
        pack,
        windows=other(pack.windows),
        deadlines=other(pack.deadlines),
        routes=replace(pack.routes, rows=other(pack.routes.rows)),
    )
    lines = [told(each) for each in differences(pack, unknown_year)]
    approve("differences-some", [*lines, "== conditions", *(told(each) for each in differences(pack, conditions))])


def test_where_every_rule_is_carried_out(pack: Pack) -> None:
    approve("coverage", (f"{told(row)} {row.carried_out}" for row in coverage(pack)))


# ---- settings and what the program asks a pack for

TRIED = (True, False, 0, 1, -1, office_settings.MOST, office_settings.MOST + 1, DAY, "", "x", "unit", "unit>city_hr")


def test_every_setting_told_and_refused(pack: Pack) -> None:
    def lines() -> Iterator[str]:
        for setting in pack.head.setting:
            for value in (*TRIED, *setting.choices, *(["unit>unit"] if setting.kind is SettingKind.ROUTE else [])):
                wrong = office_settings.problem(setting, value)
                zh, en = (office_settings.told(setting, value, each) for each in Language) if not wrong else ("", "")
                kept = office_settings.restored(pack.head.setting, {setting.id: office_settings.plain(value)})
                yield f"{setting.id} {value!r}: {wrong or f'{zh} / {en}'} | {kept}"
            yield f"{setting.id} none: {office_settings.told(setting, None, Language.ZH)!r}"

    approve("settings", lines())


def test_what_a_pack_must_have(pack: Pack) -> None:
    """Each setting and number missing, of another kind, and of a value that says nothing."""

    def refusal(**parts: Any) -> str:
        try:
            needed.check(NEEDED_FILE, msgspec.structs.replace(pack.head, **parts))
        except Fault as fault:
            return told(fault.fields)
        return "taken"

    def lines() -> Iterator[str]:
        settings, parameters = pack.head.setting, pack.head.parameter
        for name, one in needed.SETTINGS.items():
            yield f"{name} {told(one)}: {refusal(setting=tuple(each for each in settings if each.id != name))}"
            for kind in (SettingKind.DATE, SettingKind.CHOICE):
                made = tuple(
                    msgspec.structs.replace(each, kind=kind, choices=()) if each.id == name else each
                    for each in settings
                )
                yield f"{name} as {kind.value}: {refusal(setting=made)}"
        for name in needed.PARAMETERS:
            yield f"{name}: {refusal(parameter=tuple(each for each in parameters if each.id != name))}"
            for value in (True, 0, 1, -1, "", "x", DAY):
                made = tuple(
                    msgspec.structs.replace(each, value=value) if each.id == name else each for each in parameters
                )
                yield f"{name} = {value!r}: {refusal(parameter=made)}"

    approve("needed", lines())


# ---- days and editions, counted


def test_workdays_counted(pack: Pack) -> None:
    def lines() -> Iterator[str]:
        for counts in (False, True):
            calendar = settled_pack({"notice_counts_posting_day": counts}).calendar
            for day in (date(2026, 4, 30), date(2026, 7, 10), date(2026, 7, 11), date(2026, 10, 9)):
                spans = [told(calendar.notice_span(day, days)) for days in (0, 5)]
                yield f"{counts} {day} {calendar.latest_posting(day, 5)} {calendar.notice_end(day, 5)} {spans}"
        for day in (date(2026, 5, 2), date(2026, 7, 11), date(2027, 1, 1), date(2026, 12, 31)):
            yield f"{day} {pack.calendar.delivery(day)} {pack.calendar.delivery(day, later=True)}"
        for start in (date(2024, 2, 29), date(2026, 12, 31), date(2026, 1, 1), date(9999, 11, 30)):
            after = [str(years.months_after(start, months)) for months in (0, 1, 2, 12, 13)]
            since = [years.full_years_since(start, day) for day in (start, date(2027, 12, 30), date(2027, 12, 31))]
            yield f"{start} {after} {since} {years.full_years_since(None, start)}"
        for edition in ("2026.9", "2026.10", "", "a", "2026.1b2"):
            yield f"{edition!r} {editions.edition_key(edition)}"

    approve("days-and-editions", lines())
