"""Yearly counts: what was ticked off, kept as it comes in, and the result of a count that was closed."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.ids import new_id
from desktop_app.domain.inventory import Counted, Inventory
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, year, opened_at, opened_by, closed_at, closed_by, result"


class InventoryRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def open(self, year: int) -> Inventory:
        now = self._ledger.clock.now()
        made = Inventory(id=new_id(now), year=year, opened_at=now, opened_by=self._ledger.user)
        self._ledger.insert(
            "inventories",
            id=made.id,
            year=year,
            opened_at=stamp(now),
            opened_by=made.opened_by,
            closed_at="",
            closed_by="",
            result="[]",
        )
        return made

    def close(self, inventory: str, result: Sequence[Counted]) -> None:
        changed = self._ledger.update(
            "inventories",
            {"id": inventory, "closed_at": ""},
            closed_at=stamp(self._ledger.clock.now()),
            closed_by=self._ledger.user,
            result=msgspec.json.encode(result).decode(),
        )
        if not changed:
            raise not_found(RecordKind.INVENTORY)

    def get(self, inventory: str) -> Inventory:
        row = self._database.row(f"SELECT {_COLUMNS} FROM inventories WHERE id = ?", [inventory])
        if row is None:
            raise not_found(RecordKind.INVENTORY)
        return _inventory(row)

    def all(self) -> list[Inventory]:
        """Newest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM inventories ORDER BY rowid DESC")
        return [_inventory(row) for row in rows]

    def tick(self, inventory: str, numbers: Sequence[str]) -> None:
        for number in numbers:
            self._ledger.insert(
                "inventory_ticks", id=new_id(self._ledger.clock.now()), inventory_id=inventory, number=number
            )

    def untick(self, inventory: str, number: str) -> int:
        """Take a number back that was typed by mistake; how often it stood there."""
        return self._ledger.delete("inventory_ticks", {"inventory_id": inventory, "number": number})

    def ticks(self, inventory: str) -> list[str]:
        rows = self._database.rows(
            "SELECT number FROM inventory_ticks WHERE inventory_id = ? ORDER BY rowid", [inventory]
        )
        return [row[0] for row in rows]


def _inventory(row: Row) -> Inventory:
    return Inventory(
        id=row[0],
        year=row[1],
        opened_at=datetime.fromisoformat(row[2]),
        opened_by=row[3],
        closed_at=datetime.fromisoformat(row[4]) if row[4] else None,
        closed_by=row[5],
        result=msgspec.json.decode(row[6], type=tuple[Counted, ...]),
    )
