"""Other offices' cards and how far they are trusted."""

from datetime import datetime

import msgspec

from desktop_app.core.clock import stamp
from desktop_app.core.ids import ContactId, new_id
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import CardStanding, Contact, RecordKind, Trust, not_found
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, key_id, card, trust, verified_by, verified_at, standing"


class ContactRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database
        self._changes = 0

    @property
    def changes(self) -> int | None:
        """How often contacts were changed in this sitting; `None` within an act, which may yet be undone."""
        return None if self._database.in_transaction else self._changes

    def add(self, card: ContactCard, key_id: str, trust: Trust) -> Contact:
        """Keep a card. One that is known under this key id is replaced whole: its old verification does not carry."""
        content = msgspec.json.encode(card).decode()
        fields = {"card": content, "trust": trust.value, "verified_by": "", "verified_at": "", "standing": "{}"}
        self._changes += 1
        known = self.get_by_key(key_id)
        if known is None:
            made = ContactId(new_id(self._ledger.clock.now()))
            self._ledger.insert("contacts", id=made, key_id=key_id, **fields)
        else:
            made = known.id
            self._ledger.update("contacts", {"id": made}, **fields)
        return Contact(id=made, card=card, key_id=key_id, trust=trust)

    def set_card(self, contact: ContactId, card: ContactCard) -> None:
        """Another card of the same keys; how far they are trusted stays."""
        self._changes += 1
        self._ledger.update("contacts", {"id": contact}, card=msgspec.json.encode(card).decode())

    def get(self, contact: ContactId) -> Contact:
        row = self._database.row(f"SELECT {_COLUMNS} FROM contacts WHERE id = ?", [contact])
        if row is None:
            raise not_found(RecordKind.CONTACT)
        return _contact(row)

    def get_by_key(self, key_id: str) -> Contact | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM contacts WHERE key_id = ?", [key_id])
        return _contact(row) if row else None

    def all(self) -> list[Contact]:
        return [_contact(row) for row in self._database.rows(f"SELECT {_COLUMNS} FROM contacts ORDER BY rowid")]

    def set_trust(self, contact: ContactId, trust: Trust, verified_by: str = "", at: datetime | None = None) -> None:
        self._changes += 1
        changed = self._ledger.update(
            "contacts",
            {"id": contact},
            trust=trust.value,
            verified_by=verified_by,
            verified_at=stamp(at) if at else "",
        )
        if not changed:
            raise not_found(RecordKind.CONTACT)

    def set_standing(self, contact: ContactId, standing: CardStanding) -> None:
        """What is known of the card beside trust, in place of what was."""
        self._changes += 1
        content = msgspec.json.encode(standing).decode()
        if not self._ledger.update("contacts", {"id": contact}, standing=content):
            raise not_found(RecordKind.CONTACT)


def _contact(row: Row) -> Contact:
    return Contact(
        id=ContactId(row[0]),
        key_id=row[1],
        card=msgspec.json.decode(row[2], type=ContactCard),
        trust=Trust(row[3]),
        verified_by=row[4],
        verified_at=datetime.fromisoformat(row[5]) if row[5] else None,
        standing=msgspec.json.decode(row[6], type=CardStanding),
    )
