"""One keyed connection to the SQLCipher file: its settings, statements and transactions. One thread owns it."""

import binascii
import contextlib
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.crypto.locked import LockedBytes, passing
from desktop_app.vault.faults import DatabaseFaults, file_faults

APPLICATION_ID = 0x464A5631  # "FJV1"

#: Locks and wipes whatever SQLCipher holds: keys and rows do not linger in freed memory. 7 % slower on 30 MB of
#: attachments (0.27 s against 0.29 s); making a vault costs 12,000 calls of the system, four times its time without.
MEMORY_SECURITY = "PRAGMA cipher_memory_security = ON"
#: SQLCipher writes page errors to stderr otherwise.
_QUIET = "PRAGMA cipher_log_level = NONE"
#: Exclusive before the first page is read: no shared-memory file is made, and network shares work.
_ALONE = "PRAGMA locking_mode = EXCLUSIVE"
_KEYED_SETTINGS = (
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_mode = WAL",
    # a commit is on the medium when it returns: 0.25 ms on a solid-state disk
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA journal_size_limit = 4194304",
    # filled as pages are read; `widen_cache` says more once it is known how much there is to search
    "PRAGMA cache_size = -32768",
)

#: SQLite's own measure, in pages: so long may the log beside the file grow before it is folded in. In bulk it may be
#: 64 MiB: every folding waits twice for the medium.
_FOLD_AT, _FOLD_BULK_AT = 1000, 16_384

#: SQLite's own steps between two looks at whether to stop. Where structure is examined a row of 1 MiB takes five,
#: however many pages it has; elsewhere these are microseconds (a fifteenth of the time goes into looking), so that only
#: some looks are reported: seconds between them.
_STEPS_A_LOOK, _REPORT_EVERY = 20, 0.05

#: Decrypted pages that are kept: the least, what each row of the search adds, and the most, in KiB.
_CACHE, _CACHE_A_ROW, _LARGEST_CACHE = 32_768, 0.2, 262_144

Row = tuple[Any, ...]


@dataclass(slots=True)
class Hold:
    """The file stands still while this is `whole`: commits go to the log beside it. Any thread may look."""

    size: int
    whole: bool = True


