"""The audit chain: how an entry's digest is made, and reading and checking the entries."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime

import msgspec

from desktop_app.core import canonical_json
from desktop_app.core.clock import stamp
from desktop_app.domain.audit import Act, AuditEntry, AuditFilter
from desktop_app.vault.database import Database, Row

#: What the first entry follows.
BEGINNING = "0" * 64

_COLUMNS = "sequence, at, user, act, objects, previous, digest"


def entry_digest(entry: AuditEntry) -> str:
    """SHA-256 over the canonical JSON (RFC 8785) of every field but the digest itself."""
    fields = msgspec.to_builtins(entry)
    del fields["digest"]
    return hashlib.sha256(canonical_json.spelled(fields)).hexdigest()


def linked(sequence: int, at: datetime, user: str, act: Act, objects: dict[str, str], previous: str) -> AuditEntry:
    """An entry with its digest. Instants are whole seconds, as they are stored and exported."""
    bare = AuditEntry(
        sequence=sequence,
        at=at.replace(microsecond=0),
        user=user,
        act=act,
        objects=objects,
        previous=previous,
        digest=BEGINNING,
    )
    return msgspec.structs.replace(bare, digest=entry_digest(bare))


def decoded(row: Row) -> AuditEntry:
    """An entry from its row. Raises `ValueError` or `msgspec.DecodeError` for a row that someone altered."""
    sequence, at, user, act, objects, previous, digest = row
    return AuditEntry(
        sequence=sequence,
        at=datetime.fromisoformat(at),
        user=user,
        act=Act(act),
        objects=msgspec.json.decode(objects, type=dict[str, str]),
        previous=previous,
        digest=digest,
    )


def append(database: Database, entry: AuditEntry) -> None:
    database.run(
        f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            entry.sequence,
            msgspec.to_builtins(entry.at),
            entry.user,
            entry.act.value,
            msgspec.json.encode(entry.objects).decode(),
            entry.previous,
            entry.digest,
        ),
    )
    database.run(
        "INSERT INTO audit_head (only_row, sequence, digest) VALUES (1, ?, ?) "
        "ON CONFLICT (only_row) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest",
        (entry.sequence, entry.digest),
    )


def stored_head(database: Database) -> tuple[int, str]:
    """Sequence and digest of the last entry as the head row has them; (0, `BEGINNING`) before the first."""
    row = database.row("SELECT sequence, digest FROM audit_head")
    return (row[0], row[1]) if row else (0, BEGINNING)


def joined(database: Database) -> bool:
    """Whether each entry follows the one before and the last is the head, by the digests as they are written."""
    broken = database.row(
        "SELECT 1 FROM audit a LEFT JOIN audit b ON b.sequence = a.sequence - 1 "
        "WHERE a.previous <> coalesce(b.digest, ?) LIMIT 1",
        [BEGINNING],
    )
    sequence, digest = stored_head(database)
    counted = database.row("SELECT count(*), coalesce(max(sequence), 0) FROM audit")
    return broken is None and counted == (sequence, sequence) and digest_at(database, sequence) in (digest, None)


class Walk:
    """Goes along a chain, entry by entry, and says where it is broken: `missing`, `order`, `altered`, `unlinked`."""

    def __init__(self) -> None:
        self.sequence = 0
        self.digest = BEGINNING

    def step(self, sequence: int, previous: str, digest: str, *, sound: bool) -> list[str]:
        """What is wrong at this entry; `sound` says whether its digest is that of its fields."""
        found = []
        if sequence > self.sequence + 1:
            found.append("missing")
        elif sequence <= self.sequence:
            found.append("order")
        if not sound:
            found.append("altered")
        elif previous != self.digest:
            found.append("unlinked")
        self.sequence, self.digest = sequence, digest
        return found


def digest_at(database: Database, sequence: int) -> str | None:
    """The digest of one entry, `None` when the chain does not reach that far."""
    row = database.row("SELECT digest FROM audit WHERE sequence = ?", [sequence])
    return row[0] if row else None


def last_digests(database: Database, key: str, acts: Collection[Act]) -> dict[str, str]:
    """By what `key` names, the digest that the last of these acts on it left in the log; "" when it left none."""
    marks = ", ".join("?" * len(acts))
    found: dict[str, str] = {}
    for (objects,) in database.rows(
        f"SELECT objects FROM audit WHERE act IN ({marks}) ORDER BY sequence", [act.value for act in acts]
    ):
        named = msgspec.json.decode(objects, type=dict[str, str])
        if key in named:
            found[named[key]] = named.get("digest", "")
    return found


def raw_entries(database: Database) -> Iterator[Row]:
    """Every row of the chain in order, undecoded."""
    return database.each(f"SELECT {_COLUMNS} FROM audit ORDER BY sequence")


class AuditRepository:
    """Reading the log; writing happens only through acts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, limit: int = 200, offset: int = 0, act: Act | None = None) -> list[AuditEntry]:
        """Newest first."""
        where, parameters = ("WHERE act = ?", [act.value]) if act else ("", [])
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM audit {where} ORDER BY sequence DESC LIMIT ? OFFSET ?",
            [*parameters, limit, offset],
        )
        return [decoded(row) for row in rows]

    def page(self, wanted: AuditFilter) -> list[AuditEntry]:
        """Newest first, by number: a page far back costs no more than the first."""
        condition, parameters = _condition(wanted)
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM audit WHERE {condition} ORDER BY sequence DESC LIMIT ?",
            [*parameters, wanted.limit],
        )
        return [decoded(row) for row in rows]

    def found(self, wanted: AuditFilter) -> int:
        """How many entries the filter lets through, wherever the page begins."""
        condition, parameters = _condition(msgspec.structs.replace(wanted, before=None))
        row = self._database.row(f"SELECT count(*) FROM audit WHERE {condition}", parameters)
        return row[0] if row else 0

    def users(self) -> list[str]:
        """Everyone who ever wrote an entry."""
        return [name for (name,) in self._database.rows("SELECT DISTINCT user FROM audit ORDER BY user")]

    def count(self, act: Act | None = None) -> int:
        where, parameters = ("WHERE act = ?", [act.value]) if act else ("", [])
        row = self._database.row(f"SELECT count(*) FROM audit {where}", parameters)
        return row[0] if row else 0

    def export(self) -> Iterator[AuditEntry]:
        """The whole log, oldest first, one entry at a time."""
        return (decoded(row) for row in raw_entries(self._database))

    def head(self) -> AuditEntry | None:
        last = self.entries(limit=1)
        return last[0] if last else None


def _condition(wanted: AuditFilter) -> tuple[str, list[object]]:
    parts: list[str] = ["1"]
    parameters: list[object] = []

    def also(part: str, *values: object) -> None:
        parts.append(part)
        parameters.extend(values)

    if wanted.acts:
        also(f"act IN ({_places(wanted.acts)})", *(act.value for act in wanted.acts))
    if wanted.user:
        also("user = ?", wanted.user)
    if wanted.since:
        also("at >= ?", stamp(wanted.since))
    if wanted.until:
        also("at < ?", stamp(wanted.until))
    if wanted.before is not None:
        also("sequence < ?", wanted.before)
    if wanted.objects is not None:
        # ids are opaque and long: one inside another cannot be
        any_of = " OR ".join("instr(objects, ?)" for _ in wanted.objects) or "0"
        also(f"({any_of})", *wanted.objects)
    if wanted.text:
        acts = [act.value for act in wanted.text_acts]
        also(
            f"(instr(user, ?) OR instr(objects, ?) OR act IN ({_places(acts)}))",
            wanted.text,
            wanted.text,
            *acts,
        )
    return " AND ".join(parts), parameters


def _places(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
