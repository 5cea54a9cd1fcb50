"""The tool that tries mutants: it makes the changes it names, catches what a test catches, and counts honestly."""

import ast
import subprocess
import sys
import textwrap
import types
from pathlib import Path

import pytest

from desktop_app.core.resources import resource
from desktop_app.policy.pack import SHIPPED
from desktop_app.policy.reading import files_of
from tests.mutation import packs
from tests.mutation.changes import Change, changes
from tests.mutation.reached import Entered, Recorder, around
from tests.mutation.run import FOLDER, drawn
from tests.mutation.scores import Outcome, equivalents, interval, score, table
from tests.mutation.swap import Exchange, NotByExchange

pytestmark = pytest.mark.slow

SMALL = '''
"""A module."""
from dataclasses import dataclass

LIMIT = 3
TABLE = {"kept": lambda day: day + 1}


@dataclass(frozen=True)
class Room:
    """Not changed."""

    seats: int = 5

    def full(self, guests: int) -> bool:
        """Not changed either."""
        return guests >= self.seats and not self.closed


def late(day: int, last: int | None) -> bool:
    if last is None:
        raise ValueError("no last day")
    return day > last
'''


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, types.ModuleType]:
    path = tmp_path / "small.py"
    path.write_text(SMALL, encoding="utf-8")
    module = types.ModuleType("small")
    exec(compile(SMALL, str(path), "exec"), vars(module))
    return path, module


def made(source: str) -> dict[str, str]:
    text = textwrap.dedent(source).encode()
    return {each.name: each.applied(text).decode() for each in changes("m", text)}


def test_each_change_is_one_a_tired_programmer_could_make() -> None:
    assert list(made(SMALL)) == [
        "m: 3 → 4",
        "m: day + 1 → None",
        "m: + → -",
        "m: 1 → 2",
        "m.Room: 5 → 6",
        "m.Room.full: guests >= self.seats and not self.closed → None",
        "m.Room.full: >= → >",
        "m.Room.full: and → or",
        "m.Room.full: not → nothing",
        "m.late: is → is not",
        'm.late: raise ValueError("no last day") → pass',
        "m.late: \"no last day\" → 'XXno last day'",
        "m.late: day > last → None",
        "m.late: > → >=",
    ]


def test_operators_are_found_between_brackets_and_over_lines() -> None:
    text = """
    def f(a, b, c):
        return (a
            not in (b)) or (c) is  not None
    """
    told = made(text)
    assert "in (b)) or (c) is  not None" in told["m.f: not in → in"]
    assert "(b)) or (c) is None" in told["m.f: is not → is"]
    assert "(b)) and (c)" in told["m.f: or → and"]


def test_what_no_behaviour_follows_from_is_left_alone() -> None:
    assert not made('''
        """Words."""
        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            LIMIT = 5


        def f(a: "int") -> "str":
            """More words."""
    ''')


def test_bounds_of_a_type_are_changed() -> None:
    assert list(made("class A:\n    count: Annotated[int, Meta(ge=1, le=9)]\n")) == ["m.A: 1 → 2", "m.A: 9 → 10"]


def test_mutants_of_the_policy_are_programs() -> None:
    for path in sorted(FOLDER.glob("*.py")):
        source = path.read_bytes()
        for each in changes(path.stem, source)[::9]:
            ast.parse(each.applied(source))
            assert each.applied(source) != source


def test_equal_changes_of_one_line_are_told_apart() -> None:
    names = list(made("def f(a):\n    return a == 1 and a == 1\n"))
    assert "m.f: == → !=" in names
    assert "m.f: == → != (2)" in names


def test_a_running_function_becomes_the_mutant(small: tuple[Path, types.ModuleType]) -> None:
    path, module = small
    assert not module.late(3, 3)
    Exchange(path).put(change(path, "late: > → >=").applied(path.read_bytes()))
    assert module.late(3, 3)


def test_a_lambda_of_a_table_becomes_the_mutant(small: tuple[Path, types.ModuleType]) -> None:
    path, module = small
    kept = module.TABLE["kept"]
    Exchange(path).put(change(path, "small: + → -").applied(path.read_bytes()))
    assert kept(5) == 4


def test_a_constant_of_a_module_needs_a_fresh_start(small: tuple[Path, types.ModuleType]) -> None:
    path, module = small
    with pytest.raises(NotByExchange):
        Exchange(path).put(change(path, "small: 3 → 4").applied(path.read_bytes()))
    assert module.LIMIT == 3


