"""Applications and office lists in every degree of fullness, built from the domain's own limits."""

from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import msgspec
from msgspec import structs

from desktop_app.desk.tables import code_tables
from desktop_app.domain.application import Application
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.words import word
from desktop_app.papers.form import load
from desktop_app.papers.wording import CodeTables
from desktop_app.policy.pack import load_shipped
from tests.support.papers import DIGEST, LONG_NAME, SENTENCE

#: One character of each block that names are written with; compatibility ideographs that look like their twins.
EXTENSIONS = "㐂㛃𠀋𫘧𫝀𫢸𫣊𬭎𬺈\U0002ceb0\U0002ebe1\U00030000\U0003134f\U00031350"
COMPATIBILITY = "\uf9b2\ufa0e\ufa11\ufa1f\U0002f80a"
RARE = f"{EXTENSIONS}{COMPATIBILITY}{LONG_NAME}"
#: What stands for a text that may be as long as the domain allows: sentences with commas, digits and Latin letters.
_PROSE = f"{SENTENCE}Effects of reseeding on steppe soils, ISSN 1000-0001。"
_MONTH, _DECIMAL, _DAY = "2026-12", "9999999999.9999", date(2026, 12, 31)
_YEARS = 10


@cache
def tables() -> CodeTables:
    """The words that the shipped pack prints for codes."""
    return code_tables(load_shipped())


def text(length: int, source: str = _PROSE) -> str:
    """`length` characters of the source, over and over."""
    return (source * (length // len(source) + 1))[:length]


def longest(rows: int) -> Application:
    """Every field as long as the domain lets it be, every list `rows` long, each code that with the longest word."""
    return _with_codes(_value(Application, rows, lambda length: text(length)))


def rare(rows: int = 3) -> Application:
    """Every free text full of rare characters, at a third of its longest."""
    return _with_codes(_value(Application, rows, lambda length: text(max(4, length // 3), RARE)))


def _value(kind: Any, rows: int, say: Callable[[int], str]) -> Any:
    """The fullest value of a type."""
    return _of(msgspec.inspect.type_info(kind), rows, say)


def _of(info: Any, rows: int, say: Callable[[int], str]) -> Any:
    match info:
        case msgspec.inspect.StructType():
            return info.cls(**{field.name: _of(field.type, rows, say) for field in info.fields})
        case msgspec.inspect.VarTupleType():
            return _list(info.item_type, rows, say)
        case msgspec.inspect.UnionType():
            return _of(next(each for each in info.types if not isinstance(each, msgspec.inspect.NoneType)), rows, say)
        case msgspec.inspect.EnumType():
            return max(info.cls, key=_extent)
        case msgspec.inspect.LiteralType():
            return info.values[0]
        case msgspec.inspect.StrType():
            return _string(info, say)
        case msgspec.inspect.IntType():
            return info.le
        case msgspec.inspect.BoolType():
            return True
        case msgspec.inspect.DateType():
            return _DAY
    raise AssertionError(f"no fullest value of {info}")


def _list(item: Any, rows: int, say: Callable[[int], str]) -> tuple[Any, ...]:
    """Rows of years follow each other, as a list of years has each but once; the points of a checklist are names."""
    one = _of(item, rows, say)
    if isinstance(one, msgspec.Struct) and "year" in one.__struct_fields__ and not hasattr(one, "digest"):
        return tuple(structs.replace(one, year=2100 - back) for back in range(min(rows, _YEARS)))
    return (one,) * rows


def _string(info: msgspec.inspect.StrType, say: Callable[[int], str]) -> str:
    if info.pattern is None:
        assert info.max_length is not None, "a text without a limit"
        return say(info.max_length)
    for candidate in (_MONTH, _DECIMAL, DIGEST):
        try:
            return msgspec.convert(candidate, type=_annotated(info))
        except msgspec.ValidationError:
            continue
    raise AssertionError(f"no text for {info.pattern}")


def _annotated(info: msgspec.inspect.StrType) -> Any:
    from typing import Annotated

    return Annotated[str, msgspec.Meta(pattern=info.pattern)]


def _extent(member: Enum) -> int:
    try:
        return len(word(member))
    except KeyError:  # an enum that is never printed by its word
        return 0


def _with_codes(content: Application) -> Application:
    """Codes are no free text: those whose words are longest, and a mark that a unit could have decided on."""

    def longest_word(table: str) -> str:
        words = tables().tables[table]
        return max(words, key=lambda code: len(words[code]))

    return structs.replace(
        content,
        year=2026,
        marking=marked(SecrecyLevel.SECRET, 239),
        filing=structs.replace(content.filing, series=longest_word("series"), series_track=""),
        person=structs.replace(
            content.person, ethnic_group=longest_word("ethnic"), political_status=longest_word("political")
        ),
        education=structs.replace(
            content.education, level=longest_word("education"), degree=longest_word("degree"), years="999.9"
        ),
        unit=structs.replace(content.unit, area=longest_word("area")),
    )


def declared(paper: str, words: str, rows: int) -> dict[str, Any]:
    """What a form asks for beside the application: the same words, figures for votes; pages of their own are few."""
    file = load(paper).file
    makes_pages = {page.per for page in file.pages}
    counts = {name: min(rows, 3) if name in makes_pages else rows for name in file.lists}
    return {
        "extra": {name: (words and "１０") if name.startswith("group_") else words for name in file.extra},
        "rows": {name: [dict.fromkeys(columns, words)] * counts[name] for name, columns in file.lists.items()},
    }
