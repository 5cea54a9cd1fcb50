"""Checks that the bands of an axis, and the rows of a table, divide up all there is: no gap, overlap, or vain part.

Each is checked with the numbers that are in force together, so that two axes over one fact cannot contradict each
other unseen.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations

from desktop_app.policy.expressions import Compiler, Condition
from desktop_app.policy.facttypes import Kind
from desktop_app.policy.parameters import in_force
from desktop_app.policy.reach import Reach
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.tables import Parameter
from desktop_app.policy.tilt_axes import BandTexts
from desktop_app.policy.tilt_rows import TiltFile
from desktop_app.policy.vocabulary import DEFINED

_NAME = re.compile(r'"[^"]*"|[a-z][a-z0-9_]*')


@dataclass(frozen=True, slots=True)
class _Space:
    """One table with the numbers of one period written out. `given` holds of every application."""

    source: TomlFile
    file: TiltFile
    reach: Reach
    given: tuple[Condition, ...]
    axes: Mapping[str, Mapping[str, Condition]]
    rows: Sequence[Condition]

    def possible(self, *holds: Condition, fails: Sequence[Condition] = ()) -> bool:
        return self.reach.possible(*self.given, *holds, fails=fails)


def check(
    source: TomlFile,
    file: TiltFile,
    axes: Mapping[str, BandTexts],
    rows: Sequence[str],
    compiler: Compiler,
    parameters: Sequence[Parameter],
) -> None:
    """Raises `Fault(POLICY_INVALID)` at the axis or row; a gap is told by an example of what has no answer."""
    reach = Reach.over(compiler, DEFINED)
    numbers = {axis.fact for axis in file.axis if compiler.symbols[axis.fact].kind is Kind.NUMBER}
    above_nothing = [f"{name} >= 0" for name in sorted(numbers)]
    for written in _periods(parameters, [text for bands in axes.values() for text in bands.values()]):
        space = _Space(
            source,
            file,
            reach,
            tuple(compiler.compile(text) for text in (f'path == "{file.path.value}"', *above_nothing)),
            {
                axis: {band: compiler.compile(written(text)) for band, text in bands.items()}
                for axis, bands in axes.items()
            },
            [compiler.compile(written(text)) for text in rows],
        )
        _check_axes(space)
        _check_rows(space)


def _periods(parameters: Sequence[Parameter], texts: Sequence[str]) -> Iterator[Callable[[str], str]]:
    """For each stretch of days with its own numbers: what writes them into a condition."""
    known = {row.id for row in parameters}
    used = {name for text in texts for name in _NAME.findall(text) if name in known}
    begins = sorted({row.valid_from for row in parameters if row.id in used}) or [date.min]
    told = set()
    for day in begins:
        values = {name: str(in_force(parameters, name, day)) for name in sorted(used)}
        if (key := tuple(values.items())) not in told:
            told.add(key)
            yield partial(_written, values)


def _written(values: Mapping[str, str], text: str) -> str:
    return _NAME.sub(lambda found: values.get(found[0], found[0]), text)


def _check_axes(space: _Space) -> None:
    for index, (axis, bands) in enumerate(space.axes.items()):
        line = space.source.line_of_row("axis", index)
        for name, band in bands.items():
            if not space.possible(band):
                space.source.refuse(line, f"band {name} of axis {axis} is never reached")
        for (one, first), (other, second) in combinations(bands.items(), 2):
            if space.possible(first, second):
                space.source.refuse(line, f"bands {one} and {other} of axis {axis} overlap")
        if space.possible(fails=list(bands.values())):
            space.source.refuse(line, f"gap: axis {axis} has no band for some values of its fact")


def _check_rows(space: _Space) -> None:
    lines = [space.source.line_of_row("row", index) for index in range(len(space.rows))]
    for line, row in zip(lines, space.rows, strict=True):
        if not space.possible(row):
            space.source.refuse(line, "the row is never reached: what it asks can never be together")
    for first, second in combinations(range(len(lines)), 2):
        both = (space.rows[first], space.rows[second])
        if not space.file.row[first].apart_from(space.file.row[second]) and space.possible(*both):
            space.source.refuse(
                lines[second], f"the row overlaps that of line {lines[first]}: {_told(_example(space, both))}"
            )
    if space.possible(fails=space.rows):
        space.source.refuse(
            space.source.line_of_text("path ="), f"gap: no row for {_told(_example(space, (), fails=space.rows))}"
        )


def _example(space: _Space, holds: Sequence[Condition], fails: Sequence[Condition] = ()) -> Mapping[str, str]:
    """A band on each axis, together what the rows answer twice or not at all."""
    found: dict[str, str] = {}
    chosen = list(holds)
    for axis, bands in space.axes.items():
        for name, band in bands.items():
            if space.possible(*chosen, band, fails=fails):
                found[axis] = name
                chosen.append(band)
                break
    return found


def _told(example: Mapping[str, str]) -> str:
    return ", ".join(f"{axis} {band}" for axis, band in example.items())
