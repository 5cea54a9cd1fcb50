"""Policy cases are a base with single fields changed."""

import copy
from collections.abc import Mapping
from typing import Any


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
