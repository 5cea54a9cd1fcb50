"""An office's own forms over official blanks, and which of them a paper is printed from."""

import hashlib
from datetime import datetime

from desktop_app.core.clock import stamp
from desktop_app.domain.copies import Document
from desktop_app.domain.records import FormChoice, KeptForm
from desktop_app.vault.database import Row
from desktop_app.vault.ledger import Ledger

_COLUMNS = "id, document, title, digest, saved_by, saved_at"


class OfficeFormRepository:
    """A form is kept as its file says it and with its blank; saving it anew replaces both."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def put(self, name: str, document: Document, title: str, form: str, blank: bytes) -> KeptForm:
        """Keep a form: who and when are this vault's user and clock. It was checked before."""
        columns: dict[str, object] = {
            "document": document.value,
            "title": title,
            "digest": digest_of(form, blank),
            "form": form,
            "blank": blank,
            "saved_by": self._ledger.user,
            "saved_at": self._now(),
        }
        if not self._ledger.update("office_forms", {"id": name}, **columns):
            self._ledger.insert("office_forms", id=name, **columns)
        kept = self.get(name)
        assert kept is not None
        return kept

    def get(self, name: str) -> KeptForm | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM office_forms WHERE id = ?", [name])
        return _kept(row) if row else None

    def all(self) -> list[KeptForm]:
        """By paper, the latest first."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM office_forms ORDER BY document, saved_at DESC, id")
        return [_kept(row) for row in rows]

    def content(self, name: str) -> tuple[str, bytes] | None:
        """The form's file and its blank."""
        row = self._database.row("SELECT form, blank FROM office_forms WHERE id = ?", [name])
        return (row[0], row[1]) if row else None

    def remove(self, name: str) -> None:
        """Take a form out; no paper may be printed from it any more."""
        self._ledger.delete("office_forms", {"id": name})

    def choose(self, document: Document, name: str) -> None:
        """Print a paper from this form: who and when are this vault's user and clock."""
        columns = {"form": name, "chosen_by": self._ledger.user, "chosen_at": self._now()}
        if not self._ledger.update("form_choices", {"document": document.value}, **columns):
            self._ledger.insert("form_choices", document=document.value, **columns)

    def unchoose(self, document: Document) -> None:
        """Print a paper from the shipped form again."""
        self._ledger.delete("form_choices", {"document": document.value})

    def choices(self) -> list[FormChoice]:
        rows = self._database.rows("SELECT document, form, chosen_by, chosen_at FROM form_choices ORDER BY document")
        return [
            FormChoice(
                document=Document(row[0]), form=row[1], chosen_by=row[2], chosen_at=datetime.fromisoformat(row[3])
            )
            for row in rows
        ]

    def _now(self) -> str:
        return stamp(self._ledger.clock.now().replace(microsecond=0))


def digest_of(form: str, blank: bytes) -> str:
    """Of the file and the blank together, each with its length before it."""
    whole = hashlib.sha256()
    for part in (form.encode(), blank):
        whole.update(len(part).to_bytes(8, "big"))
        whole.update(part)
    return whole.hexdigest()


def _kept(row: Row) -> KeptForm:
    return KeptForm(
        id=row[0],
        document=Document(row[1]),
        title=row[2],
        digest=row[3],
        saved_by=row[4],
        saved_at=datetime.fromisoformat(row[5]),
    )
