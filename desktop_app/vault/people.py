"""People behind applications: one row for each identity number, so that several years of one person meet."""

from desktop_app.core.ids import PersonId, new_id
from desktop_app.domain import identity_number
from desktop_app.domain.application import Person
from desktop_app.domain.kinds import IdentityKind
from desktop_app.domain.queries import PersonRow
from desktop_app.domain.records import RecordKind, not_found
from desktop_app.vault import search
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, identity_number, name, reading"


class PeopleRepository:
    """Rows appear and go with the applications that name them."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def get(self, person: PersonId) -> PersonRow:
        row = self._database.row(f"SELECT {_COLUMNS} FROM people WHERE id = ?", [person])
        if row is None:
            raise not_found(RecordKind.PERSON)
        return PersonRow(id=PersonId(row[0]), identity_number=row[1], name=row[2], reading=row[3])

    def find(self, text: str, limit: int = 50) -> list[PersonRow]:
        """Everyone whose name, pinyin, initials or number holds each word of `text`."""
        patterns = search.patterns(text)
        where = " AND ".join([r"haystack LIKE ? ESCAPE '\'"] * len(patterns)) or "1"
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM people WHERE {where} ORDER BY name, id LIMIT ?", [*patterns, limit]
        )
        return [PersonRow(id=PersonId(r[0]), identity_number=r[1], name=r[2], reading=r[3]) for r in rows]

    def linked(self, person: Person) -> PersonId | None:
        """The row of `person`, made or brought up to date; `None` while the number is not whole.

        A draft is saved at every keystroke: half a number must not become a person.
        """
        number = person.identity_number
        if not _whole(person):
            return None
        row = self._database.row(f"SELECT {_COLUMNS} FROM people WHERE identity_number = ?", [number])
        wanted = {
            "name": person.name,
            "reading": person.name_reading,
        }
        if row is None:
            made = PersonId(new_id(self._ledger.clock.now()))
            text = search.haystack(person.name, person.name_reading, [number])
            self._ledger.insert("people", id=made, identity_number=number, haystack=text, **wanted)
            return made
        if person.name and (row[2], row[3]) != (person.name, person.name_reading):
            text = search.haystack(person.name, person.name_reading, [number])
            self._ledger.update("people", {"id": row[0]}, haystack=text, **wanted)
        return PersonId(row[0])

    def forget_if_alone(self, person: PersonId | None) -> None:
        """Drop a row that no application names any more."""
        if person and not self._database.row("SELECT 1 FROM applications WHERE person_id = ? LIMIT 1", [person]):
            self._ledger.delete("people", {"id": person})


def _whole(person: Person) -> bool:
    if person.identity_kind in (None, IdentityKind.RESIDENT):
        return identity_number.valid(person.identity_number)
    return len(person.identity_number) >= 5
