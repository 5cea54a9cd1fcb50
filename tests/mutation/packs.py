"""The mutants of a policy pack: a number, a day, an operator or a verdict that somebody mistyped.

A mutant is caught when the pack is refused at loading or a policy case gets another answer than it expects: what an
author of next year's pack has as a net.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import msgspec

from desktop_app.core.errors import Fault
from desktop_app.domain.findings import Finding
from desktop_app.domain.kinds import Desk
from desktop_app.policy import check, completeness, office_settings
from desktop_app.policy.facts import Facts, facts_about, facts_of
from desktop_app.policy.pack import Pack, load_files
from desktop_app.policy.reading import PackFiles
from desktop_app.policy.subject import Subject
from desktop_app.policy.workdays import Calendar
from tests.support.table_answers import table_answers
from tests.unit.policy import test_cases, test_meeting_cases, test_office_cases, test_table_cases
from tests.unit.policy.conftest import built

#: Rows that hold conditions.
_CONDITION = re.compile(r"^\s*(when|applies|required|decided) = |when = ['\"]")
_IN_CONDITION: tuple[tuple[str, Callable[[str], str]], ...] = (
    (r"==", lambda _: "!="),
    (r"!=", lambda _: "=="),
    (r"<=", lambda _: "<"),
    (r">=", lambda _: ">"),
    (r"<(?!=)", lambda _: "<="),
    (r">(?!=)", lambda _: ">="),
    (r" and ", lambda _: " or "),
    (r" or ", lambda _: " and "),
    (r" not in ", lambda _: " in "),
    (r"(?<! not) in ", lambda _: " not in "),
    (r"\bnot (?!in )", lambda _: ""),
    (r"(?<![\w\"'-])\d+(?![\w\"'-])", lambda text: str(int(text) + 1)),
)
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_NUMBER = re.compile(r"(?<=\bvalue = )\d+$|(?<=\bcount = )\d+|(?<=\bdays = )\d+$|(?<=\bfrom_number = )\d+$")
_WORD = re.compile(r'(?<=^verdict = ")\w+(?="$)|(?<=^match = ")\w+(?="$)|(?<=^outcome = ")\w+(?="$)')
_OTHER_WORD = {
    "block": "warn",
    "warn": "info",
    "todo": "warn",
    "ask": "warn",
    "info": "warn",
    "pass": "info",
    "every": "first",
    "first": "every",
    "open": "closed",
    "to_prove": "open",
    "unclear": "open",
    "closed": "open",
    "silent": "closed",
}
#: Tables whose mistakes policy cases can show; the others have tests of their own.
_TABLES = ("dates.toml", "papers.toml", "routes.toml", "results.toml", "pack.toml")


@dataclass(frozen=True, slots=True)
class PackChange:
    """One mutant: in the file's line, the text between the columns becomes another."""

    file: str
    line: int
    text: str
    start: int
    end: int
    after: str
    row: str  # the id of the rule, window, paper … it stands in

    @property
    def name(self) -> str:
        changed = self.text[: self.start] + "⟨" + self.text[self.start : self.end] + "→" + self.after + "⟩"
        return f"{self.file}:{self.line} {self.row}: {changed + self.text[self.end :]}"

    @property
    def identity(self) -> tuple[str, str, str]:
        """What tells it from others as long as its line stays as it is."""
        before = self.text[self.start : self.end].strip()
        return f"{self.file} {self.row}", self.text, f"{before} → {self.after.strip()} at {self.start}"

    def applied(self, files: PackFiles) -> dict[str, bytes]:
        lines = files[self.file].decode().split("\n")
        lines[self.line - 1] = self.text[: self.start] + self.after + self.text[self.end :]
        return {**files, self.file: "\n".join(lines).encode()}


def changes(files: PackFiles) -> list[PackChange]:
    """Every mutant of the pack's rules and tilts and of its tables of days, papers, routes, results and numbers."""
    wanted = [name for name in sorted(files) if name in _TABLES or name.startswith(("rules/", "tilts/"))]
    return [change for name in wanted for change in _of_file(name, files[name].decode())]


def _of_file(name: str, text: str) -> Iterator[PackChange]:
    row, number = "", 0
    for block in filter(None, re.split(r"^(?=\[\[rule\]\])", text, flags=re.MULTILINE)):
        alone = block.count("[[rule.case]]") < 2
        for line in block.removesuffix("\n").split("\n"):
            number += 1
            if found := re.match(r'(?:id|rule|kind) = "([^"]+)"', line):
                row = found[1]
            if line.startswith("#") or (alone and line.startswith("match = ")):
                continue  # the first of one answer is every one
            for start, end, after in sorted(_of_line(line)):
                yield PackChange(name, number, line, start, end, after, row)


def _of_line(line: str) -> Iterator[tuple[int, int, str]]:
    if _CONDITION.search(line):
        body = re.search(r"(?:when|applies|required|decided) = (['\"])(.*?)\1", line)
        if body is not None:
            for pattern, becomes in _IN_CONDITION:
                for found in re.finditer(pattern, body[2]):
                    yield body.start(2) + found.start(), body.start(2) + found.end(), becomes(found[0])
    for found in _DAY.finditer(line):
        # A number with one period holds on every day (`Pack.parameter` takes the nearest).
        if not line.startswith(("says", "mend", "clause", "issued_by", "title", "valid_from", "valid_to")):
            later = date.fromisoformat(found[0]) + timedelta(days=1)
            yield found.start(), found.end(), later.isoformat()
    for found in _NUMBER.finditer(line):
        yield found.start(), found.end(), str(int(found[0]) + 1)
    for found in _WORD.finditer(line):
        yield found.start(), found.end(), _OTHER_WORD[found[0]]


