"""Where a card stands today, and whether anything may be sealed to it or under this desk's own."""

from datetime import date

from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.desk import own_keys
from desktop_app.desk.session import Session
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import CardState, Contact, Trust

__all__ = ["CardState", "days_left", "ends_soon", "require_sealable", "state"]


def state(contact: Contact, today: date) -> CardState:
    """What a person is shown of a card; only one in force is sealed to."""
    if contact.trust is Trust.REVOKED:
        return CardState.REVOKED
    if contact.standing.followed_by:
        return CardState.FOLLOWED
    if contact.card.valid_until and contact.card.valid_until < today:
        return CardState.EXPIRED
    return CardState.IN_FORCE if contact.trust is Trust.VERIFIED else CardState.UNVERIFIED


def named(card: ContactCard) -> str:
    """The office, with the officer whose keys these are where the card says so."""
    return f"{card.name}（{card.officer}）" if card.officer else card.name


#: So many days before its last day a card is named on the home screen.
WARNED_DAYS = 30


def days_left(card: ContactCard, today: date) -> int | None:
    """Days to a card's last day, below 0 when it is over; `None` for a card without one."""
    return (card.valid_until - today).days if card.valid_until else None


def ends_soon(card: ContactCard, today: date) -> bool:
    """Whether the last day is over, or so near that new keys must be thought of."""
    left = days_left(card, today)
    return left is not None and left <= WARNED_DAYS


_REFUSALS = {
    CardState.UNVERIFIED: Code.CARD_NOT_VERIFIED,
    CardState.EXPIRED: Code.CARD_EXPIRED,
    CardState.FOLLOWED: Code.CARD_FOLLOWED,
    CardState.REVOKED: Code.CARD_STOPPED,
}


def require_sealable(session: Session, peer: Contact) -> None:
    """Raises `Fault(CARD_NOT_VERIFIED | CARD_EXPIRED | CARD_FOLLOWED | CARD_STOPPED | OWN_CARD_*)`."""
    own = own_keys.present(session)
    if own is not None and own.card.valid_until and own.card.valid_until < office_day(session.clock):
        raise Fault(Code.OWN_CARD_EXPIRED, day=own.card.valid_until.isoformat())
    if own is not None and own_keys.end(session, own.key_id) is not None:
        raise Fault(Code.OWN_CARD_REVOKED)
    refusal = _REFUSALS.get(state(peer, office_day(session.clock)))
    if refusal is not None:
        raise Fault(refusal, name=peer.card.name)
