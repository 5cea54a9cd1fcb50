"""Two ways to do the same work, run in turns on the same machine: medians, and a ratio for each pair."""

import gc
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

#: Fewer pairs do not outlive one hiccup of a shared machine.
LEAST_PAIRS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `ours` and `theirs` do the work once and return the seconds that count."""

    work: str
    against: str
    goal: float
    ours: Callable[[], float]
    theirs: Callable[[], float]
    #: What a reader must know to judge the comparison.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The seconds of each pair, in the order in which they ran."""

    work: str
    against: str
    goal: float
    note: str
    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """Ours through theirs, pair by pair: what slows the whole machine for a while cancels out."""
        return tuple(a / b for a, b in zip(self.ours, self.theirs, strict=True))

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    @property
    def reached(self) -> bool:
        return self.ratio <= self.goal


def timed(act: Callable[[], object]) -> Callable[[], float]:
    """`act` as work whose every second counts. Garbage of the run before is not this run's cost."""

    def once() -> float:
        gc.collect()
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    return once


def measure(row: Row, pairs: int = 7) -> Outcome:
    """Run both once unmeasured, then `pairs` times in turns, each time the other one first."""
    if pairs < LEAST_PAIRS:
        raise ValueError(f"at least {LEAST_PAIRS} pairs")
    row.ours()
    row.theirs()
    ours: list[float] = []
    theirs: list[float] = []
    for number in range(pairs):
        order = [(row.ours, ours), (row.theirs, theirs)]
        for act, seconds in order if number % 2 == 0 else reversed(order):
            seconds.append(act())
    return Outcome(row.work, row.against, row.goal, row.note, tuple(ours), tuple(theirs))


def markdown(outcomes: Sequence[Outcome]) -> str:
    """The table as Markdown."""
    lines = [
        "| work | against | ours | theirs | ratio (smallest to largest pair) | goal | reached |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in outcomes:
        spread = f"{one.ratio:.2f} ({min(one.ratios):.2f} to {max(one.ratios):.2f})"
        times = f"{seconds(median(one.ours))} | {seconds(median(one.theirs))}"
        verdict = "yes" if one.reached else "no"
        lines.append(f"| {one.work} | {one.against} | {times} | {spread} | ≤ {one.goal} | {verdict} |")
    notes = [f"- {one.work}: {one.note}" for one in outcomes if one.note]
    facts = ", ".join(f"{name} {value}" for name, value in machine().items())
    return "\n".join([*lines, "", *notes, *([""] if notes else []), f"Measured on: {facts}.", ""])


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.0f} ms"


def machine() -> dict[str, str]:
    """What bears on speed; nothing that tells whose machine it is."""
    return {
        "cores": str(os.cpu_count()),
        "processor": platform.machine(),
        "system": platform.system(),
        "Python": platform.python_version(),
    }


def write(outcomes: Sequence[Outcome], folder: Path) -> None:
    """Leave `benchmarks.json` and `benchmarks.md` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [asdict(one) | {"ratios": one.ratios, "ratio": one.ratio, "reached": one.reached} for one in outcomes]
    text = json.dumps({"machine": machine(), "rows": rows}, ensure_ascii=False, indent=1) + "\n"
    (folder / "benchmarks.json").write_text(text, encoding="utf-8")
    (folder / "benchmarks.md").write_text(markdown(outcomes), encoding="utf-8")
