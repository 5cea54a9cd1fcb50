"""Any value of a domain type, drawn from the type: days of every year, empty and full tables, odd texts."""

from datetime import date
from enum import Enum
from typing import Any

from hypothesis import strategies as st
from msgspec import inspect

#: Days at which counting goes wrong: the ends of time, leap days, the ends of months and of known years.
DAYS = st.one_of(
    st.sampled_from(
        [
            date.min,
            date(1900, 1, 1),
            date(2000, 2, 29),
            date(2024, 2, 29),
            date(2025, 12, 31),
            date(2026, 1, 1),
            date(2026, 6, 10),
            date(2026, 12, 31),
            date(2027, 1, 1),
            date(2028, 2, 29),
            date(9999, 1, 31),
            date.max,
        ]
    ),
    st.dates(),
    st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
_MONTHS = st.sampled_from(["1900-01", "1999-12", "2000-02", "2026-05", "2026-06", "2026-07", "2099-12"])
_DECIMALS = st.sampled_from(["0", "0.5", "3", "29.9999", "9999999999.9999"])
_TEXTS = st.sampled_from(["", " ", "无", "05", "04", "21", "shizhi", "{level}", "绿色通道", "𠀀", "A\u202eB", "稀土"])
#: Values of texts that have a form, by a part of the pattern that says so.
_FORMED = {"(19|20)": _MONTHS, r"[0-9]{0,9}": _DECIMALS, "[0-9a-f]{64}": st.just("0" * 64)}


def any_value(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Every value of `kind` that its type allows."""
    return _of(inspect.type_info(kind))


def _of(info: inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case inspect.StructType():
            return st.builds(info.cls, **{field.name: _of(field.type) for field in info.fields})
        case inspect.EnumType():
            members: list[Enum] = list(info.cls)
            return st.sampled_from(members)
        case inspect.UnionType():
            return st.one_of(*(_of(each) for each in info.types))
        case inspect.VarTupleType():
            return st.lists(_of(info.item_type), max_size=2).map(tuple)
        case inspect.LiteralType():
            return st.sampled_from(list(info.values))
        case inspect.IntType():
            low, high = info.ge or 0, 2**53 if info.le is None else info.le
            return st.sampled_from([low, high]) | st.integers(low, high)
        case inspect.StrType():
            return _text(info)
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
        case inspect.DateType():
            return DAYS
    raise TypeError(info)


def _text(info: inspect.StrType) -> st.SearchStrategy[str]:
    formed = next((drawn for part, drawn in _FORMED.items() if info.pattern and part in info.pattern), None)
    if formed is not None:
        return formed
    long = st.just("长" * (info.max_length or 60))
    return (_TEXTS | long).filter(lambda text: len(text) >= (info.min_length or 0))
