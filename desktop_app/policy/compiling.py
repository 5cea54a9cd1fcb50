"""Turns a pack's tables into compiled ones, and refuses what does not hold together: names, citations, doubles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Generic, Protocol, TypeVar

from desktop_app.domain.findings import Route
from desktop_app.policy import heading, reference_tables, tables, unreached
from desktop_app.policy.answer_checks import check_facts, check_field, check_placeholders, check_setting, compiled
from desktop_app.policy.expressions import Compiler, Condition
from desktop_app.policy.reach import Reach
from desktop_app.policy.reading import PackFiles, TomlFile
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.vocabulary import DEFINED


class Asked(Protocol):
    """A row that has a condition."""

    @property
    def when(self) -> str: ...


R = TypeVar("R", bound=Asked)

#: From then on an application has a window (三（二）).
_LEVEL_DECIDED = 'level != ""'
_ALWAYS = "true"
#: Ids that no rule of the notice has: the form, the mark of secrecy.
BUILT_IN = ("FORM", "MARK")


@dataclass(frozen=True, slots=True)
class Conditioned(Generic[R]):
    """A row with its condition."""

    row: R
    when: Condition


@dataclass(frozen=True, slots=True)
class CompiledPaper:
    row: tables.PaperRow
    required: Condition
    copies: tuple[tuple[Condition, int], ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to be asked, with its own answers or those of the rule it is like."""

    rule: tables.Rule
    applies: Condition
    cases: tuple[Conditioned[tables.Case], ...]
    kept: tables.Both | None

    @property
    def always(self) -> bool:
        """Whether it applies to everything."""
        return self.applies.text == _ALWAYS


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """A day of the offices with the date that its parameter gives."""

    id: str
    rule: str
    clause: str
    on: date
    says: tables.Both


@dataclass(frozen=True, slots=True)
class Dates:
    windows: tuple[Conditioned[tables.WindowRow], ...]
    deadlines: tuple[Conditioned[tables.DeadlineRow], ...]
    office_days: tuple[OfficeDay, ...]


@dataclass(frozen=True, slots=True)
class Routes:
    """The rows, when they may be asked, and the answer until then."""

    rows: tuple[Conditioned[tables.RouteRow], ...]
    decided: Condition
    undecided: Route


@dataclass(frozen=True, slots=True)
class Asking:
    """What a rule is compiled with: its subject's vocabulary, and the rules about the subject read before it."""

    compiler: Compiler
    reach: Reach
    earlier: Mapping[str, CompiledRule]


