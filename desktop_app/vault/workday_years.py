"""Tables of workdays that this office imported: one a year, the one in force."""

from datetime import datetime

from desktop_app.core.clock import stamp
from desktop_app.domain.records import KeptWorkdays
from desktop_app.vault.ledger import Ledger


class WorkdayYearRepository:
    """The content is plain text of the policy's own; what an import replaced is told by the log's digests."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def put(self, year: int, content: str) -> None:
        """Keep a year's table in place of any other: who and when are this vault's user and clock."""
        columns = {
            "content": content,
            "imported_at": stamp(self._ledger.clock.now().replace(microsecond=0)),
            "imported_by": self._ledger.user,
        }
        if not self._ledger.update("workday_years", {"year": year}, **columns):
            self._ledger.insert("workday_years", year=year, **columns)

    def remove(self, year: int) -> bool:
        """Drop a year's table; whether there was one."""
        return bool(self._ledger.delete("workday_years", {"year": year}))

    def all(self) -> list[KeptWorkdays]:
        """Every table, by year."""
        rows = self._ledger.database.rows(
            "SELECT year, content, imported_at, imported_by FROM workday_years ORDER BY year", []
        )
        return [
            KeptWorkdays(year=row[0], content=row[1], imported_at=datetime.fromisoformat(row[2]), imported_by=row[3])
            for row in rows
        ]
