"""Which format a field of the application has, read from its declared type: a new field needs no screen code."""

import msgspec
import msgspec.inspect as declared

from desktop_app.domain import paths
from desktop_app.domain.values import Decimal, Month
from desktop_app.ui.widgets.formats import (
    CountFormat,
    DateFormat,
    DecimalFormat,
    Format,
    MonthFormat,
    TextFormat,
    enum_choices,
    yes_no,
)


def _pattern(kind: object) -> str:
    """The pattern by which a text type of the domain is known."""
    found = declared.type_info(kind)
    assert isinstance(found, declared.StrType)
    assert found.pattern
    return found.pattern


_MONTH = _pattern(Month)
_NUMBER = _pattern(Decimal)
#: Longer texts get several lines.
ONE_LINE = 200


def format_of(owner: type[msgspec.Struct], name: str) -> Format:
    """The format of field `name` of `owner`. Raises `TypeError` for a type that no single field can hold."""
    kind = declared.type_info(paths.field_type(owner, name))
    blank = False
    if isinstance(kind, declared.UnionType):
        blank = True
        kind = next(t for t in kind.types if not isinstance(t, declared.NoneType))
    match kind:
        case declared.StrType(pattern=pattern) if pattern == _MONTH:
            return MonthFormat()
        case declared.StrType(pattern=pattern) if pattern == _NUMBER:
            return DecimalFormat()
        case declared.StrType(max_length=limit):
            return TextFormat(limit or ONE_LINE, lines=bool(limit and limit > ONE_LINE))
        case declared.DateType():
            return DateFormat()
        case declared.EnumType(cls=members):
            return enum_choices(members, blank=blank)
        case declared.BoolType():
            return yes_no(blank=blank)
        case declared.IntType(ge=least, le=most):
            return CountFormat(int(least or 0), int(most or 10_000), zero_is_blank=not least)
    raise TypeError(f"{owner.__name__}.{name}")
