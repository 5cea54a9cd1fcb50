"""The recovery code against the hand that copies it: each mistake is found, and the group that holds it is named."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import recovery_code

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Fixed, so that a change of the alphabet, the weights or the packing breaks a sheet that lies in a safe.
KEPT = ("3AHRB", "Z6DM9", "V29GV", "QY5CV", "KT189", "FPX4B", "BJAH8")


def _fault(typed: str) -> Fault:
    with pytest.raises(Fault) as caught:
        recovery_code.secret_of(typed)
    return caught.value


def test_a_code_is_seven_groups_of_five_and_stands_for_at_least_128_random_bits() -> None:
    codes = [recovery_code.new_code() for _ in range(200)]
    assert all(re.fullmatch(rf"(?:[{ALPHABET}]{{5}} ?){{7}}", " ".join(code)) for code in codes)
    found = {recovery_code.secret_of(" ".join(code)) for code in codes}
    assert len(found) == 200
    bits = [sum(secret[at // 8] >> at % 8 & 1 for secret in found) for at in range(17 * 8)]
    assert sum(50 < ones < 150 for ones in bits) == 130


def test_however_it_is_typed_it_is_the_same_code() -> None:
    code = recovery_code.new_code()
    secret = recovery_code.secret_of("-".join(code))
    whole = "".join(code)
    confused = whole.replace("0", "o").replace("1", "l")
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in whole)
    for typed in (whole.lower(), " ".join(whole), "—".join(code), wide, confused, f"  {whole}\n", "　".join(code)):
        assert recovery_code.secret_of(typed) == secret, typed


def test_every_single_wrong_character_names_its_group() -> None:
    code = recovery_code.new_code()
    for number, group in enumerate(code):
        for at, letter in itertools.product(range(5), ALPHABET):
            if letter != group[at]:
                typed = [*code[:number], group[:at] + letter + group[at + 1 :], *code[number + 1 :]]
                assert _fault("-".join(typed)).fields["number"] == str(number + 1)


def test_every_two_characters_that_changed_places_name_their_group() -> None:
    code = recovery_code.new_code()
    for number, (one, other) in itertools.product(range(7), itertools.combinations(range(5), 2)):
        letters = list(code[number])
        letters[one], letters[other] = letters[other], letters[one]
        typed = [*code[:number], "".join(letters), *code[number + 1 :]]
        if typed != list(code):
            fault = _fault(" ".join(typed))
            assert (fault.code, fault.fields["number"]) == (Code.RECOVERY_GROUP, str(number + 1))


def test_groups_that_changed_places_are_both_named() -> None:
    code = recovery_code.new_code()
    for one, other in itertools.combinations(range(7), 2):
        typed = list(code)
        typed[one], typed[other] = typed[other], typed[one]
        fault = _fault(" ".join(typed))
        assert (fault.code, fault.fields["number"]) == (Code.RECOVERY_GROUP, f"{one + 1}, {other + 1}")


def test_a_group_with_a_character_too_few_or_a_foreign_one_is_named() -> None:
    code = recovery_code.new_code()
    for group in (code[3][:4], code[3] + "7", "U" + code[3][1:], "云" + code[3][1:]):
        fault = _fault("-".join([*code[:3], group, *code[4:]]))
        assert (fault.code, fault.fields["number"]) == (Code.RECOVERY_GROUP, "4")
    short = _fault("-".join(code[:6]))
    assert (short.code, short.fields["found"]) == (Code.RECOVERY_LENGTH, 30)
    assert _fault("").code is Code.RECOVERY_LENGTH


def test_groups_of_two_sheets_show_as_the_whole() -> None:
    """A group that fits its place by itself, but was made with others."""
    one, other = recovery_code.new_code(), recovery_code.new_code()
    faults = [_fault(" ".join([*one[:at], other[at], *one[at + 1 :]])).code for at in range(7) if one[at] != other[at]]
    assert faults.count(Code.RECOVERY_WHOLE) == len(faults) >= 6


@given(st.text(max_size=60))
def test_no_text_makes_it_stumble(typed: str) -> None:
    _fault(typed)


def test_a_code_that_lies_in_a_safe_is_read_for_ever() -> None:
    assert recovery_code.secret_of("-".join(KEPT)).hex() == "006a8e3e66d3624c2fe2b27a0a1f6e9172"
