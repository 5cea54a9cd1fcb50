"""The benchmark harness: fair order, honest ratios, a table that says when a goal is missed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from tests.benchmarks import committee_year, harness, results, row_memory, row_startup, year_packages
from tests.benchmarks.harness import Outcome, Row, markdown, measure, timed, write

ROOT = Path(__file__).resolve().parents[2]


def outcome(ours: tuple[float, ...], theirs: tuple[float, ...], goal: float = 1.0) -> Outcome:
    return Outcome("draw", "typst", goal, "same text", ours, theirs)


def test_the_two_take_turns_in_going_first() -> None:
    calls: list[str] = []

    def act(name: str) -> float:
        calls.append(name)
        return 1.0

    measure(Row("w", "x", 1.0, lambda: act("a"), lambda: act("b")), pairs=5)
    assert "".join(calls) == "ab" + "ab" + "ba" + "ab" + "ba" + "ab"


def test_the_unmeasured_first_run_does_not_count() -> None:
    times = iter([9.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    result = measure(Row("w", "x", 1.0, lambda: next(times), lambda: 2.0), pairs=5)
    assert result.ours == (1.0, 2.0, 3.0, 4.0, 5.0)
    assert result.theirs == (2.0,) * 5


def test_too_few_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 3 pairs"):
        measure(Row("w", "x", 1.0, lambda: 1.0, lambda: 1.0), pairs=2)


def test_the_ratio_is_the_median_of_the_pairs_not_the_ratio_of_medians() -> None:
    result = outcome((1.0, 1.0, 10.0), (2.0, 1.0, 10.0))
    assert result.ratios == (0.5, 1.0, 1.0)
    assert result.ratio == 1.0


def test_timed_measures_the_act() -> None:
    from time import sleep

    assert 0.02 <= timed(lambda: sleep(0.02))() < 1.0


def test_the_table_says_whether_the_goal_is_reached(tmp_path: Path) -> None:
    good, bad = outcome((0.5,) * 5, (1.0,) * 5, goal=0.7), outcome((1.5,) * 5, (1.0,) * 5)
    write([good, bad], tmp_path)
    lines = (tmp_path / "benchmarks.md").read_text(encoding="utf-8").splitlines()
    assert lines[2] == "| draw | typst | 500 ms | 1.00 s | 0.50 (0.50 to 0.50) | ≤ 0.7 | yes |"
    assert lines[3].endswith("| 1.50 (1.50 to 1.50) | ≤ 1.0 | no |")
    rows = json.loads((tmp_path / "benchmarks.json").read_text(encoding="utf-8"))["rows"]
    assert [(row["ratio"], row["reached"]) for row in rows] == [(0.5, True), (1.5, False)]


def test_a_comparison_without_a_goal_is_told_without_a_verdict() -> None:
    told = markdown([Outcome("at home", "another", None, "", (3.0,) * 5, (1.0,) * 5, "MiB")])
    assert "| at home | another | 3 MiB | 1 MiB | 3.00 (3.00 to 3.00) | – | – |" in told


def test_notes_and_machine_are_told() -> None:
    text = markdown([outcome((1.0,) * 5, (1.0,) * 5)])
    assert "- draw: same text" in text
    assert "Python 3." in text


def test_a_row_that_takes_long_ends_with_the_least_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "PATIENCE", 0.0)
    assert len(measure(Row("w", "x", 1.0, lambda: 1.0, lambda: 2.0), pairs=9).ours) == 5


def test_a_part_measured_anew_takes_its_place_and_leaves_the_others(tmp_path: Path) -> None:
    results.keep("papers", [outcome((0.5,) * 5, (1.0,) * 5)], tmp_path)
    results.keep("memory", [Outcome("at home", "another", 1.0, "", (90.0,) * 5, (180.0,) * 5, "MiB")], tmp_path)
    results.keep("papers", [outcome((2.0,) * 5, (1.0,) * 5)], tmp_path)
    results.keep("size", [], tmp_path)
    page = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert "| at home | another | 90 MiB | 180 MiB | 0.50 (0.50 to 0.50) | ≤ 1.0 | yes |" in page
    assert "| draw | typst | 2.00 s | 1.00 s | 2.00 (2.00 to 2.00) | ≤ 1.0 | no |" in page
    assert "500 ms" not in page
    assert page.index("## memory") < page.index("## papers")
    assert page.count("Measured on") == 1
    assert "## size" not in page


def test_memory_is_read_when_a_program_has_stopped_growing(tmp_path: Path) -> None:
    growing = "import sys, time\nheld = bytearray(sys.stdin.readline().encode() * 3_000_000)\ntime.sleep(60)\n"
    found = row_memory.resting([sys.executable, "-c", growing], tmp_path, "123456789")()
    assert 29 < found < 90


def test_memory_of_a_program_that_ends_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended before"):
        row_memory.resting([sys.executable, "-c", "input()"], tmp_path, "x")()


def test_a_program_that_reports_no_window_is_an_error(tmp_path: Path) -> None:
    silent = tmp_path / "silent.py"
    silent.write_text("print('hello')", encoding="utf-8")
    with pytest.raises(RuntimeError, match="no window was reported"):
        row_startup.start([str(silent)], tmp_path)()


@pytest.mark.slow
def test_the_bare_window_reports_a_moment_after_its_start(tmp_path: Path) -> None:
    bare = row_startup.rows(tmp_path)[0].theirs
    assert 0.0 < bare() < 60.0


def test_the_command_refuses_an_unknown_row() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.run", "--only", "nonsense"]
    result = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "invalid choice" in result.stderr


@pytest.mark.slow
def test_a_year_by_packages_has_all_that_an_office_meets(tmp_path: Path) -> None:
    """Three units: one in order, one that passed a hand over, one after the last day; two filings each."""
    clock = FixedClock(year_packages.IN_TIME)
    session = committee_year._office(tmp_path / "vault", clock)
    bag = year_packages.made(session, tmp_path, 6, 3)
    came = year_packages.taken_in(session, clock, bag)
    year_packages.answered(session, came, tmp_path / "receipts")
    assert came.sorts() == {"sound": 1, "wrong_way": 1, "late": 1}
    assert [(one.late, one.fault) for one in came.answers] == [(0, None), (0, None), (2, None)]
    assert len({one for line in came.lines for one in line.applications}) == 6
    session.close()
