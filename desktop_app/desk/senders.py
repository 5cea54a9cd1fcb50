"""Whose package this is, as far as this desk knows: for opening it, and for checking it unopened."""

from desktop_app.core.clock import office_day
from desktop_app.desk import channel, own_keys, successions
from desktop_app.desk.session import Session
from desktop_app.domain.records import Direction, Trust
from desktop_app.sealing.checks import KnownSender, SealHead


def known_sender(session: Session, key_id: str) -> KnownSender | None:
    """A contact, and the weakest suite to take from it: what its card asks of others and what this desk's card asks."""
    contact = session.vault.contacts.get_by_key(key_id)
    if contact is None:
        return None
    asked = (contact.card.minimum_suite, contact.standing.minimum_suite, channel.own(session).card.minimum_suite)
    last = successions.last_day(session, contact)
    ended = last if last is not None and office_day(session.clock) > last else None
    least = max(asked, key=lambda suite: suite.value)
    return KnownSender(contact.card, contact.trust, least, ended, contact.standing.revoked_on)


def provable_sender(session: Session, head: SealHead) -> KnownSender | None:
    """Who sealed this, for checking it unopened: this desk under any of its keys, or a contact.

    What was taken in here while the sender's keys were good stays proved, whatever became of them since.
    """
    if head.sender in own_keys.key_ids(session):
        return KnownSender(own_keys.of(session, head.sender).card, Trust.VERIFIED)
    known, kept = known_sender(session, head.sender), session.vault.packages.by_seal(head.seal_digest)
    if known is not None and kept is not None and kept.direction is Direction.IN:
        return KnownSender(known.card, Trust.VERIFIED)
    return known
