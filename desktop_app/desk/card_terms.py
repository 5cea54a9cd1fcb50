"""What this desk's card asks of those who seal to it, and cards of known desks that were issued anew for that."""

from datetime import date

import msgspec
from msgspec.structs import replace

from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ContactId
from desktop_app.desk import contacts
from desktop_app.desk.contacts import OwnCard
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.offices import ContactCard, SecondDigest, Suite
from desktop_app.domain.records import Contact


def ask_sm3(session: Session, wanted: bool) -> OwnCard:
    """Have packages for this desk carry an SM3 of every file, or no longer. The keys and their fingerprint stay.

    Desks that hold the card from before must take in the new one: what they seal without SM3 is refused here.
    """
    own = contacts.ensure_identity(session)
    asked = SecondDigest.SM3 if wanted else msgspec.UNSET
    if own.card.second_digest is asked:
        return own
    changed = replace(own.card, second_digest=asked, valid_from=office_day(session.clock))
    with session.vault.act(Act.CARD_CHANGED, {"key": own.key_id, "sm3": "yes" if wanted else "no"}):
        contacts.put_card(session, changed)
    return contacts.own_card(session)


def end_on(session: Session, last: date | None) -> OwnCard:
    """Give this desk's card a last day, or take it away. Raises `Fault(LAST_DAY_PAST)`."""
    own = contacts.ensure_identity(session)
    if last is not None and last < office_day(session.clock):
        raise Fault(Code.LAST_DAY_PAST, day=last.isoformat())
    changed = replace(own.card, valid_until=last or msgspec.UNSET, valid_from=office_day(session.clock))
    with session.vault.act(Act.CARD_CHANGED, {"key": own.key_id, "last_day": "yes" if last else "no"}):
        contacts.put_card(session, changed)
    return contacts.own_card(session)


def name_officer(session: Session, officer: str) -> OwnCard:
    """Say on the card whose keys these are, where others of the office have a card of their own.

    Raises `Fault(OFFICER_NAMED)` where the card names another: somebody else gets other keys.
    """
    own = contacts.ensure_identity(session)
    named = officer.strip()[:20]
    if not named or (own.card.officer and own.card.officer != named):
        raise Fault(Code.OFFICER_NAMED, officer=own.card.officer or "")
    changed = replace(own.card, officer=named, valid_from=office_day(session.clock))
    with session.vault.act(Act.CARD_CHANGED, {"key": own.key_id, "officer": "yes"}):
        contacts.put_card(session, changed)
    return contacts.own_card(session)


def require_suite(session: Session, least: Suite) -> OwnCard:
    """The weakest suite that this desk takes or seals with; the card says so to every other."""
    own = contacts.ensure_identity(session)
    changed = replace(own.card, minimum_suite=least, valid_from=office_day(session.clock))
    with session.vault.act(Act.CARD_CHANGED, {"key": own.key_id, "suite": str(least.value)}):
        contacts.put_card(session, changed)
    return contacts.own_card(session)


def require_suite_of(session: Session, contact: ContactId, least: Suite) -> Contact:
    """The weakest suite this desk takes from one contact or seals to it with, beside what its card asks.

    Raises `Fault(SUITE_NO_KEY)` for a contact whose card has no key of that suite.
    """
    known = contacts.get(session, contact)
    if least is Suite.POST_QUANTUM and not known.card.recipient_post_quantum:
        raise Fault(Code.SUITE_NO_KEY, name=known.card.name)
    with session.vault.act(Act.CONTACT_SUITE_SET, {"contact": contact, "suite": str(least.value)}):
        session.vault.contacts.set_standing(contact, replace(known.standing, minimum_suite=least))
    return contacts.get(session, contact)


def asks_sm3(card: ContactCard) -> bool:
    """Whether packages for this card's desk carry an SM3 of every file."""
    return card.second_digest is SecondDigest.SM3
