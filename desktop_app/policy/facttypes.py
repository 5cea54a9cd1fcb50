"""What a fact may be: its kind, the words it may take, the field it comes from."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """The kinds of facts. A date is its ISO text; a missing date, word or text is empty, so all can be compared."""

    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"
    WORD = "word"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class FactType:
    """One name. `words` is the enum a word (or the members of a list) belongs to; `late` facts need the route."""

    kind: Kind
    field: str = ""
    words: type[Enum] | None = None
    late: bool = False


def flag(field: str = "", *, late: bool = False) -> FactType:
    return FactType(Kind.FLAG, field, late=late)


def number(field: str = "", *, late: bool = False) -> FactType:
    return FactType(Kind.NUMBER, field, late=late)


def text(field: str = "") -> FactType:
    return FactType(Kind.TEXT, field)


def day(field: str = "", *, late: bool = False) -> FactType:
    return FactType(Kind.DATE, field, late=late)


def word(words: type[Enum], field: str = "") -> FactType:
    return FactType(Kind.WORD, field, words)


def several(field: str = "", words: type[Enum] | None = None, *, late: bool = False) -> FactType:
    return FactType(Kind.LIST, field, words, late)
