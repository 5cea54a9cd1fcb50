"""Whose keys are known here and under which names: read once for a whole list of signed steps."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.errors import Fault
from desktop_app.core.text import look
from desktop_app.desk import own_keys, successions
from desktop_app.desk.session import Session
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Contact, Trust
from desktop_app.sealing import cards, succession


@dataclass(frozen=True, slots=True)
class KnownDesks:
    """This desk's key ids, present and past; contacts by key id; and by desk and look of a name, who bears it rightly:
    cards that are trusted, and this desk's own.
    """

    own: frozenset[str]
    contacts: Mapping[str, Contact]
    named: Mapping[tuple[Desk, str], tuple[ContactCard, ...]]

    def bears_a_known_name(self, card: ContactCard) -> bool:
        """Whether a card that nobody here has seen has the name of a desk trusted here, or of this one, and other keys.

        It may be a namesake, or somebody's who only says so. A card that the keys known here signed is of that desk.
        """
        before = self.contacts.get(card.previous[:16]) if card.previous else None
        if before is not None and cards.key_digest(before.card).hex() == card.previous:
            return not _signed_by(before.card, card)
        rightly = self.named.get((card.desk, look(card.name)), ())
        return any(not successions.other_officer(one, card) for one in rightly)


def read(session: Session) -> KnownDesks:
    """As the vault has it now; kept in the session until a contact or this desk's keys change."""
    changes = session.vault.contacts.changes
    kept = session.known_desks
    if kept is not None and changes is not None and kept[0] == changes:
        return kept[1]
    found = _read(session)
    session.known_desks = (changes, found) if changes is not None else None
    return found


def _read(session: Session) -> KnownDesks:
    contacts = {one.key_id: one for one in session.vault.contacts.all()}
    own = own_keys.present(session)
    trusted = [one.card for one in contacts.values() if one.trust is Trust.VERIFIED]
    named: dict[tuple[Desk, str], list[ContactCard]] = {}
    for card in (*trusted, *((own.card,) if own else ())):
        named.setdefault((card.desk, look(card.name)), []).append(card)
    return KnownDesks(own_keys.key_ids(session), contacts, {name: tuple(found) for name, found in named.items()})


def _signed_by(before: ContactCard, card: ContactCard) -> bool:
    try:
        succession.check(card, before)
    except Fault:
        return False
    return True
