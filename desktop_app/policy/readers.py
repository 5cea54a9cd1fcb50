"""Where each setting of a pack is read, found by looking: a question that nothing asks would answer nothing."""

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from desktop_app.domain.findings import Verdict
from desktop_app.policy import needed
from desktop_app.policy.compiling import CompiledPaper, CompiledRule, Conditioned, Dates, Routes
from desktop_app.policy.expressions import Condition
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.reference_tables import CoverageEntry
from desktop_app.policy.tables import Both, PackFile, ResultRow
from desktop_app.policy.tilts import Tilts

_GIVEN = re.compile(r'"(\w+)" (?:not )?in given')
_UNANSWERED = re.compile(r'"(\w+)" not in given|\b(\w+) == ""')


@dataclass(frozen=True, slots=True)
class Parts:
    """The tables of a pack that may read settings."""

    dates: Dates
    routes: Routes
    papers: tuple[CompiledPaper, ...]
    results: tuple[Conditioned[ResultRow], ...]
    rules: tuple[CompiledRule, ...]
    tilts: Tilts


def read_by(head: PackFile, parts: Parts) -> Mapping[str, tuple[str, ...]]:
    """Setting -> the rules (by id), tables (by name) and functions (by dotted name) that read it."""
    found: dict[str, dict[str, None]] = {setting.id: {} for setting in head.setting}
    for name, reader in _reads(parts):
        if name in found:
            found[name][reader] = None
    return MappingProxyType({name: tuple(readers) for name, readers in found.items()})


def check(source: TomlFile, listing: TomlFile, head: PackFile, parts: Parts, listed: Iterable[CoverageEntry]) -> None:
    """Refuse what answers nothing and what nothing answers. Raises `Fault(POLICY_INVALID)`.

    Each setting is read somewhere and stands beside what it answers (`listed`); what the notice leaves open has a
    setting or says why none could answer it; an answer that asks for a setting leads to it.
    """
    entries = tuple(listed)
    readers, known = read_by(head, parts), {setting.id for setting in head.setting}
    beside = {name for entry in entries for name in entry.settings}
    for name, places in readers.items():
        if not places:
            source.refuse(source.line_of_text(f'id = "{name}"'), f"nothing reads setting {name}")
        if name not in beside:
            listing.refuse(0, f"setting {name} stands beside no rule")
    for entry in entries:
        line = listing.line_of_text(f'id = "{entry.id}"')
        for name in entry.settings:
            if name not in known:
                listing.refuse(line, f"no setting {name}")
        if entry.left_open and not entry.settings and entry.answer is None:
            listing.refuse(line, f"{entry.id} is left open without a setting or an answer")
    for rule in parts.rules:
        for case in rule.cases:
            asked = unanswered(case.when.text) & known
            if case.row.verdict is Verdict.ASK and asked and case.row.setting not in asked:
                source.refuse(0, f"rule {rule.rule.id} asks for {min(asked)} and does not lead to it: {case.when.text}")


def unanswered(condition: str) -> frozenset[str]:
    """The names that a condition finds without an answer."""
    return frozenset(given or empty for given, empty in _UNANSWERED.findall(condition))


def _reads(parts: Parts) -> Iterator[tuple[str, str]]:
    for rule in parts.rules:
        for name in _of_rule(rule):
            yield name, rule.rule.id
    for tilt in (row for table in parts.tilts.values() for row in table.rows):
        words = (name for text in (tilt.row.says, tilt.row.mend, tilt.row.remains) for name in _of_words(text))
        yield from _named(tilt.row.rule or "tilts", *_of_condition(tilt.when), *words)
    for window in parts.dates.windows:
        yield from _named("windows", window.row.first_setting, window.row.last_setting)
        yield from _named("windows", *_of_condition(window.when))
    for deadline in parts.dates.deadlines:
        yield from _named("deadlines", deadline.row.setting, *_of_condition(deadline.when))
    for route in parts.routes.rows:
        yield from _named("routes", route.row.route_setting, route.row.answered_by, *_of_condition(route.when))
    for paper in parts.papers:
        for when in (paper.required, *(when for when, _ in paper.copies)):
            yield from _named("papers", *_of_condition(when))
    for result in parts.results:
        yield from _named("results", *_of_condition(result.when))
    for name, row in needed.SETTINGS.items():
        yield name, row.by


def _named(table: str, *names: str | None) -> Iterator[tuple[str, str]]:
    return ((name, table) for name in names if name)


def _of_rule(rule: CompiledRule) -> Iterator[str]:
    yield from _of_condition(rule.applies)
    yield from _of_words(rule.kept)
    for case in rule.cases:
        yield from _of_condition(case.when)
        yield from (*_of_words(case.row.says), *_of_words(case.row.mend))


def _of_condition(condition: Condition) -> tuple[str, ...]:
    return (*condition.symbols, *_GIVEN.findall(condition.text))


def _of_words(words: Both | None) -> Iterator[str]:
    if words is not None:
        yield from (name for _, name, _, _ in string.Formatter().parse(words.zh + words.en) if name)
