"""Keys that took the place of others: this desk's own, changed here, and a contact's, followed after a look at both."""

from datetime import date, timedelta

from msgspec import structs

from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ContactId
from desktop_app.core.text import same_look
from desktop_app.desk import own_keys, trust_register
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Contact, RecordKind, Trust, not_found
from desktop_app.sealing import cards, succession

#: How long packages under the keys before are still taken, from the first day of the new ones.
ACCEPTED_DAYS = 90


def change_keys(session: Session, valid_until: date | None = None, officer: str | None = None) -> None:
    """New keys for this desk; the ones until now sign the new card and go on opening what was sealed to them.

    `officer`: whose they are from now on; `None` leaves it as it was.
    Raises `Fault(LAST_DAY_PAST)`.
    """
    before = own_keys.present(session)
    if before is None:
        raise Fault(Code.NO_KEY)
    if valid_until is not None and valid_until < office_day(session.clock):
        raise Fault(Code.LAST_DAY_PAST, day=valid_until.isoformat())
    keys = cards.new_keys()
    made = cards.make_card(
        keys,
        code=session.office.code,
        name=session.office.name,
        desk=session.office.desk,
        valid_from=office_day(session.clock),
        minimum_suite=before.card.minimum_suite,
        second_digest=before.card.second_digest,
        valid_until=valid_until,
        officer=(before.card.officer or "") if officer is None else officer.strip(),
    )
    # Whoever has keys that were revoked can sign with them as well: after those everything begins anew.
    ended = own_keys.end(session, before.key_id) is not None
    card = made if ended else structs.replace(made, previous=cards.key_digest(before.card).hex())
    with session.vault.act(Act.KEYS_CHANGED, {"before": before.key_id, "key": cards.key_id(card)}):
        own_keys.put(session, keys, card)


def check_new(session: Session, card: ContactCard) -> None:
    """Whether a card nobody here has seen may be taken in at all.

    Raises `Fault(CARD_SUCCESSION)` for a wrong signature of the keys it names, `Fault(CARD_CHANGED)` for other keys of
    an office that is trusted here, without the signature of those: nothing goes on until people have spoken.
    """
    named = before(session, card)
    if named is not None:
        succession.check(card, named.card)
        return
    for known in session.vault.contacts.all():
        alive = known.trust is Trust.VERIFIED and not known.standing.followed_by
        if alive and _same_office(known.card, card) and not other_officer(known.card, card):
            raise Fault(Code.CARD_CHANGED, name=known.card.name)


def _same_office(known: ContactCard, card: ContactCard) -> bool:
    """The same code, or the same desk under a name that looks the same on a screen."""
    return known.code == card.code or (known.desk is card.desk and same_look(known.name, card.name))


def other_officer(known: ContactCard, card: ContactCard) -> bool:
    """Both cards name an officer, and not the same one: keys beside the others, not in their place."""
    return bool(known.officer and card.officer and known.officer != card.officer)


def before(session: Session, card: ContactCard) -> Contact | None:
    """The contact whose keys the card says it follows."""
    if not card.previous:
        return None
    known = session.vault.contacts.get_by_key(card.previous[:16])
    return known if known is not None and cards.key_digest(known.card).hex() == card.previous else None


def to_follow(session: Session, contact: Contact) -> Contact | None:
    """The trusted contact that this unconfirmed card follows: one look at both fingerprints is enough for it."""
    named = before(session, contact.card)
    if named is None or contact.trust is not Trust.UNVERIFIED or named.trust is not Trust.VERIFIED:
        return None
    return None if named.standing.followed_by else named


def follow(session: Session, contact: ContactId, by: str) -> Contact:
    """Trust the new keys as the old ones were: nothing is sealed to the old any more, and both stay for proof.

    Raises `Fault(CARD_NO_SUCCESSOR)` for a card that follows none that is trusted here.
    """
    new = session.vault.contacts.get(contact)
    old = to_follow(session, new)
    if old is None:
        raise Fault(Code.CARD_NO_SUCCESSOR, name=new.card.name)
    succession.check(new.card, old.card)
    with session.vault.act(Act.CONTACT_FOLLOWED, {"contact": contact, "key": new.key_id, "before": old.key_id}):
        take_place(session, old, new, by)
        trust_register.enter(session, new.id, Trust.VERIFIED, by=by, follows=old.key_id)
        session.vault.contacts.set_trust(new.id, Trust.VERIFIED, by, session.clock.now())
    return session.vault.contacts.get(contact)


def take_place(session: Session, old: Contact, new: Contact, by: str) -> None:
    """Nothing is sealed to the old keys any more; what was agreed holds for the new. Call inside the act."""
    trust_register.enter(session, old.id, Trust.VERIFIED, by=by, followed_by=new.key_id)
    gone = structs.replace(old.standing, followed_by=new.key_id, followed_on=office_day(session.clock))
    session.vault.contacts.set_standing(old.id, gone)
    agreed = structs.replace(new.standing, minimum_suite=old.standing.minimum_suite)
    session.vault.contacts.set_standing(new.id, agreed)


def later(session: Session, key_id: str) -> tuple[Contact, ...]:
    """The contacts that took the place of this key, one after the other."""
    found: list[Contact] = []
    known = session.vault.contacts.get_by_key(key_id)
    while known is not None and known.standing.followed_by:
        known = session.vault.contacts.get_by_key(known.standing.followed_by)
        if known is None or known in found:
            break
        found.append(known)
    return tuple(found)


def last_day(session: Session, contact: Contact) -> date | None:
    """The last day on which a package under followed keys is taken."""
    following = later(session, contact.key_id)
    if not following:
        return None
    first = following[0].card.valid_from
    return first + min(timedelta(days=ACCEPTED_DAYS), date.max - first)


def present_peer(session: Session, key_id: str) -> Contact:
    """Whom an answer goes to: the contact with these keys, or with the last that took their place.

    Raises `Fault(RECORD_NOT_FOUND)`.
    """
    known = session.vault.contacts.get_by_key(key_id)
    if known is None:
        raise not_found(RecordKind.CONTACT)
    return (known, *later(session, key_id))[-1]
