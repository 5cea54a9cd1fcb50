"""What the form still lacks: empty required fields, tables without rows, texts longer than their place on paper."""

from collections.abc import Iterator
from typing import Any

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Fact, Finding, Verdict, Words
from desktop_app.policy.labels import FieldLabel, labels
from desktop_app.policy.tables import Both, CompletenessFile, Sentence

FORM = "FORM"
MARK = "MARK"


def findings(application: Application, texts: CompletenessFile) -> Iterator[Finding]:
    """One finding for each thing that is missing or too long, in the order of the form."""
    if not application.marking.decided:
        yield _finding(MARK, texts.mark_clause, Verdict.TODO, texts.undecided, "marking.state")
    for label in labels().values():
        if "[]" in label.path:
            continue
        value = _read(application, label.path)
        if label.rows and len(value) < label.rows:
            yield _form(texts, Verdict.TODO, texts.rows, label, label.path)
        elif label.required and _empty(value):
            yield _form(texts, Verdict.TODO, texts.empty, label, label.path)
        elif _too_long(value, label):
            yield _form(texts, Verdict.WARN, texts.too_long, label, label.path, length=len(value))
    yield from _cells(application, texts)
    yield from _highest(application, texts)


def _cells(application: Application, texts: CompletenessFile) -> Iterator[Finding]:
    for label in labels().values():
        table, _, column = label.path.partition("[].")
        if not column:
            continue
        for index, row in enumerate(_read(application, table)):
            value = _read(row, column)
            where = f"{table}[{index}].{column}"
            excused = bool(label.unless and getattr(row, label.unless))
            if label.required and not excused and _empty(value):
                yield _form(texts, Verdict.TODO, texts.cell, label, where, row=index + 1)
            elif _too_long(value, label):
                yield _form(texts, Verdict.WARN, texts.too_long, label, where, length=len(value))


def _highest(application: Application, texts: CompletenessFile) -> Iterator[Finding]:
    """Exactly one row of the education table is the highest."""
    count = sum(row.highest for row in application.study)
    if application.study and count != 1:
        label = labels()["study[].highest"]
        yield _form(texts, Verdict.TODO, texts.highest, label, "study[0].highest", count=count)


def _read(application: Application, path: str) -> Any:
    value: Any = application
    for part in path.split("."):
        value = getattr(value, part)
    return value


def _empty(value: Any) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())


def _too_long(value: Any, label: FieldLabel) -> bool:
    return bool(label.limit) and isinstance(value, str) and len(value) > label.limit


def _form(
    texts: CompletenessFile, verdict: Verdict, sentence: Sentence, label: FieldLabel, field: str, **numbers: int
) -> Finding:
    return _finding(FORM, texts.clause, verdict, sentence, field, label=label, **numbers)


def _finding(
    rule: str,
    clause: str,
    verdict: Verdict,
    sentence: Sentence,
    field: str,
    label: FieldLabel | None = None,
    **numbers: int,
) -> Finding:
    limits = {"limit": label.limit, "rows": label.rows} if label else {}
    names = (label.zh, label.en) if label else ("", "")

    def filled(text: Both) -> Words:
        zh, en = (
            words.format(label=name, **limits, **numbers) for words, name in zip((text.zh, text.en), names, strict=True)
        )
        return Words(zh=zh, en=en)

    facts = tuple(Fact(name=name, value=str(number), field=field) for name, number in numbers.items())
    return Finding(
        rule=rule,
        clause=clause,
        verdict=verdict,
        says=filled(sentence.says),
        mend=filled(sentence.mend),
        facts=facts,
        field=field,
    )
