"""One table from enum member to word, in Chinese and English (`resources/locale/words.toml`): enums hold no words."""

import tomllib
from enum import Enum
from functools import cache
from typing import TypeVar

from desktop_app.core.messages import Language, own
from desktop_app.core.resources import resource
from desktop_app.domain.findings import Words

E = TypeVar("E", bound=Enum)


@cache
def table() -> dict[str, dict[str, dict[str, str]]]:
    """Enum class name -> member value -> {"zh": …, "en": …}."""
    return tomllib.loads(resource("locale", "words.toml").read_text(encoding="utf-8"))


def word(member: Enum, language: Language = Language.ZH) -> str:
    """The word for one enum member."""
    return own(table()[type(member).__name__][str(member.value)], language)


def words_of(member: Enum) -> Words:
    """The words for one enum member in both languages."""
    return Words(zh=word(member, Language.ZH), en=word(member, Language.EN))


def choices(members: type[E], language: Language = Language.ZH) -> list[tuple[E, str]]:
    """All members of an enum with their words, in the enum's order."""
    return [(member, word(member, language)) for member in members]