class Database:
    """Statements in, tuples out; every error of the world leaves as a `Fault`."""

    def __init__(self, path: Path, key: LockedBytes) -> None:
        self._part = path.name
        self._faults = DatabaseFaults(path.name)
        self._path = path
        self._held: Hold | None = None
        with self._faults:
            self._connection: Any = dbapi2.connect(str(path), isolation_level=None, timeout=1.0)
        with ExitStack() as undo:
            undo.callback(self._connection.close)
            self._prepare(key)
            undo.pop_all()
        self._place = _Place(path)

    def _prepare(self, key: LockedBytes) -> None:
        with self._faults:
            self._connection.enable_load_extension(False)
            for statement in (_QUIET, MEMORY_SECURITY):
                self._connection.execute(statement).fetchall()
            # as a buffer: the text of a statement would stay in the cache of statements, and nobody could wipe it
            self._connection.set_key(_spelled(key).view)
            self._connection.execute(_ALONE).fetchall()
            # the first read of a page: a wrong key and a foreign file show here
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
            for statement in _KEYED_SETTINGS:
                self._connection.execute(statement).fetchall()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        with self._faults:
            found: list[Row] = self._open().execute(sql, parameters).fetchall()
            return found

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        with self._faults:
            found: Row | None = self._open().execute(sql, parameters).fetchone()
            return found

    def each(self, sql: str, parameters: Sequence[object] = ()) -> Iterator[Row]:
        """Rows one by one, for long reads in flat memory."""
        with self._faults:
            yield from self._open().execute(sql, parameters)

    def run(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Execute; the number of rows touched."""
        with self._faults:
            count: int = self._open().execute(sql, parameters).rowcount
            return count

    def inserted(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Execute an INSERT; the new row's number."""
        with self._faults:
            number: int = self._open().execute(sql, parameters).lastrowid
            return number

    def require_in_place(self) -> None:
        """Raises `Fault(VAULT_GONE)` where the file that is written is no longer the one at its path."""
        if not self._place.holds():
            raise Fault(Code.VAULT_GONE, path=str(self._path.parent))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what happens inside, or nothing of it."""
        try:
            self.run("BEGIN IMMEDIATE")
            yield
            self.run("COMMIT")
        finally:
            # still open: something failed, perhaps the commit, or a signal came just behind the beginning; a full disk
            # makes SQLite roll back by itself
            if self.in_transaction:
                self.run("ROLLBACK")

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Inside, a commit is whole but not yet on the medium: a power cut may take it back, and all after it.

        For what counts for nothing until a commit outside, which puts all before it on the medium as well.
        """
        marker = self._path.with_name(self._path.name + "-bulk")
        with file_faults(self._part):
            marker.touch()
        self.run("PRAGMA synchronous = NORMAL")
        if self._held is None:
            self.rows(f"PRAGMA wal_autocheckpoint = {_FOLD_BULK_AT}")
        try:
            yield
        finally:
            if not self.closed:
                self.run("PRAGMA synchronous = FULL")
                if self._held is None:
                    self.rows(f"PRAGMA wal_autocheckpoint = {_FOLD_AT}")
                self._sync_log(marker)

    def _sync_log(self, marker: Path) -> None:
        """All that was committed is on the medium now; where that fails, `marker` tells whoever opens it next."""
        with contextlib.suppress(OSError):
            with self._path.with_name(self._path.name + "-wal").open("r+b") as log:
                os.fsync(log.fileno())
            marker.unlink()

    def rekey(self, key: LockedBytes) -> None:
        """Encrypt every page under another key. Interrupted, the file opens with the old key or with the new one.

        After a failure the connection is closed: it no longer knows which key a page has.
        """
        self.free()
        try:
            with self._faults:
                connection = self._open()
                # the pages wait under the old key in a rollback journal; the write-ahead log would mix keys
                connection.execute("PRAGMA journal_mode = DELETE").fetchall()
                connection.reset_key(_spelled(key).view)
                connection.execute("PRAGMA journal_mode = WAL").fetchall()
        except Fault:
            with contextlib.suppress(Fault):
                self.close()
            raise

    def widen_cache(self, searched: int) -> None:
        """Let the search text of so many rows stay decrypted: a LIKE over 100,000 takes 13 ms then instead of 32."""
        size = min(int(_CACHE + searched * _CACHE_A_ROW), _LARGEST_CACHE)
        self.rows(f"PRAGMA cache_size = -{size}")

    def fold(self) -> None:
        """Bring the log beside the file into it; whoever copies the file meanwhile learns that it moved."""
        self._break_hold()
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def hold(self) -> Hold:
        """Let the file stand still, so that another thread can copy it while work goes on. `free` ends it."""
        self.fold()
        self.rows("PRAGMA wal_autocheckpoint = 0")
        with file_faults(self._part):
            self._held = Hold(self._path.stat().st_size)
        return self._held

    def free(self) -> None:
        """The file may change again."""
        if self._held is not None:
            self._break_hold()
            self.rows(f"PRAGMA wal_autocheckpoint = {_FOLD_AT}")

    def _break_hold(self) -> None:
        if self._held is not None:
            self._held.whole = False
            self._held = None

    @contextmanager
    def stoppable(self, progress: Progress, what: str) -> Iterator[None]:
        """One long statement after another inside: each can be cancelled in its middle, and is reported meanwhile."""
        cancelled: list[Cancelled] = []
        reported = 0.0

        def look() -> bool:
            nonlocal reported
            now = time.monotonic()
            if now - reported < _REPORT_EVERY and not progress.cancelled:
                return False
            reported = now
            try:
                progress.step(0, 0, what)
            except Cancelled as error:
                cancelled.append(error)
            return bool(cancelled)

        connection = self._open()
        connection.set_progress_handler(look, _STEPS_A_LOOK)
        try:
            yield
        except dbapi2.OperationalError:
            if cancelled:
                raise cancelled[0] from None
            raise
        finally:
            connection.set_progress_handler(None, 0)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def in_transaction(self) -> bool:
        return self._connection is not None and bool(self._connection.in_transaction)

    @property
    def closed(self) -> bool:
        return self._connection is None

    def _open(self) -> Any:
        if self._connection is None:
            raise Fault(Code.VAULT_LOCKED)
        return self._connection

    def close(self) -> None:
        """Fold the log into the file and let go of the key; does nothing the second time."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        self._break_hold()
        if connection.in_transaction:
            connection.rollback()
        self._place.forget()
        with self._faults:
            connection.close()


class _Place:
    """Whether a file that is open is still what its path names.

    The system goes on writing into a file that was removed, and nothing of it is left once it is closed. Windows
    removes no open file, and no folder of one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        # a handle that only names the file: any other, when closed, would end SQLite's own locks on it
        self._handle = os.open(path, os.O_PATH) if hasattr(os, "O_PATH") else -1

    def holds(self) -> bool:
        if self._handle < 0:
            return True
        try:
            return _same(os.fstat(self._handle), self._path.stat())
        except OSError:
            return False

    def forget(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    """Whether it is one file. Some shares number theirs anew; no copy has all times of a file that is still there."""
    if os.path.samestat(one, other):
        return True
    told = ((each.st_dev, each.st_nlink, each.st_size, each.st_mtime_ns, each.st_ctime_ns) for each in (one, other))
    return len(set(told)) == 1


def _spelled(key: LockedBytes) -> LockedBytes:
    """A raw key as SQLCipher wants to be told one: `x'…'` with its hexadecimal digits."""
    digits = binascii.hexlify(key.view)
    made = LockedBytes(len(digits) + 3)
    with passing(digits):
        made.view[:2], made.view[2:-1], made.view[-1:] = b"x'", digits, b"'"
    return made
