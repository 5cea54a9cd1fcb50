"""Mutation testing of the policy and its pack: `python3 tasks.py mutate [--packs] [--only PART ...] [--sample N]`."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, TypeVar

from tests.mutation.changes import Change, changes
from tests.mutation.reached import around
from tests.mutation.scores import Outcome, equivalents, score, table
from tests.mutation.trials import MISSED, OPTIONS, PLAN, UNREACHED

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "desktop_app.policy"
FOLDER = ROOT / "desktop_app" / "policy"
UNIT = "tests/unit/policy"
#: Which tests are to catch the mutants of which modules; the last line takes what no line before it names.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "ballot_facts committee_facts meeting_facts result_facts scheme_facts",
        ("test_meeting_cases.py", "test_told_facts.py"),
    ),
    (
        "arrival_facts office_year_facts quota_facts return_facts step_facts",
        ("test_office_cases.py", "test_told_facts.py"),
    ),
    ("draw draw_plan draw_record eligible voting", ("test_draw.py", "test_eligible.py", "test_voting.py")),
    ("calendar_counting calendar_days calendar_filings year_days", ("test_calendar_days.py",)),
    ("workdays workday_tables years", ("test_workdays.py", "test_workday_tables.py", "test_years.py")),
    ("differences condition_words starting editions", ("test_packs.py", "test_condition_words.py")),
    ("explaining could_file needed", ("test_explaining.py", "test_could_file.py", "test_needed.py")),
    ("tilts tilt_axes tilt_rows tilt_space", ("test_tilts.py", "test_tilt_loading.py", "test_could_file.py")),
    ("propositions reach unreached", ("test_reach.py", "test_loading.py")),
    ("results year_summary coverage", ("test_results.py", "test_answers.py")),
    (
        "character_marks online_compare online_fields online_radicals online_rows online_taken online_text",
        ("test_character_marks.py", "test_online_radicals.py", "../desk/test_compare_online.py"),
    ),
    (
        "compiling expressions heading reading reference_tables tables office_settings codes labels checklists readers",
        ("test_loading.py", "test_properties.py", "test_answers.py", "test_settings_bite.py"),
    ),
    ("", ("test_cases.py", "test_table_cases.py", "test_routes.py", "test_answers.py")),
)
#: What tries again what its group let through.
AGAIN = (
    "test_edges.py",
    "test_reach.py",
    "test_whole_facts.py",
    "test_whole_answers.py",
    "test_whole_comparisons.py",
    "test_tilt_loading.py",
    "test_loading.py",
    "test_workday_tables.py",
    "test_packs.py",
)
#: Loading tests read a whole pack each: a budget that is enough for most mutants leaves the last of them out.
AGAIN_BUDGET = 10
GOAL = 0.9

C = TypeVar("C")


def of_code(only: list[str]) -> list[Change]:
    """Every mutant of the policy's modules but the listed equivalent ones."""
    listed = equivalents("code")
    modules = [path for path in sorted(FOLDER.glob("*.py")) if not only or path.stem in only]
    every = [change for path in modules for change in changes(path.stem, path.read_bytes())]
    return [each for each in every if each.identity not in listed]


def planned(change: Change) -> dict[str, Any]:
    source = (FOLDER / f"{change.module}.py").read_bytes()
    column = change.start - (source.rfind(b"\n", 0, change.start) + 1)
    fields = {name: getattr(change, name) for name in ("module", "start", "end", "after", "name")}
    return fields | {"entered": around(source, change.line, column)}


