"""A condition of a pack in words, for those who read what changed: `level == "mid"` is said as people say it."""

import re
from collections.abc import Iterator

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language, told
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.words import word
from desktop_app.policy.explaining import names_of
from desktop_app.policy.fact_labels import FactLabel, fact_labels
from desktop_app.policy.heading import GIVEN
from desktop_app.policy.pack import Pack
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.tables import Both

_TEXT = r'"(?P<{0}>[^"]*)"'
_PART = re.compile(
    "|".join(
        (
            rf"{_TEXT.format('member')} (?P<member_not>not )?in (?P<holder>\w+)",
            r"(?P<one>\w+) (?P<one_not>not )?in \[(?P<row>[^\]]*)\]",
            rf"(?P<left>[\w.]+) (?P<test>==|!=|<=|>=|<|>) (?:{_TEXT.format('text')}|(?P<bare>[\w.]+))",
            r"not (?P<filled>\w+)\.is_empty",
            r"(?P<empty>\w+)\.is_empty",
            r"not (?P<no>\w+)",
            r"(?P<whole>not) (?=\()",
            r"^(?P<always>true)$",
            r"\b(?P<joint>and|or)\b",
            r"(?P<flag>\w+)",
        )
    )
)
_TESTS = {
    "==": bilingual("为"),
    "!=": bilingual("不为"),
    "<=": bilingual("不超过"),
    ">=": bilingual("不少于"),
    "<": bilingual("少于"),
    ">": bilingual("超过"),
}
_JOINTS = {"and": bilingual("，"), "or": bilingual("或")}


def condition_words(condition: str, pack: Pack, language: Language, subject: Subject = Subject.APPLICATION) -> str:
    """Brackets stay; whatever has no word stands as it is written."""
    said = re.sub(_PART, lambda found: _Part(found, pack, language, subject).said(), condition)
    if language is Language.ZH:
        return re.sub(r"\s*(，|或)\s*", r"\1", said)
    return re.sub(r"\s+", " ", re.sub(r"\s*, ", ", ", said))


class _Part:
    """One comparison, flag or joint."""

    def __init__(self, found: re.Match[str], pack: Pack, language: Language, subject: Subject) -> None:
        self._found, self._pack, self._language = found, pack, language
        self._types, self._labels = TYPES[subject], fact_labels()[subject]

    def said(self) -> str:
        at = self._found.groupdict()
        if at["joint"]:
            return self._in(_JOINTS[at["joint"]])
        if at["holder"] == GIVEN:
            return self._label(at["member"]) + (
                self._pick("join|尚未设定") if at["member_not"] else self._pick("join|已设定")
            )
        if at["holder"]:
            verb = self._pick("不含") if at["member_not"] else self._pick("含")
            return self._label(at["holder"]) + verb + self._value(at["holder"], at["member"])
        if at["row"] is not None:
            verb = self._pick("不是") if at["one_not"] else self._pick("join|是")
            return self._label(at["one"]) + verb + self._pick("或").join(self._values(at["one"], at["row"]))
        if at["test"]:
            return self._compared(at["left"], at["test"], at["text"], at["bare"])
        if at["whole"]:
            return self._pick("并非")
        if at["always"]:
            return self._pick("其他情形")
        if at["filled"]:
            return self._pick("有") + self._label(at["filled"])
        if at["empty"]:
            return self._pick("join|没有") + self._label(at["empty"])
        if at["no"]:
            return self._pick("非") + self._label(at["no"])
        return self._label(at["flag"])

    def _compared(self, left: str, test: str, text: str | None, bare: str | None) -> str:
        if text == "":
            there = {"==": bilingual("未填"), "!=": bilingual("已填")}
            return self._label(left) + self._in(there[test])
        verb = self._in(_TESTS[test])
        value = self._value(left, text) if text is not None else self._label(bare or "")
        between = "" if self._language is Language.ZH else " "
        return between.join((self._label(left), verb, value))

    def _values(self, name: str, row: str) -> Iterator[str]:
        return (self._value(name, text) for text in re.findall(r'"([^"]*)"', row))

    def _value(self, name: str, text: str) -> str:
        known, label = self._types.get(name), self._labels.get(name)
        if label is not None and text in label.values:
            return self._in(label.values[text])
        if known is not None and known.words is not None and text in {one.value for one in known.words}:
            return word(known.words(text), self._language)
        if label is not None and label.names is not None:
            named = names_of(label.names, self._pack).get(text)
            return self._in(named) if named else text
        return self._chosen(name, text)

    def _chosen(self, name: str, text: str) -> str:
        """One of the choices of a setting."""
        setting = self._pack.setting(name)
        if setting is None or text not in setting.choices or not setting.words:
            return text
        said = setting.words[setting.choices.index(text)]
        return self._in(said)

    def _label(self, name: str) -> str:
        number = next((one.name for one in self._pack.head.parameter if one.id == name and one.name), None)
        if number is not None:
            return self._in(number)
        if (setting := self._pack.setting(name)) is not None:
            return f"“{self._in(setting.asks)}”"
        fact, dot, _ = name.partition(".")
        label = self._labels.get(fact)
        many = self._pick("的数目") if dot else ""
        return self._in(label) + many if label else name

    def _in(self, both: Both | FactLabel | Words) -> str:
        return told(both, self._language)

    def _pick(self, text: str) -> str:
        return phrase(text, self._language)
