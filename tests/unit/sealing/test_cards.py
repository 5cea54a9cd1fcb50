"""Contact cards: what a file must be to be one, and how people compare fingerprints."""

import json
from datetime import date

import msgspec
import pytest
import rfc8785

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import age
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import Suite
from desktop_app.sealing import canonical, cards, digits, signatures, signed
from tests.support.packages import office

ONE = office("UNIT01", "第一小学")


def refused(file: bytes) -> None:
    with pytest.raises(Fault) as caught:
        cards.read_card(file)
    assert caught.value.code is Code.CARD_INVALID


def test_a_card_comes_back() -> None:
    assert cards.read_card(cards.card_file(ONE.card, ONE.keys)) == ONE.card


def test_keys_survive_the_vault_and_stay_out_of_sight() -> None:
    assert cards.DeskKeys.from_bytes(ONE.keys.to_bytes()) == ONE.keys
    seeds = (ONE.keys.signing_seed, ONE.keys.classical_seed, ONE.keys.post_quantum_seed, ONE.keys.lattice_seed)
    for seed in seeds:
        assert repr(seed) not in repr(ONE.keys)
    assert len(set(seeds)) == 4


def test_keys_from_before_ml_dsa_stay_what_they_are() -> None:
    older = cards.DeskKeys.from_bytes(b"FJK1" + bytes(range(96)))
    assert older.to_bytes() == b"FJK1" + bytes(range(96))
    card = cards.make_card(older, code="UNIT01", name="甲", desk=Desk.UNIT, valid_from=date(2026, 1, 1))
    assert b"signing_key_post_quantum" not in cards.card_file(card, older)
    assert signatures.promised(card) == ("ed25519",)
    assert signatures.promised(ONE.card) == ("ed25519", "ml-dsa-65")


@pytest.mark.parametrize(
    "raw", [b"", b"FJK1", b"FJK2" + bytes(96), b"FJK1" + bytes(95), b"FJK1" + bytes(97), b"FJK1" + bytes(128)]
)
def test_other_bytes_are_no_keys(raw: bytes) -> None:
    with pytest.raises(ValueError, match="keys"):
        cards.DeskKeys.from_bytes(raw)


@pytest.mark.slow
def test_every_changed_byte_is_refused() -> None:
    file = cards.card_file(ONE.card, ONE.keys)
    for at in range(0, len(file), 17):
        refused(file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :])
    for at in (0, 1, len(file) // 2, len(file) - 1):
        refused(file[:at])
    refused(file + b"\n")


def resigned(**changes: object) -> bytes:
    """A card that says something else and is signed all the same."""
    tree = {**json.loads(canonical.dump(ONE.card)), **changes}
    return signed.write(
        rfc8785.dumps({k: v for k, v in tree.items() if v is not None}), ONE.keys.signing_seed, "fj-card@v1"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"fj": 2},
        {"type": "receipt"},
        {"name": ""},
        {"name": "   "},
        {"name": "第一\u202e小学"},
        {"name": "第一\n小学"},
        {"name": "e\u0301"},
        {"code": "unit"},
        {"code": "../.."},
        {"desk": "spy"},
        {"valid_from": "2026-02-30"},
        {"minimum_suite": 7},
        {"recipient_classical": "age1"},
        {"recipient_classical": ONE.card.recipient_post_quantum},
        {"recipient_post_quantum": ONE.card.recipient_classical},
        {"recipient_post_quantum": "", "minimum_suite": 2},
        {"signing_key": office("OTHER", "别处").card.signing_key},
        {"signing_key": "00" * 31},
        {"signing_key_post_quantum": ""},
        {"signing_key_post_quantum": "ab" * 1951},
        {"signing_key_post_quantum": "AB" * 1952},
        {"second_digest": ""},
        {"second_digest": "md5"},
        {"second_digest": False},
        {"extra": 1},
        {"name": None},
    ],
)
def test_signed_nonsense_is_refused(changes: dict[str, object]) -> None:
    refused(resigned(**changes))


