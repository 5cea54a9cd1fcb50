"""Bech32 against the examples of BIP 173 and the ways of getting it wrong."""

import os

import pytest

from desktop_app.crypto import bech32


@pytest.mark.parametrize("text", ["A12UEL5L", "a12uel5l", "?1ezyfcl"])
def test_examples_of_the_standard(text: str) -> None:
    prefix, payload = bech32.decode(text)
    assert payload == b""
    assert bech32.encode(prefix, payload) == text.lower()


@pytest.mark.parametrize(
    "text",
    ["A12uEL5L", "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "A1G7SGD8", "10a06t8", "1qzzfhee", "", "1",
     "age1é", "\x201nwldj5"],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"mixed case|not bech32|checksum"):
        bech32.decode(text)


@pytest.mark.parametrize("size", [0, 1, 31, 32, 33, 1216])
def test_round_trip(size: int) -> None:
    payload = os.urandom(size)
    assert bech32.decode(bech32.encode("age1pq", payload)) == ("age1pq", payload)
    assert bech32.decode(bech32.encode("age", payload).upper()) == ("age", payload)


def test_every_changed_character_is_found() -> None:
    text = bech32.encode("age", bytes(range(32)))
    for at in range(4, len(text)):
        changed = text[:at] + ("q" if text[at] != "q" else "p") + text[at + 1 :]
        with pytest.raises(ValueError, match="checksum"):
            bech32.decode(changed)


def test_padding_must_be_zero_and_short() -> None:
    words = bech32._regroup(b"\xff", 8, 5, pad=True)
    with pytest.raises(ValueError, match="padding"):
        bech32._regroup([words[0], words[1] | 1], 5, 8, pad=False)
    with pytest.raises(ValueError, match="padding"):
        bech32._regroup([*words, 0], 5, 8, pad=False)
