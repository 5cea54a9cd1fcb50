"""What a finding looked at, in words: each fact's label and value, and the field of the form it was entered in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from desktop_app.core.messages import Language
from desktop_app.domain import paths
from desktop_app.domain.findings import Fact, Finding, Words, bilingual, listed
from desktop_app.domain.words import words_of
from desktop_app.policy import office_settings
from desktop_app.policy.fact_labels import FactLabel, Names, fact_labels
from desktop_app.policy.facttypes import FactType, Kind
from desktop_app.policy.heading import GIVEN
from desktop_app.policy.labels import labels, sections
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.tables import Group, Parameter, Scalar, Setting, SettingKind

_YES, _NO = bilingual("是"), bilingual("否")
_EMPTY = bilingual("没有")
#: As many series as a line can name.
_FEW = 2
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
        return Words(zh=self.label.zh + zh + self.value.zh, en=self.label.en + en + self.value.en)


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
    setting = pack.setting(finding.setting)
    return Explanation(
        seen=tuple(_seen(fact, pack, subject) for fact in finding.facts if fact.name != GIVEN)
        + _answered(finding, setting, pack),
        field=finding.field,
        place=place_of(finding.field),
        setting=finding.setting,
        question=setting.asks.words() if setting else Words(),
    )


def place_of(path: str) -> Words:
    """What a field, or the section of a table, is called on the form; empty for what is not on it."""
    bare = re.sub(r"\[\d+\]", "[]", path)
    kind = paths.handed_in(path)
    if kind is not None:
        return words_of(kind)
    label = labels().get(bare)
    if label is not None:
        return Words(zh=label.zh, en=label.en)
    within = next((row for row in labels().values() if bare and row.path.startswith(f"{bare}[]")), None)
    return sections().get(within.section if within else bare, Words())


def _answered(finding: Finding, setting: Setting | None, pack: Pack) -> tuple[Seen, ...]:
    """Where a rule looked at whether the office has answered: that, of the question the finding leads to."""
    looked = {fact.name for fact in finding.facts}
    if setting is None or GIVEN not in looked or setting.id in looked:
        return ()
    value = _told(setting, pack.settings[setting.id])
    if setting.id not in pack.given:
        value = bilingual("{value}（本单位尚未设定）", value=value)
    return (Seen(setting.asks.words(), value, "", Words()),)


def _read(setting: Setting, text: str) -> Scalar | None:
    """A setting's value as the finding saw it."""
    if not text:
        return None
    return text == "yes" if setting.kind is SettingKind.FLAG else text


def _told(setting: Setting, value: Scalar | None) -> Words:
    if value is None:
        return bilingual("尚未设定")
    zh, en = (office_settings.told(setting, value, language) for language in (Language.ZH, Language.EN))
    return _plain(zh) if setting.kind is SettingKind.DATE else Words(zh=zh, en=en)


def _seen(fact: Fact, pack: Pack, subject: Subject) -> Seen:
    label = fact_labels().get(subject, {}).get(fact.name)
    kind = TYPES[subject].get(fact.name)
    if label is not None:
        named, value = Words(zh=label.zh, en=label.en), _value(fact.value, label, kind, pack)
    elif (setting := pack.setting(fact.name)) is not None:
        named, value = setting.asks.words(), _told(setting, _read(setting, fact.value))
    elif (parameter := next((row for row in pack.head.parameter if row.id == fact.name), None)) is not None:
        named, value = _parameter_name(parameter), _plain(fact.value)
    else:
        named, value = Words(zh=fact.name, en=fact.name), _plain(fact.value)
    return Seen(named, value, fact.field, place_of(fact.field))


def _parameter_name(parameter: Parameter) -> Words:
    if parameter.name is not None:
        return parameter.name.words()
    return bilingual("规定的数（{clause}）", clause=parameter.clause)


def _value(text: str, label: FactLabel, kind: FactType | None, pack: Pack) -> Words:
    if not text:
        return _EMPTY
    if text in label.values:
        return label.values[text].words()
    if kind is not None and kind.kind is Kind.FLAG:
        return _flag(text)
    if kind is not None and kind.words is not None:
        return listed(_member(part, kind.words) for part in text.split(", "))
    if label.names is not None:
        names = names_of(label.names, pack)
        return listed(names.get(part, _plain(part)) for part in text.split(", "))
    if kind is not None and kind.kind is Kind.LIST:
        return listed(_plain(part) for part in text.split(", "))
    return _plain(text)


def names_of(table: Names, pack: Pack) -> Mapping[str, Words]:
    """What the codes of one of the pack's tables are called."""
    if table is Names.SERIES:
        return {code: row.name.words() for code, row in pack.series.items()}
    if table is Names.AREAS:
        return {code: row.name.words() for code, row in pack.areas.items()}
    if table is Names.POINTS:
        return {point.id: point.says.words() for each in pack.checklists.values() for point in each.point}
    return {row.id: _group(row, pack) for row in pack.head.group}


def _group(row: Group, pack: Pack) -> Words:
    """Its name; without one the clause that lists it, with its members where they are few."""
    if row.name is not None:
        return row.name.words()
    said = bilingual("{clause} 所列", clause=row.clause)
    found = [pack.series[code].name for code in row.series if code in pack.series]
    if len(found) > _FEW:
        return said
    narrower = "、".join((*row.tracks, *row.specialties))
    members = listed(name.words() for name in found)
    if narrower:
        members = bilingual("{members}：{narrower}", members=members, narrower=narrower)
    return bilingual("{said}（{members}）", said=said, members=members)


def _flag(text: str) -> Words:
    return _YES if text == "yes" else _NO


def _member(value: str, kind: type[Enum]) -> Words:
    member = next((one for one in kind if str(one.value) == value), None)
    return words_of(member) if member is not None else Words(zh=value, en=value)


def _plain(text: str) -> Words:
    if _ISO.fullmatch(text):
        day = date.fromisoformat(text)
        return bilingual("{day.year} 年 {day.month} 月 {day.day} 日", day=day)
    return Words(zh=text, en=text) if text else _EMPTY
