"""500 dossiers on all cores: how many a minute, and whether memory stays flat; run as a module."""

import argparse
import gc
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

import psutil

from desktop_app.core.resources import resource
from desktop_app.desk.tables import code_tables
from desktop_app.domain import exchange
from desktop_app.papers.render import PaperRequest, render
from desktop_app.policy.pack import load_shipped
from tests.benchmarks.dossiers import requests

#: Memory is looked at once in so many dossiers of a process.
_STEP = 10
#: The fonts and what is remembered of characters are there after so many.
_WARM = 20
#: More than this, in bytes a dossier, would be noticed in a season: 500 dossiers make ten megabytes.
FLAT = 20_000


@cache
def _dossiers() -> tuple[list[PaperRequest], ...]:
    tables = code_tables(load_shipped())
    people = [exchange.parse(path.read_bytes()) for path in sorted(resource("demo").glob("*.json"))]
    return tuple(requests(person, tables) for person in people)


def drawn(count: int) -> list[int]:
    """Draw so many dossiers; the resident bytes of this process after every tenth."""
    resident = []
    for number in range(count):
        for request in _dossiers()[number % len(_dossiers())]:
            assert not render(request).issues
        if number % _STEP == _STEP - 1:
            gc.collect()
            resident.append(psutil.Process().memory_info().rss)
    return resident


def slope(resident: Sequence[int]) -> float:
    """Bytes a dossier by which memory grows once everything is loaded: the line of least squares."""
    kept = resident[_WARM // _STEP :]
    places = [number * _STEP for number in range(len(kept))]
    middle, level = sum(places) / len(places), sum(kept) / len(kept)
    spread = sum((place - middle) ** 2 for place in places)
    return sum((place - middle) * (value - level) for place, value in zip(places, kept, strict=True)) / spread


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=500)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    shares = [options.dossiers // options.processes] * options.processes
    start = time.perf_counter()
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
        seen = list(pool.map(drawn, shares))
    seconds = time.perf_counter() - start
    print(f"{sum(shares)} dossiers, {options.processes} processes: {seconds:.1f} s, load {os.getloadavg()[0]:.1f}")
    for resident in seen:
        growth = slope(resident)
        verdict = "flat" if growth < FLAT else "GROWS"
        print(f"  {resident[-1] / 2**20:.0f} MB at the end, {growth / 1024:+.1f} KB a dossier: {verdict}")


if __name__ == "__main__":
    main()
