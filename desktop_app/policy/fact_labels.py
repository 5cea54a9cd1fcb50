"""What each fact is called (`resources/locale/facts.toml`), by the subject whose rules use it."""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import MappingProxyType

import msgspec

from desktop_app.core.resources import resource
from desktop_app.domain.values import Value
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.subject import Subject
from desktop_app.policy.tables import Both, Said


class Names(Enum):
    """The pack's tables whose codes facts may hold."""

    SERIES = "series"
    AREAS = "areas"
    GROUPS = "groups"
    POINTS = "points"  # of the checklists


class FactLabel(Value, frozen=True):
    """A fact's name; `names` is the pack's table that words its codes, `values` words for values of its own."""

    zh: Said
    en: Said
    names: Names | None = None
    values: Mapping[str, Both] = msgspec.field(default_factory=dict)


@cache
def fact_labels() -> Mapping[Subject, Mapping[str, FactLabel]]:
    """Subject -> fact -> label. `length`, `row` and `count` are named by the form's own check."""
    tables = TomlFile.at(resource("locale", "facts.toml")).table(dict[Subject, dict[str, FactLabel]])
    return MappingProxyType({subject: MappingProxyType(rows) for subject, rows in tables.items()})
