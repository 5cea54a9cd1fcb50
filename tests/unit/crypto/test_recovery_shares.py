"""Recovery shares: any two of three open, one tells nothing, and what is wrong with a typed share is said."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import recovery_shares
from desktop_app.crypto.recovery_shares import Shares

#: SLIP-0039's own vector 4 (2 of 3, 128 bits, empty passphrase aside): other programs wrote it.
VECTOR = (
    "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist rescue view short owner "
    "flip making coding armed",
    "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice unkind craft early "
    "superior advocate guest smoking",
)


@pytest.fixture(scope="module")
def shares() -> Shares:
    return recovery_shares.new_shares()


def _typed(shares: Shares, *places: int) -> list[str]:
    return [" ".join(shares.words[place]) for place in places]


def _fault(typed: list[str]) -> Fault:
    with pytest.raises(Fault) as caught:
        recovery_shares.secret_of(typed)
    return caught.value


def test_any_two_of_the_three_open_in_any_order(shares: Shares) -> None:
    assert len(shares.words) == 3
    assert all(len(share) == 20 for share in shares.words)
    for places in itertools.permutations(range(3), 2):
        assert recovery_shares.secret_of(_typed(shares, *places)) == shares.secret
    assert recovery_shares.secret_of(_typed(shares, 0, 1, 2)) == shares.secret


def test_one_share_is_not_enough_and_neither_is_one_typed_twice(shares: Shares) -> None:
    for typed in (_typed(shares, 1), [*_typed(shares, 2, 2)], [*_typed(shares, 0), ""], []):
        assert _fault(typed).code is Code.RECOVERY_MORE


def test_four_letters_of_a_word_capitals_numbers_and_dots_do(shares: Shares) -> None:
    short = " ".join(f"{number}. {word[:4].upper()}" for number, word in enumerate(shares.words[0], 1))
    assert recovery_shares.secret_of([short, *_typed(shares, 1)]) == shares.secret


def test_a_misspelt_word_is_named_with_its_share(shares: Shares) -> None:
    words = list(shares.words[2])
    words[6] = words[6][:3] + "qq"
    fault = _fault([*_typed(shares, 0), " ".join(words)])
    assert (fault.code, fault.fields["share"], fault.fields["number"]) == (Code.RECOVERY_WORD, 2, 7)


def test_a_wrong_word_or_two_that_changed_places_name_the_share(shares: Shares) -> None:
    words = list(shares.words[0])
    for typed in ([*words[:8], words[9], words[8], *words[10:]], [*words[:5], "academic", *words[6:]]):
        if typed != words:
            fault = _fault([" ".join(typed), *_typed(shares, 1)])
            assert (fault.code, fault.fields["share"]) == (Code.RECOVERY_SHARE, 1)
    missing = _fault([*_typed(shares, 1), " ".join(words[:-1])])
    assert (missing.code, missing.fields["share"], missing.fields["found"]) == (Code.RECOVERY_SHARE_LENGTH, 2, 19)


def test_shares_of_two_makings_do_not_open_together(shares: Shares) -> None:
    other = recovery_shares.new_shares()
    assert _fault([*_typed(shares, 0), *_typed(other, 1)]).code is Code.RECOVERY_MIXED


def test_the_share_says_which_of_the_three_it_is(shares: Shares) -> None:
    found = [recovery_shares.checked(share) for share in _typed(shares, 0, 1, 2)]
    assert [share.place for share in found] == [1, 2, 3]
    assert {share.number for share in found} == {shares.number}


def test_shares_that_other_programs_write_are_read() -> None:
    assert len(recovery_shares.secret_of(VECTOR)) == 16


@given(st.text(max_size=60))
def test_no_text_makes_it_stumble(typed: str) -> None:
    _fault([typed, "academic acid"])


def test_neither_a_secret_nor_a_word_stands_in_its_report(shares: Shares) -> None:
    shown = repr(shares) + repr(recovery_shares.checked(" ".join(shares.words[0])))
    assert not any(f"{one} {other}" in shown for one, other in itertools.pairwise(shares.words[0]))
    assert not any(repr(word) in shown for word in shares.words[0])
    assert shares.secret.hex() not in shown
