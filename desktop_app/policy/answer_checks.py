"""What every answer of a pack is checked for, whatever table it stands in: conditions, sentences, fields, settings."""

import string

from desktop_app.domain import paths
from desktop_app.policy import tables
from desktop_app.policy.expressions import Compiler, Condition, ExpressionError
from desktop_app.policy.labels import labels
from desktop_app.policy.reading import TomlFile


def compiled(compiler: Compiler, source: TomlFile, line: int, text: str) -> Condition:
    """The condition. Raises `Fault(POLICY_INVALID)`, as all here do."""
    try:
        return compiler.compile(text)
    except ExpressionError as error:
        source.refuse(line, str(error))


def check_placeholders(source: TomlFile, line: int, words: tables.Both, compiler: Compiler) -> None:
    for text in (words.zh, words.en):
        try:
            parsed = list(string.Formatter().parse(text))
        except ValueError as error:
            source.refuse(line, f"a brace without its other in a sentence: {error}")
        for _, name, form, conversion in parsed:
            if name is not None and name not in compiler:
                source.refuse(line, f"unknown fact {name} in a sentence")
            if form or conversion:
                source.refuse(line, f"a fact stands in a sentence by its name alone, not as {name}!…:…")


def check_facts(source: TomlFile, line: int, names: tuple[str, ...], compiler: Compiler) -> None:
    for name in names:
        if name not in compiler:
            source.refuse(line, f"unknown fact {name}")


def check_field(source: TomlFile, line: int, field: str) -> None:
    if field and field not in labels() and paths.handed_in(field) is None:
        source.refuse(line, f"unknown field {field}")


def check_setting(source: TomlFile, line: int, setting: str, head: tables.PackFile) -> None:
    if setting and not any(row.id == setting for row in head.setting):
        source.refuse(line, f"no setting {setting}")
