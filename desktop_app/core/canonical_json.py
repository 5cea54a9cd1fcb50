"""Canonical JSON (RFC 8785): the one spelling that digests and signatures are made over."""

from typing import Any

import msgspec
import rfc8785

#: Whole numbers that every reader of JSON keeps exactly.
_EXACT = 2**53 - 1


def spelled(tree: Any) -> bytes:
    """`tree` in canonical JSON. Raises `ValueError` for what has no such spelling.

    Nearly all that is signed here is text, whole numbers and names in ASCII, and for these msgspec's sorted spelling is
    the canonical one (held equal by a test, letter by letter) at a fortieth of the time; the rest is the library's.
    """
    if _alike(tree):
        try:
            return msgspec.json.encode(tree, order="sorted")
        except UnicodeEncodeError:
            pass  # half a surrogate pair: the library says so in its own words
    return rfc8785.dumps(tree)


def _alike(tree: Any) -> bool:
    """Whether both spell this alike: no fractions, no number beyond the exact ones, names in ASCII."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is str or node is None or kind is bool:
            continue
        if kind is dict:
            for name in node:
                if type(name) is not str or not name.isascii():
                    return False
            waiting.extend(node.values())
        elif kind is list or kind is tuple:
            waiting.extend(node)
        elif kind is not int or not -_EXACT <= node <= _EXACT:
            return False
    return True
