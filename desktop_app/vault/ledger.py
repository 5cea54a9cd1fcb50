"""Acts: one transaction, one audit entry, and the only door through which business rows are written."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault
from desktop_app.domain.audit import Act
from desktop_app.domain.users import Reading
from desktop_app.vault import chain
from desktop_app.vault.database import Database


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not, and what the log has of it."""

    fault: Fault
    objects: Mapping[str, str]


#: Whether the user may do or see something: `None` for yes.
Check = Callable[[Act | Reading], Refusal | None]


@dataclass(slots=True)
class ActScope:
    """The act under way; objects that come into being inside it are named as they appear."""

    sequence: int
    act: Act
    objects: dict[str, str]

    def note(self, **objects: str) -> None:
        """Name more ids or digests in this act's entry; never a field's value."""
        self.objects.update(objects)


@dataclass(frozen=True, slots=True)
class Beside:
    """Something outside the database that goes with an act: `done` once it is committed, `undo` when it is not."""

    done: Callable[[], None]
    undo: Callable[[], None]


@dataclass(slots=True)
class _Pending:
    """What the open transaction will leave: its entries, and by how much rows and sums of each table move."""

    first: int
    previous: str
    scopes: list[ActScope] = field(default_factory=list)
    marks: dict[str, tuple[int, int]] = field(default_factory=dict)
    current: list[ActScope] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    #: The head of the log that its entries make; empty before they are written.
    written: str = ""

    def done(self) -> None:
        """All of it is committed."""
        for beside in self.beside:
            beside.done()

    def undo(self, first: int = 0) -> None:
        """Undo what was done beside the database, the last thing first."""
        while len(self.beside) > first:
            self.beside.pop().undo()