def test_the_resigning_itself_is_sound() -> None:
    assert cards.read_card(resigned(name="新名称")).name == "新名称"
    assert cards.read_card(resigned(x_later="ignored")).name == "第一小学"
    assert cards.read_card(resigned(recipient_post_quantum="")).recipient_post_quantum == "", "a classical desk's"


def test_a_signature_for_another_use_is_no_card() -> None:
    refused(signed.write(canonical.dump(ONE.card), ONE.keys.signing_seed, "fj-receipt@v1"))


def test_too_large_is_refused_without_reading() -> None:
    refused(b"{" * (cards.MAX_CARD + 1))


def test_the_key_id_is_of_the_keys_only() -> None:
    renamed = msgspec.structs.replace(ONE.card, name="改名", code="NEW99", valid_from=date(2030, 1, 1))
    assert cards.key_id(renamed) == cards.key_id(ONE.card)
    other = office("UNIT01", "第一小学")
    for field in ("signing_key", "recipient_classical", "recipient_post_quantum", "signing_key_post_quantum"):
        changed = msgspec.structs.replace(ONE.card, **{field: getattr(other.card, field)})
        assert cards.key_id(changed) != cards.key_id(ONE.card)
        assert cards.fingerprint(changed) != cards.fingerprint(ONE.card)


def test_the_fingerprint_has_six_groups_of_five() -> None:
    groups = cards.fingerprint(ONE.card).split(" ")
    assert [len(group) for group in groups] == [5] * 6
    assert "".join(groups).isdigit()


def test_a_known_card_has_a_known_fingerprint() -> None:
    """The same seeds must give the same digits in every version: people keep them on paper."""
    keys = cards.DeskKeys(bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96)))
    card = cards.make_card(keys, code="UNIT01", name="甲", desk=Desk.UNIT, valid_from=date(2026, 1, 1))
    assert card.recipient_classical == "age1xkq8943ktzqdrth2x2ddlyfp8qu9rmfp528rka0fvhgd9ngkvf2qu2snyf"
    assert cards.key_id(card) == "231ad0070e09c2df"
    assert cards.fingerprint(card) == "75493 43173 64851 67895 11572 03201"


def test_typed_groups() -> None:
    expected = "01234 56789 00000 11111 22222 33333"
    cards.check_groups(expected, {0: "01234", 5: " 33333 ", 1: "５６７８９"})
    for typed, group in (
        ({}, 1),
        ({0: "01235"}, 1),
        ({0: "01234", 3: "11112"}, 4),
        ({2: ""}, 3),
        ({2: "000000"}, 3),
        ({2: "0000O"}, 3),
        ({6: "33333"}, 7),
        ({-1: "33333"}, 0),
    ):
        with pytest.raises(Fault) as caught:
            cards.check_groups(expected, typed)
        assert caught.value.code is Code.FINGERPRINT_MISMATCH
        assert caught.value.fields["group"] == group


def test_digits_differ_by_purpose() -> None:
    assert digits.thirty("FJ1-code", bytes(32)) != digits.thirty("FJ1-fingerprint", bytes(32))


def test_a_card_gives_the_key_of_its_suite_and_no_weaker_one() -> None:
    assert isinstance(cards.recipient(ONE.card, Suite.POST_QUANTUM), age.HybridRecipient)
    assert isinstance(cards.recipient(ONE.card, Suite.CLASSICAL), age.X25519Recipient)
    strict = office("STRICT", "严", minimum=Suite.POST_QUANTUM)
    old = office("OLD01", "旧", classical_only=True)
    for card, suite in ((strict.card, Suite.CLASSICAL), (old.card, Suite.POST_QUANTUM)):
        with pytest.raises(Fault) as caught:
            cards.recipient(card, suite)
        assert caught.value.code is Code.SUITE_DOWNGRADE
