"""A vault of many fictional applications, each whole and with an attachment, by the program's own repositories."""

import io
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from reportlab.pdfgen import canvas

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import opening
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.identity_number import check_digit
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.status import Status

PASSPHRASE = "camel-hetao-1958-lantern-steppe"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "海燕建国志强秀英丽娟德力格尔乌兰图雅苏和巴特尔其木格"
#: Written one by one; the others are copies of these.
BASE = 5_000
#: Applications of one transaction.
_BATCH = 1000
#: Bytes of each attachment: a scan's digest and row cost the same whatever its size.
_SCAN = 1500
#: Lines on the page of a small PDF, which has 4 to 8 KiB by them.
_LINES = (58, 115)


def clock() -> FixedClock:
    return FixedClock(datetime(2026, 7, 6, 1, 0, tzinfo=UTC))


def asked_for() -> int:
    """How many applications the run was asked for."""
    return int(os.environ.get("FENGJUAN_BENCH_APPLICATIONS", "100000"))


def filled(folder: Path, count: int, cost: KdfCost, *, short: bool) -> None:
    """A locked vault of `count`, with as many small PDFs at each as the run was asked for."""
    pdfs = int(os.environ.get("FENGJUAN_BENCH_PDFS", "0"))
    session = made(folder, BASE, cost, short=short, pdfs=pdfs)
    multiplied(session, count // BASE)
    session.close()


def made(folder: Path, count: int, cost: KdfCost | None = None, *, short: bool = False, pdfs: int = 0) -> Session:
    """The vault, open. Most are closed cases; every hundredth still waits for a hand.

    `short` leaves out all that no list shows, and of each scan most: a million whole ones would fill 18 GB.
    `pdfs`: so many of 4 to 8 KiB with each application, in place of the scan.
    """
    session = opening.create(
        opening.NewVault(
            folder=folder,
            passphrase=PASSPHRASE,
            office=Office(desk=Desk.CITY_HR, code="HHHT01", name="市人社局", officer="陆怀谷"),
            machine=Machine(number="BM-1", level=SecrecyLevel.SECRET, keeper="段知白"),
            user="陆怀谷",
        ),
        clock(),
        cost=cost,
    )
    applications = people(count, short=short)
    scans = _scans(count, pdfs, short=short)
    for start in range(0, count, _BATCH):
        with session.vault.act(Act.APPLICATION_CREATED, {}):
            for number in range(start, min(start + _BATCH, count)):
                status = Status.DRAFT if number % 100 == 0 else Status.RECEIVED
                known = session.vault.applications.create(next(applications), status)
                for scan in next(scans):
                    session.vault.attachments.add(
                        known, MaterialKind.OTHER, "scan.pdf", "application/pdf", io.BytesIO(scan), Progress()
                    )
    return session


def _scans(count: int, pdfs: int, *, short: bool) -> Iterator[tuple[bytes, ...]]:
    """What is attached to one application after another."""
    chance = random.Random(20260707)
    for number in range(count):
        if pdfs:
            yield tuple(_small_pdf(chance) for _ in range(pdfs))
        else:
            yield (number.to_bytes(8, "big") * (1 if short else _SCAN // 8),)


def _small_pdf(chance: random.Random) -> bytes:
    """A page of digits, no two alike, that nothing makes smaller."""
    room = io.BytesIO()
    page = canvas.Canvas(room, pageCompression=0)
    lines = page.beginText(40, 800)
    for _ in range(chance.randint(*_LINES)):
        lines.textLine(f"{chance.getrandbits(160):048d}")
    page.drawText(lines)
    page.save()
    return room.getvalue()


def people(count: int, *, short: bool = False) -> Iterator[Application]:
    """One after another, each with a number of its own."""
    base = exchange.read(resource("demo", "classified_engineer.json"))
    if short:
        base = Application(year=base.year, filing=base.filing, person=base.person, unit=base.unit)
    chance = random.Random(20260706)
    for number in range(count):
        name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2, 2, 3))))
        person = msgspec.structs.replace(base.person, name=name, identity_number=numbered(number), name_reading="")
        unit = msgspec.structs.replace(base.unit, name=f"呼和浩特市第{chance.randrange(400)}单位")
        yield msgspec.structs.replace(base, person=person, unit=unit, year=2022 + chance.randrange(5))


