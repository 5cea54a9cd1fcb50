"""Keys that end: this desk's own, said under their signature, and a contact's, as its statement or a voice says."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec import structs

from desktop_app.core.clock import office_day
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ContactId
from desktop_app.desk import contacts, own_keys, successions, told_files, trust_register
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import bilingual
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Contact, RevocationReason, Trust
from desktop_app.domain.words import words_of
from desktop_app.host.atomic import PUBLIC
from desktop_app.sealing import cards, revocations, succession
from desktop_app.sealing.revocations import SignedRevocation

#: The key id whose spare revocation was printed last.
_SPARE = "spare_revocation"


@dataclass(frozen=True, slots=True)
class Ended:
    """A contact's keys that ended, and the successor that is no longer trusted on their word."""

    contact: Contact
    doubted: Contact | None = None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A statement on paper: as a scanner reads it, and in rows for a hand."""

    scanned: str
    rows: tuple[str, ...]


def paper_line(revocation: SignedRevocation) -> PaperLine:
    """How it stands on a sheet."""
    line = revocations.qr_text(revocation)
    return PaperLine(line, revocations.ROWS.written(line))


def spare(session: Session) -> SignedRevocation:
    """The end of this desk's present keys without a day, for the safe: whoever brings it ends them."""
    pair = own_keys.present(session)
    if pair is None:
        raise Fault(Code.NO_KEY)
    return revocations.sign(pair.card, pair.card, pair.keys, made_on=pair.card.valid_from)


def spare_printed(session: Session) -> None:
    """The present keys' spare lies on paper now, and home asks for it no more."""
    key_id = contacts.own_card(session).key_id
    with session.vault.act(Act.REVOCATION_PRINTED, {"key": key_id}):
        session.vault.settings.put(_SPARE, key_id)


def lacks_spare(session: Session) -> bool:
    """Whether others count on keys that nobody could end once this machine is gone."""
    own = own_keys.present(session)
    if own is None or session.vault.settings.get(_SPARE) == own.key_id:
        return False
    return any(one.trust is Trust.VERIFIED for one in contacts.all_(session))


def end_own(session: Session, reason: RevocationReason, revoked_on: date, out: Path) -> None:
    """End this desk's present keys: nothing is sealed under them any more. The statement for every desk goes to `out`.

    New keys made afterwards follow none: whoever has the old ones could have made those too.
    Raises `Fault(OWN_CARD_REVOKED)` where they ended already, `Fault(REVOKED_IN_FUTURE)` for a day still to come.
    """
    pair = own_keys.present(session)
    if pair is None:
        raise Fault(Code.NO_KEY)
    if own_keys.end(session, pair.key_id) is not None:
        raise Fault(Code.OWN_CARD_REVOKED)
    _require_past(session, revoked_on)
    made = revocations.sign(
        pair.card, pair.card, pair.keys, made_on=office_day(session.clock), revoked_on=revoked_on, reason=reason
    )
    content = revocations.file(made, pair.card)
    with session.vault.act(Act.IDENTITY_REVOKED, {"key": pair.key_id, "reason": reason.value}):
        own_keys.put_end(session, pair.key_id, content)
        told_files.put(session, {out: content}, mode=PUBLIC)


def _require_past(session: Session, day: date) -> None:
    if day > office_day(session.clock):
        raise Fault(Code.REVOKED_IN_FUTURE, day=day.isoformat())


def take_file(session: Session, path: Path, on: date | None = None) -> Ended:
    """Take in the statement in a file."""
    return take(session, revocations.read(contacts.untrusted_file(path)), on)


def take_paper(session: Session, untrusted: str, on: date | None = None) -> Ended:
    """Take in a statement that was scanned or typed from paper."""
    return take(session, revocations.read_paper(untrusted), on)


is_paper = revocations.is_paper
looks_like = revocations.looks_like


def take(session: Session, came: SignedRevocation, on: date | None = None) -> Ended:
    """End a contact's keys by its own word, or by that of the keys that took their place here.

    `on` counts where the statement names no day; without either it is today.
    Raises `Fault(REVOCATION_UNKNOWN)` for keys nobody here has the card of, `Fault(REVOCATION_INVALID)`.
    """
    known = _with_digest(session, came.said.key)
    if known is None:
        raise Fault(Code.REVOCATION_UNKNOWN)
    came.check(_signer(session, came, known))
    day = came.said.revoked_on or on or office_day(session.clock)
    _require_past(session, day)
    if known.standing.revoked_on is not None:
        day = min(day, known.standing.revoked_on)
    said = words_of(came.said.reason) if came.said.reason else bilingual("凭吊销书")
    return _end(session, known, day, reason=said.zh, own_word=came.said.by != came.said.key, signed=True)


def _with_digest(session: Session, digest: str) -> Contact | None:
    known = session.vault.contacts.get_by_key(digest[:16])
    return known if known is not None and cards.key_digest(known.card).hex() == digest else None


def _signer(session: Session, came: SignedRevocation, known: Contact) -> ContactCard | None:
    if came.said.by == came.said.key:
        return known.card
    successor = _with_digest(session, came.said.by)
    if successor is None or successor.trust is not Trust.VERIFIED:
        return None
    succession.check(successor.card, known.card)
    return successor.card


def say(session: Session, contact: ContactId, reason: str, on: date | None = None) -> Ended:
    """End a contact's keys because somebody said so; `on` is the day from which nothing under them counts.

    Raises `Fault(CARD_REASON)` without a reason, `Fault(CARD_REVOKED)` for keys that ended already.
    """
    known = contacts.get(session, contact)
    if not reason.strip():
        raise Fault(Code.CARD_REASON, name=known.card.name)
    if known.trust is Trust.REVOKED:
        raise Fault(Code.CARD_REVOKED, name=known.card.name)
    day = on or office_day(session.clock)
    _require_past(session, day)
    return _end(session, known, day, reason=reason.strip(), own_word=False, signed=False)


def _end(session: Session, known: Contact, day: date, *, reason: str, own_word: bool, signed: bool) -> Ended:
    """`own_word`: the successor itself says so, so it stays trusted."""
    doubted = None if own_word else _doubted(session, known, day)
    objects = {"contact": known.id, "key": known.key_id, "reason_length": str(len(reason))}
    with session.vault.act(Act.CONTACT_REVOKED, objects | ({"signed": "yes"} if signed else {})):
        trust_register.enter(session, known.id, Trust.REVOKED, reason=reason, revoked_on=day, signed=signed)
        session.vault.contacts.set_trust(known.id, Trust.REVOKED, known.verified_by, known.verified_at)
        session.vault.contacts.set_standing(known.id, structs.replace(known.standing, revoked_on=day))
        if doubted is not None:
            trust_register.enter(session, doubted.id, Trust.UNVERIFIED, follows=known.key_id)
            session.vault.contacts.set_trust(doubted.id, Trust.UNVERIFIED)
    return Ended(contacts.get(session, known.id), doubted and contacts.get(session, doubted.id))


def _doubted(session: Session, known: Contact, day: date) -> Contact | None:
    """New keys that were trusted on the word of keys which had ended by then: a thief can sign a successor too."""
    following = successions.later(session, known.key_id)
    if not following or following[0].trust is not Trust.VERIFIED or (known.standing.followed_on or day) < day:
        return None
    last = trust_register.steps(session, following[0])[-1]
    return following[0] if last.follows else None
