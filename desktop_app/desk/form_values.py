"""What a form can print, by name: the values and lists that somebody laying a form over a blank chooses from."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop_app.core.resources import resource
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Words
from desktop_app.papers import bindings
from desktop_app.papers.form import load


@dataclass(frozen=True, slots=True)
class Named:
    """A value, a list or a column, and what it is called."""

    name: str
    words: Words


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list with its columns."""

    name: str
    words: Words
    columns: tuple[Named, ...]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resource("locale", "printed.toml").read_text(encoding="utf-8"))


def value_words(name: str) -> Words:
    """What a value is called; its own name for one that the table does not have."""
    found = _table()["values"].get(name)
    return Words(**found) if found else Words(zh=name, en=name)


@cache
def values(document: Document) -> tuple[Named, ...]:
    """Every single value that a paper can print, in the order of the form."""
    known = bindings.vocabulary() | {f"extra.{name}" for name in load(document.value).file.extra}
    order = {name: at for at, name in enumerate(_table()["values"])}
    return tuple(Named(name, value_words(name)) for name in sorted(known, key=lambda n: order.get(n, len(order))))


@cache
def lists(document: Document) -> tuple[NamedList, ...]:
    """Every list that a paper can print."""
    known = {name: tuple(columns) for name, columns in bindings.row_vocabulary().items()}
    known |= load(document.value).file.lists
    table = _table()["lists"]
    return tuple(
        NamedList(
            name,
            Words(**table[name]["title"]),
            tuple(Named(column, Words(**words)) for column, words in table[name]["columns"].items()),
        )
        for name in table
        if name in known
    )
