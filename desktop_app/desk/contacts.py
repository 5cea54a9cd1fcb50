"""This desk's keys and public card, and other desks' cards with the ceremony that makes them trusted."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ContactId
from desktop_app.core.messages import Language
from desktop_app.core.reasons import reason_of
from desktop_app.desk import own_keys, successions, told_files, trust_register
from desktop_app.desk.own_keys import OwnPair
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.audit import Act
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Compared, Contact, RecordKind, Trust, not_found
from desktop_app.host.atomic import PUBLIC
from desktop_app.sealing import cards, digits

#: The digests of cards that a later one of the same keys has replaced.
_BEFORE = "cards_before:"


@dataclass(frozen=True, slots=True)
class OwnCard:
    """This desk's card as others will see it."""

    card: ContactCard
    key_id: str
    fingerprint: str  # 30 digits in six groups


def ensure_identity(session: Session) -> OwnCard:
    """Make the desk's keys if it has none yet. They live in the vault only."""
    if own_keys.present(session) is None:
        keys = cards.new_keys()
        card = cards.make_card(
            keys,
            code=session.office.code,
            name=session.office.name,
            desk=session.office.desk,
            valid_from=office_day(session.clock),
        )
        with session.vault.act(Act.IDENTITY_CREATED, {"key": cards.key_id(card)}):
            own_keys.put(session, keys, card)
    return own_card(session)


def keys(session: Session) -> cards.DeskKeys:
    """The desk's secret keys. Raises `Fault(NO_KEY)` when none were made."""
    return _present(session).keys


def own_card(session: Session) -> OwnCard:
    """The desk's public card. Raises `Fault(NO_KEY)` when no keys were made."""
    card = _present(session).card
    return OwnCard(card, cards.key_id(card), cards.fingerprint(card))


def put_card(session: Session, card: ContactCard) -> None:
    """Sign another card of the same keys and keep it as this desk's, inside the act that says what changed."""
    own_keys.put(session, keys(session), card)


def card_text(session: Session) -> str:
    """The signed card as it travels. Raises `Fault(NO_KEY)` when no keys were made."""
    return _present(session).card_file.decode()


def _present(session: Session) -> OwnPair:
    pair = own_keys.present(session)
    if pair is None:
        raise Fault(Code.NO_KEY)
    return pair


def save_card(session: Session, path: Path) -> OwnCard:
    """Write the public card for other desks; it holds nothing secret."""
    own = ensure_identity(session)
    with session.vault.act(Act.CARD_EXPORTED, {"key": own.key_id}):
        told_files.put(session, {path: card_text(session).encode()}, mode=PUBLIC)
    return own


def take_in(session: Session, path: Path) -> Contact:
    """Keep another desk's card as unverified: packages from it can be named, none can be sealed to it."""
    return keep_card(session, cards.read_card(untrusted_file(path)))


def keep_card(session: Session, card: ContactCard) -> Contact:
    """Keep a card whose own signature is good, as unverified.

    A later card of a desk whose keys are known says what it asks for now; trust is in the keys and stays.
    Raises `Fault(CARD_OWN)`, `Fault(CARD_CHANGED | CARD_SUCCESSION)` for other keys of a trusted office, and
    `Fault(CARD_OLDER | CARD_RENAMED)` for a card of known keys that changes nothing.
    """
    key_id = cards.key_id(card)
    ensure_identity(session)
    if key_id in own_keys.key_ids(session):
        raise Fault(Code.CARD_OWN)
    known = session.vault.contacts.get_by_key(key_id)
    if known is not None:
        return _issued_anew(session, known, card)
    successions.check_new(session, card)
    with session.vault.act(Act.CONTACT_IMPORTED, {"key": key_id}) as scope:
        contact = session.vault.contacts.add(card, key_id, Trust.UNVERIFIED)
        scope.note(contact=contact.id)
    return contact


