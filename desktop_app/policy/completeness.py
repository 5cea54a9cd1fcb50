"""What the form still lacks: empty required fields, tables without rows, texts longer than their place on paper."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Fact, Finding, Verdict, Words
from desktop_app.policy.labels import FieldLabel, labels
from desktop_app.policy.tables import Both, CompletenessFile, Sentence

FORM = "FORM"
MARK = "MARK"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing or too long, its words not put together yet."""

    rule: str
    clause: str
    verdict: Verdict
    sentence: Sentence
    where: str
    label: FieldLabel | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)

    def filling(self, text: Both) -> tuple[Hashable, ...]:
        """What stands in the blanks."""
        del text
        return (self.label.path if self.label else "", *self.numbers.items())

    def words(self, text: Both) -> Words:
        """A text of the pack with the field's name and the numbers, in both languages."""
        label = self.label
        limits = {"limit": label.limit, "rows": label.rows} if label else {}
        names = (label.zh, label.en) if label else ("", "")
        zh, en = (
            words.format(label=name, **limits, **self.numbers)
            for words, name in zip((text.zh, text.en), names, strict=True)
        )
        return Words(zh=zh, en=en)


def findings(application: Application, texts: CompletenessFile) -> Iterator[Finding]:
    """One finding for each thing that is missing or too long, in the order of the form."""
    return map(_finding, lacks(application, texts))


def lacks(application: Application, texts: CompletenessFile) -> Iterator[Lack]:
    """The same, as far as it is counted only."""
    if not application.marking.decided:
        yield Lack(MARK, texts.mark_clause, Verdict.TODO, texts.undecided, "marking.state")
    fields, tables = _read_by()
    for label, read in fields:
        value = read(application)
        if label.rows and len(value) < label.rows:
            yield _form(texts, Verdict.TODO, texts.rows, label, label.path)
        elif label.required and _empty(value):
            yield _form(texts, Verdict.TODO, texts.empty, label, label.path)
        elif label.limit and _too_long(value, label):
            yield _form(texts, Verdict.WARN, texts.too_long, label, label.path, length=len(value))
    for table in tables:
        if rows := table.rows(application):
            yield from _cells(rows, table, texts)
    yield from _highest(application, texts)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the form and its columns, each with what reads it."""

    path: str
    rows: Callable[[Application], Sequence[Any]]
    columns: tuple[tuple[FieldLabel, str, Callable[[Any], Any]], ...]


_Fields = tuple[tuple[FieldLabel, Callable[[Application], Any]], ...]


@cache
def _read_by() -> tuple[_Fields, tuple[_Table, ...]]:
    """What must be there or may not be too long, in the order of the form: a whole list asks two thousand times."""
    asked = [label for label in labels().values() if label.rows or label.required or label.limit]
    fields = tuple((label, attrgetter(label.path)) for label in asked if "[]" not in label.path)
    tables = []
    for path, group in groupby((one for one in asked if "[]." in one.path), lambda one: one.path.partition("[].")[0]):
        columns = [(label, label.path.partition("[].")[2]) for label in group]
        tables.append(_Table(path, attrgetter(path), tuple((label, name, attrgetter(name)) for label, name in columns)))
    return fields, tuple(tables)


def _cells(rows: Sequence[Any], table: _Table, texts: CompletenessFile) -> Iterator[Lack]:
    for label, name, read in table.columns:
        for index, row in enumerate(rows):
            value = read(row)
            if label.required and _empty(value) and not (label.unless and getattr(row, label.unless)):
                where = f"{table.path}[{index}].{name}"
                yield _form(texts, Verdict.TODO, texts.cell, label, where, row=index + 1)
            elif label.limit and _too_long(value, label):
                where = f"{table.path}[{index}].{name}"
                yield _form(texts, Verdict.WARN, texts.too_long, label, where, length=len(value))


def _highest(application: Application, texts: CompletenessFile) -> Iterator[Lack]:
    """Exactly one row of the education table is the highest."""
    count = sum(row.highest for row in application.study)
    if application.study and count != 1:
        label = labels()["study[].highest"]
        yield _form(texts, Verdict.TODO, texts.highest, label, "study[0].highest", count=count)


def _empty(value: Any) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _too_long(value: Any, label: FieldLabel) -> bool:
    return isinstance(value, str) and len(value) > label.limit


def _form(
    texts: CompletenessFile, verdict: Verdict, sentence: Sentence, label: FieldLabel, where: str, **numbers: int
) -> Lack:
    return Lack(FORM, texts.clause, verdict, sentence, where, label, numbers)


def _finding(lack: Lack) -> Finding:
    return Finding(
        rule=lack.rule,
        clause=lack.clause,
        verdict=lack.verdict,
        says=lack.words(lack.sentence.says),
        mend=lack.words(lack.sentence.mend),
        facts=tuple(Fact(name=name, value=str(number), field=lack.where) for name, number in lack.numbers.items()),
        field=lack.where,
    )
