"""All keys this desk ever had: the present ones sign and seal, earlier ones open what is still on its way."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop_app.core.errors import Code, Fault
from desktop_app.desk.session import Session
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import cards, succession
from desktop_app.sealing.cards import DeskKeys

_KEYS = "desk_keys"
_CARD = "own_card"
#: The key ids of the pairs before the present one, latest first.
_PAST = "past_keys"
#: The signed statement that ended keys of this desk.
_END = "own_revocation:"


@dataclass(frozen=True, slots=True)
class OwnPair:
    """Secret keys with their public card."""

    keys: DeskKeys
    card: ContactCard
    card_file: bytes

    @property
    def key_id(self) -> str:
        return cards.key_id(self.card)


def present(session: Session) -> OwnPair | None:
    """The keys in use; `None` before any were made."""
    return _pair(session, "")


def put(session: Session, keys: DeskKeys, card: ContactCard) -> None:
    """These keys from now on, or another card of the same. Keys in use until now stay. Call inside the act."""
    session.known_desks = None
    before = present(session)
    if before is not None and before.key_id != cards.key_id(card):
        session.vault.secrets.put(f"{_KEYS}:{before.key_id}", before.keys.to_bytes())
        session.vault.secrets.put(f"{_CARD}:{before.key_id}", before.card_file)
        session.vault.settings.put(_PAST, [before.key_id, *_past(session)])
    if card.previous:  # the keys before these sign every word of the card, so another card anew
        old = of(session, card.previous[:16])
        card = succession.signed_by(card, old.card, old.keys)
    session.vault.secrets.put(_KEYS, keys.to_bytes())
    session.vault.secrets.put(_CARD, cards.card_file(card, keys))


def past(session: Session) -> tuple[OwnPair, ...]:
    """The keys before the present ones, latest first."""
    return tuple(pair for key_id in _past(session) if (pair := _pair(session, f":{key_id}")) is not None)


def key_ids(session: Session) -> frozenset[str]:
    """The key ids of all keys of this desk, present and past."""
    now = present(session)
    return frozenset([*_past(session), *([now.key_id] if now else [])])


def of(session: Session, key_id: str) -> OwnPair:
    """The pair with this key id, present or past. Raises `Fault(NO_KEY)`."""
    now = present(session)
    if now is not None and now.key_id == key_id:
        return now
    found = _pair(session, f":{key_id}")
    if found is None:
        raise Fault(Code.NO_KEY)
    return found


def addressed(session: Session, recipients: Iterable[str]) -> OwnPair:
    """Which keys a package is for: the present ones, unless it was sealed for earlier ones."""
    named = set(recipients)
    now = present(session)
    for pair in ([now] if now else []) + list(past(session)):
        if pair.key_id in named:
            return pair
    if now is None:
        raise Fault(Code.NO_KEY)
    return now


def end(session: Session, key_id: str) -> bytes | None:
    """The signed statement that ended keys of this desk, if they were revoked."""
    kept = session.vault.settings.get(_END + key_id)
    return kept.encode() if isinstance(kept, str) else None


def put_end(session: Session, key_id: str, statement: bytes) -> None:
    """Call inside the act that ends them."""
    session.vault.settings.put(_END + key_id, statement.decode())


def ends(session: Session) -> tuple[bytes, ...]:
    """All statements that ended keys of this desk."""
    return tuple(kept for key_id in sorted(key_ids(session)) if (kept := end(session, key_id)) is not None)


def _past(session: Session) -> list[str]:
    return [str(one) for one in session.vault.settings.get(_PAST, [])]


def _pair(session: Session, end: str) -> OwnPair | None:
    keys, card = session.vault.secrets.get(_KEYS + end), session.vault.secrets.get(_CARD + end)
    if keys is None or card is None:
        return None
    return OwnPair(DeskKeys.from_bytes(keys), cards.read_card(card), card)
