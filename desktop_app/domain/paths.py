"""Dotted paths into a frozen application (`person.name`, `study[0].school`): read one place, or make a changed copy."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.kinds import MaterialKind

V = TypeVar("V", bound=msgspec.Struct)

_STEP = re.compile(r"(?P<name>[a-z][a-z_0-9]*)(?:\[(?P<index>\d+)\])?")

#: A field's name, and which row of a table it means.
Step = tuple[str, int | None]


def handed_in(path: str) -> MaterialKind | None:
    """Which paper of annex 1 a finding's place names (`materials.photo`); `None` for any other place."""
    table, _, kind = path.partition(".")
    return next((one for one in MaterialKind if table == "materials" and one.value == kind), None)


@cache
def steps(path: str) -> tuple[Step, ...]:
    """A path taken apart. Raises `KeyError` for text that is no path."""
    found: list[Step] = []
    for part in path.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            raise KeyError(path)
        found.append((match["name"], None if match["index"] is None else int(match["index"])))
    return tuple(found)


def field_type(owner: type[msgspec.Struct], name: str) -> Any:
    """The declared type of one field. Raises `KeyError` when there is no such field."""
    return _field_types(owner)[name]


@cache
def _field_types(owner: type[msgspec.Struct]) -> dict[str, Any]:
    """Kept, since the annotations are worked out anew each time: a form's page asks thousands of times."""
    return {field.name: field.type for field in msgspec.structs.fields(owner)}


def get(value: msgspec.Struct, path: str) -> Any:
    """What stands at `path`. Raises `KeyError` when there is no such place."""
    here: Any = value
    for name, index in steps(path):
        here = _child(here, name, index)
    return here


def _child(owner: Any, name: str, index: int | None) -> Any:
    if not isinstance(owner, msgspec.Struct):
        raise KeyError(name)
    field_type(type(owner), name)
    child = getattr(owner, name)
    if index is None:
        return child
    if not isinstance(child, tuple) or index >= len(child):
        raise KeyError(f"{name}[{index}]")
    return child[index]


def replace(value: V, path: str, new: object) -> V:
    """A copy of `value` with `new` at `path`, checked against the field's type.

    Raises `KeyError` for an unknown path and `Fault(FIELD_VALUE)` for a value the field may not hold.
    """
    return cast(V, _replaced(value, steps(path), new, path))


def _replaced(owner: Any, rest: Sequence[Step], new: object, path: str) -> Any:
    (name, index), *below = rest
    child = _child(owner, name, index)
    made = _replaced(child, below, new, path) if below else new
    if index is not None:
        row = getattr(owner, name)
        made = (*row[:index], made, *row[index + 1 :])
    if not below:
        _check(made, field_type(type(owner), name), path)
    return msgspec.structs.replace(owner, **{name: made})


def _check(new: object, declared: Any, path: str) -> None:
    try:
        # strict: an enum member or a date passes through its plain form and must come back equal
        same = msgspec.convert(msgspec.to_builtins(new), declared) == new
    except msgspec.ValidationError:
        same = False
    if not same:
        raise Fault(Code.FIELD_VALUE, where=path)
