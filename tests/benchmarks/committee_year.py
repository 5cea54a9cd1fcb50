"""A committee's office in its fullest year, by hand: many filings of many units taken in, counted, listed, written.

`python -m tests.benchmarks.committee_year [--filings 20000] [--units 300] [--packages]` prints what each act takes and
how much memory the process has held at most when it is over. With `--packages` the filings come in sealed packages,
without it as rows, which takes a tenth of the time. What it makes lies in a temporary folder and is removed.

Last whole run in packages, 20,000 filings of 300 units, on two cores that were busy with much else, in seconds of the
processor: taken in 220 (11 ms a filing; 0.70 s a package of 67 at the beginning, 0.76 at the end), answered 104
(0.36 s a package, first and last), what waits 0.4, posts 4.4, annex 2 with all its lists 45, roster as a workbook 60.
The process held 220 MB after twenty packages and 228 when all were answered; the lists of 20,000 people took it to 292.
"""

import argparse
import resource as limits
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import openpyxl

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId, PackageId, new_id
from desktop_app.core.progress import Progress
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import (
    duplicates,
    opening,
    people_sheet,
    posts,
    review_list,
    review_view,
    system_data,
    year_figures,
    year_papers,
)
from desktop_app.desk.review_list import ReviewState
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Desk, Level
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.posts import PostLine
from desktop_app.domain.records import Direction, PackageRecord, PackageState
from desktop_app.domain.status import Status
from tests.benchmarks import year_packages
from tests.benchmarks.many_applications import PASSPHRASE, clock, people

#: Filings of one transaction, as a package of that size would bring them.
_BATCH = 500
_TYPED = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filings", type=int, default=20_000)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--packages", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd() / "build") as folder:
        run(Path(folder), options.filings, options.units, packages=options.packages)


def run(folder: Path, filings: int, units: int, *, packages: bool) -> None:
    """Each act once, told as it ends."""
    at = FixedClock(year_packages.IN_TIME) if packages else clock()
    session = _office(folder / "vault", at)
    if packages:
        ids = _unpacked(session, at, folder, filings, units)
    else:
        ids = _told("taken in", lambda: _taken_in(session, filings, units))
    _counted(session, folder, ids, units)
    sheet = _typed(session, folder / "people.xlsx", filings)
    found = _told(f"a sheet of {_TYPED} people read", lambda: people_sheet.read(session, sheet, Progress()))
    _told(f"a sheet of {_TYPED} people taken in", lambda: people_sheet.take_in(session, found, Progress()))
    session.close()


def _unpacked(session: Session, at: FixedClock, folder: Path, filings: int, units: int) -> list[ApplicationId]:
    """Made by other desks, taken in, answered: what came of it is told and must add up."""
    bag = _told("sealed by the other desks", lambda: year_packages.made(session, folder, filings, units))
    came = _told("taken in, package by package", lambda: year_packages.taken_in(session, at, bag))
    _told("receipts sealed in one go", lambda: year_packages.answered(session, came, folder / "receipts"))
    refused = [one.fault for one in (*came.lines, *came.answers) if one.fault]
    late = sum(one.late for one in came.answers)
    print(f"of {units} packages: {came.sorts()}; filings refused as late: {late}; refusals: {refused[:3]}", flush=True)
    ids = [one for line in came.lines for one in line.applications]
    assert (len(set(ids)), refused) == (filings, []), "every filing is here once, every package was answered"
    return ids


def _counted(session: Session, folder: Path, ids: list[ApplicationId], units: int) -> None:
    _told("posts: lines put", lambda: _lines(session, units))
    middle = ids[len(ids) // 2]
    _told("list of what waits", lambda: review_list.listed(session, ReviewState.WAITS))
    _told("one filing opened for review", lambda: review_view.opened(session, middle))
    _told("one filing's post line", lambda: posts.of_filing(session, middle))
    _told("twins of a package of 70", lambda: duplicates.warnings(session, ids[:70]))
    _told("posts: the whole table", lambda: posts.table(session))
    _told("annex 2: every figure with its list", lambda: year_figures.figures(session, Progress()))
    for name in ("roster.xlsx", "roster.docx", "roster.pdf"):
        _told(name, lambda name=name: year_papers.save(session, Document.ROSTER, folder / name, Progress()))  # type: ignore[misc]
    _told("summary.docx", lambda: year_papers.save(session, Document.ANNEX2_SUMMARY, folder / "s.docx", Progress()))
    for name in ("data.xlsx", "data.csv"):
        _told(name, lambda name=name: system_data.save(session, folder / name, Progress()))  # type: ignore[misc]


def _told(what: str, act: Callable[[], Any]) -> Any:
    start, used = time.perf_counter(), time.process_time()
    made = act()
    took, used = time.perf_counter() - start, time.process_time() - used
    most = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:42} {took:9.2f} s  {used:8.2f} s of the processor   at most {most:6} MB", flush=True)
    return made


def _office(folder: Path, at: FixedClock) -> Session:
    return opening.create(
        opening.NewVault(
            folder=folder,
            passphrase=PASSPHRASE,
            office=Office(desk=Desk.COMMITTEE_OFFICE, code="PWH01", name="市工程系列评委会办公室", officer="陆怀谷"),
            machine=Machine(number="BM-1", level=SecrecyLevel.SECRET, keeper="段知白"),
            user="陆怀谷",
        ),
        at,
        cost=KdfCost.unsafe_small(),
    )


def _taken_in(session: Session, filings: int, units: int) -> list[ApplicationId]:
    """As packages bring them: received, with a version, each named by the package it came in."""
    made: list[ApplicationId] = []
    coming = people(filings)
    for start in range(0, filings, _BATCH):
        with session.vault.act(Act.PACKAGE_OPENED, {}):
            batch: list[ApplicationId] = []
            for number in range(start, min(start + _BATCH, filings)):
                content = next(coming)
                unit = msgspec.structs.replace(content.unit, name=f"呼和浩特市第{number % units}单位")
                content = msgspec.structs.replace(content, unit=unit, year=2026)
                one = session.vault.applications.create(content, Status.RECEIVED)
                session.vault.versions.add(one, content, "某单位")
                batch.append(one)
            session.vault.packages.add(_package(session, start // _BATCH, batch))
            made += batch
    return made


def _package(session: Session, number: int, batch: list[ApplicationId]) -> PackageRecord:
    return PackageRecord(
        id=PackageId(new_id(session.clock.now())),
        direction=Direction.IN,
        peer=f"{number:064d}",
        peer_name=f"某旗人社局{number}",
        sequence=1,
        state=PackageState.IMPORTED,
        seal_digest=f"{number:064x}",
        applications=tuple(batch),
        medium="U-1",
        changed_at=session.clock.now(),
    )


def _lines(session: Session, units: int) -> None:
    for number in range(units):
        line = PostLine(
            id="", year=2026, unit=f"呼和浩特市第{number}单位", level=Level.ASSOCIATE_SENIOR, posts=90, appointed=10
        )
        posts.put(session, line, "年初核定")


def _typed(session: Session, path: Path, first: int) -> Path:
    """The template with people whom nobody knows yet."""
    people_sheet.save_template(session.pack, path)
    book = openpyxl.load_workbook(path)
    page = book[people_sheet.SHEET]
    coming = people(first + _TYPED)
    for number, one in enumerate(coming):
        if number >= first:
            page.append([one.person.name, one.person.identity_number, one.unit.name, "副高级"])
    book.save(path)
    return path


if __name__ == "__main__":
    main()