class Ledger:
    """Writes rows inside acts. A row's `audit_seq` is the number of the innermost act that touched it."""

    def __init__(self, database: Database, clock: Clock, user: str) -> None:
        self.database = database
        self.clock = clock
        self.user = user
        self._pending: _Pending | None = None
        #: Nobody is refused before the desk says who may.
        self.check: Check = lambda _: None
        self._refused: list[Mapping[str, str]] = []

    def require(self, what: Act | Reading) -> None:
        """Raise the `Fault` if the user may not; the refusal is in the log, once an act under way is over."""
        refusal = self.check(what)
        if refusal is None:
            return
        self._refused.append(refusal.objects)
        if self._pending is None:
            self._write_refusals()
        raise refusal.fault

    def _write_refusals(self) -> None:
        refused, self._refused = self._refused, []
        for objects in refused:
            with self.act(Act.REFUSED, objects):
                pass

    @property
    def acting(self) -> bool:
        return self._pending is not None

    @property
    def scope(self) -> ActScope:
        """The innermost act. Writing without one is a mistake of ours."""
        assert self._pending is not None, "rows are written inside an act"
        self._require_whole()
        return self._pending.current[-1]

    def _require_whole(self) -> None:
        """A full disk rolls everything back at once; going on would write rows that no entry covers."""
        if not self.database.in_transaction:
            raise Fault(Code.VAULT_LOCKED if self.database.closed else Code.VAULT_FULL)

    @contextmanager
    def act(self, act: Act, objects: Mapping[str, str]) -> Iterator[ActScope]:
        """One transaction and its entry; a nested act joins it with an entry of its own.

        Any exception undoes what this act did, and leaves no entry. Raises `Fault` when the commit fails, and when the
        user may not.
        """
        self.require(act)
        if self._pending is None:
            try:
                with self._outer() as pending, self._entered(pending, act, objects) as scope:
                    yield scope
            finally:
                if self._refused:
                    self._write_refusals()
        else:
            with self._nested(self._pending) as pending, self._entered(pending, act, objects) as scope:
                yield scope

    def go_along(self, beside: Beside) -> None:
        """Inside an act: this is done, and undone, with it and with every act around it."""
        assert self._pending is not None, "it goes with an act"
        self._pending.beside.append(beside)

    @contextmanager
    def _outer(self) -> Iterator[_Pending]:
        pending = _Pending(first=0, previous="")
        if not self.database.closed:
            self.database.require_in_place()
        try:
            with self.database.transaction():
                sequence, pending.previous = chain.stored_head(self.database)
                pending.first = sequence + 1
                self._pending = pending
                try:
                    yield pending
                    self._write_entries(pending)
                finally:
                    self._pending = None
        except BaseException:
            if self._committed(pending):  # and then interrupted: a signal comes behind the commit, too
                pending.done()
            else:
                pending.undo()
            raise
        pending.done()

    def _committed(self, pending: _Pending) -> bool:
        """Whether the log ends with what the act wrote, whatever went wrong."""
        try:
            whole = bool(pending.written) and not self.database.in_transaction
            return whole and chain.stored_head(self.database)[1] == pending.written
        except Fault:
            return False

    @contextmanager
    def _nested(self, pending: _Pending) -> Iterator[_Pending]:
        scopes, marks, depth, beside = (
            len(pending.scopes),
            dict(pending.marks),
            len(pending.current),
            len(pending.beside),
        )
        name = f"act_{depth}"
        self.database.run(f"SAVEPOINT {name}")
        done = False
        try:
            yield pending
            done = True
        finally:
            if not done:
                del pending.scopes[scopes:]
                pending.marks = marks
                pending.undo(beside)
            # gone when a full disk made SQLite roll everything back
            if self.database.in_transaction:
                if not done:
                    self.database.run(f"ROLLBACK TO {name}")
                self.database.run(f"RELEASE {name}")

    @contextmanager
    def _entered(self, pending: _Pending, act: Act, objects: Mapping[str, str]) -> Iterator[ActScope]:
        scope = ActScope(sequence=pending.first + len(pending.scopes), act=act, objects=dict(objects))
        pending.scopes.append(scope)
        pending.current.append(scope)
        try:
            yield scope
        finally:
            pending.current.pop()

    def _write_entries(self, pending: _Pending) -> None:
        self._require_whole()
        now, previous = self.clock.now(), pending.previous
        for scope in pending.scopes:
            entry = chain.linked(scope.sequence, now, self.user, scope.act, scope.objects, previous)
            chain.append(self.database, entry)
            previous = entry.digest
        pending.written = previous
        for table, (rows, total) in pending.marks.items():
            self.database.run(
                "INSERT INTO audit_marks (name, row_count, total) VALUES (?, ?, ?) ON CONFLICT (name) "
                "DO UPDATE SET row_count = row_count + excluded.row_count, total = total + excluded.total",
                (table, rows, total),
            )

    def _mark(self, table: str, rows: int, total: int) -> None:
        assert self._pending is not None, "rows are written inside an act"
        old_rows, old_total = self._pending.marks.get(table, (0, 0))
        self._pending.marks[table] = (old_rows + rows, old_total + total)

    # Table and column names below come from this package's own source, never from outside.

    def insert(self, table: str, **columns: object) -> None:
        sequence = self.scope.sequence
        names = ", ".join(columns)
        places = ", ".join("?" * len(columns))
        self.database.run(
            f"INSERT INTO {table} ({names}, audit_seq) VALUES ({places}, ?)",
            [*columns.values(), sequence],
        )
        self._mark(table, 1, sequence)

    def update(self, table: str, where: Mapping[str, object], **columns: object) -> int:
        """Change the rows that match; how many they were."""
        sequence = self.scope.sequence
        condition, parameters = _condition(where)
        count, total = self._sum(table, condition, parameters)
        if count:
            assignments = ", ".join(f"{name} = ?" for name in columns)
            self.database.run(
                f"UPDATE {table} SET {assignments}, audit_seq = ? WHERE {condition}",
                [*columns.values(), sequence, *parameters],
            )
            self._mark(table, 0, count * sequence - total)
        return count

    def delete(self, table: str, where: Mapping[str, object]) -> int:
        """Delete the rows that match; how many they were."""
        assert self.scope
        condition, parameters = _condition(where)
        count, total = self._sum(table, condition, parameters)
        if count:
            self.database.run(f"DELETE FROM {table} WHERE {condition}", parameters)
            self._mark(table, -count, -total)
        return count

    def _sum(self, table: str, condition: str, parameters: list[object]) -> tuple[int, int]:
        row = self.database.row(
            f"SELECT count(*), coalesce(sum(audit_seq), 0) FROM {table} WHERE {condition}",
            parameters,
        )
        assert row is not None
        return row[0], row[1]


def _condition(where: Mapping[str, object]) -> tuple[str, list[object]]:
    assert where, "a whole table is never changed at once"
    return " AND ".join(f"{name} = ?" for name in where), list(where.values())
