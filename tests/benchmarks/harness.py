"""Two ways to do the same work, run in turns on the same machine: medians, and a ratio for each pair."""

import contextlib
import gc
import json
import os
import platform
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from statistics import median

import psutil

#: Fewer pairs do not outlive one hiccup of a shared machine: what is kept has at least these.
LEAST_PAIRS = 5
#: Fewer have no middle.
FEWEST_PAIRS = 3
#: Seconds after which a row that has these ends: the whole table is to be had in a quarter of an hour.
PATIENCE = 20.0
#: Programs and libraries that bear on a comparison, as far as they are here.
LIBRARIES = ("PySide6_Essentials", "sqlcipher3", "cryptography", "reportlab", "typst", "weasyprint", "fpdf2")
PROGRAMS = {"age": "--version", "keepassxc": "--version", "7z": "i", "onionshare": "--version"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `ours` and `theirs` do the work once and return what counts, as a rule seconds."""

    work: str
    against: str
    goal: float | None
    ours: Callable[[], float]
    theirs: Callable[[], float]
    #: What a reader must know to judge the comparison.
    note: str = ""
    #: What both return: seconds, or MiB.
    unit: str = "s"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What each pair took, in the order in which they ran."""

    work: str
    against: str
    goal: float | None
    note: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]
    unit: str = "s"

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours through theirs, pair by pair: what slows the whole machine for a while cancels out."""
        return tuple(a / b for a, b in zip(self.ours, self.theirs, strict=True))

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def reached(self) -> bool | None:
        """None where the comparison is told without a goal."""
        return None if self.goal is None else self.ratio <= self.goal


def timed(act: Callable[[], object]) -> Callable[[], float]:
    """`act` as work whose every second counts. Garbage of the run before is not this run's cost."""

    def once() -> float:
        gc.collect()
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    return once


def measure(row: Row, pairs: int = 7) -> Outcome:
    """Run both once unmeasured, then `pairs` times in turns, each time the other one first.

    A row that takes long ends with the least pairs.
    """
    if pairs < FEWEST_PAIRS:
        raise ValueError(f"at least {FEWEST_PAIRS} pairs")
    row.ours()
    row.theirs()
    ours: list[float] = []
    theirs: list[float] = []
    began = time.monotonic()
    for number in range(pairs):
        if number >= LEAST_PAIRS and time.monotonic() - began > PATIENCE:
            break
        order = [(row.ours, ours), (row.theirs, theirs)]
        for act, seconds in order if number % 2 == 0 else reversed(order):
            seconds.append(act())
    return Outcome(row.work, row.against, row.goal, row.note, tuple(ours), tuple(theirs), row.unit)


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The table as Markdown, with what was measured on."""
    facts = ", ".join(f"{name} {value}" for name, value in machine().items())
    return "\n".join([lines_of(outcomes), f"Measured on: {facts}.", ""])


def lines_of(outcomes: Sequence[Outcome]) -> str:
    """The table and its notes."""
    lines = [
        "| work | against | ours | theirs | ratio (smallest to largest pair) | goal | reached |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in outcomes:
        spread = f"{one.ratio:.2f} ({min(one.ratios):.2f} to {max(one.ratios):.2f})"
        times = f"{shown(median(one.ours), one.unit)} | {shown(median(one.theirs), one.unit)}"
        goal, verdict = ("–", "–") if one.goal is None else (f"≤ {one.goal}", "yes" if one.reached else "no")
        lines.append(f"| {one.work} | {one.against} | {times} | {spread} | {goal} | {verdict} |")
    notes = [f"- {one.work}: {one.note}" for one in outcomes if one.note]
    return "\n".join([*lines, "", *notes, *([""] if notes else [])])


def shown(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:.0f} {unit}"
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def machine() -> dict[str, str]:
    """What bears on speed; nothing that tells whose machine it is."""
    told = {
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "memory": f"{psutil.virtual_memory().total / 1024**3:.0f} GiB",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "Python": platform.python_version(),
    }
    for name in LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            told[name] = metadata.version(name)
    return told | {name: version for name, flag in PROGRAMS.items() if (version := _version(name, flag))}


def _processor() -> str:
    """Its name where Linux tells it, else its family."""
    cpus = Path("/proc/cpuinfo")
    text = cpus.read_text(encoding="utf-8") if cpus.exists() else ""
    named = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    return named[1] if named else platform.machine()


def _version(program: str, flag: str) -> str:
    if shutil.which(program) is None:
        return ""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run([program, flag], env=environment, capture_output=True, text=True, check=False, timeout=60)
    found = re.search(r"\d+\.\d+[\w.]*", said.stdout)
    return found[0] if found else ""


def write(outcomes: Sequence[Outcome], folder: Path) -> None:
    """Leave `benchmarks.json` and `benchmarks.md` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [asdict(one) | {"ratios": one.ratios, "ratio": one.ratio, "reached": one.reached} for one in outcomes]
    text = json.dumps({"machine": machine(), "rows": rows}, ensure_ascii=False, indent=1) + "\n"
    (folder / "benchmarks.json").write_text(text, encoding="utf-8")
    (folder / "benchmarks.md").write_text(markdown(outcomes), encoding="utf-8")