def test_the_recorder_tells_which_functions_ran(small: tuple[Path, types.ModuleType]) -> None:
    path, module = small
    entered: Entered = set()
    with Recorder(path.parent).into(entered):
        module.late(1, 2)
        module.TABLE["kept"](1)
    source = path.read_bytes()
    late = change(path, "late: > → >=")
    table_line = change(path, "small: + → -")
    assert entered == {
        ("small", around(source, late.line, 15)),
        ("small", around(source, table_line.line, 35)),
    }
    assert around(source, 4, 0) == 0


def change(path: Path, name: str) -> Change:
    return next(each for each in changes("small", path.read_bytes()) if each.name.endswith(name))


# ---- mutants of the pack


def test_a_rule_gives_the_mutants_of_its_numbers_words_and_operators() -> None:
    text = """
[[rule]]
id = "R001"
match = "every"

[[rule.case]]
when = 'not held and years < 3 and kind not in ["a", "b"]'
verdict = "warn"
says = { zh = "到 2026-05-01 不满 3 年", en = "fewer than 3" }

[[rule.case]]
when = "true"
verdict = "info"
"""
    files = {"rules/1.toml": text.encode()}
    told = [each.applied(files)["rules/1.toml"].decode() for each in packs.changes(files)]
    assert all(each != text for each in told)
    changed = [
        line for each in told for line, before in zip(each.split("\n"), text.split("\n"), strict=True) if line != before
    ]
    assert changed == [
        'match = "first"',
        'when = \'held and years < 3 and kind not in ["a", "b"]\'',
        'when = \'not held or years < 3 and kind not in ["a", "b"]\'',
        'when = \'not held and years <= 3 and kind not in ["a", "b"]\'',
        'when = \'not held and years < 4 and kind not in ["a", "b"]\'',
        'when = \'not held and years < 3 or kind not in ["a", "b"]\'',
        'when = \'not held and years < 3 and kind in ["a", "b"]\'',
        'verdict = "info"',
        'verdict = "warn"',
    ]


def test_the_cases_catch_a_wrong_day_and_the_pack_as_it_stands_passes() -> None:
    files = files_of(resource("policy", SHIPPED))
    net = packs.Net(files)
    wrong = next(
        each for each in packs.changes(files) if each.file == "dates.toml" and each.text == "last = 2026-07-10"
    )
    assert net.caught(wrong)
    same = packs.PackChange(wrong.file, wrong.line, wrong.text, 0, 0, "", "senior")
    assert not net.caught(same)


# ---- scores


def test_an_interval_is_narrow_for_many_and_never_outside_of_a_share() -> None:
    low, high = interval(90, 100)
    assert (round(low, 3), round(high, 3)) == (0.826, 0.945)
    assert interval(0, 0) == (0.0, 1.0)
    assert 0.99 < interval(10, 10)[1] <= 1.0


def test_the_table_counts_by_part_and_names_the_survivors() -> None:
    outcomes = [Outcome("check", "check.f: a → b", "test"), Outcome("draw", "draw.g: < → <=", "")]
    text = table(outcomes, ["check", "check", "draw"])
    assert "| check | 2 | 1 | 1 | 100 % |" in text
    assert "| draw | 1 | 1 | 0 | 0 % |" in text
    assert "| all | 3 | 2 | 1 | 50.0 % (" in text
    assert text.endswith("Survivors:\n\n- draw.g: < → <=\n")
    assert score(outcomes) == 0.5


def test_a_sample_is_the_same_for_the_same_seed_and_keeps_the_order() -> None:
    every = list(range(100))
    assert drawn(every, 10, 1) == sorted(drawn(every, 10, 1)) == drawn(every, 10, 1)
    assert drawn(every, 10, 1) != drawn(every, 10, 2)
    assert drawn(every, 0, 1) == every


def test_every_listed_equivalent_mutant_is_still_one() -> None:
    code = {each.identity for path in FOLDER.glob("*.py") for each in changes(path.stem, path.read_bytes())}
    assert equivalents("code") <= code, equivalents("code") - code
    pack = {each.identity for each in packs.changes(files_of(resource("policy", SHIPPED)))}
    assert equivalents("pack") <= pack, equivalents("pack") - pack


def test_an_equivalent_mutant_without_a_reason_is_refused(tmp_path: Path) -> None:
    listed = tmp_path / "listed.toml"
    listed.write_text('[[code]]\nplace = "a.b"\nline = "x"\nchange = "y"\nwhy = "same"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="needs its reason"):
        equivalents("code", listed)


def test_the_command_knows_its_parts() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation.run", "--help"], capture_output=True, text=True, check=True
    )
    assert "--packs" in done.stdout