def numbered(serial: int) -> str:
    """A well-formed resident identity number for each serial up to a million."""
    year, rest = divmod(serial, 28_000)
    day, order = divmod(rest, 1000)
    first = f"150102{1960 + year:04d}01{1 + day:02d}{order:03d}"
    return first + check_digit(first)


#: Letters of an id; a copy is told apart by two of those that tell the time.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Whose columns a copy changes, and how.
_COPIED = {
    "applications": ("id",),
    "application_search": ("application_id",),
    "drafts": ("application_id",),
    "blobs": ("id",),
    "blob_chunks": ("id", "blob_id"),
    "attachments": ("id", "application_id", "blob_id"),
}
_NUMBERED = ("blobs.id", "blob_chunks.id", "blob_chunks.blob_id", "attachments.blob_id")
_APART = 10_000_000


def multiplied(session: Session, times: int) -> None:
    """Each application `times` over, with its attachment: by SQL, for the repositories need a millisecond for each.

    Indexes and triggers are laid down and made anew, as restoring a dump does: entered row by row, a million rows touch
    a random page of each index. Nothing is journalled; what fails leaves a vault of no use.
    """
    database = session.vault._ledger.database
    for setting in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF", "cache_size = -262144"):
        database.rows(f"PRAGMA {setting}")
    laid_down = _laid_down(session)
    database.run("CREATE TEMP TABLE times (copy INTEGER PRIMARY KEY, letters TEXT)")
    first = database.rows(
        "SELECT DISTINCT substr(id, 2, 2) FROM applications UNION SELECT substr(id, 2, 2) FROM attachments"
    )
    apart = [a + b for a in _LETTERS for b in _LETTERS if (a + b,) not in first]
    for copy in range(1, times):
        database.run("INSERT INTO temp.times VALUES (?, ?)", [copy, apart[copy]])
    for table, changed in _COPIED.items():
        database.run(f"CREATE TEMP TABLE first_{table} AS SELECT * FROM {table}")
        _multiply(session, table, changed)
        database.run(f"DROP TABLE temp.first_{table}")
    database.run("DROP TABLE temp.times")
    _counted(session)
    for sql in laid_down:
        database.run(sql)
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        database.rows(f"PRAGMA {setting}")


def _laid_down(session: Session) -> list[str]:
    """The statements that make the indexes and triggers of the copied tables; these are gone."""
    database = session.vault._ledger.database
    names = ", ".join(f"'{name}'" for name in _COPIED)
    found = database.rows(
        f"SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND tbl_name IN ({names}) "
        "AND sql IS NOT NULL"
    )
    for kind, name, _ in found:
        database.run(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


def _multiply(session: Session, table: str, changed: tuple[str, ...]) -> None:
    database = session.vault._ledger.database
    columns = [row[1] for row in database.rows(f"PRAGMA table_info({table})")]
    chosen = ", ".join(_changed(table, name) if name in changed else name for name in columns)
    with database.transaction():
        # copy after copy, so that alike rows lie far apart
        database.run(f"INSERT INTO {table} SELECT {chosen} FROM temp.times CROSS JOIN temp.first_{table}")


def _changed(table: str, name: str) -> str:
    if f"{table}.{name}" in _NUMBERED:
        return f"{name} + copy * {_APART}"
    return f"substr({name}, 1, 1) || letters || substr({name}, 4)"


def _counted(session: Session) -> None:
    """What triggers and the ledger count, counted anew."""
    database = session.vault._ledger.database
    with database.transaction():
        for table in ("applications", "application_search", "drafts", "attachments"):
            database.run(
                "UPDATE audit_marks SET (row_count, total) = "
                f"(SELECT count(*), sum(audit_seq) FROM {table}) WHERE name = ?",
                [table],
            )
        database.run("DELETE FROM application_counts")
        database.run(
            "INSERT INTO application_counts SELECT status, year, count(*) FROM applications GROUP BY status, year"
        )
