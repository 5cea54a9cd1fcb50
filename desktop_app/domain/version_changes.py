"""Which fields of an application differ between two versions, as paths."""

from collections.abc import Iterator
from typing import Any

import msgspec

from desktop_app.domain.application import Application


def changed_paths(before: Application, after: Application) -> tuple[str, ...]:
    """Every field that differs, in the order of the form.

    A list of the same length is compared row by row; one that has grown or shrunk is named as a whole.
    """
    return tuple(_changed(before, after, ""))


def touches(field: str, path: str) -> bool:
    """Whether a change at `path` is one of the field, of a part of it, or of the whole that it belongs to."""
    shorter, longer = sorted((field, path), key=len)
    return longer == shorter or longer.startswith((f"{shorter}.", f"{shorter}["))


def _changed(before: Any, after: Any, path: str) -> Iterator[str]:
    if before == after:
        return
    if isinstance(before, msgspec.Struct) and type(before) is type(after):
        for name in before.__struct_fields__:
            yield from _changed(getattr(before, name), getattr(after, name), f"{path}.{name}" if path else name)
    elif isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        for at, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _changed(old, new, f"{path}[{at}]")
    else:
        yield path
