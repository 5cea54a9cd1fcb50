"""A card that follows another: both keys sign it, and nothing less counts."""

import json
from datetime import date

import msgspec
import pytest
import rfc8785
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import canonical, cards, signed, succession
from tests.support.packages import Office, office

OLD = office("UNIT01", "第一小学")


def successor() -> tuple[Office, ContactCard]:
    new = office("UNIT01", "第一小学")
    return new, succession.signed_by(new.card, OLD.card, OLD.keys)


def refused(card: ContactCard, before: ContactCard = OLD.card) -> None:
    with pytest.raises(Fault) as caught:
        succession.check(card, before)
    assert caught.value.code is Code.CARD_SUCCESSION


def test_it_travels_and_is_proved_by_the_keys_before() -> None:
    new, card = successor()
    came = cards.read_card(cards.card_file(card, new.keys))
    assert came == card
    assert came.previous == cards.key_digest(OLD.card).hex()
    succession.check(came, OLD.card)


def test_a_card_that_follows_none_has_no_trace_of_it() -> None:
    """Cards made before the format knew successors are written as they always were."""
    text = canonical.dump(OLD.card)
    assert b"previous" not in text
    assert b"valid_until" not in text


def test_every_word_of_it_is_signed_by_the_old_keys() -> None:
    _, card = successor()
    other = office("UNIT01", "第一小学")
    for changes in (
        {"name": "另一单位"},
        {"code": "UNIT02"},
        {"valid_from": date(2030, 1, 1)},
        {"valid_until": date(2030, 1, 1)},
        {"signing_key": other.card.signing_key},
        {"recipient_classical": other.card.recipient_classical},
        {"recipient_post_quantum": other.card.recipient_post_quantum},
        {"previous_signature": "00" * 64},
        {"previous_signature": msgspec.UNSET},
        {"previous": msgspec.UNSET},
    ):
        refused(structs.replace(card, **changes))
    refused(card, other.card)


def test_the_new_keys_cannot_speak_for_the_old() -> None:
    new, card = successor()
    refused(succession.signed_by(new.card, OLD.card, new.keys))
    assert succession.signed_by(new.card, OLD.card, OLD.keys) == card


@pytest.mark.parametrize(
    "changes",
    [
        {"previous": "00" * 32},
        {"previous_signature": "00" * 64},
        {"previous": "zz", "previous_signature": "00" * 64},
        {"previous": "00" * 32, "previous_signature": "00" * 63},
        {"previous": cards.key_digest(OLD.card).hex(), "previous_signature": "00" * 64},
        {"previous": None, "previous_signature": None},
        {"valid_until": "2025-12-31"},
        {"valid_until": None},
    ],
)
def test_half_a_succession_is_no_card(changes: dict[str, object]) -> None:
    tree = {**json.loads(canonical.dump(OLD.card)), **changes}
    file = signed.write(rfc8785.dumps(tree), OLD.keys.signing_seed, "fj-card@v1")
    with pytest.raises(Fault) as caught:
        cards.read_card(file)
    assert caught.value.code is Code.CARD_INVALID
