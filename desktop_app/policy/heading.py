"""Checks pack.toml and draws up the names that the pack's conditions may use."""

from collections.abc import Mapping
from datetime import date

from desktop_app.policy import needed, office_settings, tables, unreached
from desktop_app.policy.expressions import SymbolType
from desktop_app.policy.facttypes import FactType, Kind
from desktop_app.policy.reading import TomlFile
from desktop_app.policy.subjects import TYPES

#: The settings' own kinds, and a parameter's by the type of its value.
_SETTING_KINDS = {
    tables.SettingKind.DATE: Kind.DATE,
    tables.SettingKind.FLAG: Kind.FLAG,
    tables.SettingKind.CHOICE: Kind.WORD,
    tables.SettingKind.ROUTE: Kind.TEXT,
    tables.SettingKind.NUMBER: Kind.NUMBER,
}
_PARAMETER_KINDS = {bool: Kind.FLAG, int: Kind.NUMBER, str: Kind.TEXT, date: Kind.DATE}
#: The list of settings that an office has entered itself.
GIVEN = "given"


def check_head(source: TomlFile, head: tables.PackFile) -> None:
    """Schema, doubled names, defaults and periods of pack.toml."""
    if head.schema != tables.SCHEMA:
        source.refuse(source.line_of_text("schema"), f"schema {head.schema}, this program reads {tables.SCHEMA}")
    no_doubles(source, "setting", [row.id for row in head.setting])
    no_doubles(source, "group", [row.id for row in head.group])
    no_doubles(source, "parameter", [f"{row.id} from {row.valid_from}" for row in head.parameter])
    for index, setting in enumerate(head.setting):
        if setting.default is not None and (wrong := office_settings.problem(setting, setting.default)):
            source.refuse(source.line_of_row("setting", index), wrong)
        if setting.words and len(setting.words) != len(setting.choices):
            source.refuse(source.line_of_row("setting", index), f"{setting.id} needs words for each of its choices")
        if setting.kind is tables.SettingKind.FLAG and setting.default is None:
            source.refuse(source.line_of_row("setting", index), f"{setting.id} needs a reading until an office says")
    needed.check(source, head)
    names = [row.id for row in head.setting] + list(dict.fromkeys(row.id for row in head.parameter)) + [GIVEN]
    taken = {name for types in TYPES.values() for name in types}
    for name in names:
        if name in taken or names.count(name) > 1:
            source.refuse(source.line_of_text(f'id = "{name}"'), f"the name {name} is taken")
    for index, parameter in enumerate(head.parameter):
        if type(parameter.value) not in _PARAMETER_KINDS:
            source.refuse(source.line_of_row("parameter", index), f"{parameter.id} is no plain value")
        if parameter.valid_to < parameter.valid_from:
            source.refuse(source.line_of_row("parameter", index), f"{parameter.id} ends before it begins")
    unreached.periods(source, head.parameter)


def symbols(head: tables.PackFile, types: Mapping[str, FactType], *, late: bool) -> dict[str, SymbolType]:
    """Every name that the pack's conditions about one subject may use."""
    made = {
        name: SymbolType(fact.kind, frozenset({"", *(str(word.value) for word in fact.words)}) if fact.words else None)
        for name, fact in types.items()
        if late or not fact.late
    }
    if "groups" in made:
        made["groups"] = SymbolType(Kind.LIST, frozenset(group.id for group in head.group))
    made[GIVEN] = SymbolType(Kind.LIST, frozenset(setting.id for setting in head.setting))
    for setting in head.setting:
        words = frozenset({"", *setting.choices}) if setting.choices else None
        made[setting.id] = SymbolType(_SETTING_KINDS[setting.kind], words)
    for parameter in head.parameter:
        made[parameter.id] = SymbolType(_PARAMETER_KINDS[type(parameter.value)])
    return made


def no_doubles(source: TomlFile, table: str, names: list[str]) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            source.refuse(source.line_of_row(table, index), f"{name} twice")
