"""What a run of mutants tells: caught and survived by module, and how sure a sample is."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

LISTED = Path(__file__).with_name("equivalent.toml")
_95_PERCENT = 1.96


@dataclass(frozen=True, slots=True)
class Outcome:
    """One mutant, tried: `by` names what caught it, empty when it survived."""

    group: str  # the module or the pack's file
    name: str
    by: str


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A mutant that nobody can tell from the program, and why."""

    place: str  # module.function, or the pack's file and row
    line: str
    change: str  # "before → after", with the bytes as they stand
    why: str


def equivalents(kind: str, path: Path = LISTED) -> frozenset[tuple[str, str, str]]:
    """The listed mutants of a kind (`code`, `pack`), as place, line and change."""
    rows = [Equivalent(**row) for row in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, [])]
    if any(len(row.why) < 20 for row in rows):
        raise ValueError("an equivalent mutant needs its reason")
    return frozenset((row.place, row.line, row.change) for row in rows)


def interval(caught: int, tried: int) -> tuple[float, float]:
    """Wilson's interval for a share, at 95 %."""
    if tried == 0:
        return 0.0, 1.0
    share, z = caught / tried, _95_PERCENT
    middle = share + z * z / (2 * tried)
    spread = z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    whole = 1 + z * z / tried
    return (middle - spread) / whole, (middle + spread) / whole


def table(outcomes: Sequence[Outcome], population: Iterable[str]) -> str:
    """Markdown: one line for each group, the total, and the survivors by name."""
    sizes = Counter(population)
    tried, caught = Counter(each.group for each in outcomes), Counter(each.group for each in outcomes if each.by)
    lines = ["| part | mutants | tried | caught | score |", "|---|---|---|---|---|"]
    for group in sorted(tried):
        share = f"{100 * caught[group] / tried[group]:.0f} %"
        lines.append(f"| {group} | {sizes[group]} | {tried[group]} | {caught[group]} | {share} |")
    all_caught, all_tried = caught.total(), tried.total()
    low, high = interval(all_caught, all_tried)
    share = f"{100 * score(outcomes):.1f} %"
    if all_tried < sizes.total():
        share += f" ({100 * low:.1f} to {100 * high:.1f} % at 95 %)"
    lines.append(f"| all | {sizes.total()} | {all_tried} | {all_caught} | {share} |")
    survivors = [f"- {each.name}" for each in outcomes if not each.by]
    return "\n".join([*lines, *(["", "Survivors:", ""] if survivors else []), *survivors, ""])


def score(outcomes: Sequence[Outcome]) -> float:
    return sum(1 for each in outcomes if each.by) / len(outcomes) if outcomes else 1.0
