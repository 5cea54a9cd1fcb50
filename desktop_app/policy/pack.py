"""A loaded policy pack: one year's notice as tables with compiled conditions. `load` reads one, `load_shipped` ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource
from desktop_app.domain.findings import Words
from desktop_app.domain.kinds import Level
from desktop_app.policy import (
    codes,
    compiling,
    heading,
    office_settings,
    readers,
    reference_tables,
    tables,
    tilts,
    workday_tables,
)
from desktop_app.policy.checklists import Checklist, ChecklistId, checklists
from desktop_app.policy.codes import CodeTable
from desktop_app.policy.compiling import CompiledPaper, CompiledRule, Conditioned, OfficeDay, Routes
from desktop_app.policy.pack_digest import digest
from desktop_app.policy.parameters import in_force
from desktop_app.policy.reading import PackFiles, TomlFile, files_of
from desktop_app.policy.subject import Subject
from desktop_app.policy.workdays import Calendar

SHIPPED = "hohhot-2026"


@dataclass(frozen=True, slots=True)
class LevelRow:
    """What the series table says of one level of one track."""

    title: str
    method: reference_tables.Method
    names_from: reference_tables.Confidence
    method_from: reference_tables.Confidence


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the policy needs to answer; frozen, shared by all questions."""

    head: tables.PackFile
    digest: str
    files: PackFiles = field(repr=False)  # what it was read from: the files on the disk may be another program's by now
    settings: Mapping[str, tables.Scalar | None]
    given: frozenset[str]
    series: Mapping[str, reference_tables.Series]
    areas: Mapping[str, reference_tables.Area]
    codes: Mapping[str, CodeTable]
    calendar: Calendar
    windows: tuple[Conditioned[tables.WindowRow], ...]
    deadlines: tuple[Conditioned[tables.DeadlineRow], ...]
    office_days: tuple[OfficeDay, ...]
    routes: Routes
    papers: tuple[CompiledPaper, ...]
    results: tuple[Conditioned[tables.ResultRow], ...]
    rules: Mapping[Subject, tuple[CompiledRule, ...]]
    tilts: tilts.Tilts
    completeness: tables.CompletenessFile
    checklists: Mapping[ChecklistId, Checklist]
    coverage: tuple[reference_tables.CoverageEntry, ...]
    carried_out: Mapping[str, tuple[str, ...]]
    read_by: Mapping[str, tuple[str, ...]]

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def name(self) -> Words:
        return self.head.name.words()

    @property
    def year(self) -> int:
        return self.head.year

    @property
    def version(self) -> str:
        """Name, edition and the first digits of the digest: what a printed page or a report cites."""
        return f"{self.head.id} {self.head.edition} ({self.digest[:12]})"

    def series_track(self, code: str, track: str) -> reference_tables.SeriesTrack | None:
        """A row of the series table; a series that has only one track needs none named."""
        series = self.series.get(code)
        if series is None:
            return None
        if not track and len(series.track) == 1:
            return series.track[0]
        return next((row for row in series.track if row.name == track), None)

    def level_row(self, code: str, track: str, level: Level | None) -> LevelRow | None:
        """Title and method of a level. 初级 is 助理级, or 员级 where a track has only that."""
        row = self.series_track(code, track)
        if row is None or level is None:
            return None
        name = level.value
        if level is Level.JUNIOR:
            name = "assistant" if row.titles.assistant else "staff"
        title: str = getattr(row.titles, name)
        method: reference_tables.Method = getattr(row.method, name)
        return LevelRow(title, method, row.names_from, row.method_from)

    def series_title(self, code: str, track: str, level: Level) -> str:
        """The name of the title, empty when the track has no such level."""
        row = self.level_row(code, track, level)
        return row.title if row else ""

    def parameter(self, name: str, on: date) -> tables.Scalar:
        """The number in force on a day; before the first and after the last period the nearest one is taken."""
        return in_force(self.head.parameter, name, on)

    def parameter_clause(self, name: str) -> str:
        """Where the notice sets that number."""
        return next(row.clause for row in self.head.parameter if row.id == name)

    def setting(self, name: str) -> tables.Setting | None:
        """The question of that name."""
        if name not in self.settings:
            return None
        return next(row for row in self.head.setting if row.id == name)

    def setting_date(self, name: str | None) -> date | None:
        """A date an office entered, or the pack's default."""
        value = self.settings.get(name) if name else None
        return value if isinstance(value, date) else None

    def last_workday(self, due: date | None) -> date | None:
        """The last day to deliver; the notice is silent on a due day that is no workday, so the one before is safe."""
        if due is None:
            return None
        return self.calendar.delivery(due, later=self.setting_is("deadline_on_holiday", "after"))

    def with_workdays(self, imported: Iterable[reference_tables.WorkdayYear]) -> "Pack":
        """The same pack counting by these imported tables of workdays before its own."""
        return replace(self, calendar=self.calendar.with_imported(imported))

    def with_settings(self, given: Mapping[str, tables.Scalar]) -> "Pack":
        """The same pack with these answers of an office, and defaults for the rest. Raises `Fault(POLICY_INVALID)`."""
        chosen = office_settings.settled(self.head.setting, given)
        calendar = self.calendar.counting(posting_day=chosen.get("notice_counts_posting_day") is True)
        return replace(self, settings=chosen, given=frozenset(given), calendar=calendar)

    def setting_is(self, name: str, value: tables.Scalar) -> bool:
        return self.settings.get(name) == value


