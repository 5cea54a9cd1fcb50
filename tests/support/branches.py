"""How many branches of four packages the unit tests take: `python3 tasks.py coverage [--least PERCENT]`."""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "coverage"
PACKAGES = ("policy", "vault", "sealing", "papers")
#: A desk's tests are the users' view of the vault and the seals; journeys and windows pass through too much by chance.
TESTS = [f"tests/unit/{name}" for name in (*PACKAGES, "desk")]
#: So many of a hundred branches must be taken.
LEAST = 95.0
#: So many of the poorest modules are named.
_WORST = 12


@dataclass(frozen=True)
class Part:
    """What was taken of a module or of a package."""

    name: str
    taken: int
    branches: int
    run: int
    lines: int

    @property
    def missed(self) -> int:
        return self.branches - self.taken


def percent(some: int, all_: int) -> float:
    return 100 * some / all_ if all_ else 100.0


def measured() -> tuple[Mapping[str, Any], int]:
    """Coverage's own report and how the tests ended; what was run before one failed counts as well."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    ended = coverage("run", "-m", "pytest", "-q", "-n", "logical", "--dist", "loadfile", *TESTS)
    for words in (("combine", "-q"), ("json", "-q", "-o", str(OUT / "report.json"))):
        if wrong := coverage(*words):
            raise SystemExit(wrong)
    found: Mapping[str, Any] = json.loads((OUT / "report.json").read_text(encoding="utf-8"))
    return found, ended


def coverage(*words: str) -> int:
    return subprocess.run([sys.executable, "-m", "coverage", *words], cwd=ROOT, env=os.environ, check=False).returncode


def modules(report: Mapping[str, Any]) -> list[Part]:
    """Every module, the poorest first."""
    found = []
    for path, each in report["files"].items():
        told = each["summary"]
        counts = (told["covered_branches"], told["num_branches"], told["covered_lines"], told["num_statements"])
        found.append(Part(Path(path).as_posix(), *counts))
    return sorted(found, key=lambda part: -part.missed)


def whole(package: str, parts: list[Part]) -> Part:
    own = [part for part in parts if part.name.startswith(f"desktop_app/{package}/")]
    sums = (sum(part.taken for part in own), sum(part.branches for part in own))
    return Part(package, *sums, sum(part.run for part in own), sum(part.lines for part in own))


def table(parts: list[Part]) -> str:
    """The packages as Markdown."""
    lines = ["| package | branches | taken | lines run |", "|---|---|---|---|"]
    for part in parts:
        taken, run = percent(part.taken, part.branches), percent(part.run, part.lines)
        lines.append(f"| {part.name} | {part.branches} | {taken:.1f} % | {run:.1f} % |")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=float, default=LEAST, metavar="PERCENT")
    parser.add_argument("--report", type=Path, help="a report that coverage wrote before: no test is run")
    options = parser.parse_args(arguments)
    report, ended = (json.loads(options.report.read_text(encoding="utf-8")), 0) if options.report else measured()
    parts = modules(report)
    print("Branches that no test takes (`coverage report -m` in build/coverage names them):")
    for part in parts[:_WORST]:
        print(f"  {part.missed:4} of {part.branches:4}  {part.name}")
    packages = [whole(name, parts) for name in PACKAGES]
    print(f"\n{table(packages)}\n")
    return ended or int(any(percent(each.taken, each.branches) < options.least for each in packages))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
