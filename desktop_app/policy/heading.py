"""Checks pack.toml and draws up the names that the pack's conditions may use."""

from collections.abc import Mapping
from datetime import date

from desktop_app.policy import office_settings, tables, unreached
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
#: What the program itself asks a pack for, by name.
_NEEDED_SETTINGS = {
    "notice_counts_posting_day": tables.SettingKind.FLAG,
    "department_posts_notice": tables.SettingKind.FLAG,
    "deadline_on_holiday": tables.SettingKind.CHOICE,
    "years_counted_to": tables.SettingKind.CHOICE,
    "local_exam": tables.SettingKind.CHOICE,
    "classified_registers_online": tables.SettingKind.FLAG,
    "city_service_months": tables.SettingKind.NUMBER,
    "continuing_public_hours": tables.SettingKind.NUMBER,
    "continuing_professional_hours": tables.SettingKind.NUMBER,
}
_NEEDED_NUMBERS = (
    "notice_minimum_workdays",
    "assessment_years_wanted",
    "dishonesty_years",
    "expert_years_running",
    "external_parts",
    "external_whole",
    "committee_longest_years",
    "expert_term_years",
    "senior_committee_series",
    "senior_committee_specialty",
    "scheme_days_before",
    "quorum_parts",
    "quorum_whole",
    "majority_parts",
    "majority_whole",
    "result_notice_minimum",
    "result_months",
    "auditor_exam_years",
    "grassroots_months_excusing",
)


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
    _check_needed(source, head)
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


def _check_needed(source: TomlFile, head: tables.PackFile) -> None:
    kinds = {row.id: row.kind for row in head.setting}
    for name, kind in _NEEDED_SETTINGS.items():
        if kinds.get(name) is not kind:
            source.refuse(0, f"no setting {name} of kind {kind.value}")
    for name in _NEEDED_NUMBERS:
        values = [row.value for row in head.parameter if row.id == name]
        if not values or not all(type(value) is int and value > 0 for value in values):
            source.refuse(0, f"no parameter {name} that is a number")