# ---- the net


@dataclass(frozen=True)
class Situation:
    """One policy case."""

    name: str
    settings: Mapping[str, Any]
    expect: Mapping[str, str]
    subject: Subject
    facts: Callable[[Pack], Facts[Any]]
    asks: Mapping[str, str]
    says: Mapping[str, str]

    def contradicted(self, pack: Pack, rules: frozenset[str] | None) -> bool:
        """Whether one of the rules (all, when none are named) answers otherwise than the case says."""
        told = [name for name in self.expect if rules is None or name in rules]
        if not told:
            return False
        facts = self.facts(pack)
        found = [
            finding
            for each in pack.rules[self.subject]
            if each.rule.id in told
            for finding in check._answers(each, facts, pack)
        ]
        if rules is None and self.subject is Subject.APPLICATION:
            found += [*check._tilted(facts, pack), *self.completeness(pack)]
        answers = {name: [each for each in check.gravest_first(found) if each.rule == name] for name in told}
        return any(
            " ".join(each.verdict.value for each in mine) != self.expect[name]
            or (name in self.asks and {each.setting for each in mine} != {self.asks[name]})
            or (name in self.says and not any(self.says[name] in each.says.zh for each in mine))
            for name, mine in answers.items()
        )

    def completeness(self, pack: Pack) -> Iterator[Finding]:
        return completeness.findings(self.facts(pack).situation.application, pack.completeness)


def situations() -> list[Situation]:
    return [*_applications(), *_offices(), *_meetings()]


def _applications() -> Iterator[Situation]:
    for parameter in test_cases.collected():
        case = parameter.values[0]
        application, on, desk = built(case.get("set", {})), case["on"], Desk(case.get("desk", "applicant"))

        def facts(pack: Pack, application: Any = application, on: date = on, desk: Desk = desk) -> Facts[Any]:
            return facts_of(application, on, pack, desk)

        expect, asks, settings = case["expect"], case.get("asks", {}), case.get("settings", {})
        yield Situation(str(parameter.id), settings, expect, Subject.APPLICATION, facts, asks, case.get("says", {}))


def _offices() -> Iterator[Situation]:
    for parameter in test_office_cases.collected():
        subject, base, case = parameter.values
        value = msgspec.convert(test_office_cases.changed(base, case.get("set", {})), test_office_cases.KINDS[subject])
        yield _about(str(parameter.id), subject, value, case)


def _meetings() -> Iterator[Situation]:
    for parameter in test_meeting_cases.collected():
        subject, data, case = parameter.values
        value = msgspec.convert(data, test_meeting_cases.VALUES[subject])
        yield _about(str(parameter.id), subject, value, case)


def _about(name: str, subject: Subject, value: Any, case: dict[str, Any]) -> Situation:
    def facts(pack: Pack) -> Facts[Any]:
        return facts_about(subject, value, case["on"], pack)

    return Situation(name, case.get("settings", {}), case["expect"], subject, facts, {}, {})


class Net:
    """All policy cases, ready to be asked of one mutant after another."""

    def __init__(self, files: PackFiles) -> None:
        self._files = files

    @cached_property
    def _situations(self) -> list[Situation]:
        return situations()

    def caught(self, change: PackChange) -> str:
        """What catches the mutant: "loading", a case's name, or nothing."""
        try:
            mutant = load_files(change.applied(self._files))
        except Fault:
            return "loading"
        first = [each for each in self._situations if change.row in each.expect]
        for each in [*first, *(each for each in self._situations if change.row not in each.expect)]:
            pack = as_settled(mutant, each.settings)
            if each.contradicted(pack, self._asked(change, pack, each.subject)):
                return each.name
        if change.file.startswith(("rules/", "tilts/")):
            return ""
        return next((name for name, told in self._tables if told(mutant)), "")

    @cached_property
    def _tables(self) -> list[tuple[str, Callable[[Pack], bool]]]:
        """The cases of the tables, and whether a pack answers one otherwise."""
        return [(str(each.id), _table_case(each.values[0])) for each in test_table_cases.collected()]

    def _asked(self, change: PackChange, pack: Pack, subject: Subject) -> frozenset[str] | None:
        """The rules that a change may alter: in a table of rules its own row and those like it, else all."""
        if not change.file.startswith("rules/"):
            return None
        return frozenset(each.rule.id for each in pack.rules[subject] if change.row in (each.rule.id, each.rule.like))


def _table_case(case: dict[str, Any]) -> Callable[[Pack], bool]:
    application, settings = built(case.get("set", {})), case.get("settings", {})

    def otherwise(pack: Pack) -> bool:
        answers = table_answers(application, test_table_cases.ON, as_settled(pack, settings))
        return any(answers[table] != case[table] for table in test_table_cases.TABLES & set(case))

    return otherwise


def as_settled(mutant: Pack, settings: Mapping[str, Any]) -> Pack:
    """The mutant with an office's settings, taken in as loading would."""
    if not settings:
        return mutant
    told = office_settings.settled(mutant.head.setting, settings)
    counts = told.get("notice_counts_posting_day") is True
    calendar = Calendar(mutant.calendar.tables.values(), counts_posting_day=counts)
    return dataclasses.replace(mutant, settings=told, given=frozenset(settings), calendar=calendar)
