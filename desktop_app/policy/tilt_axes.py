"""The axes of a decision table: each band of one as the text of a condition over the axis's fact."""

from collections.abc import Mapping
from typing import TypeAlias

from desktop_app.policy import answer_checks, tables
from desktop_app.policy.expressions import Compiler
from desktop_app.policy.facttypes import Kind
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.tilt_rows import Axis, Band

#: Band -> its condition.
BandTexts: TypeAlias = Mapping[str, str]

YES, NO = "yes", "no"


def band_texts(source: TomlFile, line: int, axis: Axis, compiler: Compiler, head: tables.PackFile) -> BandTexts:
    """Raises `Fault(POLICY_INVALID)` for an unknown fact, or bands that are not of the fact's kind."""
    if axis.fact not in compiler:
        source.refuse(line, f"unknown fact {axis.fact}")
    if any(row.id == axis.fact for row in head.parameter):
        source.refuse(line, f"{axis.fact} is a number of the notice, nothing an axis can ask")
    made = _texts(source, line, axis, compiler, head)
    for text in made.values():
        answer_checks.compiled(compiler, source, line, text)
    return made


def _texts(source: TomlFile, line: int, axis: Axis, compiler: Compiler, head: tables.PackFile) -> BandTexts:
    symbol = compiler.symbols[axis.fact]
    if symbol.kind in (Kind.DATE, Kind.TEXT) or (symbol.kind in (Kind.LIST, Kind.WORD) and symbol.words is None):
        source.refuse(line, f"{axis.fact} is a {symbol.kind.value}, which has no bands")
    if symbol.kind is Kind.FLAG:
        _check_plain(source, line, axis)
        return {YES: axis.fact, NO: f"not {axis.fact}"}
    if symbol.kind is Kind.LIST:
        if not axis.has or '"' in axis.has:
            source.refuse(line, f"axis {axis.id} over a list names what the list has")
        _check_plain(source, line, axis, has=True)
        return {YES: f'"{axis.has}" in {axis.fact}', NO: f'"{axis.has}" not in {axis.fact}'}
    bands = _bands(source, line, axis)
    if symbol.kind is Kind.WORD:
        return {band.id: _words(source, line, axis, band, symbol.words or frozenset()) for band in bands}
    return {band.id: _numbers(source, line, axis, band, head) for band in bands}


def _check_plain(source: TomlFile, line: int, axis: Axis, *, has: bool = False) -> None:
    if axis.band:
        source.refuse(line, f"axis {axis.id} has the bands yes and no, and no others")
    if axis.has and not has:
        source.refuse(line, f"axis {axis.id} is over a flag, which has no members")


def _bands(source: TomlFile, line: int, axis: Axis) -> tuple[Band, ...]:
    if axis.has:
        source.refuse(line, f"axis {axis.id} is over no list, so nothing can be in it")
    names = [band.id for band in axis.band]
    if len(names) < 2:
        source.refuse(line, f"axis {axis.id} needs two bands or more")
    if len(set(names)) < len(names):
        source.refuse(line, f"axis {axis.id} has a band twice")
    return axis.band


def _words(source: TomlFile, line: int, axis: Axis, band: Band, known: frozenset[str]) -> str:
    if band.at_least or band.below or not band.words:
        source.refuse(line, f"band {band.id} of axis {axis.id} needs words, and only words")
    for word in band.words:
        if word not in known:
            source.refuse(line, f'{axis.fact} never is "{word}"')
    listed = ", ".join(f'"{word}"' for word in band.words)
    return f"{axis.fact} in [{listed}]" if len(band.words) > 1 else f"{axis.fact} == {listed}"


def _numbers(source: TomlFile, line: int, axis: Axis, band: Band, head: tables.PackFile) -> str:
    if band.words or not (band.at_least or band.below):
        source.refuse(line, f"band {band.id} of axis {axis.id} needs parameters as its ends, and nothing else")
    parts = []
    for test, name in ((">=", band.at_least), ("<", band.below)):
        if name is not None:
            values = [row.value for row in head.parameter if row.id == name]
            if not values or not all(type(value) is int for value in values):
                source.refuse(line, f"no parameter {name} that is a number")
            parts.append(f"{axis.fact} {test} {name}")
    return " and ".join(parts)
