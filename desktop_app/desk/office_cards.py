"""Several officers' cards of one office: what is sealed for it is sealed for all of them, and each may answer."""

from collections.abc import Sequence

from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.desk import sealed_as, standing, successions
from desktop_app.desk.session import Session
from desktop_app.desk.standing import CardState
from desktop_app.domain.offices import ContactCard, Suite
from desktop_app.domain.records import Contact, PackageRecord


def of_office(session: Session, contact: Contact) -> tuple[Contact, ...]:
    """Whom a package for this contact goes to: all cards in force that name officers of the same office.

    The one that came first here stands first, so that a way to the office keeps its numbers. A card that names nobody
    stands alone.
    """
    today = office_day(session.clock)
    if not contact.card.officer or standing.state(contact, today) is not CardState.IN_FORCE:
        return (contact,)
    found = [one for one in session.vault.contacts.all() if one.card.officer and same(one.card, contact.card)]
    return tuple(one for one in found if standing.state(one, today) is CardState.IN_FORCE)


def same(one: ContactCard, other: ContactCard) -> bool:
    """Whether two cards say they are of one office."""
    return (one.code, one.name, one.desk) == (other.code, other.name, other.desk)


def officers(contacts: Sequence[Contact]) -> str:
    """The officers whom cards name, for a line of text."""
    return "、".join(one.card.officer for one in contacts if one.card.officer)


def answerers(session: Session, sent: PackageRecord) -> frozenset[str]:
    """The key ids that may answer a package from here: its recipients, and who took their place since."""
    said = sealed_as.journaled(session, sent.id)
    named = said.recipients if said and said.recipients else (sent.peer,)
    return frozenset([*named, *(one.key_id for key in named for one in successions.later(session, key))])


def speaks_for(session: Session, key_id: str, contact: Contact) -> bool:
    """Whether what came from these keys came from that contact: its own, those before them, or a fellow officer's."""
    if key_id == contact.key_id:
        return True
    known = session.vault.contacts.get_by_key(key_id)
    if known is None:
        return False
    now = (known, *successions.later(session, key_id))[-1]
    return now.id == contact.id or now in of_office(session, contact)


def require_suite(own: ContactCard, to: Sequence[Contact]) -> None:
    """Nothing weaker than was agreed, and no way around it.

    Raises `Fault(SUITE_NO_KEY)` where a recipient has no key of the suite that is asked for.
    """
    asked = [own.minimum_suite, *(one.card.minimum_suite for one in to), *(one.standing.minimum_suite for one in to)]
    if Suite.POST_QUANTUM not in asked:
        return
    for one in to:
        if not one.card.recipient_post_quantum:
            raise Fault(Code.SUITE_NO_KEY, name=one.card.name)
