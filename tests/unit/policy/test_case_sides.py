"""Each policy case states its side of each rule, that side is the true one, and together they show every rule whole."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations

import pytest

from desktop_app.core.resources import resource
from desktop_app.domain.kinds import Path
from desktop_app.policy.check import tilt_answer
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import load, load_shipped
from desktop_app.policy.reading import TomlFile, files_of
from desktop_app.policy.subjects import TYPES
from desktop_app.policy.tilt_rows import Axis, TiltFile, TiltRow
from tests.support.case_sides import (
    ASIDE,
    FAILS,
    HOLDS,
    JUST,
    LIMITS,
    Key,
    Kind,
    Stated,
    adjoin,
    alone,
    kinds,
    plain_side,
    stated,
    wrong_words,
)
from tests.unit.policy.conftest import built
from tests.unit.policy.test_cases import collected

PACK = load_shipped()
KINDS = kinds(PACK)
#: How many situations each rule is asked about at least.
FEWEST = 4


def by_rule() -> Mapping[Key, list[Stated]]:
    found: dict[Key, list[Stated]] = {}
    for each in stated():
        found.setdefault(each.key, []).append(each)
    return found


CASES = by_rule()


def test_every_rule_is_asked_and_every_case_is_about_a_rule() -> None:
    assert set(KINDS) <= set(CASES)
    built_in = {rule for _, rule in set(CASES) - set(KINDS)}
    assert built_in <= {"FORM", "MARK"}, built_in


def test_each_case_states_the_side_on_which_its_answer_stands() -> None:
    wrong = [said for cases in CASES.values() for each in cases if (said := wrong_words(each))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("key", KINDS, ids=lambda key: f"{key[0].value} {key[1]}")
def test_a_rule_is_shown_on_all_its_sides(key: Key) -> None:
    """Away from any limit on each side it has, and on both sides of the limit, or of the nearest other choice."""
    cases, kind = CASES[key], KINDS[key]
    assert len({repr(sorted(each.leaves.items(), key=str)) for each in cases}) >= FEWEST
    lonely = [str(each) for each in cases if each.side.startswith(JUST) and alone(each, cases, kind)]
    assert not lonely, f"says just, but nothing next to it is answered otherwise: {lonely}"
    plain = {each.side.removeprefix("" if kind.limit else JUST) for each in cases}
    assert kind.wanted <= plain, f"no case shows {kind.wanted - plain}"
    assert kind.always or any(each.side.startswith(JUST) for each in cases), "no case lies next to another"


def tilt_axes() -> Iterator[tuple[Path, Axis]]:
    """Every number that the tilts ask for."""
    files = files_of(resource("policy", "hohhot-2026"))
    for name in files:
        if name.startswith("tilts/"):
            table = TomlFile.of(files, name).table(TiltFile)
            yield from ((table.path, axis) for axis in table.axis if any(band.below for band in axis.band))


@pytest.mark.slow
@pytest.mark.parametrize(("path", "axis"), [pytest.param(*each, id=each[1].id) for each in tilt_axes()])
def test_each_number_of_the_tilts_is_shown_from_both_sides(path: Path, axis: Axis) -> None:
    """Two neighbours fall into different bands of the very axis, and into different rows."""
    rows = answered()[path]
    cases = [each for each in stated() if each.case in rows and each.side.startswith(JUST)]
    shown = {
        (rows[low.case].bands(axis.id), rows[high.case].bands(axis.id))
        for low, high in combinations(cases, 2)
        if adjoin(low, high, limit=True) and axis.id in rows[low.case].when and axis.id in rows[high.case].when
    }
    assert any(below != above for below, above in shown)


@cache
def answered() -> Mapping[Path, Mapping[str, TiltRow]]:
    """By ground: case -> the row of the tilts that answers it."""
    packs = {"{}": load_shipped()}
    rows: dict[Path, dict[str, TiltRow]] = {}
    for parameter in collected():
        case = parameter.values[0]
        application, settings = built(case.get("set", {})), case.get("settings", {})
        if application.filing.path in PACK.tilts:
            if repr(settings) not in packs:
                packs[repr(settings)] = load(resource("policy", "hohhot-2026"), settings)
            pack = packs[repr(settings)]
            answer = tilt_answer(facts_of(application, case["on"], pack), pack)
            assert answer is not None
            rows.setdefault(application.filing.path, {})[case["name"]] = answer.row
    return rows


def one(answer: str, **leaves: object) -> Stated:
    subject, rule = next(iter(KINDS))
    return Stated("file", "case", (subject, rule), answer, "", leaves)


@pytest.mark.parametrize(
    ("low", "high", "near"),
    [
        (3, 4, True),
        (3, 5, False),
        ("2026-06", "2026-07", True),
        ("2025-12", "2026-01", True),
        ("2026-06", "2026-08", False),
        ("2.9", "3", True),
        ("2.5", "3", False),
        ("mid", "associate_senior", True),
        ("junior", "full_senior", False),
        (False, True, False),
        ("paper", "online", False),
    ],
)
def test_a_limit_is_crossed_by_one_step_and_a_choice_by_any(low: object, high: object, near: bool) -> None:
    below, above = one("pass", a=low, b=1), one("block", a=high, b=1)
    assert adjoin(below, above, limit=True) is near
    assert adjoin(above, below, limit=True) is near
    assert adjoin(below, above, limit=False)
    assert not adjoin(below, one("block", a=high, b=2), limit=False), "two things differ"
    assert not adjoin(below, one("pass", a=high, b=1), limit=False), "answered alike"


def test_the_words_of_a_case_are_held_against_its_answer() -> None:
    assert [plain_side(answer) for answer in ("pass", "info info", "warn info", "todo", "")] == [
        HOLDS,
        HOLDS,
        FAILS,
        FAILS,
        ASIDE,
    ]
    said = one("block")
    assert "is none of" in wrong_words(said)
    for side, right in (("holds", False), ("just holds", False), ("fails", True), ("just fails", True)):
        stands = Stated(said.file, said.case, said.key, said.answer, side, said.leaves)
        assert (wrong_words(stands) == "") is right


def test_rules_know_whether_they_have_a_limit() -> None:
    assert {name for types in TYPES.values() for name in types} >= LIMITS
    found = {rule: kind for (_, rule), kind in KINDS.items()}
    assert all(found[rule].limit for rule in ("R018", "R057", "R020", "R083", "R090", "R094"))
    assert not any(found[rule].limit for rule in ("R031", "N01", "R053"))
    assert found["R031"] == Kind(holds=True, fails=True, limit=False, always=False)
