"""Statements that desks made to one another: added once under their digest, never changed."""

from datetime import datetime

from desktop_app.core.clock import stamp
from desktop_app.domain.records import Direction
from desktop_app.domain.statements import KeptStatement, StatementKind
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "digest, kind, direction, package_id, peer, application_id, content, card, kept_at"


class StatementRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def add(self, statement: KeptStatement) -> bool:
        """Keep it; whether it is new. The same words are kept once, as they first came.

        A roster sent again counts from its last arrival: the desk takes back what it sent between.
        """
        if self.get(statement.digest) is not None:
            if statement.kind is StatementKind.ROSTER:
                came = {"package_id": statement.package, "kept_at": stamp(statement.at)}
                self._ledger.update("statements", {"digest": statement.digest}, **came)
            return False
        self._ledger.insert(
            "statements",
            digest=statement.digest,
            kind=statement.kind.value,
            direction=statement.direction.value,
            package_id=statement.package,
            peer=statement.peer,
            application_id=statement.application,
            content=statement.content,
            card=statement.card,
            kept_at=stamp(statement.at),
        )
        return True

    def get(self, digest: str) -> KeptStatement | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM statements WHERE digest = ?", [digest])
        return _statement(row) if row else None

    def of(self, application: str, kind: StatementKind) -> list[KeptStatement]:
        """What was said about one application, oldest first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM statements WHERE application_id = ? AND kind = ? ORDER BY rowid",
            [application, kind.value],
        )
        return [_statement(row) for row in rows]

    def words(self, kind: StatementKind, direction: Direction) -> list[str]:
        """What was said in one direction, oldest first; the cards, which are most of it, are not read."""
        rows = self._database.rows(
            "SELECT content FROM statements WHERE kind = ? AND direction = ? ORDER BY rowid",
            [kind.value, direction.value],
        )
        return [row[0] for row in rows]

    def all(self, kind: StatementKind) -> list[KeptStatement]:
        """Everything of one kind, oldest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM statements WHERE kind = ? ORDER BY rowid", [kind.value])
        return [_statement(row) for row in rows]

    def latest_rosters(self, year: int, name: str) -> list[KeptStatement]:
        """Of each desk that sent a roster of a year its latest, where that one holds `name`; others are not read."""
        rows = self._database.rows(
            "SELECT digest, peer, instr(content, ?) > 0 FROM statements "
            "WHERE kind = ? AND direction = ? AND json_extract(content, '$.year') = ? ORDER BY audit_seq, rowid",
            [name, StatementKind.ROSTER.value, Direction.IN.value, year],
        )
        latest = {row[1]: (row[0], row[2]) for row in rows}
        found = (self.get(digest) for digest, holds in latest.values() if holds)
        return [one for one in found if one is not None]


def _statement(row: Row) -> KeptStatement:
    return KeptStatement(
        digest=row[0],
        kind=StatementKind(row[1]),
        direction=Direction(row[2]),
        package=row[3],
        peer=row[4],
        application=row[5],
        content=row[6],
        card=row[7],
        at=datetime.fromisoformat(row[8]),
    )
