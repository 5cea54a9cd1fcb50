"""The table as the project keeps it: RESULTS.md and results.json, part by part as `bench --keep` measured them."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks import harness
from tests.benchmarks.harness import Outcome

FOLDER = Path(__file__).parent
HEAD = """\
# Benchmarks

Written by `python3 tasks.py bench --keep`; do not edit. Each row is a ratio against something that a user would pick
instead, or against a physical limit: both did the same work in turns in one run, at least five times, and the ratio is
the median of the pairs. `--only NAME` measures one part anew. Times are the machine's of that day: compare ratios.
"""


def keep(name: str, outcomes: Sequence[Outcome], folder: Path = FOLDER) -> None:
    """Put one part's rows in the place of those of before, and write the page anew."""
    file = folder / "results.json"
    parts: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    if outcomes:
        day = datetime.now(UTC).date().isoformat()
        parts[name] = {"day": day, "machine": harness.machine(), "rows": [asdict(one) for one in outcomes]}
    parts = dict(sorted(parts.items()))
    file.write_text(json.dumps(parts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    (folder / "RESULTS.md").write_text(page(parts), encoding="utf-8", newline="\n")


def page(parts: dict[str, Any]) -> str:
    """The whole page. Parts that were measured on one machine on one day share its description."""
    text = HEAD
    said = ""
    for name, part in parts.items():
        facts = ", ".join(f"{what} {value}" for what, value in part["machine"].items())
        measured = f"Measured on {part['day']}: {facts}."
        outcomes = [Outcome(**row | {side: tuple(row[side]) for side in ("ours", "theirs")}) for row in part["rows"]]
        again = "" if measured == said else f"{measured}\n\n"
        text += f"\n## {name}\n\n{again}{harness.lines_of(outcomes).rstrip()}\n"
        said = measured
    return text
