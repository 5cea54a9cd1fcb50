"""What an office says where the notice leaves the word to a local one, checked against the pack's list."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from desktop_app.core import messages
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, own
from desktop_app.domain.findings import Station
from desktop_app.domain.words import word
from desktop_app.policy.tables import Scalar, Setting, SettingKind

_YES_NO = {True: {"zh": "是", "en": "yes"}, False: {"zh": "否", "en": "no"}}
#: No number of a notice (hours, yuan, people) is larger.
MOST = 1_000_000


def settled(settings: tuple[Setting, ...], given: Mapping[str, Scalar]) -> Mapping[str, Scalar | None]:
    """Every setting with its value: the office's, else the default, else `None`. Raises `Fault(POLICY_INVALID)`."""
    known = {setting.id: setting for setting in settings}
    for name, value in given.items():
        if name not in known:
            _refuse(f"unknown setting {name}")
        _check(known[name], value)
    return MappingProxyType({name: given.get(name, setting.default) for name, setting in known.items()})


def problem(setting: Setting, value: Scalar) -> str:
    """What is wrong with a value for a setting; empty when nothing is."""
    match setting.kind:
        case SettingKind.DATE if type(value) is date:
            return ""
        case SettingKind.FLAG if isinstance(value, bool):
            return ""
        case SettingKind.NUMBER if type(value) is int and 0 <= value <= MOST:
            return ""
        case SettingKind.CHOICE if value in setting.choices:
            return ""
        case SettingKind.ROUTE if isinstance(value, str) and _stations_known(value):
            return ""
    return f"{setting.id} cannot be {value!r}, it must be a {setting.kind.value}"


def plain(value: Scalar) -> bool | int | str:
    """A value as it is kept: a day becomes ISO text."""
    return value.isoformat() if isinstance(value, date) else value


def restored(settings: tuple[Setting, ...], kept: Mapping[str, bool | int | str]) -> dict[str, Scalar]:
    """The kept values that fit their settings; those of another edition's questions are left out."""
    known = {setting.id: setting for setting in settings}
    found = {name: _restored(known[name].kind, value) for name, value in kept.items() if name in known}
    return {name: value for name, value in found.items() if not problem(known[name], value)}


def _restored(kind: SettingKind, value: Scalar) -> Scalar:
    if kind is SettingKind.DATE and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def stations(value: Scalar | None) -> tuple[Station, ...]:
    """The stations of a route setting (`unit>department>district_hr`)."""
    return tuple(Station(part) for part in value.split(">")) if isinstance(value, str) and value else ()


def told(setting: Setting, value: Scalar | None, language: Language) -> str:
    """A value as a sentence shows it, in words; empty where nobody has said."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return own(_YES_NO[value], language)
    if setting.kind is SettingKind.ROUTE:
        return " → ".join(word(station, language) for station in stations(value))
    if setting.words and value in setting.choices:
        words = setting.words[setting.choices.index(str(value))].words()
        return messages.told(words, language)
    return str(value)


def _stations_known(value: str) -> bool:
    known = {station.value for station in Station}
    parts = value.split(">")
    return set(parts) <= known and len(set(parts)) == len(parts)


def _check(setting: Setting, value: Scalar) -> None:
    if wrong := problem(setting, value):
        _refuse(wrong)


def _refuse(detail: str) -> None:
    raise Fault(Code.POLICY_INVALID, path="settings", line=0, detail=detail)
