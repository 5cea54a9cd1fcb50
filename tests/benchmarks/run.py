"""Measure the rows and write the table: `python3 tasks.py bench [--only ROW ...] [--pairs N] [--keep]`."""

import argparse
import importlib
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import harness, results

#: A new comparison is a new file `row_NAME.py` with a function `rows(folder) -> list[Row]`.
NAMES = sorted(path.stem.removeprefix("row_") for path in Path(__file__).parent.glob("row_*.py"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--pairs", type=int, default=7)
    parser.add_argument("--out", type=Path, default=Path("build", "benchmarks"))
    parser.add_argument("--keep", action="store_true", help="write the rows into tests/benchmarks/RESULTS.md, too")
    parser.add_argument("--applications", type=int, help="in the vaults of `vault` and `home`: a million takes minutes")
    parser.add_argument("--pdfs", type=int, help="of 4 to 8 KiB with each of these: two make a million 21 GB")
    options = parser.parse_args()
    least = harness.LEAST_PAIRS if options.keep else harness.FEWEST_PAIRS
    if options.pairs < least:
        parser.error(f"--pairs: at least {least}")
    if options.applications:
        os.environ["FENGJUAN_BENCH_APPLICATIONS"] = str(options.applications)
    if options.pdfs:
        os.environ["FENGJUAN_BENCH_PDFS"] = str(options.pdfs)
    options.out.mkdir(parents=True, exist_ok=True)
    outcomes = []
    began = time.monotonic()
    for name in options.only:
        rows = importlib.import_module(f"tests.benchmarks.row_{name}").rows
        # Beside the table, not in the system's temporary folder: that is often memory, and fsync there costs nothing.
        with tempfile.TemporaryDirectory(dir=options.out) as folder:
            found = [harness.measure(row, options.pairs) for row in rows(Path(folder).resolve())]
        outcomes += found
        if options.keep:
            results.keep(name, found)
        print(f"{name}: after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    harness.write(outcomes, options.out)
    print(harness.markdown(outcomes))


if __name__ == "__main__":
    main()
