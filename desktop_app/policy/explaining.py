"""What a finding looked at, in words: each fact's label and value, and the field of the form it was entered in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from desktop_app.domain.findings import Fact, Finding, Station, Words
from desktop_app.domain.words import words_of
from desktop_app.policy.fact_labels import FactLabel, Names, fact_labels
from desktop_app.policy.facttypes import FactType, Kind
from desktop_app.policy.labels import labels, sections
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.tables import Group, Parameter, Setting, SettingKind

_YES, _NO = Words(zh="是", en="yes"), Words(zh="否", en="no")
_EMPTY = Words(zh="没有", en="none")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing a rule looked at. `field` is where it was entered and `place` that field's name; "" when worked out."""

    label: Words
    value: Words
    field: str
    place: Words

    @property
    def told(self) -> Words:
        """Label and value as one line; a setting's label is a question, which the value answers."""
        zh = "" if self.label.zh.endswith("？") else "："
        en = " " if self.label.en.endswith("?") else ": "
        return Words(zh=f"{self.label.zh}{zh}{self.value.zh}", en=f"{self.label.en}{en}{self.value.en}")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a finding says what it says. `setting` is the question by which an office answers what is left open."""

    seen: tuple[Seen, ...]
    field: str
    place: Words
    setting: str
    question: Words


def explained(finding: Finding, pack: Pack, subject: Subject = Subject.APPLICATION) -> Explanation:
    """The finding's facts in the words of both languages, in the order in which its rule looks at them."""
    setting = next((row for row in pack.head.setting if row.id == finding.setting), None)
    return Explanation(
        seen=tuple(_seen(fact, pack, subject) for fact in finding.facts),
        field=finding.field,
        place=place_of(finding.field),
        setting=finding.setting,
        question=setting.asks.words() if setting else Words(),
    )


def place_of(path: str) -> Words:
    """What a field, or the section of a table, is called on the form; empty for what is not on it."""
    bare = re.sub(r"\[\d+\]", "[]", path)
    label = labels().get(bare)
    if label is not None:
        return Words(zh=label.zh, en=label.en)
    within = next((row for row in labels().values() if bare and row.path.startswith(f"{bare}[]")), None)
    return sections().get(within.section if within else bare, Words())


def _seen(fact: Fact, pack: Pack, subject: Subject) -> Seen:
    label = fact_labels().get(subject, {}).get(fact.name)
    kind = TYPES[subject].get(fact.name)
    if label is not None:
        named, value = Words(zh=label.zh, en=label.en), _value(fact.value, label, kind, pack)
    elif (setting := next((row for row in pack.head.setting if row.id == fact.name), None)) is not None:
        named, value = setting.asks.words(), _setting_value(fact.value, setting)
    elif (parameter := next((row for row in pack.head.parameter if row.id == fact.name), None)) is not None:
        named, value = _parameter_name(parameter), _plain(fact.value)
    else:
        named, value = Words(zh=fact.name, en=fact.name), _plain(fact.value)
    return Seen(named, value, fact.field, place_of(fact.field))


def _parameter_name(parameter: Parameter) -> Words:
    if parameter.name is not None:
        return parameter.name.words()
    return Words(zh=f"规定的数（{parameter.clause}）", en=f"number set by {parameter.clause}")


def _value(text: str, label: FactLabel, kind: FactType | None, pack: Pack) -> Words:
    if not text:
        return _EMPTY
    if text in label.values:
        return label.values[text].words()
    if kind is not None and kind.kind is Kind.FLAG:
        return _flag(text)
    if kind is not None and kind.words is not None:
        return _joined(_member(part, kind.words) for part in text.split(", "))
    if label.names is not None:
        names = _names(label.names, pack)
        return _joined(names.get(part, _plain(part)) for part in text.split(", "))
    if kind is not None and kind.kind is Kind.LIST:
        return _joined(_plain(part) for part in text.split(", "))
    return _plain(text)


def _setting_value(text: str, setting: Setting) -> Words:
    if not text:
        return Words(zh="尚未设定", en="not settled")
    if setting.kind is SettingKind.FLAG:
        return _flag(text)
    if setting.kind is SettingKind.ROUTE:
        return _joined((_member(part.strip(), Station) for part in text.split(">")), " → ", " → ")
    worded = dict(zip(setting.choices, setting.words, strict=False))  # words are all there or none
    return worded[text].words() if text in worded else _plain(text)


def _names(table: Names, pack: Pack) -> Mapping[str, Words]:
    if table is Names.SERIES:
        return {code: row.name.words() for code, row in pack.series.items()}
    if table is Names.AREAS:
        return {code: row.name.words() for code, row in pack.areas.items()}
    return {row.id: _group_name(row) for row in pack.head.group}


def _group_name(group: Group) -> Words:
    if group.name is not None:
        return group.name.words()
    return Words(zh=f"{group.clause} 所列", en=f"named in {group.clause}")


def _flag(text: str) -> Words:
    return _YES if text == "yes" else _NO


def _member(value: str, kind: type[Enum]) -> Words:
    member = next((one for one in kind if str(one.value) == value), None)
    return words_of(member) if member is not None else Words(zh=value, en=value)


def _joined(parts: Iterable[Words], zh: str = "、", en: str = ", ") -> Words:
    found = list(parts)
    return Words(zh=zh.join(part.zh for part in found), en=en.join(part.en for part in found))


def _plain(text: str) -> Words:
    if _ISO.fullmatch(text):
        day = date.fromisoformat(text)
        return Words(zh=f"{day.year} 年 {day.month} 月 {day.day} 日", en=f"{day.day} {day:%B} {day.year}")
    return Words(zh=text, en=text) if text else _EMPTY
