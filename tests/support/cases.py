"""Policy cases are a base with single fields changed, asked of the shipped pack with an office's settings."""

import copy
from collections.abc import Mapping
from typing import Any

from desktop_app.policy.pack import Pack, load_shipped_with


def changed(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The base with dotted paths set; an empty text takes a field away."""
    data = copy.deepcopy(dict(base))
    for path, value in changes.items():
        *parents, last = path.split(".")
        inner = data
        for part in parents:
            inner = inner.setdefault(part, {})
        if value == "":
            inner.pop(last, None)
        else:
            inner[last] = value
    return data


_MADE: dict[str, Pack] = {}


def settled_pack(settings: Mapping[str, Any]) -> Pack:
    """The shipped pack with an office's settings; read once for each set of them."""
    key = repr(sorted(settings.items()))
    if key not in _MADE:
        _MADE[key] = load_shipped_with(settings)
    return _MADE[key]
