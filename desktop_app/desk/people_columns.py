"""The columns of the people's sheet: which fields an officer types there, what each cell may hold, how it is read."""

import re
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

import msgspec
import msgspec.inspect as declared

from desktop_app.desk import words
from desktop_app.desk.typed_sheet import Column, day, line, month, yes
from desktop_app.domain import identity_number, paths
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.values import Decimal, Month
from desktop_app.domain.words import words_of
from desktop_app.policy.pack import Pack

#: By which a person is known again.
NUMBER, NAME = "person.identity_number", "person.name"
_SECTIONS = ("person", "filing", "unit", "education", "post", "standing")
#: The first columns, in the order in which an officer looks at a list.
_FIRST = (NAME, NUMBER, "unit.name", "filing.level", "filing.series", "filing.series_track", "filing.specialty",
          "filing.title", "filing.track", "filing.path")  # fmt: skip
#: What other parts of the program find out or record: never typed into a list.
_NOT_HERE = ("filing.submitted_on", "year", "schema", "standing.dishonesty_recorded_on")
#: Fields that hold a code; a list says its word.
_CODES = {
    "person.ethnic_group": "ethnic",
    "person.political_status": "political",
    "education.level": "education",
    "education.degree": "degree",
    "unit.area": "area",
    "standing.labour_area": "area",
    "filing.series": "series",
}
_NUMBER_TEXT = re.compile(r"\s")
_DAY = bilingual("年月日，如 2019.6.1")
_MONTH = bilingual("年月，如 2019.6")
_DECIMAL = bilingual("数字，如 2.5")
_YES = bilingual("是或否")


def columns(pack: Pack) -> tuple[Column, ...]:
    """The sheet's columns under this pack. A cell left empty has no say: its value is `None`."""
    labels = words.labels()
    of_sections = [path for path, label in labels.items() if label.section in _SECTIONS and path not in _NOT_HERE]
    rest = [path for path in of_sections if path not in _FIRST and "[]" not in path]
    return tuple(_column(path, pack) for path in (*_FIRST, *rest))


def _column(path: str, pack: Pack) -> Column:
    label = words.labels()[path]
    head = Words(zh=label.zh, en=label.en)
    width = max(12, min(40, 2 * len(label.zh) + 2, 2 * (label.limit or 12)))
    expected, parse, choices = _form(path, pack, label.limit)
    return Column(path, head, width, expected, parse, None, needed=path in (NAME, NUMBER), choices=choices)


_Form = tuple[Words, Callable[[str], Any], tuple[str, ...]]


def _form(path: str, pack: Pack, limit: int) -> _Form:
    if path == NUMBER:
        expected = bilingual("18 位且校验位正确；单元格须为文本，存成数字会丢失末几位")
        return expected, _number, ()
    if path in _CODES:
        return _of_table(words.codes(pack, _CODES[path]))
    if path == "filing.series_track":
        return _one_of([name for code in pack.series for name in words.series_tracks(pack, code)])
    if path == "filing.title":
        return _one_of(_titles(pack))
    return _of_type(path, limit)


def _titles(pack: Pack) -> list[str]:
    return [
        title
        for code in pack.series
        for track in words.series_tracks(pack, code) or [""]
        for title, _ in words.title_choices(pack, code, track)
    ]


def _number(cell: str) -> str:
    number = _NUMBER_TEXT.sub("", cell).upper()
    of_a_resident = (number.isdecimal() and len(number) >= 15) or identity_number.well_formed(number)
    if not 5 <= len(number) <= 18 or (of_a_resident and not identity_number.valid(number)):
        raise ValueError(cell)
    return number


def _one_of(names: Sequence[str]) -> _Form:
    known = tuple(dict.fromkeys(name for name in names if name))

    def parse(cell: str) -> str:
        if cell not in known:
            raise ValueError(cell)
        return cell

    return _listed(known), parse, known


def _of_table(table: Sequence[tuple[str, str]]) -> _Form:
    """A code table: its word is typed, its code is kept; the code itself is taken too."""
    by_word = {name: code for code, name in table}
    codes = {code for code, _ in table}

    def parse(cell: str) -> str:
        if cell in by_word:
            return by_word[cell]
        if cell not in codes:
            raise ValueError(cell)
        return cell

    names = tuple(by_word)
    return _listed(names), parse, names


def _listed(names: Sequence[str]) -> Words:
    if len(names) > 8:
        return bilingual("从列表中选择，如“{names}”", names=names[0])
    listed = "、".join(names)
    return bilingual("{listed}之一", listed=listed)


def _of_type(path: str, limit: int) -> _Form:
    """By the field's declared type: a new field needs no line here."""
    *above, name = path.split(".")
    owner = paths.get(Application(), ".".join(above))
    kind = declared.type_info(paths.field_type(type(owner), name))
    if isinstance(kind, declared.UnionType):
        kind = next(one for one in kind.types if not isinstance(one, declared.NoneType))
    match kind:
        case declared.StrType(pattern=pattern) if pattern == _pattern(Month):
            return _MONTH, month, ()
        case declared.StrType(pattern=pattern) if pattern == _pattern(Decimal):
            return _DECIMAL, _fitting(Decimal), ()
        case declared.StrType(max_length=most):
            least = min(limit or 200, most or 200)
            return bilingual("不超过 {least} 字", least=least), line(least), ()
        case declared.DateType():
            return _DAY, _within_reach, ()
        case declared.EnumType(cls=members):
            return _of_enum(members)
        case declared.BoolType():
            return _YES, yes, ("是", "否")
        case declared.IntType():
            return bilingual("整数"), _fitting(int), ()
    raise TypeError(path)


def _pattern(kind: object) -> str | None:
    found = declared.type_info(kind)
    assert isinstance(found, declared.StrType)
    return found.pattern


def _within_reach(cell: str) -> Any:
    found = day(cell)
    if not 1900 <= found.year <= 2099:
        raise ValueError(cell)
    return found


def _fitting(kind: Any) -> Callable[[str], Any]:
    def parse(cell: str) -> Any:
        try:
            return msgspec.convert(cell, kind, strict=False)
        except msgspec.ValidationError as error:
            raise ValueError(cell) from error

    return parse


def _of_enum(members: type[Enum]) -> _Form:
    by_word = {words_of(member).zh: member for member in members}

    def parse(cell: str) -> Enum:
        if cell not in by_word:
            raise ValueError(cell)
        return by_word[cell]

    return _listed(tuple(by_word)), parse, tuple(by_word)