def _issued_anew(session: Session, known: Contact, card: ContactCard) -> Contact:
    """An older card changes nothing, nor does one by which a desk or officer takes another name: that is for people.

    Two cards of one day are told apart by which of them was here first.
    """
    if card == known.card:
        return known
    before = session.vault.settings.get(_BEFORE + known.id) or []
    if card.valid_from < known.card.valid_from or exchange.digest(card) in before:
        raise Fault(Code.CARD_OLDER, name=known.card.name, day=known.card.valid_from.isoformat())
    same_desk = (card.code, card.name, card.desk) == (known.card.code, known.card.name, known.card.desk)
    if not same_desk or (known.card.officer and card.officer != known.card.officer):
        raise Fault(Code.CARD_RENAMED, name=known.card.name)
    with session.vault.act(Act.CONTACT_IMPORTED, {"key": known.key_id, "contact": known.id}):
        session.vault.contacts.set_card(known.id, card)
        session.vault.settings.put(_BEFORE + known.id, [*before, exchange.digest(known.card)])
    return session.vault.contacts.get(known.id)


def untrusted_file(path: Path) -> bytes:
    """A small file from outside; one that is too large for a card or a receipt reads as empty, which neither is."""
    try:
        with path.open("rb") as file:
            content = file.read(cards.MAX_CARD + 1)  # a device has no size to ask for
        return content if len(content) <= cards.MAX_CARD else b""
    except FileNotFoundError:
        raise Fault(Code.FILE_NOT_FOUND, path=str(path)) from None
    except OSError as error:
        raise Fault(Code.FILE_UNREADABLE, path=str(path), reason=reason_of(error)) from error


def all_(session: Session) -> list[Contact]:
    """Every contact, verified or not."""
    return session.vault.contacts.all()


def get(session: Session, contact: ContactId) -> Contact:
    """One contact. Raises `Fault(RECORD_NOT_FOUND)`."""
    return session.vault.contacts.get(contact)


def by_key(session: Session, key_id: str) -> Contact:
    """The contact with these keys. Raises `Fault(RECORD_NOT_FOUND)`."""
    contact = session.vault.contacts.get_by_key(key_id)
    if contact is None:
        raise not_found(RecordKind.CONTACT)
    return contact


def fingerprint(contact: Contact) -> str:
    """The contact's fingerprint: 30 digits in six groups."""
    return cards.fingerprint(contact.card)


def spoken(fingerprint: str, language: Language) -> str:
    """A fingerprint in the words in which it is read over a telephone."""
    return digits.spoken(fingerprint, language)


def fingerprint_of(card: ContactCard) -> str:
    """A card's fingerprint, known here or not."""
    return cards.fingerprint(card)


def groups_to_type() -> tuple[int, ...]:
    """Which of the six groups two people type for one another: first, last and two at random between."""
    middle = secrets.SystemRandom().sample(range(1, 5), 2)
    return (0, *sorted(middle), 5)


def verify(
    session: Session, contact: ContactId, typed: Mapping[int, str], verified_by: str, how: Compared | None = None
) -> Contact:
    """Trust a card after groups read from the other desk's paper or mouth were typed in.

    Raises `Fault(FINGERPRINT_MISMATCH)` with the group that differs or is missing (at least four must be typed, among
    them the first and the last), `Fault(CARD_REVOKED)`.
    """
    known = get(session, contact)
    if known.trust is Trust.REVOKED:
        raise Fault(Code.CARD_REVOKED, name=known.card.name)
    untyped = next((group for group in range(6) if group not in typed), 6)
    if len(typed) < 4 or not {0, 5} <= set(typed):
        raise Fault(Code.FINGERPRINT_MISMATCH, group=untyped + 1)
    cards.check_groups(cards.fingerprint(known.card), dict(typed))
    before = successions.to_follow(session, known)
    with session.vault.act(Act.CONTACT_VERIFIED, {"contact": contact, "key": known.key_id}):
        if before is not None:
            successions.take_place(session, before, known, verified_by)
        trust_register.enter(session, contact, Trust.VERIFIED, by=verified_by, how=how)
        session.vault.contacts.set_trust(contact, Trust.VERIFIED, verified_by, session.clock.now())
    return get(session, contact)