@dataclass(frozen=True, slots=True)
class Work:
    """The loading of one pack: its files and the vocabularies.

    `early` is the application's without the route's facts, and `reach` answers for it; `full` has every subject's whole
    one.
    """

    files: PackFiles
    head: tables.PackFile
    early: Compiler
    reach: Reach
    full: Mapping[Subject, Compiler]

    @classmethod
    def over(cls, files: PackFiles, head: tables.PackFile) -> "Work":
        early = Compiler.over(heading.symbols(head, TYPES[Subject.APPLICATION], late=False))
        full = {subject: Compiler.over(heading.symbols(head, types, late=True)) for subject, types in TYPES.items()}
        return cls(files, head, early, Reach.over(early, DEFINED), full)

    def dates(self) -> Dates:
        source = TomlFile.of(self.files, "dates.toml")
        file = source.table(tables.DatesFile)
        heading.no_doubles(source, "window", [row.id for row in file.window])
        heading.no_doubles(source, "deadline", [row.id for row in file.deadline])
        heading.no_doubles(source, "office_day", [row.id for row in file.office_day])
        for index, window in enumerate(file.window):
            self._check_span(source, index, window)
        for index, deadline in enumerate(file.deadline):
            line = source.line_of_row("deadline", index)
            if (deadline.on is None) == (deadline.setting is None):
                source.refuse(line, f"deadline {deadline.id} needs a day or a setting")
            self._check_setting(source, line, deadline.setting, tables.SettingKind.DATE)
        windows = self._conditioned(source, "window", file.window)
        unreached.windows(source, windows, compiled(self.early, source, 0, _LEVEL_DECIDED), self.reach)
        deadlines = self._conditioned(source, "deadline", file.deadline)
        dated = (setting.id for setting in self.head.setting if setting.default is not None)
        unreached.deadlines(source, deadlines, dated, self.reach)
        return Dates(windows, deadlines, tuple(self._office_days(source, file.office_day)))

    def routes(self) -> Routes:
        source = TomlFile.of(self.files, "routes.toml")
        file = source.table(tables.RoutesFile)
        decided = compiled(self.early, source, source.line_of_text("decided ="), file.decided)
        heading.no_doubles(source, "route", [row.id for row in file.route])
        for index, route in enumerate(file.route):
            line = source.line_of_row("route", index)
            self._check_setting(source, line, route.route_setting, tables.SettingKind.ROUTE)
            if route.answered_by and not any(setting.id == route.answered_by for setting in self.head.setting):
                source.refuse(line, f"no setting {route.answered_by}")
        rows = self._conditioned(source, "route", file.route)
        unreached.routes(source, rows, decided, self.reach)
        return Routes(
            rows, decided, Route(stops=(), clause=file.undecided_clause, open_question=file.undecided.words())
        )

    def results(self) -> tuple[Conditioned[tables.ResultRow], ...]:
        source = TomlFile.of(self.files, "results.toml")
        rows = source.table(tables.ResultsFile).result
        heading.no_doubles(source, "result", [row.id for row in rows])
        return self._conditioned(source, "result", rows)

    def papers(self) -> tuple[CompiledPaper, ...]:
        source = TomlFile.of(self.files, "papers.toml")
        file = source.table(tables.PapersFile)
        heading.no_doubles(source, "paper", [row.kind.value for row in file.paper])
        made = []
        for index, row in enumerate(file.paper):
            line = source.line_of_row("paper", index)
            copies = tuple((compiled(self.early, source, line, each.when), each.count) for each in row.copies)
            unreached.copies(source, line, [when for when, _ in copies], self.reach)
            made.append(CompiledPaper(row, compiled(self.early, source, line, row.required), copies))
        return tuple(made)

    def rules(self) -> Mapping[Subject, tuple[CompiledRule, ...]]:
        made: dict[Subject, dict[str, CompiledRule]] = {subject: {} for subject in Subject}
        for name in sorted(name for name in self.files if name.startswith("rules/")):
            source = TomlFile.of(self.files, name)
            file = source.table(tables.RulesFile)
            if file.about not in self.full:
                source.refuse(source.line_of_text("about ="), f"nothing is known about {file.about.value}")
            compiler = self.full[file.about]
            reach = Reach.over(compiler, DEFINED if file.about is Subject.APPLICATION else {})
            asked = Asking(compiler, reach, made[file.about])
            for index, rule in enumerate(file.rule):
                line = source.line_of_row("rule", index)
                if rule.id in asked.earlier or rule.id in BUILT_IN:
                    source.refuse(line, f"rule {rule.id} twice")
                made[file.about][rule.id] = self._rule(source, line, rule, asked)
        return MappingProxyType({subject: tuple(rules.values()) for subject, rules in made.items()})

    def series(self) -> Mapping[str, reference_tables.Series]:
        source = TomlFile.of(self.files, "series.toml")
        rows = source.table(reference_tables.SeriesFile).series
        heading.no_doubles(source, "series", [row.code for row in rows])
        for index, row in enumerate(rows):
            if len({track.name for track in row.track}) < len(row.track):
                source.refuse(source.line_of_row("series", index), f"series {row.code} has a track twice")
        return MappingProxyType({row.code: row for row in rows})

    def areas(self) -> Mapping[str, reference_tables.Area]:
        source = TomlFile.of(self.files, "areas.toml")
        rows = source.table(reference_tables.AreasFile).area
        heading.no_doubles(source, "area", [row.key for row in rows])
        return MappingProxyType({row.key: row for row in rows})

    def coverage(self, carried_out: Iterable[str]) -> tuple[reference_tables.CoverageEntry, ...]:
        source = TomlFile.of(self.files, "coverage.toml")
        rows = source.table(reference_tables.CoverageFile).entry
        heading.no_doubles(source, "entry", [row.id for row in rows])
        listed = {row.id for row in rows}
        for rule in carried_out:
            if rule not in listed:
                source.refuse(0, f"rule {rule} is carried out but not listed")
        return rows

    def _office_days(self, source: TomlFile, rows: Iterable[tables.OfficeDayRow]) -> Iterator[OfficeDay]:
        for index, row in enumerate(rows):
            values = {
                each.value
                for each in self.head.parameter
                if each.id == row.parameter and each.valid_from.year <= self.head.year <= each.valid_to.year
            }
            if len(values) != 1 or not all(isinstance(value, date) for value in values):
                line = source.line_of_row("office_day", index)
                source.refuse(line, f"no parameter {row.parameter} that is one day in {self.head.year}")
            yield OfficeDay(row.id, row.rule, row.clause, values.pop(), row.says)

    def _conditioned(self, source: TomlFile, table: str, rows: Iterable[R]) -> tuple[Conditioned[R], ...]:
        return tuple(
            Conditioned(row, compiled(self.early, source, source.line_of_row(table, index), row.when))
            for index, row in enumerate(rows)
        )

    def _rule(self, source: TomlFile, line: int, rule: tables.Rule, asked: "Asking") -> CompiledRule:
        applies = compiled(asked.compiler, source, line, rule.applies)
        unreached.applies(source, line, rule, applies, asked.reach)
        check_facts(source, line, rule.facts, asked.compiler)
        if rule.kept is not None:
            check_placeholders(source, line, rule.kept, asked.compiler)
        if rule.like:
            if rule.like not in asked.earlier or rule.case:
                source.refuse(line, f"rule {rule.id} cannot take its answers from {rule.like}")
            like = asked.earlier[rule.like]
            return CompiledRule(rule, applies, like.cases, rule.kept or like.kept)
        if not rule.case and rule.kept is None:
            source.refuse(line, f"rule {rule.id} never says anything")
        return CompiledRule(rule, applies, self._cases(source, line, rule, applies, asked), rule.kept)

    def _cases(
        self, source: TomlFile, line: int, rule: tables.Rule, applies: Condition, asked: "Asking"
    ) -> tuple[Conditioned[tables.Case], ...]:
        made: list[Conditioned[tables.Case]] = []
        for index, case in enumerate(rule.case):
            at = source.line_of_part(line, "rule.case", index)
            when = self._case(source, at, case, asked.compiler)
            unreached.case(source, at, rule, [applies, *(each.when for each in made), when], asked.reach)
            made.append(Conditioned(case, when))
        return tuple(made)

    def _case(self, source: TomlFile, line: int, case: tables.Case, compiler: Compiler) -> Condition:
        for words in (case.says, case.mend):
            check_placeholders(source, line, words, compiler)
        check_field(source, line, case.field)
        check_setting(source, line, case.setting, self.head)
        return compiled(compiler, source, line, case.when)

    def _check_span(self, source: TomlFile, index: int, row: tables.WindowRow) -> None:
        line = source.line_of_row("window", index)
        days, names = (row.first, row.last), (row.first_setting, row.last_setting)
        if not (all(days) and not any(names)) and not (all(names) and not any(days)):
            source.refuse(line, f"window {row.id} needs two days or two settings")
        if row.first and row.last and row.last < row.first:
            source.refuse(line, f"window {row.id} ends before it begins")
        for name in names:
            self._check_setting(source, line, name, tables.SettingKind.DATE)

    def _check_setting(self, source: TomlFile, line: int, name: str | None, kind: tables.SettingKind) -> None:
        if name and not any(setting.id == name and setting.kind is kind for setting in self.head.setting):
            source.refuse(line, f"no setting {name} of kind {kind.value}")