def load(folder: Path, settings: Mapping[str, tables.Scalar] = MappingProxyType({})) -> Pack:
    """Read a pack from a folder; see `load_files`."""
    if not (folder / "pack.toml").is_file():
        raise Fault(Code.POLICY_NOT_FOUND, path=folder.name)
    return load_files(files_of(folder), settings)


def load_files(files: PackFiles, settings: Mapping[str, tables.Scalar] = MappingProxyType({})) -> Pack:
    """Read a pack. Raises `Fault` of the policy family for anything that is not exactly as it must be."""
    return _loaded(files).with_settings(settings)


def _loaded(files: PackFiles) -> Pack:
    """Without a single setting, on which nothing here depends."""
    head_file = TomlFile.of(files, "pack.toml")
    head = head_file.table(tables.PackFile)
    heading.check_head(head_file, head)
    work = compiling.Work.over(files, head)
    dates = work.dates()
    days = workday_tables.of_pack(TomlFile.of(files, "workdays.toml"))
    rules = work.rules()
    tilted = tilts.tilts(work, {each.rule.id for each in rules[Subject.APPLICATION]})
    routes = work.routes()
    papers = work.papers()
    results = work.results()
    all_rules = tuple(rule for group in rules.values() for rule in group)
    parts = readers.Parts(dates, routes, papers, results, all_rules, tilted)
    carried_out = _carried_out(parts)
    coverage = work.coverage(carried_out)
    readers.check(head_file, TomlFile.of(files, "coverage.toml"), head, parts, coverage)
    return Pack(
        head=head,
        digest=digest(files),
        files=files,
        settings={},
        given=frozenset(),
        series=work.series(),
        areas=work.areas(),
        codes=codes.shipped(),
        calendar=Calendar(days),
        windows=dates.windows,
        deadlines=dates.deadlines,
        office_days=dates.office_days,
        routes=routes,
        papers=papers,
        results=results,
        rules=rules,
        tilts=tilted,
        completeness=TomlFile.of(files, "completeness.toml").table(tables.CompletenessFile),
        checklists=checklists(files),
        coverage=coverage,
        carried_out=carried_out,
        read_by=readers.read_by(head, parts),
    )


def _carried_out(parts: readers.Parts) -> Mapping[str, tuple[str, ...]]:
    """Rule -> the tables that carry it out."""
    tables_of: Mapping[str, Iterable[str]] = {
        "rules": (each.rule.id for each in parts.rules),
        "tilts": (each.row.rule for table in parts.tilts.values() for each in table.rows if each.row.rule),
        "windows": (each.row.rule for each in parts.dates.windows),
        "deadlines": (each.row.rule for each in parts.dates.deadlines),
        "office_days": (row.rule for row in parts.dates.office_days),
        "routes": (each.row.rule for each in parts.routes.rows),
        "papers": (each.row.rule for each in parts.papers),
        "results": (each.row.rule for each in parts.results),
        "completeness": compiling.BUILT_IN,
    }
    found: dict[str, dict[str, None]] = {}
    for table, rules in tables_of.items():
        for rule in rules:
            found.setdefault(rule, {})[table] = None
    return MappingProxyType({rule: tuple(where) for rule, where in found.items()})


def load_shipped(name: str = SHIPPED) -> Pack:
    """The pack that comes with the program, read once; a second thread waits for the first."""
    with _READING:
        return _read_once(name)


_READING = Lock()


@cache
def _read_once(name: str) -> Pack:
    return load(resource("policy", name))


def load_shipped_with(settings: Mapping[str, tables.Scalar], name: str = SHIPPED) -> Pack:
    """The pack that comes with the program, with what an office has settled."""
    return load_shipped(name).with_settings(settings)
