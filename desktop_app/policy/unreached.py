"""Refuses what a pack says in vain or leaves unsaid: rows and cases that nothing reaches, overlaps, gaps."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol, TypeVar

from desktop_app.policy import tables
from desktop_app.policy.expressions import Condition
from desktop_app.policy.reach import Reach
from desktop_app.policy.reading import TomlFile


class Named(Protocol):
    """A row that has an id."""

    @property
    def id(self) -> str: ...


class Row(Protocol):
    """A row with its condition, as `compiling.Conditioned` is."""

    @property
    def row(self) -> Named: ...

    @property
    def when(self) -> Condition: ...


class Window(Protocol):
    """A window with its condition."""

    @property
    def row(self) -> tables.WindowRow: ...

    @property
    def when(self) -> Condition: ...


class Deadline(Protocol):
    """A deadline with its condition."""

    @property
    def row(self) -> tables.DeadlineRow: ...

    @property
    def when(self) -> Condition: ...


R = TypeVar("R", bound=Row)


def windows(source: TomlFile, rows: Sequence[Window], decided: Condition, reach: Reach) -> None:
    """Each window is reached, every decided level has one, and the notice's own days are never a choice of two.

    Windows whose days an office enters may stand before others: which of them is meant is for its notice to say.
    """
    _in_turn(source, "window", rows, (), reach)
    own = [(index, each) for index, each in enumerate(rows) if each.row.first]
    for place, (index, each) in enumerate(own):
        for earlier_index, earlier in own[:place]:
            before = (other.when for other in rows[:earlier_index])
            if reach.possible(earlier.when, each.when, fails=before):
                line = source.line_of_row("window", index)
                source.refuse(line, f"windows {earlier.row.id} and {each.row.id} overlap: both fit one application")
    if reach.possible(decided, fails=(each.when for each in rows)):
        source.refuse(source.line_of_row("window", 0), f"gap: no window fits some application with {decided.text}")


def deadlines(source: TomlFile, rows: Sequence[Deadline], dated: Iterable[str], reach: Reach) -> None:
    """Each deadline is reached: of those for the same stations the first that fits is taken.

    `dated` are the settings that have a day even where no office enters one; a deadline without a day is passed over.
    """
    dated = frozenset(dated)
    for index, each in enumerate(rows):
        same = [row for row in rows[:index] if row.row.stations == each.row.stations]
        earlier = [row.when for row in same if row.row.on or row.row.setting in dated]
        if not reach.possible(each.when, fails=earlier):
            _refuse_row(source, "deadline", index, each.row.id, not earlier or not reach.possible(each.when))


def routes(source: TomlFile, rows: Sequence[Row], decided: Condition, reach: Reach) -> None:
    """Each route is reached, and whatever is decided has one."""
    line = source.line_of_text("decided =")
    if not reach.possible(decided):
        source.refuse(line, f"never decided: {decided.text}")
    _in_turn(source, "route", rows, (decided,), reach)
    if reach.possible(decided, fails=(each.when for each in rows)):
        source.refuse(line, f"gap: no route fits some application with {decided.text}")


def copies(source: TomlFile, line: int, rows: Sequence[Condition], reach: Reach) -> None:
    """Each count of copies is reached."""
    for index, when in enumerate(rows):
        if not reach.possible(when, fails=rows[:index]):
            source.refuse(line, f"never reached: copies when {when.text}")


def applies(source: TomlFile, line: int, rule: tables.Rule, when: Condition, reach: Reach) -> None:
    if not reach.possible(when):
        source.refuse(line, f"rule {rule.id} never applies: {when.text}")


def case(source: TomlFile, line: int, rule: tables.Rule, asked: Sequence[Condition], reach: Reach) -> None:
    """The last of `asked` (the rule's `applies`, the cases before, this case) is reached."""
    applies_when, *before, when = asked
    if rule.match is tables.Match.EVERY:
        before = []
    if reach.possible(applies_when, when, fails=before):
        return
    if reach.possible(applies_when, when):
        source.refuse(line, f"a case of rule {rule.id} is never reached, the cases before it take all: {when.text}")
    source.refuse(line, f"a case of rule {rule.id} can never hold: {when.text}")


def periods(source: TomlFile, rows: Sequence[tables.Parameter]) -> None:
    """The periods of one parameter follow each other day by day."""
    until: dict[str, date] = {}
    for index, row in sorted(enumerate(rows), key=lambda pair: pair[1].valid_from):
        last = until.get(row.id)
        if last is not None and row.valid_from <= last:
            source.refuse(source.line_of_row("parameter", index), f"{row.id} overlaps: another holds until {last}")
        if last is not None and row.valid_from - last > timedelta(days=1):
            source.refuse(source.line_of_row("parameter", index), f"{row.id} has a gap: the one before ends on {last}")
        until[row.id] = row.valid_to


def _in_turn(source: TomlFile, table: str, rows: Sequence[R], given: tuple[Condition, ...], reach: Reach) -> None:
    """Of these rows the first that fits is taken."""
    for index, each in enumerate(rows):
        if not reach.possible(*given, each.when, fails=(row.when for row in rows[:index])):
            _refuse_row(source, table, index, each.row.id, not reach.possible(*given, each.when))


def _refuse_row(source: TomlFile, table: str, index: int, name: str, alone: bool) -> None:
    why = "its condition can never hold" if alone else "the rows before it take all"
    source.refuse(source.line_of_row(table, index), f"{table} {name} is never reached: {why}")
