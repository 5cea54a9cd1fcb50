"""Compiles the decision tables of the tilts: each axis over a known fact, each row over the axes' bands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from desktop_app.domain.kinds import Path
from desktop_app.policy import answer_checks, heading, tilt_space
from desktop_app.policy.compiling import Work
from desktop_app.policy.expressions import Compiler, Condition
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.running import Valued
from desktop_app.policy.subject import Subject
from desktop_app.policy.tilt_axes import BandTexts, band_texts
from desktop_app.policy.tilt_rows import Outcome, TiltFile, TiltRow

FOLDER = "tilts/"


@dataclass(frozen=True, slots=True)
class TiltAnswer:
    """A row with its condition, and the names of the facts shown with it."""

    row: TiltRow
    when: Condition
    looked_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TiltTable:
    """Everything the notice says of one ground; exactly one row fits every application that is filed on it."""

    path: Path
    rows: tuple[TiltAnswer, ...]

    def answer(self, facts: Valued) -> TiltAnswer:
        return next(each for each in self.rows if each.when.holds(facts))


Tilts = Mapping[Path, TiltTable]


def tilts(work: Work, rules: Collection[str]) -> Tilts:
    """The tables by ground. `rules` are the ids that have rules of their own. Raises `Fault(POLICY_INVALID)`."""
    made: dict[Path, TiltTable] = {}
    for name in sorted(name for name in work.files if name.startswith(FOLDER)):
        source = TomlFile.of(work.files, name)
        file = source.table(TiltFile)
        if file.path in made:
            source.refuse(source.line_of_text("path ="), f"a second table for {file.path.value}")
        made[file.path] = _table(source, file, work, rules)
    return MappingProxyType(made)


def _table(source: TomlFile, file: TiltFile, work: Work, rules: Collection[str]) -> TiltTable:
    compiler = work.full[Subject.APPLICATION]
    answer_checks.check_facts(source, source.line_of_text("facts ="), file.facts, compiler)
    heading.no_doubles(source, "axis", [axis.id for axis in file.axis])
    axes = {
        axis.id: band_texts(source, source.line_of_row("axis", index), axis, compiler, work.head)
        for index, axis in enumerate(file.axis)
    }
    for index, row in enumerate(file.row):
        line = source.line_of_row("row", index)
        _check_answer(source, line, row, work, compiler, rules)
        _check_bands(source, line, row, axes)
    _check_used(source, file)
    texts = [_condition(file.path, row, axes) for row in file.row]
    tilt_space.check(source, file, axes, texts, compiler, work.head.parameter)
    conditions = [
        answer_checks.compiled(compiler, source, source.line_of_row("row", index), text)
        for index, text in enumerate(texts)
    ]
    return TiltTable(
        file.path,
        tuple(
            TiltAnswer(row, when, tuple(dict.fromkeys((*when.symbols, *file.facts))))
            for row, when in zip(file.row, conditions, strict=True)
        ),
    )


def _condition(path: Path, row: TiltRow, axes: Mapping[str, BandTexts]) -> str:
    """The row as one condition, axes in the order of the table."""
    parts = [_one_of(axes[axis][band] for band in row.bands(axis)) for axis in axes if axis in row.when]
    return " and ".join([f'path == "{path.value}"', *parts])


def _one_of(texts: Iterable[str]) -> str:
    found = list(texts)
    return found[0] if len(found) == 1 else f"({' or '.join(found)})"


def _check_bands(source: TomlFile, line: int, row: TiltRow, axes: Mapping[str, BandTexts]) -> None:
    for axis in row.when:
        if axis not in axes:
            source.refuse(line, f"unknown axis {axis}")
        named = row.bands(axis)
        for band in named:
            if band not in axes[axis]:
                source.refuse(line, f"axis {axis} has no band {band}")
        if len(set(named)) < len(named):
            source.refuse(line, f"a band of axis {axis} twice")


def _check_answer(
    source: TomlFile, line: int, row: TiltRow, work: Work, compiler: Compiler, rules: Collection[str]
) -> None:
    """Each outcome says exactly what belongs to it."""
    said = {name for name in ("rule", "says", "mend", "remains") if getattr(row, name) is not None}
    if said != _SAID[row.outcome]:
        wanted = ", ".join(sorted(_SAID[row.outcome])) or "nothing but its clause"
        source.refuse(
            line, f"a row that is {row.outcome.value} says {wanted}, not {', '.join(sorted(said)) or 'nothing'}"
        )
    if row.rule in rules:
        source.refuse(line, f"rule {row.rule} has conditions among the rules too")
    if bool(row.setting) != (row.outcome is Outcome.UNCLEAR):
        source.refuse(line, "a row names a setting exactly when the notice is unclear")
    for words in (row.says, row.mend, row.remains):
        if words is not None:
            answer_checks.check_placeholders(source, line, words, compiler)
    answer_checks.check_field(source, line, row.field)
    answer_checks.check_setting(source, line, row.setting, work.head)


#: What each outcome has to say beside its clause.
_SAID: Mapping[Outcome, frozenset[str]] = {
    Outcome.OPEN: frozenset({"rule", "says", "remains"}),
    Outcome.TO_PROVE: frozenset({"rule", "says", "mend"}),
    Outcome.UNCLEAR: frozenset({"rule", "says", "mend"}),
    Outcome.CLOSED: frozenset({"rule", "says", "mend"}),
    Outcome.SILENT: frozenset(),
}


def _check_used(source: TomlFile, file: TiltFile) -> None:
    asked = {axis for row in file.row for axis in row.when}
    for index, axis in enumerate(file.axis):
        if axis.id not in asked:
            source.refuse(source.line_of_row("axis", index), f"no row asks axis {axis.id}")
