"""A desk asks for SM3 on its card: others take the new card in without comparing anew, and seal as it asks."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import card_terms, contacts, receive, seal
from desktop_app.desk.session import Session
from desktop_app.domain.records import Trust
from desktop_app.sealing import cards

Two = tuple[Session, Session]


def _sent(unit: Session, application: ApplicationId, folder: Path) -> seal.SealedOutcome:
    folder.mkdir()
    return seal.seal(unit, [application], seal.recipients(unit)[0].id, folder, Progress())


def _open(session: Session, folder: Path) -> receive.Received:
    return receive.open_(session, folder, None, lambda line: None, Progress())


def test_asked_for_sealed_and_opened(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    early = _sent(unit, submitted, tmp_path / "early")
    before = contacts.own_card(committee)
    asked = card_terms.ask_sm3(committee, True)
    assert (asked.key_id, asked.fingerprint) == (before.key_id, before.fingerprint)
    with pytest.raises(Fault) as caught:
        _open(committee, early.folder)
    assert caught.value.code is Code.SECOND_DIGEST_MISSING
    seal.void(unit, early.record.id)

    contacts.save_card(committee, tmp_path / "again.fjcard")
    known = contacts.take_in(unit, tmp_path / "again.fjcard")
    assert (known.trust, card_terms.asks_sm3(known.card)) == (Trust.VERIFIED, True)
    sent = _sent(unit, submitted, tmp_path / "stick")
    assert len(_open(committee, sent.folder).applications) == 1
    assert card_terms.ask_sm3(committee, True).card == asked.card  # nothing to change, nothing signed
    assert not card_terms.asks_sm3(card_terms.ask_sm3(committee, False).card)


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def test_a_card_of_the_same_day_that_was_replaced_is_told_to_be_older(introduced: Two) -> None:
    """Nobody takes back by an old file what a desk asks for now."""
    unit, committee = introduced
    older = contacts.own_card(committee).card
    newer = card_terms.ask_sm3(committee, True).card
    assert older.valid_from == newer.valid_from
    known = contacts.keep_card(unit, newer)
    assert refused(lambda: contacts.keep_card(unit, older)) is Code.CARD_OLDER
    assert contacts.get(unit, known.id).card == newer
    assert contacts.keep_card(unit, newer) == known  # the one that is known says nothing new


def test_a_card_by_another_name_is_told(introduced: Two) -> None:
    unit, committee = introduced
    other = msgspec.structs.replace(contacts.own_card(committee).card, name="别的名称")
    assert refused(lambda: contacts.keep_card(unit, other)) is Code.CARD_RENAMED


def test_an_older_card_or_another_name_changes_nothing(introduced: Two, clock: FixedClock, tmp_path: Path) -> None:
    unit, committee = introduced
    older = contacts.card_text(committee)
    clock.advance(days=1)
    card_terms.ask_sm3(committee, True)
    known = contacts.keep_card(unit, contacts.own_card(committee).card)
    assert card_terms.asks_sm3(known.card)
    assert refused(lambda: contacts.keep_card(unit, cards.read_card(older.encode()))) is Code.CARD_OLDER
    assert contacts.get(unit, known.id) == known
