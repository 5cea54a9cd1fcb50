"""What comes on paper from another desk, scanned or typed: its card, or the end of its keys."""

import re
from datetime import date

from desktop_app.desk import contacts, revocations
from desktop_app.desk.revocations import Ended
from desktop_app.desk.session import Session
from desktop_app.domain.records import Contact
from desktop_app.sealing import cards, paper_card

#: Rows of a card are twice as long as those of a revocation; with one of these and its check between.
_LONG = 30


def own_sheet(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """This desk's card as it is printed: the lines of the QR codes, and the rows for a hand."""
    contacts.ensure_identity(session)
    file = contacts.card_text(session).encode()
    return paper_card.qr_texts(file), paper_card.typed_rows(file)


def take(session: Session, untrusted: str, on: date | None = None) -> Contact | Ended:
    """Take in what was scanned or typed; `on` is for a revocation that names no day.

    Raises `Fault(PAPER_PARTS)` while pieces are missing, `Fault(PAPER_ROW)`, and what `contacts` and `revocations` do.
    """
    if revocations.is_paper(untrusted) or (not paper_card.is_paper(untrusted) and _short_rows(untrusted)):
        return revocations.take_paper(session, untrusted, on)
    return contacts.keep_card(session, cards.read_card(paper_card.read(untrusted)))


def _short_rows(untrusted: str) -> bool:
    rows = [re.sub(r"[\s\-]+", "", row) for row in untrusted.splitlines() if row.strip()]
    return bool(rows) and len(rows[0]) < _LONG
