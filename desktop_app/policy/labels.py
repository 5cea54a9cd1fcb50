"""Labels of the form's fields: what each is called, where it stands, whether it must be filled, how long it may be."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from desktop_app.core.resources import resource
from desktop_app.domain.findings import Words
from desktop_app.domain.values import Value
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.tables import Both, Said


class FieldLabel(Value, frozen=True):
    """One field. A column of a table has the path `study[].school`; `unless` names a flag of the row that excuses it.

    `limit` is the longest text the printed form holds, 0 for anything but text; `rows` the fewest rows of a table.
    """

    path: str
    zh: str
    en: str
    section: str
    required: bool = False
    limit: int = 0
    unless: str = ""
    rows: int = 0


class _Row(Value, frozen=True):
    zh: Said
    en: Said
    required: bool = False
    limit: int = 0
    unless: str = ""
    rows: int = 0


class _Section(Value, frozen=True):
    title: Both
    fields: dict[str, _Row]


@cache
def labels() -> Mapping[str, FieldLabel]:
    """Dotted path -> label, in the order of the form."""
    return MappingProxyType(
        {
            path: FieldLabel(path=path, section=section, **{name: getattr(row, name) for name in row.__struct_fields__})
            for section, part in _sections().items()
            for path, row in part.fields.items()
        }
    )


@cache
def sections() -> Mapping[str, Words]:
    """Section -> its title, in the order of the form."""
    return MappingProxyType({name: part.title.words() for name, part in _sections().items()})


@cache
def _sections() -> dict[str, _Section]:
    return TomlFile.at(resource("locale", "fields.toml")).table(dict[str, _Section])
