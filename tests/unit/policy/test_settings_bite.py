"""Every setting of the pack is read, stands beside what it answers, and changes an answer; what asks leads to it."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.policy import needed
from desktop_app.policy.check import findings, findings_about
from desktop_app.policy.coverage import coverage
from desktop_app.policy.pack import Pack, load_shipped, load_shipped_with
from desktop_app.policy.papers import papers
from desktop_app.policy.reference_tables import RuleKind
from desktop_app.policy.routes import route
from desktop_app.policy.subject import Subject
from desktop_app.policy.tables import Scalar, Setting, SettingKind
from desktop_app.policy.tilt_rows import VERDICTS
from desktop_app.policy.windows import window
from tests.support.cases import changed
from tests.unit.policy.conftest import built
from tests.unit.policy.test_any_facts import KINDS

pytestmark = pytest.mark.slow

CASES = Path(__file__).resolve().parents[2] / "policy_cases"
PACK = load_shipped()
#: What only an officer, looking at one person's papers or one meeting's record, can answer: no setting could.
JUDGED = {
    *("R001", "R004", "R006", "R007", "R015", "R036", "R053", "R055", "R065", "R068", "R072", "R073", "R076", "R083"),
    *("R105", "N04", "SERIES", "R057", "R059", "R060", "R061", "R062", "R063", "R066", "R069"),
    *("R027", "R049", "R107", "N08", "N15"),
}
Ask = Callable[[Pack], object]


@cache
def situations() -> tuple[tuple[str, Ask], ...]:
    """Every case as a question to a pack, with the file's text in which its settings are named."""
    return tuple(_situations())


def _situations() -> Iterator[tuple[str, Ask]]:
    for path in sorted(CASES.glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in file.get("case", ()):
            if "about" in file:
                subject = Subject(file["about"])
                value = msgspec.convert(changed(file["base"], case.get("set", {})), KINDS[subject])
                yield repr(case), _about(subject, value, case["on"])
            else:
                yield repr(case), _of(built(case.get("set", {})), case["on"], Desk(case.get("desk", "unit")))


def _about(subject: Subject, value: object, on: date) -> Ask:
    return lambda pack: findings_about(subject, value, on, pack)


def _of(application: Application, on: date, desk: Desk) -> Ask:
    return lambda pack: (
        findings(application, on, pack, desk),
        route(application, pack),
        window(application, pack),
        papers(application, pack),
    )


def others(setting: Setting) -> list[Scalar]:
    """Answers of an office that are not the pack's own reading."""
    match setting.kind:
        case SettingKind.FLAG:
            return [not setting.default]
        case SettingKind.CHOICE:
            return [choice for choice in setting.choices if choice != setting.default]
        case SettingKind.NUMBER:
            return [90]
        case SettingKind.ROUTE:
            return ["unit>city_hr>committee_office"]
    day = setting.default if isinstance(setting.default, date) else date(2026, 9, 1)
    return [day + timedelta(days=8)]


@pytest.mark.parametrize("setting", PACK.head.setting, ids=lambda row: row.id)
def test_each_answer_of_an_office_changes_what_is_found(setting: Setting) -> None:
    """In some case of the policy cases; where a first and a last day belong together, both are entered."""
    partner = {"first": "last", "last": "first"}.get(setting.id.rpartition("_")[2])
    together = f"{setting.id.rpartition('_')[0]}_{partner}" if partner else ""
    base = {together: date(2026, 9, 1)} if together in PACK.settings else {}
    before = load_shipped_with(base) if base else PACK
    ordered = sorted(situations(), key=lambda pair: setting.id not in pair[0])
    for value in others(setting):
        after = load_shipped_with({**base, setting.id: value})
        assert any(ask(before) != ask(after) for _, ask in ordered), f"{setting.id} = {value} changes nothing"


def test_each_setting_is_read_and_stands_beside_what_it_answers(pack: Pack) -> None:
    beside = {name for row in coverage(pack) for name in row.settings}
    assert beside == {setting.id for setting in pack.head.setting}
    assert all(pack.read_by[name] for name in beside)


def test_each_ambiguity_has_its_row_with_its_setting(pack: Pack) -> None:
    rows = {row.rule: row for row in coverage(pack)}
    named = {setting.id: setting.ambiguity for setting in pack.head.setting if setting.ambiguity}
    for number in range(1, 16):
        row = rows[f"A{number}"]
        assert row.kind is RuleKind.AMBIGUITY
        assert row.where
        assert row.settings
        assert {named[name] for name in row.settings} == {row.rule}
    for row in rows.values():
        if row.kind is RuleKind.CONFIG:
            assert row.settings or row.answer.zh, row.rule


def test_whatever_asks_without_a_setting_is_an_officer_s_judgement(pack: Pack) -> None:
    asks = {
        rule.rule.id
        for rules in pack.rules.values()
        for rule in rules
        for case in rule.cases
        if case.row.verdict is Verdict.ASK and not case.row.setting
    }
    asks |= {
        row.row.rule or ""
        for table in pack.tilts.values()
        for row in table.rows
        if VERDICTS.get(row.row.outcome) is Verdict.ASK and not row.row.setting
    }
    assert asks == JUDGED


@pytest.mark.parametrize("name", needed.SETTINGS)
def test_the_function_that_asks_for_a_setting_is_there(name: str) -> None:
    parts = needed.SETTINGS[name].by.split(".")
    found: Any = import_module(".".join(parts[:3]))
    for part in parts[3:]:
        found = getattr(found, part)
    assert callable(found)
