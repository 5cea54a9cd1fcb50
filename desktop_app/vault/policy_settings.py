"""What this office has settled where the notice leaves it open: the value in force per pack and question."""

import json
from datetime import datetime

from desktop_app.core.clock import stamp
from desktop_app.domain.records import SettledQuestion
from desktop_app.vault.ledger import Ledger


class PolicySettingRepository:
    """Values are plain JSON (a day is ISO text); whoever reads one checks it against the pack's list."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def put(self, pack: str, name: str, value: bool | int | str, ground: str) -> None:
        """Settle a question, or settle it anew: who and when are this vault's user and clock."""
        columns = {
            "value": json.dumps(value, ensure_ascii=False),
            "set_by": self._ledger.user,
            "set_at": stamp(self._ledger.clock.now().replace(microsecond=0)),
            "ground": ground,
        }
        if not self._ledger.update("policy_settings", {"pack": pack, "name": name}, **columns):
            self._ledger.insert("policy_settings", pack=pack, name=name, **columns)

    def remove(self, pack: str, name: str) -> bool:
        """Open the question again; whether it had been settled."""
        return bool(self._ledger.delete("policy_settings", {"pack": pack, "name": name}))

    def of(self, pack: str) -> list[SettledQuestion]:
        """Everything settled for one pack, by name."""
        rows = self._ledger.database.rows(
            "SELECT name, value, set_by, set_at, ground FROM policy_settings WHERE pack = ? ORDER BY name", [pack]
        )
        return [
            SettledQuestion(
                pack=pack,
                name=row[0],
                value=json.loads(row[1]),
                set_by=row[2],
                set_at=datetime.fromisoformat(row[3]),
                ground=row[4],
            )
            for row in rows
        ]