def tried(mutants: list[Change], out: Path, budget: float) -> list[Outcome]:
    """Each mutant's outcome, a survivor's by a second trial. Everything runs in a copy below the temporary folder."""
    named = {module for modules, _ in GROUPS for module in modules.split()}
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="fengjuan-mutants-") as folder:
        copy = Path(folder, "copy")
        leave = shutil.ignore_patterns(".git", ".venv", "build", "dist", "demo-out*", ".*_cache")
        shutil.copytree(ROOT, copy, ignore=leave)
        for number, (modules, tests) in enumerate(GROUPS):
            mine = [
                each for each in mutants if each.module in modules.split() or (not modules and each.module not in named)
            ]
            if mine:
                outcomes += tried_by(mine, tests, copy, out / f"group-{number}", budget)
        lost = {each.name for each in outcomes if not each.by}
        through = [each for each in mutants if named_with_line(each) in lost]
        if through:
            again = tried_by(through, AGAIN, copy, out / "again", AGAIN_BUDGET * budget)
            outcomes = [each for each in outcomes if each.by] + again
    for each in outcomes:
        if not each.by:
            print(f"survived: {each.name}", file=sys.stderr, flush=True)
    return sorted(outcomes, key=lambda each: each.name)


def tried_by(mutants: list[Change], tests: tuple[str, ...], copy: Path, out: Path, budget: float) -> list[Outcome]:
    """One group's mutants in one warm session of its tests."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    told, plan = out / "outcomes.jsonl", out / "plan.json"
    chosen = {"package": PACKAGE, "mutants": [planned(each) for each in mutants], "out": str(told)}
    plan.write_text(json.dumps(chosen | {"budget": budget, "single": False}), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", *OPTIONS, *(os.path.normpath(f"{UNIT}/{test}") for test in tests)]
    subprocess.run(command, cwd=copy, env=os.environ | {PLAN: str(plan)}, check=True, stdout=subprocess.DEVNULL)
    rows = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    lost = (MISSED, UNREACHED)
    return [
        Outcome(change.module, named_with_line(change), "" if row["outcome"] in lost else row["outcome"])
        for change, row in zip(mutants, rows, strict=True)
    ]


def named_with_line(change: Change) -> str:
    return f"{change.name} (line {change.line})"


def tried_packs(only: list[str], options: argparse.Namespace) -> tuple[list[Outcome], list[str]]:
    """The pack's mutants against the policy cases; nothing of them is ever written anywhere."""
    from desktop_app.core.resources import resource
    from desktop_app.policy.pack import SHIPPED
    from desktop_app.policy.reading import files_of
    from tests.mutation import packs

    files = files_of(resource("policy", SHIPPED))
    listed = equivalents("pack")
    every = [each for each in packs.changes(files) if each.identity not in listed]
    every = [each for each in every if not only or Path(each.file).stem in only]
    net = packs.Net(files)
    outcomes = []
    for each in drawn(every, options.sample, options.seed):
        outcomes.append(Outcome(each.file, each.name, net.caught(each)))
        if not outcomes[-1].by:
            print(f"{len(outcomes)}: survived: {each.name}", file=sys.stderr, flush=True)
    return outcomes, [each.file for each in every]


def drawn(every: list[C], size: int, seed: int) -> list[C]:
    """A sample in the order of the whole; all when no size is given."""
    if not 0 < size < len(every):
        return every
    chosen = random.Random(seed).sample(range(len(every)), size)
    return [every[place] for place in sorted(chosen)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packs", action="store_true", help="mutants of the shipped pack instead of the program's")
    parser.add_argument("--only", nargs="+", default=[], metavar="PART", help="modules, or files of the pack")
    parser.add_argument("--sample", type=int, default=0, help="so many mutants drawn at random; 0 for all")
    parser.add_argument("--seed", type=int, default=2026, help="which sample is drawn")
    parser.add_argument("--budget", type=float, default=4.0, help="seconds of tests for one mutant")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "mutants")
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.packs:
        outcomes, groups = tried_packs(options.only, options)
    else:
        every = of_code(options.only)
        outcomes = tried(drawn(every, options.sample, options.seed), options.out, options.budget)
        groups = [each.module for each in every]
    text = table(outcomes, groups)
    name = "pack.md" if options.packs else "code.md"
    (options.out / name).write_text(text, encoding="utf-8")
    print(text)
    return 0 if score(outcomes) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
