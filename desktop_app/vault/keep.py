"""Small named things: the desk's secrets and its settings."""

import json
from typing import Any

from desktop_app.vault.ledger import Ledger


def _put(ledger: Ledger, table: str, name: str, value: object) -> None:
    if not ledger.update(table, {"name": name}, value=value):
        ledger.insert(table, name=name, value=value)


class SecretRepository:
    """Private keys and the like, as bytes; protected by the vault's own encryption and nothing else."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def put(self, name: str, value: bytes) -> None:
        _put(self._ledger, "secrets", name, value)

    def get(self, name: str) -> bytes | None:
        row = self._ledger.database.row("SELECT value FROM secrets WHERE name = ?", [name])
        return bytes(row[0]) if row else None

    def drop(self, name: str) -> None:
        """Forget one, if it is there."""
        self._ledger.delete("secrets", {"name": name})


class SettingRepository:
    """Settings as JSON values; whoever reads one checks its type."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def put(self, name: str, value: object) -> None:
        _put(self._ledger, "settings", name, json.dumps(value, ensure_ascii=False, allow_nan=False))

    def get(self, name: str, default: Any = None) -> Any:
        row = self._ledger.database.row("SELECT value FROM settings WHERE name = ?", [name])
        return json.loads(row[0]) if row else default
