"""A list of many applications: the encrypted vault's pages against plain sqlite3 with the same tables and questions."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import opening
from desktop_app.desk.session import Session
from desktop_app.domain.queries import RowFilter, RowOrder
from desktop_app.domain.status import Status
from desktop_app.vault import search
from tests.benchmarks import many_applications as many
from tests.benchmarks.harness import Row, timed

#: A city's filings of several years; the wide columns stay out of the plain side's way as they do of ours. With
#: `run --applications 1000000 --pdfs 2` it takes minutes to fill the vault.
APPLICATIONS = many.asked_for()
#: Written one by one.
BASE = many.BASE
#: A question is asked so often in one measurement: what takes a millisecond is not told apart from a hiccup, and what
#: takes seconds need not be asked again.
TIMES = max(1, 2_000_000 // APPLICATIONS)
_NARROW = (
    "id, identity_number, year, name, name_key, unit, title, level, track, status, marking, latest_version, changed_at"
)
_COLUMNS = "id, year, name, unit, title, level, track, status, marking, latest_version, changed_at"


def _found(text: str) -> tuple[str, list[object]]:
    return (
        f"SELECT {_COLUMNS} FROM applications WHERE id IN (SELECT id FROM applications WHERE id IN "
        "(SELECT application_id FROM application_search WHERE haystack LIKE ? ESCAPE '\\') "
        "ORDER BY changed_at DESC, id DESC LIMIT 200) ORDER BY changed_at DESC, id DESC",
        list(search.patterns(text)),
    )


QUESTIONS: dict[str, tuple[RowFilter, str, list[object]]] = {
    "the newest 200": (
        RowFilter(),
        f"SELECT {_COLUMNS} FROM applications ORDER BY changed_at DESC, id DESC LIMIT 200",
        [],
    ),
    "a page far down, by name": (
        RowFilter(order=RowOrder.NAME, offset=APPLICATIONS - 400),
        f"SELECT {_COLUMNS} FROM applications WHERE id IN (SELECT id FROM applications ORDER BY name_key, id DESC "
        f"LIMIT 200 OFFSET {APPLICATIONS - 400}) ORDER BY name_key, id DESC",
        [],
    ),
    "one year's received, by unit": (
        RowFilter(order=RowOrder.UNIT, status=Status.RECEIVED, year=2024, offset=200),
        f"SELECT {_COLUMNS} FROM applications WHERE id IN (SELECT id FROM applications WHERE status = ? AND year = ? "
        "ORDER BY unit, id DESC LIMIT 200 OFFSET 200) ORDER BY unit, id DESC",
        [Status.RECEIVED.value, 2024],
    ),
    "found by initials": (RowFilter(text="whe"), *_found("whe")),
    "found by name": (RowFilter(text="王海燕"), *_found("王海燕")),
    "found by identity number": (
        RowFilter(text=many.numbered(BASE // 2)),
        f"SELECT {_COLUMNS} FROM applications WHERE identity_number = ? ORDER BY changed_at DESC, id DESC LIMIT 200",
        [many.numbered(BASE // 2)],
    ),
}


def rows(folder: Path) -> list[Row]:
    """The vault stays open for the process's life: what counts is a question, not an opening."""
    session = filled(folder / "vault")
    plain = copied(session, folder / "plain.db")
    return [
        Row(
            f"{name} of {APPLICATIONS:,} applications",
            "plain sqlite3, rows as tuples",
            2.0,
            timed(ours(session, asked)),
            timed(theirs(plain, sql, given)),
            "the same tables, indexes and question; ours also decrypts pages and makes typed rows of them",
        )
        for name, (asked, sql, given) in QUESTIONS.items()
    ]


def filled(folder: Path) -> Session:
    """A vault with fictional people: some are written one by one, the others are copies of these.

    Unlocked anew, as an office finds it: what it keeps decrypted is measured by what there is at the unlock.
    """
    many.filled(folder, APPLICATIONS, KdfCost.unsafe_small(), short=True)
    return opening.unlock(folder, many.PASSPHRASE, many.clock())


def copied(session: Session, path: Path) -> sqlite3.Connection:
    """The list's tables and indexes in a plain database."""
    ours = session.vault._ledger.database
    plain = sqlite3.connect(path, check_same_thread=False)
    plain.execute("PRAGMA synchronous = OFF")
    plain.execute(f"CREATE TABLE applications ({_NARROW.replace('id,', 'id PRIMARY KEY,', 1)})")
    plain.execute("CREATE TABLE application_search (application_id PRIMARY KEY, haystack) WITHOUT ROWID")
    marks = ", ".join("?" * len(_NARROW.split(", ")))
    plain.executemany(f"INSERT INTO applications VALUES ({marks})", ours.each(f"SELECT {_NARROW} FROM applications"))
    plain.executemany(
        "INSERT INTO application_search VALUES (?, ?)",
        ours.each("SELECT application_id, haystack FROM application_search"),
    )
    held = "status, level, track, year"
    plain.execute(f"CREATE INDEX by_change ON applications (changed_at DESC, id DESC, {held})")
    plain.execute(f"CREATE INDEX by_name ON applications (name_key, id DESC, {held})")
    plain.execute("CREATE INDEX by_number ON applications (identity_number, year, level)")
    plain.execute(f"CREATE INDEX by_unit ON applications (unit, id DESC, {held})")
    plain.commit()
    return plain


def ours(session: Session, asked: RowFilter) -> Callable[[], object]:
    return lambda: [session.vault.applications.rows(asked) for _ in range(TIMES)]


def theirs(plain: sqlite3.Connection, sql: str, given: list[object]) -> Callable[[], object]:
    return lambda: [plain.execute(sql, given).fetchall() for _ in range(TIMES)]
