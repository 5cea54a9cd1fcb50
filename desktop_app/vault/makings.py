"""What is known of the making of carriers and numbered copies, a row each."""

from desktop_app.core.ids import CarrierId
from desktop_app.domain.makings import Making
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "carrier_id, applicant, approved_by, purpose, pages"


class MakingRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def put(self, carrier: CarrierId, making: Making) -> None:
        """Enter it, or put it in the place of what was known."""
        columns = {
            "applicant": making.applicant,
            "approved_by": making.approved_by,
            "purpose": making.purpose,
            "pages": making.pages,
        }
        if not self._ledger.update("makings", {"carrier_id": carrier}, **columns):
            self._ledger.insert("makings", carrier_id=carrier, **columns)

    def get(self, carrier: CarrierId) -> Making:
        """All empty where nothing is known."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM makings WHERE carrier_id = ?", [carrier])
        return _making(row) if row else Making()

    def all(self) -> dict[CarrierId, Making]:
        return {CarrierId(row[0]): _making(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM makings")}


def _making(row: Row) -> Making:
    return Making(applicant=row[1], approved_by=row[2], purpose=row[3], pages=row[4])
