"""Canonical JSON: the fast spelling is the library's, letter by letter, and what only the library spells is its own."""

from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as some

from desktop_app.core.canonical_json import spelled

_PLAIN = some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | some.text()
_TREES = some.recursive(
    _PLAIN | some.floats(allow_nan=False, allow_infinity=False),
    lambda inside: some.lists(inside, max_size=4) | some.dictionaries(some.text(max_size=4), inside, max_size=4),
    max_leaves=20,
)


@pytest.mark.slow
def test_every_character_is_spelled_as_the_library_spells_it() -> None:
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    for start in range(0, len(characters), 4096):
        tree = {"text": "".join(characters[start : start + 4096])}
        assert spelled(tree) == rfc8785.dumps(tree), hex(start)


@given(_TREES)
def test_any_tree_is_spelled_as_the_library_spells_it(tree: Any) -> None:
    assert spelled(tree) == rfc8785.dumps(tree)


def test_names_are_sorted_by_their_utf_16_letters_not_by_their_code_points() -> None:
    tree = {"\uffee": 1, "\U00020000": 2, "b": 3, "": 4, "B": 5}
    assert spelled(tree) == rfc8785.dumps(tree)
    assert spelled(tree).index("\U00020000".encode()) < spelled(tree).index("\uffee".encode())


@pytest.mark.parametrize("tree", [2**53, -(2**53), float("nan"), "\ud800", {1: 2}, {"a": {"\udfff": 1}}, {1, 2}, b""])
def test_what_has_no_spelling_is_refused(tree: Any) -> None:
    with pytest.raises(ValueError):
        spelled(tree)
    with pytest.raises(ValueError):
        spelled({"within": [tree]})
