"""The closed sets: which rules they switch on, and a word for each of them in both languages."""

import importlib
import inspect
import re
import string
from enum import Enum
from functools import cache
from pathlib import Path

import pytest

import desktop_app
from desktop_app.core.messages import Language
from desktop_app.domain import (
    audit,
    committees,
    copies,
    findings,
    kinds,
    marking,
    meetings,
    offices,
    records,
    review_meeting,
    status,
    words,
)
from desktop_app.domain.kinds import Desk, Level, UnitKind

MODULES = (kinds, marking, status, copies, audit, records, findings, offices, review_meeting, committees, meetings)
ENUMS = [
    member
    for module in MODULES
    for _, member in inspect.getmembers(module, inspect.isclass)
    if issubclass(member, Enum) and member.__module__ == module.__name__
]


PACKAGE = Path(desktop_app.__file__).parent


@cache
def homes() -> dict[str, Path]:
    """The first module of each closed set, over all layers."""
    found: dict[str, Path] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in re.findall(r"^class (\w+)\(Enum\):", path.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(name, path)
    return found


def worded(name: str) -> type[Enum]:
    """The closed set that a table of words.toml belongs to, whichever layer has it."""
    assert name in homes(), f"words.toml words {name}, which no module has"
    parts = homes()[name].relative_to(PACKAGE.parent).with_suffix("").parts
    found: type[Enum] = getattr(importlib.import_module(".".join(parts)), name)
    return found


def test_both_senior_levels_are_senior() -> None:
    assert [level for level in Level if level.senior] == [Level.ASSOCIATE_SENIOR, Level.FULL_SENIOR]


def test_the_levels_stand_in_the_order_of_the_ladder() -> None:
    assert [level.value for level in Level] == ["junior", "mid", "associate_senior", "full_senior"]


def test_the_non_public_sector_files_where_it_is() -> None:
    assert [kind for kind in UnitKind if kind.non_public] == [
        UnitKind.PRIVATE_FIRM,
        UnitKind.SOCIAL_ORGANISATION,
        UnitKind.OTHER_NON_PUBLIC,
    ]
    assert all(kind.territorial for kind in UnitKind if kind.non_public)
    assert {kind for kind in UnitKind if not kind.territorial} == {
        UnitKind.PUBLIC_INSTITUTION,
        UnitKind.STATE_ENTERPRISE,
    }


def test_only_the_applicant_is_no_office() -> None:
    assert [desk for desk in Desk if not desk.office] == [Desk.APPLICANT]


@pytest.mark.parametrize("kind", ENUMS, ids=lambda kind: kind.__name__)
def test_values_are_plain_and_distinct(kind: type[Enum]) -> None:
    allowed = set(string.ascii_lowercase + string.digits + "_")
    assert kind.__members__.keys() == {member.name for member in kind}, "no two names for one value"
    for member in kind:
        if isinstance(member.value, str):
            assert set(member.value) <= allowed


@pytest.mark.parametrize("name", sorted(words.table()))
def test_every_member_of_a_worded_set_has_both_words(name: str) -> None:
    kind = worded(name)
    for member in kind:
        for language in Language:
            assert words.word(member, language).strip()
    assert set(words.table()[name]) == {str(member.value) for member in kind}


def test_choices_keep_the_order_and_never_repeat_a_word() -> None:
    for name in words.table():
        kind = worded(name)
        for language in Language:
            shown = words.choices(kind, language)
            assert [member for member, _ in shown] == list(kind)
            assert len({word for _, word in shown}) == len(shown), f"{name}: two members with one word"
