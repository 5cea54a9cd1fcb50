"""One table from error code to sentence, in Chinese and English; the only place that words a `Fault`."""

from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Protocol, TypeVar

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource

T = TypeVar("T")


class Language(Enum):
    """The languages the program speaks."""

    ZH = "zh"
    EN = "en"


#: What each language is called in itself.
NATIVE = {Language.ZH: "中文", Language.EN: "English"}


def own(words: Mapping[str, T], language: Language) -> T:
    """The words of a table in one language; English stands where another one has none yet."""
    return words[language.value if language.value in words else Language.EN.value]


@cache
def sentences() -> dict[str, dict[str, str]]:
    """code value -> {"zh": …, "en": …}, read from `resources/locale/errors/*.toml`."""
    import tomllib  # on the first sentence: a start without a fault has no use for it

    table: dict[str, dict[str, str]] = {}
    for path in sorted(resource("locale", "errors").glob("*.toml")):
        family = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, words in family.items():
            table[f"{path.stem}.{name}"] = words
    return table


class Spoken(Protocol):
    """What comes in both languages."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


class _Blank(dict[str, object]):
    """Missing placeholders stay visible as their name; a sentence is never lost to a formatting error."""

    def __missing__(self, key: str) -> str:
        return key


def sentence(fault: Fault, language: Language = Language.ZH) -> str:
    """What happened, what it means, what to do: one sentence for the user."""
    return sentence_for(fault.code, language, **fault.fields)


def sentence_for(code: Code, language: Language = Language.ZH, **fields: object) -> str:
    """The sentence of `code` with its placeholders filled."""
    spoken = {name: in_language(value, language) for name, value in fields.items()}
    words = own(sentences()[code.value], language)
    return words.format_map(_Blank(counted(spoken) if "|" in words else spoken))


def told(words: Spoken, language: Language) -> str:
    """Chinese, or what the language itself has, or English."""
    return words.zh if language is Language.ZH else getattr(words, language.value, words.en)


class _Counted:
    """A value that chooses between the word for one and the word for many: `{count:copy|copies}`."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if bar:
            return one if str(self._value) == "1" else many
        return format(self._value, spec)


def counted(fields: Mapping[str, object]) -> dict[str, object]:
    """The same fields, for a sentence in which words go by their number."""
    return {name: _Counted(value) for name, value in fields.items()}


def in_language(value: object, language: Language) -> object:
    """A field that comes in both languages (it has the languages' names as attributes) speaks the asked one."""
    return getattr(value, language.value, getattr(value, Language.EN.value, value))
