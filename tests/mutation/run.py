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
TESTS = ("tests/unit/policy", "tests/unit/desk/test_compare_online.py")
#: Tests of many seconds, whose work smaller tests do too.
SLOW = (
    "--deselect=tests/unit/policy/test_plain_policy.py",
    "--deselect=tests/unit/policy/test_reach.py::test_the_search_agrees_with_trying_every_value",
    "--deselect=tests/unit/policy/test_answers.py::test_no_mistyped_date_stops_the_answers",
    "--deselect=tests/unit/policy/test_properties.py::test_the_order_of_the_rules_changes_no_finding",
    "--deselect=tests/unit/policy/test_could_file.py::test_the_check_explains_each_finding_when_asked",
    "--deselect=tests/unit/policy/test_could_file.py::test_the_verb_tells_grounds_with_reasons_and_days",
)
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


def tried(mutants: list[Change], tests: list[str], out: Path, budget: float) -> list[Outcome]:
    """Each mutant's outcome. Everything runs in a copy below the system's temporary folder."""
    told = out / "outcomes.jsonl"
    told.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="fengjuan-mutants-") as folder:
        copy = Path(folder, "copy")
        leave = shutil.ignore_patterns(".git", ".venv", "build", "dist", "demo-out*", ".*_cache")
        shutil.copytree(ROOT, copy, ignore=leave)
        plan = Path(folder, "plan.json")
        chosen = {"package": PACKAGE, "mutants": [planned(each) for each in mutants], "out": str(told)}
        plan.write_text(json.dumps(chosen | {"budget": budget, "single": False}), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", *OPTIONS, *SLOW, *tests]
        environment = os.environ | {PLAN: str(plan)}
        subprocess.run(command, cwd=copy, env=environment, check=True, stdout=subprocess.DEVNULL)
    rows = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    lost = (MISSED, UNREACHED)
    return [
        Outcome(change.module, f"{change.name} (line {change.line})", "" if row["outcome"] in lost else row["outcome"])
        for change, row in zip(mutants, rows, strict=True)
    ]


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
    parser.add_argument("--tests", nargs="+", default=TESTS, metavar="PATH", help="which tests are to catch them")
    parser.add_argument("--again", action="store_true", help="trust the last run on which tests reach what")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "mutants")
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.packs:
        outcomes, groups = tried_packs(options.only, options)
    else:
        if not options.again:
            (options.out / "reached.json").unlink(missing_ok=True)
        every = of_code(options.only)
        outcomes = tried(drawn(every, options.sample, options.seed), options.tests, options.out, options.budget)
        groups = [each.module for each in every]
    text = table(outcomes, groups)
    name = "pack.md" if options.packs else "code.md"
    (options.out / name).write_text(text, encoding="utf-8")
    print(text)
    return 0 if score(outcomes) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
