"""Examples: invented people to try the program with. Unlike a filing one goes again, with all that hangs on it."""

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.vault.applications import ApplicationRepository
from desktop_app.vault.database import Database
from desktop_app.vault.ledger import Ledger

#: Tables whose rows belong to one application and to nothing else; of carriers and copies the steps go first.
_OF_IT = ("copies", "carriers", "statements", "mark_lowerings")


class ExampleRepository:
    def __init__(self, ledger: Ledger, applications: ApplicationRepository) -> None:
        self._ledger = ledger
        self._database: Database = ledger.database
        self._applications = applications

    def mark(self, application: ApplicationId) -> None:
        """From its making on: no filing ever becomes an example."""
        self._ledger.insert("examples", application_id=application)

    def holds(self, application: ApplicationId) -> bool:
        return self._database.row("SELECT 1 FROM examples WHERE application_id = ?", [application]) is not None

    def remove(self, application: ApplicationId) -> int:
        """Take an example away with its versions, copies, carriers and steps; how many versions there were.

        Raises `Fault(EXAMPLE_ONLY)` for a filing.
        """
        if not self.holds(application):
            raise Fault(Code.EXAMPLE_ONLY)
        for table in ("copies", "carriers"):
            for (one,) in self._database.rows(f"SELECT id FROM {table} WHERE application_id = ?", [application]):
                self._ledger.delete("carrier_events", {"carrier_id": one})
                self._ledger.delete("makings", {"carrier_id": one})
        for table in _OF_IT:
            self._ledger.delete(table, {"application_id": application})
        self._ledger.delete("review_work", {"id": application})
        versions = self._database.rows("SELECT id FROM versions WHERE application_id = ?", [application])
        for (version,) in versions:
            self._ledger.delete("version_policies", {"version_id": version})
        self._ledger.delete("versions", {"application_id": application})
        self._ledger.delete("examples", {"application_id": application})
        self._applications.drop(application)
        return len(versions)
